/** Vectors for examples and tests: texts that share words are near each other, and nothing is loaded. */
import { createHash } from 'node:crypto';
import type { Embedder } from '../core/model.ts';

const DIMENSIONS = 64;

/** Feature hashing of words (Weinberger et al. 2009, arXiv:0902.2206): each word adds ±1 to one of 64 dimensions. */
export const scriptedEmbedder = (id: string): Embedder => ({
  id,
  dimensions: DIMENSIONS,
  embed: async (texts) => texts.map(vectorOf),
});

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256').update(word).digest();
    const dimension = (hash[0] as number) % DIMENSIONS;
    vector[dimension] = (vector[dimension] as number) + ((hash[1] as number) % 2 === 0 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}
