/** A model for tests of whole runs: answers as a pure function of the request, and remembers what it was asked. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Backend, Reply, Request } from '../core/model.ts';
import { canonical, hashText } from '../core/recipe.ts';

export interface CountingBackend extends Backend {
  /** Hash of every request, in the order of arrival. */
  readonly asked: string[];
}

export interface CountingOptions {
  readonly id?: string;
  /** The answer; a digest of the request by default, so that equal questions with other seeds differ. */
  readonly say?: (request: Request) => string | Promise<string>;
  /** Up to so many milliseconds, from the request's seed, so that answers overtake each other. */
  readonly delayMs?: number;
  readonly costUsd?: number;
}

export const requestHash = (request: Request): string => hashText(canonical(request), 16);

export function countingBackend(options: CountingOptions = {}): CountingBackend {
  const asked: string[] = [];
  const say = options.say ?? ((request: Request) => `answer ${requestHash(request)}`);
  return {
    id: options.id ?? 'test/counting',
    can: { schema: 'native', logprobs: false },
    concurrency: { start: 1000, max: 1000 },
    asked,
    complete: async (request: Request, signal: AbortSignal): Promise<Reply> => {
      asked.push(requestHash(request));
      const { delayMs = 0 } = options;
      if (delayMs > 0) await wait(request.seed % (delayMs + 1), undefined, { signal });
      const text = await say(request);
      const cost = options.costUsd === undefined ? {} : { costUsd: options.costUsd };
      return { text, finish: 'stop', tokens: { input: 10, output: 5 }, served: 'counting', ...cost };
    },
    describe: async () => ({}),
    close: async () => {},
  };
}
