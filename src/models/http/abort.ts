/** Waits for an abort without a listener for each call: thousands may wait for one signal. */

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `then` when `signal` aborts, at once if it has. Returns what ends the waiting; constant time, both ways. */
export function whenAborted(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) {
    then();
    return () => {};
  }
  const set = waiting.get(signal) ?? listen(signal);
  // A fresh function each time: two waits with the same `then` are two.
  const mine = () => then();
  set.add(mine);
  return () => void set.delete(mine);
}

function listen(signal: AbortSignal): Set<() => void> {
  const set = new Set<() => void>();
  waiting.set(signal, set);
  const all = () => {
    for (const each of [...set]) each();
    set.clear();
  };
  signal.addEventListener('abort', all, { once: true });
  return set;
}
