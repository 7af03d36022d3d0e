/** Folds the characters that a table knows, byte after byte: Latin, Greek and Cyrillic letters and common signs. */

/** Entries are 8 bytes: how many bytes a character becomes, and these; NONE where the table does not know. */
const NONE: u8 = 255;
/** Two ranges of code points: 0x80 … 0x52f, and then 0x2000 … 0x22ff. */
const LOW: u32 = 0x80;
const LOW_END: u32 = 0x530;
const SIGNS: u32 = 0x2000;
const SIGNS_END: u32 = 0x2300;

/**
 * Writes a text to `out`, which needs four times the bytes and 32 more, and gives where it ends; 0 where it has a character
 * that the table does not know.
 */
export function foldRow(from: usize, end: usize, table: usize, out: usize): usize {
  let p = from;
  let to = out;
  while (p < end) {
    const bytes = v128.load(p);
    v128.store(to, bytes);
    const high = i8x16.bitmask(bytes);
    const ascii = min<usize>(high == 0 ? 16 : <usize>ctz(high), end - p);
    p += ascii;
    to += ascii;
    if (high == 0 || p >= end) continue;
    const entry = entryAt(p, table);
    if (entry == 0) return 0;
    const size = load<u8>(entry);
    if (size == NONE) return 0;
    store<u64>(to, load<u64>(entry) >>> 8);
    to += size;
    p += load<u8>(p) < 0xe0 ? 2 : 3;
  }
  return to;
}

/** The entry of the character at `p`; 0 where it is in neither range. */
// @ts-ignore: decorator
@inline
function entryAt(p: usize, table: usize): usize {
  const first: u32 = load<u8>(p);
  const second: u32 = <u32>load<u8>(p, 1) & 0x3f;
  if (first < 0xe0) {
    const code = ((first & 0x1f) << 6) | second;
    return code >= LOW && code < LOW_END ? table + (<usize>(code - LOW) << 3) : 0;
  }
  if (first != 0xe2) return 0;
  const code: u32 = 0x2000 | (second << 6) | (<u32>load<u8>(p, 2) & 0x3f);
  return code < SIGNS_END ? table + (<usize>(LOW_END - LOW + code - SIGNS) << 3) : 0;
}
