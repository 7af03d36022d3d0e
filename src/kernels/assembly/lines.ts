/** Fields of many lines of JSON in one call: copied, signed, hashed. */
import { hashBytes, NOTHING } from './hash';
import { aimShingles, shingleText, signText, UNKNOWN, wasWide } from './shingling';
import { copiedTo, copyTextsTo, skipCanonical } from './values';
import {
  behind, end, firstMember, giveUp, isKey, isOdd, NEWLINE, nextMember, openLine, readKey, skipSpace, skipValue,
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
/** Where the copy of the field's texts ends. */
let copyEnd: usize = 0;
/** Where its value begins and ends. */
let valueFrom: usize = 0;
let valueEnd: usize = 0;
/** The value of a field that is not there. */
const NULL: usize = memory.data<u8>([0x6e, 0x75, 0x6c, 0x6c]);

/** Reads a line, which ends at `newline`: copies the texts of its field to `to`, or, where that is 0, finds its value. */
function readLine(from: usize, newline: usize, to: usize): void {
  openLine(newline);
  isFlagged = false;
  forgetField(to);
  for (let p = firstMember(skipSpace(from)); p != 0; p = nextMember(p)) {
    p = readKey(p);
    if (isOdd) return;
    const isField = isKey(load<u32>(paths), load<u32>(paths, 4));
    p = isField || isKey(load<u32>(paths, 16), load<u32>(paths, 20)) ? readHolder(p, isField, to) : skipValue(p);
  }
  if (skipSpace(behind) != end) giveUp();
}

// @ts-ignore: decorator
@inline
function forgetField(to: usize): void {
  copyEnd = to;
  valueFrom = NULL;
  valueEnd = NULL + 4;
}

/** The object at `from` that holds the field, or the flag; behind it. Of what stands several times the last counts. */
function readHolder(from: usize, isField: bool, to: usize): usize {
  const key = load<u32>(paths + (isField ? 8 : 24));
  const length = load<u32>(paths + (isField ? 12 : 28));
  if (isField) forgetField(to);
  else isFlagged = false;
  for (let p = firstMember(from); p != 0; p = nextMember(p)) {
    p = readKey(p);
    if (isOdd) return end;
    if (!isKey(key, length)) p = skipValue(p);
    else if (isField) p = readField(p, to);
    else {
      isFlagged = load<u32>(p) == 0x65757274; // true
      p = skipValue(p);
    }
  }
  return behind;
}

// @ts-ignore: decorator
@inline
function readField(p: usize, to: usize): usize {
  if (to != 0) {
    const after = copyTextsTo(p, to);
    copyEnd = copiedTo();
    return after;
  }
  valueFrom = p;
  valueEnd = skipCanonical(p);
  return valueEnd;
}

// @ts-ignore: decorator
@inline
function noteFlag(flags: usize, row: u32): void {
  store<u8>(flags + row, isOdd ? ODD : isFlagged ? FLAGGED : PLAIN);
}

/**
 * Reads `rows` lines that begin at `from`, one after the other, each up to its newline in `ends`. Writes the texts of the field to
 * `text`; where they stop to `stops`, a u32 a line; and to `flags` a byte a line: 1 where the flag is set, 2 where the line
 * must be parsed by others. `text` needs 16 bytes more than the lines; what is read, 16.
 */
export function extractLines(from: usize, rows: u32, ends: usize, text: usize, stops: usize, flags: usize): void {
  let out = text;
  let line = from;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    readLine(line, newline, out);
    if (!isOdd) out = copyEnd;
    noteFlag(flags, row);
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
    readLine(line, newline, text);
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
      readLine(line, newline, text);
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

/**
 * A u32 a line to `out`: the hash of its value as it stands, 0 where that is null, or missing; and two to `spans`: where it
 * begins, from `from` on, and its length; of a line that must be parsed by others the line's own.
 */
export function hashLines(from: usize, rows: u32, ends: usize, out: usize, spans: usize, flags: usize): void {
  let line = from;
  for (let row: u32 = 0; row < rows; row++) {
    const newline = load<u32>(ends + (<usize>row << 2));
    readLine(line, newline, 0);
    const start = isOdd ? line : valueFrom;
    const length = <u32>((isOdd ? <usize>newline : valueEnd) - start);
    store<u32>(out + (<usize>row << 2), isOdd || isNull(start, length) ? NOTHING : hashBytes(start, length));
    store<u32>(spans + (<usize>row << 3), <u32>(start - from));
    store<u32>(spans + (<usize>row << 3), length, 4);
    noteFlag(flags, row);
    line = newline + 1;
  }
}

// @ts-ignore: decorator
@inline
function isNull(value: usize, length: u32): bool {
  return length == 4 && load<u32>(value) == load<u32>(NULL);
}
