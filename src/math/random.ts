/** Seeded draws: the same text, the same numbers, on every machine. */
import { createHash } from 'node:crypto';

/**
 * A generator of uniform numbers in [0, 1) with 32 bits each, seeded by a text.
 * Method: sfc32 (C. Doty-Humphrey, PractRand), its 128-bit state taken from the SHA-256 of the text.
 */
export function seededRandom(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0) | 0;
  let b = digest.readUInt32LE(4) | 0;
  let c = digest.readUInt32LE(8) | 0;
  let counter = digest.readUInt32LE(12) | 0;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
}

/** A whole number in [0, below). */
export const drawIndex = (random: () => number, below: number): number => Math.floor(random() * below);

/** One of the items, each as likely; the list may not be empty. */
export const drawOne = <T>(random: () => number, items: readonly T[]): T => items[drawIndex(random, items.length)] as T;

/** Index of one of the weights, in proportion to them; weights are ≥ 0 and not all 0. */
export function drawWeighted(random: () => number, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random() * total;
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index] as number;
    if (left < 0) return index;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

/** The same items in a random order (Fisher–Yates); the list given is left as it is. */
export function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  const out = [...items];
  for (let last = out.length - 1; last > 0; last--) {
    const other = drawIndex(random, last + 1);
    [out[last], out[other]] = [out[other] as T, out[last] as T];
  }
  return out;
}

/** A normal deviate with mean 0 and variance 1 (Box and Muller 1958). */
export const drawNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
