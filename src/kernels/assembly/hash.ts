/** Hashes of 32 bits, made for speed: they find what may be equal, and its bytes must decide. */
import { firstBytes } from './masks';
import { mix32x4 } from './mix';

/** What no text has. */
export const NOTHING: u32 = 0;

/** Writes a u32 to `out` for each of `rows` texts, which lie at `text + offsets[row] .. text + offsets[row + 1]`. */
export function hashes(text: usize, offsets: usize, rows: u32, out: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const ends = offsets + (<usize>row << 2);
    const start = load<u32>(ends);
    store<u32>(out + (<usize>row << 2), hashBytes(text + start, load<u32>(ends, 4) - start));
  }
}

/** Four states of four lanes, 16 bytes each a turn; the last bytes filled up with zeros. Reads 15 bytes beyond them. */
export function hashBytes(from: usize, length: u32): u32 {
  let a = i32x4(0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372);
  let b = i32x4(0x510e527f, 0x1f83d9ab, 0x5be0cd19, 0x428a2f98);
  let c = i32x4(0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b);
  let d = i32x4(0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98);
  let p = from;
  let left = length;
  for (; left >= 64; left -= 64, p += 64) {
    a = turn(a, v128.load(p));
    b = turn(b, v128.load(p, 16));
    c = turn(c, v128.load(p, 32));
    d = turn(d, v128.load(p, 48));
  }
  if (left > 0) a = turn(a, lastBytes(p, left));
  if (left > 16) b = turn(b, lastBytes(p + 16, left - 16));
  if (left > 32) c = turn(c, lastBytes(p + 32, left - 32));
  if (left > 48) d = turn(d, lastBytes(p + 48, left - 48));
  // rotated, since a change of a lane's first bit is the same change in each of them
  const both = turn(a, rotated(b, 9));
  return folded(i32x4.add(turn(both, turn(rotated(c, 17), rotated(d, 23))), i32x4.splat(length)));
}

// @ts-ignore: decorator
@inline
function rotated(lanes: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(lanes, bits), i32x4.shr_u(lanes, 32 - bits));
}

// @ts-ignore: decorator
@inline
function lastBytes(p: usize, left: u32): v128 {
  return v128.and(v128.load(p), firstBytes(min(left, 16)));
}

/** Each lane is multiplied by a number of its own, and its first bits go into the lane before: nothing is lost. */
// @ts-ignore: decorator
@inline
function turn(lanes: v128, bytes: v128): v128 {
  const product = i32x4.mul(v128.xor(lanes, bytes), i32x4(0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f));
  return v128.xor(product, i32x4.shr_u(i32x4.shuffle(product, product, 1, 2, 3, 0), 15));
}

/** The four lanes as one, which is never `NOTHING`. */
function folded(lanes: v128): u32 {
  const mixed = mix32x4(lanes);
  const sums = i32x4.add(mixed, i32x4.shuffle(mixed, mixed, 1, 2, 3, 0));
  const all = i32x4.add(sums, i32x4.shuffle(sums, sums, 2, 3, 0, 1));
  const hash = i32x4.extract_lane(mix32x4(v128.xor(all, lanes)), 0);
  return hash == 0 ? 1 : hash;
}
