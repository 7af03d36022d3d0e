/** Draws from continuous and counting distributions, and draws kept within bounds. */
import { drawIndex, drawNormal } from './random.ts';

/** A whole number with mean and variance `rate` (0 to 10,000). Method: Knuth, TAOCP 2, 3.4.1, in parts of at most 30. */
export function drawPoisson(random: () => number, rate: number): number {
  let count = 0;
  for (let left = rate; left > 0; left -= 30) {
    const floor = Math.exp(-Math.min(left, 30));
    for (let product = random(); product > floor; product *= random()) count++;
  }
  return count;
}

/** exp of a normal deviate; `mean` and `sd` are of the result's logarithm. */
export const drawLogNormal = (random: () => number, mean: number, sd: number): number =>
  Math.exp(mean + sd * drawNormal(random));

/** One of the numbers with that many decimals in [min, max], each as likely. */
export function drawOnGrid(random: () => number, bounds: { min: number; max: number; decimals: number }): number {
  const scale = 10 ** bounds.decimals;
  const first = Math.ceil(bounds.min * scale - 1e-9);
  const last = Math.floor(bounds.max * scale + 1e-9);
  return rounded((first + drawIndex(random, last - first + 1)) / scale, bounds.decimals);
}

/** Draws again until the number lies in [min, max]; after 100,000 misses gives the nearer bound. */
export function drawWithin(draw: () => number, min: number, max: number): number {
  let value = draw();
  for (let miss = 0; miss < 100_000 && (value < min || value > max); miss++) value = draw();
  return Math.min(max, Math.max(min, value));
}

/** Rounded half away from zero in decimal notation: never -0, never 0.30000000000000004. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals)) || 0;
