/** How long to wait before trying again. */

const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/**
 * Full jitter: anything from 0 to a limit that doubles with each attempt, up to a minute. `attempt` counts from 0.
 * Source: M. Brooker, “Exponential Backoff And Jitter”, AWS Architecture Blog, 2015.
 */
export const backoffMs = (attempt: number, random: () => number): number =>
  random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
