/** Finds the words of a text and hashes them: runs of letters and digits, A to Z as a to z. */
import { firstBytes } from './masks';
import { mix32, mix32x4 } from './mix';

/** Writes to `flags` a byte a row: 1 where a text holds a byte beyond ASCII, and so must be folded first. Gives their number. */
export function markWide(text: usize, offsets: usize, rows: u32, flags: usize): u32 {
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const ends = offsets + (<usize>row << 2);
    const isWide = hasHighBit(text + load<u32>(ends), text + load<u32>(ends, 4));
    store<u8>(flags + row, isWide ? 1 : 0);
    count += isWide ? 1 : 0;
  }
  return count;
}

export function hasHighBit(from: usize, to: usize): bool {
  let p = from;
  for (; p + 16 <= to; p += 16) if (i8x16.bitmask(v128.load(p)) != 0) return true;
  for (; p < to; p++) if (load<u8>(p) >= 0x80) return true;
  return false;
}

/**
 * Hashes the words of `length` bytes at `from` to `words`, and gives their number. Bytes beyond ASCII count as letters.
 * `lower` needs length + 32 bytes, `masks` length / 8 + 24, `words` and `ends` 2 · length + 64 each.
 */
export function hashWords(from: usize, length: u32, lower: usize, masks: usize, words: usize, ends: usize): u32 {
  const blocks = scan(from, length, lower, masks);
  const count = findWords(blocks, length, masks, words, ends);
  for (let word: usize = 0; word < <usize>count << 2; word += 16) {
    const starts = v128.load(words + word);
    const lengths = i32x4.sub(v128.load(ends + word), starts);
    const a = lanesOf(lower + i32x4.extract_lane(starts, 0), i32x4.extract_lane(lengths, 0));
    const b = lanesOf(lower + i32x4.extract_lane(starts, 1), i32x4.extract_lane(lengths, 1));
    const c = lanesOf(lower + i32x4.extract_lane(starts, 2), i32x4.extract_lane(lengths, 2));
    const d = lanesOf(lower + i32x4.extract_lane(starts, 3), i32x4.extract_lane(lengths, 3));
    const ab = i32x4.add(i32x4.shuffle(a, b, 0, 1, 4, 5), i32x4.shuffle(a, b, 2, 3, 6, 7));
    const cd = i32x4.add(i32x4.shuffle(c, d, 0, 1, 4, 5), i32x4.shuffle(c, d, 2, 3, 6, 7));
    const sums = i32x4.add(i32x4.shuffle(ab, cd, 0, 2, 4, 6), i32x4.shuffle(ab, cd, 1, 3, 5, 7));
    v128.store(words + word, mix32x4(i32x4.add(sums, i32x4.mul(lengths, i32x4.splat(LENGTH_STEP)))));
  }
  return count;
}

/** Writes where each word begins and where it ends, and four zeros after them; gives the number of words. */
function findWords(blocks: u32, length: u32, masks: usize, starts: usize, ends: usize): u32 {
  let begun = starts;
  let ended = ends;
  let last: u64 = 0;
  const groups = (blocks + 3) >> 2;
  for (let group: u32 = 0; group < groups; group++) {
    const mask = load<u64>(masks + (<usize>group << 3));
    const before = (mask << 1) | last;
    last = mask >>> 63;
    begun = putBits(mask & ~before, group << 6, begun);
    ended = putBits(before & ~mask, group << 6, ended);
  }
  if (begun - starts != ended - ends) store<u32>(ended, length);
  v128.store(begun, i32x4.splat(0));
  v128.store(ends + (begun - starts), i32x4.splat(0));
  return <u32>((begun - starts) >> 2);
}

/** Writes the places of the bits, and gives where they end: four at a time, since what is too much is overwritten. */
// @ts-ignore: decorator
@inline
function putBits(bits: u64, base: u32, to: usize): usize {
  const end = to + (<usize>popcnt(bits) << 2);
  for (let p = to; p < end; p += 16) {
    store<u32>(p, base + <u32>ctz(bits));
    bits &= bits - 1;
    store<u32>(p, base + <u32>ctz(bits), 4);
    bits &= bits - 1;
    store<u32>(p, base + <u32>ctz(bits), 8);
    bits &= bits - 1;
    store<u32>(p, base + <u32>ctz(bits), 12);
    bits &= bits - 1;
  }
  return end;
}

/** Writes the text in lower case, and a bit a byte: 1 where it belongs to a word. Gives the number of 16-byte blocks. */
function scan(from: usize, length: u32, lower: usize, masks: usize): u32 {
  const blocks = (length + 15) >> 4;
  const twentySix = i8x16.splat(26);
  const toLower = i8x16.splat(0x20);
  const zero = i8x16.splat(0);
  for (let block: u32 = 0; block < blocks; block++) {
    const bytes = v128.load(from + (<usize>block << 4));
    const upper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), twentySix);
    const folded = v128.or(bytes, v128.and(upper, toLower));
    const letter = i8x16.lt_u(i8x16.sub(folded, i8x16.splat(0x61)), twentySix);
    const digit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
    const high = i8x16.lt_s(bytes, zero);
    const word = v128.or(v128.or(letter, digit), high);
    v128.store(lower + (<usize>block << 4), folded);
    store<u16>(masks + (<usize>block << 1), <u16>i8x16.bitmask(word));
  }
  const rest = length & 15;
  if (rest != 0) {
    const last = masks + (<usize>(blocks - 1) << 1);
    store<u16>(last, <u16>(<u32>load<u16>(last) & ((1 << rest) - 1)));
  }
  store<u64>(masks + (<usize>blocks << 1), 0);
  return blocks;
}

const LENGTH_STEP: u32 = 0x9e3779b1;

/**
 * Four lanes of 32 bits, of which the sum tells a word: 16 bytes a turn, the last filled up with zeros. Each lane has
 * numbers of its own, so that bytes cannot change places.
 */
// @ts-ignore: decorator
@inline
function lanesOf(from: usize, length: u32): v128 {
  if (length > 16) return lanesOfLong(from, length);
  return turn(i32x4(0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372), from, length);
}

function lanesOfLong(from: usize, length: u32): v128 {
  let lanes = i32x4(0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372);
  for (; length > 16; length -= 16, from += 16) lanes = turn(lanes, from, 16);
  return turn(lanes, from, length);
}

// @ts-ignore: decorator
@inline
function turn(lanes: v128, from: usize, length: u32): v128 {
  const bytes = v128.and(v128.load(from), firstBytes(length));
  const once = i32x4.mul(v128.xor(lanes, bytes), i32x4(0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1));
  return i32x4.mul(v128.xor(once, i32x4.shr_u(once, 15)), i32x4(0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x2c1b3c6d));
}

/** One word or run of characters, as `hashWords` hashes four. */
function hashBytes(from: usize, length: u32): u32 {
  const lanes = lanesOf(from, length);
  const pairs = i32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  return mix32(i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1) + length * LENGTH_STEP);
}

/**
 * Hashes the runs of `size` characters to `out`, and gives their number; a gap between words is one character. A text
 * shorter than a run is one run; one without words has none. `lower` and `masks` as above, `starts` 4 · (length + 2) bytes.
 */
export function hashCharacters(
  from: usize, length: u32, size: u32,
  lower: usize, masks: usize, starts: usize, out: usize,
): u32 {
  scan(from, length, lower, masks);
  const characters = squeeze(length, lower, masks, starts);
  if (characters == 0) return 0;
  const runs = characters > size ? characters - size + 1 : 1;
  for (let run: u32 = 0; run < runs; run++) {
    const start = load<u32>(starts + (<usize>run << 2));
    const end = load<u32>(starts + (<usize>min(run + size, characters) << 2));
    store<u32>(out + (<usize>run << 2), hashBytes(lower + start, end - start));
  }
  return runs;
}

/** Moves the words together, a space between them, and notes where each character begins, and where the last ends. */
function squeeze(length: u32, lower: usize, masks: usize, starts: usize): u32 {
  let to: u32 = 0;
  let characters: u32 = 0;
  let isGap = false;
  for (let i: u32 = 0; i < length; i++) {
    if (((load<u8>(masks + (i >> 3)) >> <u8>(i & 7)) & 1) == 0) {
      isGap = to > 0;
      continue;
    }
    if (isGap) {
      store<u32>(starts + (<usize>(characters++) << 2), to);
      store<u8>(lower + to++, 0x20);
      isGap = false;
    }
    const byte = load<u8>(lower + i);
    if ((byte & 0xc0) != 0x80) store<u32>(starts + (<usize>(characters++) << 2), to);
    store<u8>(lower + to++, byte);
  }
  store<u32>(starts + (<usize>characters << 2), to);
  return characters;
}
