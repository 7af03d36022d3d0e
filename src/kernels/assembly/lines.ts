/** Fields of many lines of JSON in one call: copied, signed, fingerprinted. */
import { fingerprint } from './fingerprint';
import { aimShingles, shingleText, signText, UNKNOWN, wasWide } from './shingling';
import { copyNoValueTo, copyTextsTo, copyValueTo } from './values';
import {
  at, end, enterObject, isKey, isOdd, NEWLINE, nextMember, OPEN_OBJECT, openLine, readKey, skipSpace, skipValue,
} from './walk';

/** Two paths of two keys each: to a field, and to a flag. Eight numbers: address and length of each key. */
let paths: usize = 0;

/** Says which fields are meant from now on. */
export function choosePaths(eight: usize): void {
  paths = eight;
}

/**
 * Writes the address of each newline in `[from, to)` to `ends`, and gives their number. Reads 63 bytes beyond `to`, and in lines of
 * many bytes looks at 64 at once.
 */
export function findLines(from: usize, to: usize, ends: usize): u32 {
  let out = ends;
  for (let p = from; p < to; p += 64) {
    let found = newlinesAt(p) | (newlinesAt(p + 16) << 16) | (newlinesAt(p + 32) << 32) | (newlinesAt(p + 48) << 48);
    for (; found != 0; found &= found - 1) {
      const end = p + <usize>ctz(found);
      if (end >= to) break;
      store<u32>(out, <u32>end);
      out += 4;
    }
  }
  return <u32>((out - ends) >> 2);
}

// @ts-ignore: decorator
@inline
function newlinesAt(p: usize): u64 {
  return <u64>i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(NEWLINE)));
}

const PLAIN: u8 = 0;
const FLAGGED: u8 = 1;
const ODD: u8 = 2;

/** Whether the value of the flag is `true`. */
let isFlagged: bool = false;
/** Where the copy of the field ends. */
let copyEnd: usize = 0;

/** Reads a line, which ends at `newline`: copies the texts or the whole value of its field to `to`. */
function readLine(from: usize, newline: usize, to: usize, whole: bool): void {
  openLine(from, newline);
  isFlagged = false;
  copyEnd = whole ? copyNoValueTo(to) : to;
  let goesOn = enterObject();
  while (goesOn) {
    const name = readKey();
    if (isOdd) return;
    const isField = isKey(name, load<u32>(paths), load<u32>(paths, 4));
    if (isField || isKey(name, load<u32>(paths, 16), load<u32>(paths, 20))) readHolder(isField, to, whole);
    else skipValue();
    goesOn = nextMember();
  }
  skipSpace();
  if (at != end) isOdd = true;
}

/** The object that holds the field, or the flag. Of what stands several times the last counts. */
function readHolder(isField: bool, to: usize, whole: bool): void {
  const key = load<u32>(paths + (isField ? 8 : 24));
  const length = load<u32>(paths + (isField ? 12 : 28));
  if (isField) copyEnd = whole ? copyNoValueTo(to) : to;
  else isFlagged = false;
  if (at >= end || load<u8>(at) != OPEN_OBJECT) {
    isOdd = true;
    return;
  }
  let goesOn = enterObject();
  while (goesOn) {
    const name = readKey();
    if (isOdd) return;
    if (!isKey(name, key, length)) skipValue();
    else if (isField) copyEnd = whole ? copyValueTo(to) : copyTextsTo(to);
    else {
      isFlagged = at + 4 <= end && load<u32>(at) == 0x65757274; // true
      skipValue();
    }
    goesOn = nextMember();
  }
}

// @ts-ignore: decorator
@inline
function noteFlag(flags: usize, row: u32): void {
  store<u8>(flags + row, isOdd ? ODD : isFlagged ? FLAGGED : PLAIN);
}

/**
 * Reads `rows` lines that begin at `from`, one after the other, each up to its newline in `ends`. Writes the texts of the field to
 * `text`, or, with `whole`, its value; where they stop to `stops`, a u32 a line; and to `flags` a byte a line: 1 where the
 * flag is set, 2 where the line must be parsed by others. Lines that are 0 in `wanted` have no text and no flag. `text` needs
 * 16 bytes more than the lines and 5 for each; what is read, 16.
 */
export function extractLines(
  from: usize, rows: u32, ends: usize, wanted: usize, text: usize, stops: usize, flags: usize, whole: bool,
): void {
  let out = text;
  let line = from;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    if (load<u8>(wanted + row) == 0) store<u8>(flags + row, PLAIN);
    else {
      readLine(line, newline, out, whole);
      if (!isOdd) out = copyEnd;
      noteFlag(flags, row);
    }
    line = newline + 1;
    store<u32>(stops + (<usize>row << 2), <u32>(out - text));
  }
}

/**
 * Signs the text of each line: keys to `keys`, numbers of shingles to `counts`, of characters to `lengths`, flags as above,
 * and the shingles, repeats included, one line after the other, to `hashes`. `text` is scratch for the longest line and 16
 * bytes more.
 */
export function signLines(
  from: usize, rows: u32, ends: usize, bands: u32, size: u32,
  text: usize, keys: usize, counts: usize, lengths: usize, flags: usize, hashes: usize,
): void {
  let line = from;
  let next = hashes;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    readLine(line, newline, text, false);
    line = newline + 1;
    aimShingles(next);
    const length = isOdd ? 0 : <u32>(copyEnd - text);
    const count = signText(text, length, bands, size, keys + <usize>(row * bands) * 4);
    if (count == UNKNOWN) isOdd = true;
    if (!isOdd) next += <usize>count << 2;
    store<u32>(counts + (<usize>row << 2), isOdd ? 0 : count);
    store<u32>(lengths + (<usize>row << 2), isOdd ? 0 : wasWide ? charactersIn(text, length) : length);
    noteFlag(flags, row);
  }
}

/** Code points: bytes that do not go on with one. */
function charactersIn(from: usize, length: u32): u32 {
  const goesOn = i8x16.splat(-64);
  const stop = from + length;
  let count: u32 = 0;
  let p = from;
  for (; p + 16 <= stop; p += 16) count += popcnt(i8x16.bitmask(i8x16.ge_s(v128.load(p), goesOn)));
  for (; p < stop; p++) if ((load<u8>(p) & 0xc0) != 0x80) count++;
  return count;
}

/**
 * Of the lines that are 1 in `wanted` the shingles of their texts, repeats included, to `out`, one line after the other; where
 * they stop, in numbers, to `stops`, which stay where a line is not wanted.
 */
export function shingleLines(
  from: usize, rows: u32, ends: usize, wanted: usize, text: usize, out: usize, stops: usize, flags: usize,
): void {
  let line = from;
  let size: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    if (load<u8>(wanted + row) == 0) store<u8>(flags + row, PLAIN);
    else {
      readLine(line, newline, text, false);
      aimShingles(out + (<usize>size << 2));
      const count = isOdd ? 0 : shingleText(text, <u32>(copyEnd - text));
      if (count == UNKNOWN) isOdd = true;
      if (!isOdd) size += count;
      noteFlag(flags, row);
    }
    line = newline + 1;
    store<u32>(stops + (<usize>row << 2), size);
  }
}

/** Four u32 a line to `out`: the fingerprint of its value, as `extractLines` gives it. `text` as `signLines` has it. */
export function fingerprintLines(from: usize, rows: u32, ends: usize, text: usize, out: usize, flags: usize): void {
  let line = from;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    readLine(line, newline, text, true);
    line = newline + 1;
    fingerprint(text, isOdd ? 0 : <u32>(copyEnd - text), out + (<usize>row << 4));
    noteFlag(flags, row);
  }
}
