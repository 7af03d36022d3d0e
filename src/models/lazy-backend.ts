/** A backend that starts at its first question: a run whose answers are all in the ledger loads no model. */
import type { Backend } from '../core/model.ts';

export interface LazyOptions {
  readonly id: string;
  readonly can: Backend['can'];
  readonly concurrency: Backend['concurrency'];
  /** Known without starting. */
  readonly facts: Readonly<Record<string, string>>;
  start(): Promise<Backend>;
}

export function lazyBackend({ id, can, concurrency, facts, start }: LazyOptions): Backend {
  let started: Promise<Backend> | undefined;
  return {
    id,
    can,
    concurrency,
    complete: async (request, signal) => {
      started ??= start();
      return (await started).complete(request, signal);
    },
    describe: async () => ({ ...facts, ...(started !== undefined && (await (await started).describe())) }),
    close: async () => {
      const backend = await started?.catch(() => undefined);
      await backend?.close();
    },
  };
}
