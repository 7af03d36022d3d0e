/** Fingerprints of 128 bits. */
import { mix32 } from '../../math/hash.ts';
import type { Texts } from '../kernels.ts';

/** Four words a row. */
export function fingerprints({ utf8, offsets }: Texts): Uint32Array {
  const out = new Uint32Array((offsets.length - 1) * 4);
  for (let row = 0; row + 1 < offsets.length; row++)
    out.set(fingerprint(utf8.subarray(offsets[row], offsets[row + 1])), row * 4);
  return out;
}

/** Two states of four lanes, 16 bytes each a turn; the last turn filled up with zeros. */
function fingerprint(bytes: Uint8Array): number[] {
  let a = [0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372];
  let b = [0x510e527f, 0x1f83d9ab, 0x5be0cd19, 0x428a2f98];
  for (let at = 0; at <= bytes.length - (bytes.length % 32); at += 32) {
    a = turn(a, fourWords(bytes, at));
    b = turn(b, fourWords(bytes, at + 16));
  }
  const both = turn(a, b).map((lane) => (lane + bytes.length) | 0);
  const all = both.reduce((sum, lane) => (sum + mix32(lane)) | 0, 0);
  return both.map((lane) => mix32(all ^ lane));
}

/** Each lane is multiplied by a number of its own, and its first bits go into the lane before: nothing is lost. */
function turn(lanes: readonly number[], bytes: readonly number[]): number[] {
  const product = lanes.map((lane, i) => Math.imul(lane ^ bytes[i]!, MULTIPLIERS[i]!));
  return product.map((lane, i) => lane ^ (product[(i + 1) % 4]! >>> 15));
}

const MULTIPLIERS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

function fourWords(bytes: Uint8Array, at: number): number[] {
  const words = [0, 0, 0, 0];
  for (let i = 0; i < 16 && at + i < bytes.length; i++) words[i >> 2]! |= bytes[at + i]! << (8 * (i & 3));
  return words;
}
