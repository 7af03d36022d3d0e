/** The reader's place in a line of JSON, and the way over what is not wanted. */

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

/** The reader's place. */
export let at: usize = 0;
/** Where its line ends. */
export let end: usize = 0;
/** The line is not as simple as this reader is: the caller parses it in full. */
export let isOdd: bool = false;

/** Begins to read a line, which ends at a newline. */
export function openLine(from: usize, newline: usize): void {
  at = from;
  end = newline;
  isOdd = false;
}

/** Steps into the object at the reader's place; false where it has no member. */
export function enterObject(): bool {
  skipSpace();
  if (!take(OPEN_OBJECT)) return false;
  skipSpace();
  if (load<u8>(at) != CLOSE_OBJECT) return true;
  at++;
  return false;
}

/** After a member's value: steps to the next key; false where the object has ended, or the line is odd. */
export function nextMember(): bool {
  skipSpace();
  if (isOdd) return false;
  if (load<u8>(at) == CLOSE_OBJECT) {
    at++;
    return false;
  }
  if (!take(COMMA)) return false;
  skipSpace();
  return true;
}

/** Is this the key that was read last? */
// @ts-ignore: decorator
@inline
export function isKey(name: usize, key: usize, length: u32): bool {
  return keyLength == length && memory.compare(name, key, length) == 0;
}

export let keyLength: u32 = 0;
/** Reads a key and its colon, and stops where the value begins. A key with an escape, or a long one, is odd. */
export function readKey(): usize {
  if (!take(QUOTE)) return 0;
  const start = at;
  const stop = min(start + MOST_KEY, end);
  for (let p = start; p < stop; p += 16) {
    const bytes = v128.load(p);
    const found = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
    );
    if (found == 0) continue;
    at = p + <usize>ctz(found);
    keyLength = <u32>(at - start);
    take(QUOTE);
    skipSpace();
    take(COLON);
    skipSpace();
    return start;
  }
  isOdd = true;
  return start;
}

// @ts-ignore: decorator
@inline
export function take(byte: u8): bool {
  if (at < end && load<u8>(at) == byte) {
    at++;
    return true;
  }
  isOdd = true;
  return false;
}

// @ts-ignore: decorator
@inline
export function skipSpace(): void {
  while (at < end && load<u8>(at) <= 0x20) at++;
}

/** From after the opening quote to after the closing one. Only quotes stop it: the backslashes before one tell what it is. */
export function skipText(): void {
  const start = at;
  const stop = end;
  const quote = i8x16.splat(QUOTE);
  let p = start; // a place of its own: the reader's lies in memory
  while (p < stop) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), quote));
    if (found == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(found);
    if (p >= stop) break;
    let before = p;
    while (before > start && load<u8>(before - 1) == BACKSLASH) before--;
    p++;
    if (((p - 1 - before) & 1) == 0) {
      at = p;
      return;
    }
  }
  isOdd = true;
  at = end;
}

export function skipValue(): void {
  if (at >= end) {
    isOdd = true;
    return;
  }
  const first = load<u8>(at);
  if (first == QUOTE) {
    at++;
    skipText();
  } else if (first == OPEN_OBJECT || first == OPEN_LIST) skipNested();
  else skipScalar();
}

/** A number, true, false, null: up to what may follow it. It is taken at its word. */
export function skipScalar(): void {
  const start = at;
  for (let p = start; p < end; p += 16) {
    const bytes = v128.load(p);
    const closing = i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(CLOSE_OBJECT)); // ] and }
    const after = v128.or(i8x16.eq(bytes, i8x16.splat(COMMA)), i8x16.le_u(bytes, i8x16.splat(0x20)));
    const stops = i8x16.bitmask(v128.or(closing, after));
    const opening = i8x16.eq(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(OPEN_OBJECT)); // [ and {
    const wrong = v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(COLON)));
    const strange = i8x16.bitmask(v128.or(opening, wrong));
    const length = stops == 0 ? 16 : ctz(stops);
    at = p + <usize>length;
    if ((strange & ((1 << length) - 1)) != 0) isOdd = true;
    if (stops != 0) break;
  }
  if (at > end) at = end;
  if (at == start) isOdd = true;
}

function skipNested(): void {
  let depth = 0;
  const quote = i8x16.splat(QUOTE);
  const open = i8x16.splat(OPEN_OBJECT);
  const close = i8x16.splat(CLOSE_OBJECT);
  const lower = i8x16.splat(0x20); // makes [ and ] one with { and }
  while (at < end) {
    const bytes = v128.load(at);
    const folded = v128.or(bytes, lower);
    const brackets = v128.or(i8x16.eq(folded, open), i8x16.eq(folded, close));
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, quote), brackets));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(found);
    if (at >= end) break;
    const byte = load<u8>(at++);
    if (byte == QUOTE) skipText();
    else if ((byte | 0x20) == OPEN_OBJECT) depth++;
    else if (--depth == 0) return;
  }
  isOdd = true;
  at = end;
}
