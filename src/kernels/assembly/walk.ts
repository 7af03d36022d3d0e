/**
 * The way through a line of JSON. Places go in and out as numbers, since what a module keeps in its variables lies in memory.
 * A newline ends each line, and is no part of any value: so looking at the byte at the end is no mistake.
 */

export const QUOTE: u8 = 0x22;
export const BACKSLASH: u8 = 0x5c;
export const NEWLINE: u8 = 0x0a;
export const COMMA: u8 = 0x2c;
export const OPEN_LIST: u8 = 0x5b;
export const CLOSE_LIST: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;
const COLON: u8 = 0x3a;
const MOST_KEY: u32 = 1024;

/** Where the line at hand ends. */
export let end: usize = 0;
/** The line is not as simple as this reader is: the caller parses it in full. */
export let isOdd: bool = false;

/** Begins to read a line, which ends at a newline. */
export function openLine(newline: usize): void {
  end = newline;
  isOdd = false;
}

/** Leaves the line to others; where it ends. */
export function giveUp(): usize {
  isOdd = true;
  return end;
}

// @ts-ignore: decorator
@inline
export function skipSpace(p: usize): usize {
  let q = p;
  while (load<u8>(q) <= 0x20 && q < end) q++;
  return q;
}

/** Behind an object that was left by `firstMember` or `nextMember`. */
export let behind: usize = 0;

/** Where the first key of the object at `p` is; 0 where there is none. */
export function firstMember(p: usize): usize {
  if (load<u8>(p) != OPEN_OBJECT) return leave(giveUp());
  const first = skipSpace(p + 1);
  return load<u8>(first) == CLOSE_OBJECT ? leave(first + 1) : first;
}

/** After a member's value: where the next key is; 0 where the object has ended, or the line is odd. */
// @ts-ignore: decorator
@inline
export function nextMember(p: usize): usize {
  const next = skipSpace(p);
  const byte = load<u8>(next);
  if (byte == COMMA) return skipSpace(next + 1);
  return leave(byte == CLOSE_OBJECT ? next + 1 : giveUp());
}

// @ts-ignore: decorator
@inline
function leave(to: usize): usize {
  behind = to;
  return 0;
}

/** Of the key that was read last. */
export let keyFrom: usize = 0;
export let keyLength: u32 = 0;

/** Reads the key at `p` and its colon; where its value begins. A key with an escape, or a long one, is odd. */
export function readKey(p: usize): usize {
  if (load<u8>(p) != QUOTE) return giveUp();
  const start = p + 1;
  const stop = min(start + MOST_KEY, end);
  for (let q = start; q < stop; q += 16) {
    const found = i8x16.bitmask(endsOrEscapes(v128.load(q)));
    if (found == 0) continue;
    const close = q + <usize>ctz(found);
    keyFrom = start;
    keyLength = <u32>(close - start);
    if (close >= end || load<u8>(close) != QUOTE) return giveUp();
    const colon = skipSpace(close + 1);
    return load<u8>(colon) == COLON ? skipSpace(colon + 1) : giveUp();
  }
  return giveUp();
}

/** Is this the key that was read last? Reads 15 bytes beyond both. */
export function isKey(key: usize, length: u32): bool {
  if (keyLength != length) return false;
  for (let i: u32 = 0; i < length; i += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(keyFrom + i), v128.load(key + i)));
    const asked = length - i < 16 ? (1 << (length - i)) - 1 : 0xffff;
    if ((same & asked) != asked) return false;
  }
  return true;
}

/** Ones where a byte is a quote or a backslash. */
// @ts-ignore: decorator
@inline
export function endsOrEscapes(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH)));
}

/** Is the character at `p` one that an odd number of backslashes stand before? The text begins at `from`. */
export function isEscaped(p: usize, from: usize): bool {
  let before = p;
  while (before > from && load<u8>(before - 1) == BACKSLASH) before--;
  return ((p - before) & 1) == 1;
}

/** From after the opening quote to after the closing one. Only quotes stop it. */
export function skipText(start: usize): usize {
  const stop = end;
  const quote = i8x16.splat(QUOTE);
  let p = start;
  while (p < stop) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), quote));
    if (found == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(found);
    if (p >= stop) break;
    if (!isEscaped(p, start)) return p + 1;
    p++;
  }
  return giveUp();
}

/** Behind the value at `p`. */
export function skipValue(p: usize): usize {
  const first = load<u8>(p);
  if (first == QUOTE) return skipText(p + 1);
  return first == OPEN_OBJECT || first == OPEN_LIST ? skipNested(p) : skipScalar(p);
}

/** A number, true, false, null: up to what may follow it. It is taken at its word. */
export function skipScalar(start: usize): usize {
  const lower = i8x16.splat(0x20);
  for (let p = start; p < end; p += 16) {
    const bytes = v128.load(p);
    const folded = v128.or(bytes, lower);
    const closing = i8x16.eq(folded, i8x16.splat(CLOSE_OBJECT)); // ] and }
    const after = v128.or(i8x16.eq(bytes, i8x16.splat(COMMA)), i8x16.le_u(bytes, lower));
    const stops = i8x16.bitmask(v128.or(closing, after));
    const opening = i8x16.eq(folded, i8x16.splat(OPEN_OBJECT)); // [ and {
    const wrong = v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(COLON)));
    const strange = i8x16.bitmask(v128.or(opening, wrong));
    const length = stops == 0 ? 16 : ctz(stops);
    if ((strange & ((1 << length) - 1)) != 0) return giveUp();
    if (stops == 0) continue;
    const stop = p + <usize>length;
    return stop == start ? giveUp() : min(stop, end);
  }
  return giveUp();
}

function skipNested(from: usize): usize {
  const quote = i8x16.splat(QUOTE);
  const open = i8x16.splat(OPEN_OBJECT);
  const close = i8x16.splat(CLOSE_OBJECT);
  const lower = i8x16.splat(0x20); // makes [ and ] one with { and }
  let depth = 0;
  let p = from;
  while (p < end) {
    const bytes = v128.load(p);
    const folded = v128.or(bytes, lower);
    const brackets = v128.or(i8x16.eq(folded, open), i8x16.eq(folded, close));
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, quote), brackets));
    if (found == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(found);
    if (p >= end) break;
    const byte = load<u8>(p++);
    if (byte == QUOTE) p = skipText(p);
    else if ((byte | 0x20) == OPEN_OBJECT) depth++;
    else if (--depth == 0) return p;
  }
  return giveUp();
}
