/** Time as pacing sees it, so that tests can run hours in a moment. Monotonic: a clock that is set does not matter. */
import { fault } from '../../core/errors.ts';
import { whenAborted } from '../http/abort.ts';

export interface Clock {
  nowMs(): number;
  /** Calls `then` after `ms`; returns what cancels it. */
  after(ms: number, then: () => void): () => void;
}

/** The longest that a timer of Node can wait; longer waits are cut into several by their callers asking again. */
const LONGEST_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  nowMs: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
};

/** Waits; throws `stopped` as soon as `signal` aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      stopWaiting();
      resolve();
    });
    const stopWaiting = whenAborted(signal, () => {
      cancel();
      reject(fault('stopped', { detail: '' }, { cause: signal.reason }));
    });
  });
}
