/** How much memory and how many threads near-duplicates take, by the size of the dataset. */
import { availableParallelism } from 'node:os';
import { openSpill, type Spill } from '../../asking/spill.ts';
import type { Dataset } from '../../core/sample.ts';
import type { BandShape } from '../../math/minhash.ts';

/** Keys beyond this go to disk: 128 MB. */
const KEYS_IN_MEMORY = 2 ** 24;
/** From so many rows on, threads earn the 40 ms that they take to begin. */
const ROWS_FOR_THREADS = 50_000;
const MOST_THREADS = 16;

/** Neither changes the verdict. */
export function usualMeans(
  samples: Dataset,
  { bands }: BandShape,
): { readonly threads: number; readonly openSpill: () => Spill } {
  const cores = Math.min(MOST_THREADS, availableParallelism());
  return {
    threads: samples.size < ROWS_FOR_THREADS || cores === 1 ? 0 : cores,
    openSpill: () => openSpill(samples, samples.size * bands > KEYS_IN_MEMORY),
  };
}
