/** How many threads semantic-duplicates takes, by the number of texts. */
import { availableParallelism } from 'node:os';

/** From so many texts on, threads earn the 40 ms that they take to begin. */
const TEXTS_FOR_THREADS = 50_000;
const MOST_THREADS = 16;

/** Beside this one; the verdict is the same for any number. */
export function usualThreads(texts: number): number {
  const cores = Math.min(MOST_THREADS, availableParallelism());
  return texts < TEXTS_FOR_THREADS || cores === 1 ? 0 : cores;
}
