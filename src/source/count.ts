/** Begins empty samples: so many, or as many as the target still wants. */
import { z } from 'zod';
import { defineStep, keep, withFlow } from '../core/define.ts';
import { mistake } from '../core/errors.ts';
import type { Flow } from '../core/flow.ts';

interface CountFlow extends Flow {
  readonly reads: never;
  readonly writes: never;
}

export const count = withFlow<CountFlow>()(
  defineStep({
    name: 'count',
    stage: 'source',
    sees: 'nothing',
    summary: 'Begins empty samples: so many, or as many as the target still wants.',
    sources: ['Synthloom: rounds that go on until a target is met (ARCHITECTURE.md)'],
    shorthand: 'n',
    options: z.strictObject({
      n: z
        .int()
        .min(1)
        .max(100_000_000)
        .optional()
        .describe('Samples to begin; required without a target. With one: how many the first round begins.'),
    }),

    touches: ({ n }) => ({ writes: [], only: true, needsTarget: n === undefined }),

    async *run(_, { options, round, child }) {
      const wanted = round.number === 1 ? (options.n ?? round.wanted) : (round.wanted ?? 0);
      if (wanted === undefined)
        throw mistake('bad-option', { step: '`count`', option: 'n', reason: 'say how many, or set a `target`' });
      for (let made = 0; made < wanted; made++) yield keep(child([], {}));
    },
  }),
);
