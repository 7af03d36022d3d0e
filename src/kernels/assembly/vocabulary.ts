/** The words that a reader knows: the numbers of spellings. */
import { isSame, keyOf, STEP } from './characters';

/** Numbers of words that have none: unknown; not yet asked for; and, of `placeWord`, the next that is free. */
const UNKNOWN: i32 = -1;
const ASK: i32 = -2;
const NEXT: i32 = -3;

/**
 * The vocabulary. Spellings lie one behind another, each with 8 bytes in front, its length and its number, and filled up
 * to 8. A table of 2^bits slots of 16 bytes has their keys, where they lie (0: the slot is free; one more where the spelling has
 * more than 8 bytes), and their numbers. A spelling is what stands in a text with A to Z as a to z, and has no zero bytes;
 * which word it is without accents and the like, the caller says.
 */
let table: usize = 0;
let tableBits: u32 = 0;
/** Where the next spelling goes. */
let spellingsEnd: usize = 0;
let spellings: u32 = 0;
let unknowns: u32 = 0;
let numbers: i32 = 0;

export function endOfSpellings(): usize {
  return spellingsEnd;
}
export function spellingCount(): u32 {
  return spellings;
}
/** Of those, words that are known to have no number. */
export function unknownCount(): u32 {
  return unknowns;
}

// @ts-ignore: decorator
@inline
function placeOf(key: u64): usize {
  return <usize>((key * STEP) >>> (64 - <u64>tableBits)) << 4;
}

/** The slot of a spelling, or the free one where it goes. A key of 8 bytes at most is the spelling itself. */
// @ts-ignore: decorator
@inline
function slotFor(from: usize, length: u32, key: u64): usize {
  const mask = ((<usize>16) << tableBits) - 1;
  let at = placeOf(key);
  let held = <usize>load<u32>(table + at, 8);
  while (held != 0) {
    if (load<u64>(table + at) == key && <u32>(held & 1) == <u32>(length > 8))
      if (length <= 8 || isLong(held - 1, from, length)) break;
    at = (at + 16) & mask;
    held = <usize>load<u32>(table + at, 8);
  }
  return table + at;
}

// @ts-ignore: decorator
@inline
function isLong(spelling: usize, from: usize, length: u32): bool {
  return load<u32>(spelling) == length && isSame(spelling + 8, from, length);
}

/** Bytes of a spelling with what stands in front of it. */
// @ts-ignore: decorator
@inline
function roomOf(length: u32): usize {
  return 8 + <usize>((length + 7) & ~7);
}

/** Enters the spelling that lies at the end. */
function enter(slot: usize, key: u64): void {
  const length = load<u32>(spellingsEnd);
  const number = load<i32>(spellingsEnd, 4);
  store<u64>(slot, key);
  store<u32>(slot, <u32>spellingsEnd | <u32>(length > 8), 8);
  store<i32>(slot, number, 12);
  spellings++;
  if (number < 0) unknowns++;
  spellingsEnd += roomOf(length);
}

/** Begins an empty vocabulary; the table is all zeros. */
export function openSpellings(at: usize, newTable: usize, bits: u32): void {
  spellingsEnd = at;
  table = newTable;
  tableBits = bits;
  spellings = unknowns = 0;
  numbers = 0;
}

/**
 * Moves the spellings from `from` to `to`, before it or far behind it, without the unknown ones where these are to be
 * forgotten, and enters them in another table, or in the same one wiped.
 */
export function moveSpellings(from: usize, to: usize, newTable: usize, bits: u32, forget: bool): void {
  const end = spellingsEnd;
  const given = numbers;
  openSpellings(to, newTable, bits);
  numbers = given;
  for (let held = from; held < end; ) {
    const length = load<u32>(held);
    const next = held + roomOf(length);
    if (load<i32>(held, 4) >= 0 || !forget) {
      memory.copy(spellingsEnd, held, next - held);
      const key = keyOf(spellingsEnd + 8, length);
      enter(slotFor(spellingsEnd + 8, length, key), key);
    }
    held = next;
  }
}

/**
 * The number of a spelling of at least one byte. `number` is what it gets, or NEXT for the next that is free where it has none;
 * ASK only looks, and gives ASK where it was never entered. Needs room for the length and 16 bytes.
 */
export function placeWord(from: usize, length: u32, number: i32): i32 {
  const key = keyOf(from, length);
  const slot = slotFor(from, length, key);
  const held = <usize>load<u32>(slot, 8) & ~1;
  const known = held == 0 ? ASK : load<i32>(slot, 12);
  if (number == ASK || (number == NEXT && known >= 0)) return known;
  const given = number == NEXT ? numbers++ : number;
  if (held == 0) {
    store<u32>(spellingsEnd, length);
    store<i32>(spellingsEnd, given, 4);
    memory.copy(spellingsEnd + 8, from, length);
    enter(slot, key);
  } else {
    if (known < 0 && given >= 0) unknowns--;
    store<i32>(held, given, 4);
    store<i32>(slot, given, 12);
  }
  return given;
}

/**
 * Writes the number of each word to `ids`: UNKNOWN for those of ASCII that were never entered. Words beyond ASCII that were never
 * entered become ASK, and are listed in `asked`. Gives how many they are. `keys` needs 8 bytes for each word and 8 more.
 */
export function numberPlainWords(
  lower: usize, byteSpans: usize, unitSpans: usize, total: u32, ids: usize, asked: usize, keys: usize,
): u32 {
  touchSlots(lower, byteSpans, total, keys);
  let left: u32 = 0;
  for (let i: u32 = 0; i < total; i++) {
    const place = <usize>i << 3;
    const start = load<u32>(byteSpans + place);
    const length = load<u32>(byteSpans + place, 4) - start;
    const units = load<u32>(unitSpans + place, 4) - load<u32>(unitSpans + place);
    const key = load<u64>(keys + place);
    let slot = table + placeOf(key);
    let held = load<u32>(slot, 8);
    // most words are short, and found or missed at once: no branch tells these apart
    const isShort = <u32>(load<u64>(slot) == key) & <u32>(length <= 8) & <u32>((held & 1) == 0);
    if (((<u32>(held != 0)) & (isShort ^ 1)) != 0) {
      slot = slotFor(lower + start, length, key);
      held = load<u32>(slot, 8);
    }
    const isMissing = <u32>(held == 0);
    store<i32>(ids + (<usize>i << 2), select<i32>(UNKNOWN, load<i32>(slot, 12), isMissing != 0));
    if ((isMissing & <u32>(length != units)) == 0) continue;
    store<i32>(ids + (<usize>i << 2), ASK);
    store<u32>(asked + (<usize>(left++) << 2), i);
  }
  return left;
}

/** Notes all keys, and reads all slots: the slow memory then gives them side by side, and not one after another. */
function touchSlots(lower: usize, byteSpans: usize, total: u32, keys: usize): void {
  let sum: u64 = 0;
  for (let i: u32 = 0; i < total; i++) {
    const place = <usize>i << 3;
    const start = load<u32>(byteSpans + place);
    const key = keyOf(lower + start, load<u32>(byteSpans + place, 4) - start);
    store<u64>(keys + place, key);
    sum += load<u64>(table + placeOf(key));
  }
  store<u64>(keys + (<usize>total << 3), sum); // so that nobody leaves the reading out
}
