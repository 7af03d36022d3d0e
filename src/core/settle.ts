/** Waiting for several questions at once. */

/** Waits for all, so that no paid answer is left behind on its way; then gives the results, or throws the first error. */
export async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
