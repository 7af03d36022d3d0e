/** Characters of UTF-8 and what is known of them: a byte for each code point, 0 where nobody has said yet. */

// Bits of a class; `character-classes.ts` writes the table.
export const SPACE: u32 = 1;
export const LETTER: u32 = 2;
export const INK: u32 = 4;
export const ALONE: u32 = 8;
export const MARK: u32 = 16;
export const ENDS: u32 = 32;

/** Bytes of the character whose first byte this is; none of it is ASCII. */
// @ts-ignore: decorator
@inline
export function bytesFrom(first: u32): u32 {
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The code point of `bytes` bytes at `p`. */
// @ts-ignore: decorator
@inline
export function codeAt(p: usize, bytes: u32): u32 {
  const first: u32 = load<u8>(p);
  const second: u32 = <u32>load<u8>(p, 1) & 0x3f;
  if (bytes == 2) return ((first & 0x1f) << 6) | second;
  const third: u32 = <u32>load<u8>(p, 2) & 0x3f;
  if (bytes == 3) return ((first & 0xf) << 12) | (second << 6) | third;
  return ((first & 7) << 18) | (second << 12) | (third << 6) | (<u32>load<u8>(p, 3) & 0x3f);
}

/** The class of the character that ends before `end`. */
export function classBefore(end: usize, classes: usize): u32 {
  let p = end - 1;
  while ((load<u8>(p) & 0xc0) == 0x80) p--;
  const first: u32 = load<u8>(p);
  return load<u8>(classes + (first < 0x80 ? first : codeAt(p, bytesFrom(first))));
}

/** A key of up to 8 bytes is these bytes; one of more is their hash. Reads 8 bytes too far. */
// @ts-ignore: decorator
@inline
export function keyOf(from: usize, length: u32): u64 {
  if (length > 16) return hashOf(from, length);
  const first = load<u64>(from) & (<u64>-1 >>> (64 - (<u64>min<u32>(length, 8) << 3)));
  const last = load<u64>(from + max<u32>(length, 8) - 8); // its bytes overlap those before it
  return first + select<u64>(last * STEP, 0, length > 8);
}

function hashOf(from: usize, length: u32): u64 {
  let hash: u64 = <u64>length * STEP;
  const last = from + length - 8;
  for (let p = from; p < last; p += 8) {
    hash = (hash ^ load<u64>(p)) * STEP;
    hash ^= hash >>> 32;
  }
  hash = (hash ^ load<u64>(last)) * STEP;
  return hash ^ (hash >>> 32);
}

/** The odd number next to 2^64 divided by the golden ratio. */
export const STEP: u64 = 0x9e3779b97f4a7c15;

/** Whether the same `length` bytes stand at both places, whose keys are the same. */
// @ts-ignore: decorator
@inline
export function isSame(a: usize, b: usize, length: u32): bool {
  if (length > 16) return isSameLong(a, b, length);
  const last = max<u32>(length, 8) - 8; // the first 8 bytes are the rest of the key
  return (<u32>(length <= 8) | <u32>(load<u64>(a + last) == load<u64>(b + last))) != 0;
}

function isSameLong(a: usize, b: usize, length: u32): bool {
  const last = length - 8;
  for (let i: u32 = 0; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  return load<u64>(a + last) == load<u64>(b + last);
}
