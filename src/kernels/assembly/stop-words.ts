/** Finds stop words among the different words of a page. */
import { keyOf, STEP } from './characters';
import { nextSlot, NONE, slotOf } from './repetition';

/** Which of the words beyond the table somebody else judges: those beyond ASCII, those of more than 8 bytes. */
const WIDE: u32 = 1;
const LONG: u32 = 2;
const HIGH: u64 = 0x8080808080808080;

/**
 * Looks among the different words of a page for stop words. `stops` has 16 bytes for each of 2^`bits` slots: a word of at
 * most 8 bytes of ASCII in lower case, its length (0: the slot is empty), its number; and behind them 64 bits, one set for the
 * shape of each. `found` gets 1 for each that stands in the text, and their number is given.
 */
export function findStopWords(
  text: usize, words: usize, count: u32, firsts: usize,
  stops: usize, bits: u32, found: usize,
): u32 {
  const shapes = load<u64>(stops + ((<usize>16) << bits));
  let number: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const span = words + (<usize>i << 4);
    const start = load<u32>(span);
    const length = load<u32>(span, 4) - start;
    const key = lowered(load<u64>(text + start) & (<u64>-1 >>> (64 - (<u64>min<u32>(length, 8) << 3))));
    const isFirst = <u32>(load<u32>(firsts + (<usize>i << 2)) == i);
    if ((isFirst & <u32>(length <= 8) & <u32>((shapes >>> shapeOf(key)) & 1)) == 0) continue;
    const stop = stopOf(key, length, stops, bits);
    if (stop == NONE || load<u8>(found + stop) == 1) continue;
    store<u8>(found + stop, 1);
    number++;
  }
  return number;
}

/** 0 to 63. */
// @ts-ignore: decorator
@inline
function shapeOf(key: u64): u64 {
  return (key * STEP) >>> 58;
}

/** Lists the first of the same words of up to `longest` characters that are left to others (`judges`: WIDE, LONG). */
export function listUnjudged(
  text: usize, words: usize, count: u32, firsts: usize, longest: u32, judges: u32, list: usize,
): u32 {
  let left: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const span = words + (<usize>i << 4);
    if (load<u32>(firsts + (<usize>i << 2)) != i || load<u32>(span, 12) > longest) continue;
    const start = load<u32>(span);
    const length = load<u32>(span, 4) - start;
    const kind = hasHigh(text + start, length) ? WIDE : length > 8 ? LONG : 0;
    if ((judges & kind) != 0) store<u32>(list + (<usize>(left++) << 2), i);
  }
  return left;
}

function stopOf(key: u64, length: u32, stops: usize, bits: u32): u32 {
  let slot = slotOf(stops, key, bits);
  while (load<u32>(slot, 8) != 0) {
    if (load<u64>(slot) == key && load<u32>(slot, 8) == length) return load<u32>(slot, 12);
    slot = nextSlot(stops, slot, bits);
  }
  return NONE;
}

/** Enters a stop word of at most 8 bytes; the table begins as zeros. */
export function enterStopWord(from: usize, length: u32, index: u32, stops: usize, bits: u32): void {
  const key = keyOf(from, length);
  let slot = slotOf(stops, key, bits);
  while (load<u32>(slot, 8) != 0) slot = nextSlot(stops, slot, bits);
  store<u64>(slot, key);
  store<u32>(slot, length, 8);
  store<u32>(slot, index, 12);
  const shapes = stops + ((<usize>16) << bits);
  store<u64>(shapes, load<u64>(shapes) | ((<u64>1) << shapeOf(key)));
}

function hasHigh(from: usize, length: u32): bool {
  if (length <= 8) return (keyOf(from, length) & HIGH) != 0; // the bytes themselves
  const last = length - 8;
  for (let i: u32 = 0; i < last; i += 8) if ((load<u64>(from + i) & HIGH) != 0) return true;
  return (load<u64>(from + last) & HIGH) != 0;
}

/** Eight letters of ASCII in lower case: the eighth bit of a sum tells whether a byte is at least A, and beyond Z. */
// @ts-ignore: decorator
@inline
function lowered(key: u64): u64 {
  const upper = (key + 0x3f3f3f3f3f3f3f3f) & ~(key + 0x2525252525252525) & HIGH;
  return key | (upper >>> 2);
}
