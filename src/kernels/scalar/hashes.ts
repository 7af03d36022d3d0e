/** Hashes of 32 bits. */
import { mix32 } from '../../math/hash.ts';
import type { Texts } from '../kernels.ts';

/** A word a row. */
export const hashes = ({ utf8, offsets }: Texts): Uint32Array =>
  Uint32Array.from({ length: offsets.length - 1 }, (_, row) =>
    hashBytes(utf8.subarray(offsets[row], offsets[row + 1])),
  );

const BEGIN = [
  [0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372],
  [0x510e527f, 0x1f83d9ab, 0x5be0cd19, 0x428a2f98],
  [0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b],
  [0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98],
];

/** Four states of four lanes, 16 bytes each a turn; the last bytes filled up with zeros. */
function hashBytes(bytes: Uint8Array): number {
  const states: (readonly number[])[] = [...BEGIN];
  for (let at = 0; at < bytes.length; at += 16) {
    const which = (at / 16) % 4;
    states[which] = turn(states[which]!, fourWords(bytes, at));
  }
  const [a, b, c, d] = states as [number[], number[], number[], number[]];
  const both = turn(a, rotated(b, 9)); // rotated, since a change of a lane's first bit is the same change in each of them
  const lanes = turn(both, turn(rotated(c, 17), rotated(d, 23))).map((lane) => (lane + bytes.length) | 0);
  const all = lanes.reduce((sum, lane) => (sum + mix32(lane)) | 0, 0);
  return mix32(all ^ lanes[0]!) || 1;
}

const rotated = (lanes: readonly number[], bits: number): number[] =>
  lanes.map((lane) => (lane << bits) | (lane >>> (32 - bits)));

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
