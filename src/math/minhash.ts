/** MinHash: a short signature from which the Jaccard similarity of two sets can be told (Broder 1997). */
import { mix32 } from './hash.ts';

/** Values of a signature; the error of the estimate is about √(J·(1−J)/128), 0.04 at most. */
export const PERMUTATIONS = 128;

/** Writes the signature of a set of 32-bit hashes to `out[at .. at + PERMUTATIONS)`. */
export type MinHash = (hashes: Int32Array, out: Int32Array, at: number) => void;

/**
 * A family of PERMUTATIONS functions x → a·x modulo 2³², a odd: each is a permutation of the 32-bit numbers. It is the same
 * family in every process. The hashes given must be well mixed; repeated ones change nothing. A summand, as textbooks add
 * one, would make no difference to mixed hashes, but for those that end in so many zeros that few of a text's share them.
 */
export function makeMinHash(): MinHash {
  const multipliers = minHashFamily();
  return (hashes, out, at) => {
    const count = hashes.length;
    for (let i = 0; i < PERMUTATIONS; i++) {
      const a = multipliers[i] as number;
      let least = 0x7fffffff;
      for (let j = 0; j < count; j++) {
        const value = Math.imul(a, hashes[j] as number); // signed: V8 keeps it out of floating point
        if (value < least) least = value;
      }
      out[at + i] = least;
    }
  };
}

/** The multipliers of every signature. */
export function minHashFamily(): Int32Array {
  const draw = splitmix32(0x53594e54);
  return Int32Array.from({ length: PERMUTATIONS }, () => draw() | 1);
}

/** One 32-bit key for each band of a signature: rows that share a key agree, by all odds, in `rows` values. */
export function writeBandKeys(signature: Int32Array, shape: BandShape, put: (band: number, key: number) => void): void {
  for (let band = 0; band < shape.bands; band++) {
    let key = band;
    for (let i = band * shape.rows; i < (band + 1) * shape.rows; i++)
      key = (Math.imul(key, 0x9e3779b1) + mix32(signature[i] as number)) | 0;
    put(band, mix32(key) >>> 0);
  }
}

/** How a signature is cut: `bands` pieces of `rows` values. */
export interface BandShape {
  readonly bands: number;
  readonly rows: number;
}

/** Chance that two sets of Jaccard similarity `similarity` share a band: 1 − (1 − sʳ)ᵇ, the S-curve. */
export const chanceToMeet = (similarity: number, { bands, rows }: BandShape): number =>
  1 - (1 - similarity ** rows) ** bands;

/** Least chance with which a pair right at the threshold must meet. */
const RECALL_AT_THRESHOLD = 0.995;

/** The longest bands, hence the fewest vain comparisons, that still find 99.5 % of the pairs right at the threshold. */
export function bandShapeFor(threshold: number): BandShape {
  for (let rows = 32; rows > 1; rows--) {
    const shape = { bands: Math.floor(PERMUTATIONS / rows), rows };
    if (chanceToMeet(threshold, shape) >= RECALL_AT_THRESHOLD) return shape;
  }
  return { bands: PERMUTATIONS, rows: 1 };
}

/** Jaccard similarity of two sets given as ascending lists without repeats; 1 for two empty ones. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 1 : shared / all;
}

/**
 * Whether two such sets reach a similarity. Ends as soon as more of one are without a match than may be: a share of at
 * least t of all is one of at least t / (1 + t) of both sizes.
 */
export function areAlike(a: Int32Array, b: Int32Array, threshold: number): boolean {
  const needed = (threshold * (a.length + b.length)) / (1 + threshold) - 1e-6;
  let i = 0;
  let j = 0;
  let shared = 0;
  const mostA = a.length - needed; // elements that may be passed without a match
  const mostB = b.length - needed;
  while (i < a.length && j < b.length) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (x === y) {
      shared++;
      i++;
      j++;
    } else if (x < y) {
      if (++i - shared > mostA) return false;
    } else if (++j - shared > mostB) return false;
  }
  const all = a.length + b.length - shared;
  return all === 0 || shared / all >= threshold;
}

/** A fixed series of mixed 32-bit numbers (after Steele, Lea and Flood 2014). */
function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
}
