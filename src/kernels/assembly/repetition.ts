/** Counts how much a text repeats itself: its lines and paragraphs, its words, and runs of 2 to 10 of them. */
import { isSame, keyOf, STEP } from './characters';

// Places in the counts, 4 bytes each, behind those of `pages.ts`; `wasm/pages.ts` names them too.
const INKED: usize = 52;
const INKED_CHARACTERS: usize = 56;
const LETTERED: usize = 60;
const LONGEST: usize = 64;

const TOP: u32 = 4;
const LONGEST_RUN: u32 = 10;
export const NONE: u32 = 0xffffffff;

/** Entries of a table are 16 bytes: a key, the stamp of who entered it, a number. Another stamp, and it is empty. */
let stamp: u32 = 0;
/** The most slots, as a power of two, that were ever used. */
let mostBits: u32 = 0;

function newStamp(table: usize, bits: u32): u32 {
  if (bits > mostBits) mostBits = bits;
  if (++stamp == 0) {
    memory.fill(table, 0, (<usize>16) << mostBits);
    stamp = 1;
  }
  return stamp;
}

// @ts-ignore: decorator
@inline
export function slotOf(table: usize, key: u64, bits: u32): usize {
  return table + (<usize>((key * STEP) >>> (64 - <u64>bits)) << 4);
}

// @ts-ignore: decorator
@inline
export function nextSlot(table: usize, slot: usize, bits: u32): usize {
  return table + ((slot + 16 - table) & (((<usize>16) << bits) - 1));
}

/** The first span with the same bytes as this one, itself where there is none before it. */
// @ts-ignore: decorator
@inline
function firstOf(text: usize, spans: usize, index: u32, table: usize, bits: u32): u32 {
  const span = spans + (<usize>index << 4);
  const start = load<u32>(span);
  const length = load<u32>(span, 4) - start;
  const key = keyOf(text + start, length);
  const slot = slotOf(table, key, bits);
  // most words are short, and new or met at once: no branch tells these apart
  const isTaken = <u32>(load<u32>(slot, 8) == stamp);
  const held = select<u32>(load<u32>(slot, 12), index, isTaken != 0);
  const other = spans + (<usize>held << 4);
  const from = load<u32>(other);
  const last = max<u32>(length, 8) - 8;
  const isEnd = <u32>(length <= 8) | <u32>(load<u64>(text + from + last) == load<u64>(text + start + last));
  const isLike = <u32>(load<u64>(slot) == key) & <u32>(load<u32>(other, 4) - from == length) & isEnd;
  const isMet = isTaken & isLike & <u32>(length <= 16);
  if ((isTaken & (isMet ^ 1)) != 0) return firstFrom(text, spans, index, slot, key, table, bits);
  store<u64>(slot, key);
  store<u32>(slot, stamp, 8);
  store<u32>(slot, held, 12); // itself where the slot was free
  return held;
}

/** The same from this slot on, for spans of any length. */
function firstFrom(
  text: usize, spans: usize, index: u32, begin: usize, key: u64, table: usize, bits: u32,
): u32 {
  const span = spans + (<usize>index << 4);
  const start = load<u32>(span);
  const length = load<u32>(span, 4) - start;
  let slot = begin;
  while (load<u32>(slot, 8) == stamp) {
    const first = load<u32>(slot, 12);
    const other = spans + (<usize>first << 4);
    const from = load<u32>(other);
    const isLike = load<u64>(slot) == key && load<u32>(other, 4) - from == length;
    if (isLike && isSame(text + from, text + start, length)) return first;
    slot = nextSlot(table, slot, bits);
  }
  store<u64>(slot, key);
  store<u32>(slot, stamp, 8);
  store<u32>(slot, index, 12);
  return index;
}

/** 1 where there is a bit in a mask that `readPage` made, 0 letters and 8 ink, for one of `length` bytes at `start`; or 0. */
// @ts-ignore: decorator
@inline
function hasBit(masks: usize, start: u32, length: u32): u32 {
  const at = masks + (<usize>(start >> 6) << 4);
  const bit = <u64>(start & 63);
  const some = <u64>-1 >>> (64 - <u64>min<u32>(length, 64));
  const bits = (load<u64>(at) >>> bit) | ((load<u64>(at, 16) << 1) << (63 - bit));
  if (length > 64 && (bits & some) == 0) return hasBitBehind(masks, start + 64, length - 64);
  return (bits & some) != 0 ? 1 : 0;
}

function hasBitBehind(masks: usize, start: u32, length: u32): u32 {
  for (let i: u32 = start; i < start + length; i++)
    if ((load<u64>(masks + (<usize>(i >> 6) << 4)) >>> <u64>(i & 63)) & 1) return 1;
  return 0;
}

/**
 * Numbers the words of a page: `firsts` (4 bytes each) gets the first that is the same, `times` how often it stands, at the
 * first; `before` the characters of all words before each, and at the end of all. `table` needs 16 bytes for each of
 * 2^`bits` slots, twice as many as words.
 */
export function numberWords(
  text: usize, words: usize, count: u32, masks: usize,
  firsts: usize, times: usize, before: usize, table: usize, bits: u32, counts: usize,
): void {
  newStamp(table, bits);
  let characters: u32 = 0;
  let inked: u32 = 0;
  let inkedCharacters: u32 = 0;
  let lettered: u32 = 0;
  let longest: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const span = words + (<usize>i << 4);
    const start = load<u32>(span);
    const length = load<u32>(span, 4) - start;
    const size = load<u32>(span, 12);
    store<u32>(before + (<usize>i << 2), characters);
    characters += size;
    longest = max(longest, size);
    lettered += hasBit(masks, start, length);
    const ink = hasBit(masks + 8, start, length);
    inked += ink;
    inkedCharacters += ink * size;
    const first = firstOf(text, words, i, table, bits);
    store<u32>(firsts + (<usize>i << 2), first);
    store<u32>(times + (<usize>i << 2), 0);
    const at = times + (<usize>first << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  store<u32>(before + (<usize>count << 2), characters);
  store<u32>(counts, inked, INKED);
  store<u32>(counts, inkedCharacters, INKED_CHARACTERS);
  store<u32>(counts, lettered, LETTERED);
  store<u32>(counts, longest, LONGEST);
}

/** Of spans, how many stood before, and the characters in these: written to `out`. Room for the table as above. */
export function countRepeats(text: usize, spans: usize, count: u32, table: usize, bits: u32, out: usize): void {
  let repeated: u32 = 0;
  let characters: u32 = 0;
  if (count > 1) {
    newStamp(table, bits);
    for (let i: u32 = 0; i < count; i++) {
      if (firstOf(text, spans, i, table, bits) == i) continue;
      repeated++;
      characters += load<u32>(spans + (<usize>i << 4), 12);
    }
  }
  store<u32>(out, repeated);
  store<u32>(out, characters, 4);
}

/**
 * Counts runs of 2 to 10 words: `out` gets the characters of the commonest run of 2, 3 and 4, as often as it stands, and those
 * in runs of 5 to 10 that stood before. Runs are the same only where their first word and the rest of them are: a run of n is
 * a pair of runs of n - 1, which were numbered before, so that pairs of numbers are compared and never words. Only runs
 * that stand twice can go on as such. `runs` needs 4 bytes for each word and one more, `list` 4 and `keys` 8 for each
 * word.
 */
export function countRuns(
  words: usize, count: u32, firsts: usize, times: usize, before: usize,
  runs: usize, list: usize, keys: usize, table: usize, bits: u32, out: usize,
): void {
  memory.fill(out, 0, 36);
  let left: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const first = load<u32>(firsts + (<usize>i << 2));
    const isRepeated = load<u32>(times + (<usize>first << 2)) > 1;
    store<u32>(runs + (<usize>i << 2), isRepeated ? first : NONE);
    store<u32>(list + (<usize>left << 2), i);
    left += isRepeated ? 1 : 0;
  }
  store<u32>(runs + (<usize>count << 2), NONE);
  for (let size: u32 = 2; size <= LONGEST_RUN; size++) {
    left = pairUp(left, runs, list, keys);
    numberPairs(left, runs, list, keys, times, table, bits);
    left = dropSingle(left, runs, list, times);
    if (left == 0) return;
    const characters = size <= TOP ? topCharacters(left, list, runs, times, size, words, before)
      : repeatedCharacters(left, list, runs, times, size, before);
    store<u32>(out + (<usize>(size - 2) << 2), characters);
  }
}

/** Leaves in the list the places where a run can go on: another one begins at the next. Notes the pairs of both. */
function pairUp(left: u32, runs: usize, list: usize, keys: usize): u32 {
  let kept: u32 = 0;
  for (let k: u32 = 0; k < left; k++) {
    const i = load<u32>(list + (<usize>k << 2));
    const run = runs + (<usize>i << 2);
    const own = load<u32>(run);
    const next = load<u32>(run, 4); // as it was: places ascend
    const goesOn = next != NONE;
    store<u32>(list + (<usize>kept << 2), i);
    store<u64>(keys + (<usize>kept << 3), (<u64>own << 32) | <u64>next);
    store<u32>(run, select<u32>(own, NONE, goesOn));
    kept += <u32>goesOn;
  }
  return kept;
}

/** Numbers the runs at the places of the list by their pairs: each by the first place where it stands. */
function numberPairs(left: u32, runs: usize, list: usize, keys: usize, times: usize, table: usize, bits: u32): void {
  newStamp(table, bits);
  for (let k: u32 = 0; k < left; k++) {
    const i = load<u32>(list + (<usize>k << 2));
    const key = load<u64>(keys + (<usize>k << 3));
    let slot = slotOf(table, key, bits);
    while (<u32>(load<u32>(slot, 8) == stamp) & <u32>(load<u64>(slot) != key)) slot = nextSlot(table, slot, bits);
    const first = select<u32>(load<u32>(slot, 12), i, load<u32>(slot, 8) == stamp);
    store<u64>(slot, key);
    store<u32>(slot, stamp, 8);
    store<u32>(slot, first, 12);
    store<u32>(times + (<usize>i << 2), 0);
    const at = times + (<usize>first << 2);
    store<u32>(at, load<u32>(at) + 1);
    store<u32>(runs + (<usize>i << 2), first);
  }
}

/** Leaves the places of runs that stand once out of the list. */
function dropSingle(left: u32, runs: usize, list: usize, times: usize): u32 {
  let kept: u32 = 0;
  for (let k: u32 = 0; k < left; k++) {
    const i = load<u32>(list + (<usize>k << 2));
    const run = runs + (<usize>i << 2);
    const own = load<u32>(run);
    const isRepeated = load<u32>(times + (<usize>own << 2)) > 1;
    store<u32>(list + (<usize>kept << 2), i);
    store<u32>(run, select<u32>(own, NONE, isRepeated));
    kept += <u32>isRepeated;
  }
  return kept;
}

/** Of the commonest run, or of several the first: its words, a character for white space between two, times its times. */
function topCharacters(
  left: u32, list: usize, runs: usize, times: usize, size: u32, words: usize, before: usize,
): u32 {
  let most: u32 = 0;
  let top: u32 = 0;
  for (let k: u32 = 0; k < left; k++) {
    const i = load<u32>(list + (<usize>k << 2));
    const often = load<u32>(times + (<usize>i << 2));
    if (load<u32>(runs + (<usize>i << 2)) != i || often <= most) continue;
    most = often;
    top = i;
  }
  let characters = load<u32>(before + (<usize>(top + size) << 2)) - load<u32>(before + (<usize>top << 2));
  for (let i = top + 1; i < top + size; i++) {
    const span = words + (<usize>i << 4);
    if (load<u32>(span) != load<u32>(span - 16, 4)) characters++;
  }
  return characters * most;
}

/** Reading on behind a run that stood before, so that no character counts twice. Wipes the times of runs. */
function repeatedCharacters(left: u32, list: usize, runs: usize, times: usize, size: u32, before: usize): u32 {
  let characters: u32 = 0;
  let next: u32 = 0;
  for (let k: u32 = 0; k < left; k++) {
    const i = load<u32>(list + (<usize>k << 2));
    if (i < next) continue;
    const at = times + (<usize>load<u32>(runs + (<usize>i << 2)) << 2);
    if (load<u32>(at) != 0) {
      store<u32>(at, 0); // read for the first time
      continue;
    }
    characters += load<u32>(before + (<usize>(i + size) << 2)) - load<u32>(before + (<usize>i << 2));
    next = i + size;
  }
  return characters;
}
