/** Finds the plain words of a text, and where they go round in circles. */
import { ALONE, bytesFrom, codeAt, INK, keyOf, MARK, STEP } from './characters';

let words: usize = 0;
let units: usize = 0;
let starts: u32 = 0;
let ended: u32 = 0;
/** Bytes that begin no UTF-16 unit. */
let extra: u32 = 0;
let inWord: u64 = 0;
let aloneEnd: u32 = 0;
/** Characters U+FFFD: half a pair of surrogates may have become one. */
let replacements: u32 = 0;
/** Marks, and the sign for kelvin, which is the letter k in lower case. */
let odd: u32 = 0;

let wordBits: u64 = 0;
let highBits: u64 = 0;
let tailBits: u64 = 0;
let pairBits: u64 = 0;
let breakBits: u64 = 0;
let nextGaps: u64 = 0;
let nextBreaks: u64 = 0;

/**
 * Finds the words of `length` bytes at `text`. `byteSpans` gets 8 bytes each, first byte and one past the last, and
 * `unitSpans` the same in UTF-16 units; both have room for length / 2 + 2. `lower` gets the text with A to Z as a to z, and
 * needs 64 bytes more. Gives the number of words; or -1 less the code point of a character whose class is missing. With
 * `loose` all that takes 4 bytes is a letter.
 */
export function findWords(
  text: usize, length: u32, classes: usize, loose: bool, lower: usize, byteSpans: usize, unitSpans: usize,
): i32 {
  words = byteSpans;
  units = unitSpans;
  starts = ended = extra = replacements = odd = 0;
  inWord = nextGaps = nextBreaks = 0;
  aloneEnd = u32.MAX_VALUE;
  for (let base: u32 = 0; base < length; base += 64) {
    classify(text + base, length - base, lower + base);
    breakBits = nextBreaks;
    if (highBits == 0) nextBreaks = 0;
    else {
      const missing = classifyHigh(text, base, classes, loose);
      if (missing != 0) return -<i32>missing;
    }
    take(base);
  }
  if (inWord != 0) endWord(length, 0);
  store<u64>(lower + length, 0);
  return ended;
}

/** In the text that was read last. */
export function replacementCount(): u32 {
  return replacements;
}

function classify(from: usize, left: u32, lower: usize): void {
  wordBits = highBits = 0;
  const some: u64 = left < 64 ? <u64>-1 >>> (64 - <u64>left) : <u64>-1;
  const twentySix = i8x16.splat(26);
  for (let i: usize = 0; i < 64; i += 16) {
    const bytes = v128.load(from + i);
    const upper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), twentySix);
    const low = v128.or(bytes, v128.and(upper, i8x16.splat(0x20)));
    v128.store(lower + i, low);
    const letter = i8x16.lt_u(i8x16.sub(low, i8x16.splat(0x61)), twentySix);
    const digit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
    wordBits |= <u64>i8x16.bitmask(v128.or(v128.or(letter, digit), bytes)) << <u64>i;
    highBits |= <u64>i8x16.bitmask(bytes) << <u64>i;
  }
  wordBits &= some;
  highBits &= some;
}

/** Takes what belongs to no word out of the bits; gives the code point + 1 of a character without a class. */
function classifyHigh(text: usize, base: u32, classes: usize, loose: bool): u32 {
  let gapsAfter: u64 = 0;
  let breaksAfter: u64 = 0;
  wordBits &= ~nextGaps;
  tailBits = pairBits = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const bytes = v128.load(text + base + (i << 4));
    tailBits |= <u64>i8x16.bitmask(i8x16.lt_s(bytes, i8x16.splat(-64))) << (<u64>i << 4);
    pairBits |= <u64>i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(-16))) << (<u64>i << 4);
  }
  tailBits &= highBits;
  pairBits &= highBits;
  let leads = highBits & ~tailBits;
  while (leads != 0) {
    const bit = <u64>ctz(leads);
    leads &= leads - 1;
    const at = base + <u32>bit;
    const bytes = bytesFrom(load<u8>(text + at));
    const code = codeAt(text + at, bytes);
    if ((loose && code > 0xffff) || (code & 0x1ff800) == 0xd800) continue; // half of a pair is a letter too
    const known: u32 = load<u8>(classes + code);
    if (known == 0) return code + 1;
    if (code == 0xfffd) replacements++;
    if (code == 0x212a) odd++;
    if ((known & (ALONE | MARK)) == 0 && (known & INK) != 0) continue;
    const isMark = (known & MARK) != 0;
    odd += <u32>isMark;
    const isBehind = bit == 0 ? inWord != 0 : ((wordBits >>> (bit - 1)) & 1) != 0;
    if (isMark ? !isBehind : (known & ALONE) == 0) {
      const all: u64 = ((<u64>1) << bytes) - 1;
      wordBits &= ~(all << bit);
      if (bit + bytes > 64) gapsAfter = all >>> (64 - bit);
      continue;
    }
    const goesOn = isMark && aloneEnd == at;
    if (goesOn) breakBits &= ~((<u64>1) << bit);
    else if (isMark) continue;
    else breakBits |= (<u64>1) << bit;
    aloneEnd = at + bytes;
    if (bit + bytes < 64) breakBits |= (<u64>1) << (bit + bytes);
    else breaksAfter = (<u64>1) << (bit + bytes - 64);
  }
  nextGaps = gapsAfter;
  nextBreaks = breaksAfter;
  return 0;
}

function take(base: u32): void {
  const before = (wordBits << 1) | inWord;
  let begin = wordBits & (~before | breakBits);
  let finish = before & (~wordBits | breakBits);
  inWord = wordBits >>> 63;
  if (highBits == 0) {
    for (; begin != 0; begin &= begin - 1) startWord(base + <u32>ctz(begin), 0);
    for (; finish != 0; finish &= finish - 1) endWord(base + <u32>ctz(finish), 0);
    return;
  }
  for (; begin != 0; begin &= begin - 1) startWord(base + <u32>ctz(begin), extraBefore(<u64>ctz(begin)));
  for (; finish != 0; finish &= finish - 1) endWord(base + <u32>ctz(finish), extraBefore(<u64>ctz(finish)));
  extra += <u32>popcnt(tailBits) - <u32>popcnt(pairBits);
}

/** Of the 64 bytes at hand. A character of 4 bytes is two units. */
// @ts-ignore: decorator
@inline
function extraBefore(bit: u64): u32 {
  const below = ~(<u64>-1 << bit);
  return <u32>popcnt(tailBits & below) - <u32>popcnt(pairBits & below);
}

// @ts-ignore: decorator
@inline
function startWord(at: u32, extraHere: u32): void {
  const place = <usize>(starts++) << 3;
  store<u32>(words + place, at);
  store<u32>(units + place, at - extra - extraHere);
}

// @ts-ignore: decorator
@inline
function endWord(at: u32, extraHere: u32): void {
  const place = <usize>(ended++) << 3;
  store<u32>(words + place, at, 4);
  store<u32>(units + place, at - extra - extraHere, 4);
}

/** What `findRound` gives where there is nothing to look at, or everything. */
const NOWHERE: i32 = -1;
const EVERYWHERE: i32 = -2;

/**
 * Gives the word, of those found last, at which a run of `size` begins that stood twice before, where words beyond ASCII count as
 * one; or EVERYWHERE, where one stands `row` times in a row, or there are marks or signs for kelvin, and nobody looked. Only
 * hashes are compared. `keys` needs 8 bytes for each word, `slots` 16 for each of 2^`bits`, all zeros.
 */
export function findRound(
  lower: usize, byteSpans: usize, unitSpans: usize, total: u32,
  size: u32, row: u32, keys: usize, slots: usize, bits: u32,
): i32 {
  if (odd > 0) return EVERYWHERE;
  let highest: u64 = 1;
  for (let i: u32 = 0; i < size; i++) highest *= STEP;
  const mask = ((<usize>16) << bits) - 1;
  let hash: u64 = 0;
  let last: u64 = 0;
  let inRow: u32 = 0;
  for (let i: u32 = 0; i < total; i++) {
    const place = <usize>i << 3;
    const start = load<u32>(byteSpans + place);
    const length = load<u32>(byteSpans + place, 4) - start;
    const isAscii = length == load<u32>(unitSpans + place, 4) - load<u32>(unitSpans + place);
    const key = (select<u64>(keyOf(lower + start, length), 0, isAscii) + 1) * STEP;
    const mixed = key ^ (key >>> 29);
    store<u64>(keys + place, mixed);
    inRow = select<u32>(inRow + 1, 1, mixed == last);
    if (inRow == row) return EVERYWHERE;
    last = mixed;
    hash = hash * STEP + mixed;
    if (i >= size) hash -= load<u64>(keys + place - (<usize>size << 3)) * highest;
    if (i + 1 < size) continue;
    let at = <usize>((hash * STEP) >>> (64 - <u64>bits)) << 4;
    while (load<u32>(slots + at, 8) != 0 && load<u64>(slots + at) != hash) at = (at + 16) & mask;
    store<u64>(slots + at, hash);
    const times = load<u32>(slots + at, 8) + 1;
    store<u32>(slots + at, times, 8);
    if (times == 3) return i + 1 - size;
  }
  return NOWHERE;
}
