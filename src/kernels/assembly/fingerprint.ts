/** Fingerprints of 128 bits, made for speed: they find what may be equal, and something stronger must decide. */
import { firstBytes } from './masks';
import { mix32x4 } from './mix';

/** Writes four u32 to `out` for each of `rows` texts, which lie at `text + offsets[row] .. text + offsets[row + 1]`. */
export function fingerprints(text: usize, offsets: usize, rows: u32, out: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const ends = offsets + (<usize>row << 2);
    const start = load<u32>(ends);
    fingerprint(text + start, load<u32>(ends, 4) - start, out + (<usize>row << 4));
  }
}

/** Two states of four lanes, 16 bytes each a turn; the last turn filled up with zeros. */
export function fingerprint(from: usize, length: u32, out: usize): void {
  let a = i32x4(0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372);
  let b = i32x4(0x510e527f, 0x1f83d9ab, 0x5be0cd19, 0x428a2f98);
  let p = from;
  let left = length;
  for (; left >= 32; left -= 32, p += 32) {
    a = turn(a, v128.load(p));
    b = turn(b, v128.load(p, 16));
  }
  a = turn(a, v128.and(v128.load(p), firstBytes(min(left, 16))));
  b = turn(b, v128.and(v128.load(p, 16), firstBytes(left > 16 ? left - 16 : 0)));
  const both = i32x4.add(turn(a, b), i32x4.splat(length));
  const once = mix32x4(both);
  const sums = i32x4.add(once, i32x4.shuffle(once, once, 1, 2, 3, 0));
  const all = i32x4.add(sums, i32x4.shuffle(sums, sums, 2, 3, 0, 1));
  v128.store(out, mix32x4(v128.xor(all, both)));
}

/** Each lane is multiplied by a number of its own, and its first bits go into the lane before: nothing is lost. */
// @ts-ignore: decorator
@inline
function turn(lanes: v128, bytes: v128): v128 {
  const product = i32x4.mul(v128.xor(lanes, bytes), i32x4(0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f));
  return v128.xor(product, i32x4.shr_u(i32x4.shuffle(product, product, 1, 2, 3, 0), 15));
}
