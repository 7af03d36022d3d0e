/** Drops samples whose text is too short or too long, in words, characters or tokens. */
import { z } from 'zod';
import { defineStep, drop, keep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Json } from '../core/sample.ts';
import { readRange } from '../text/ranges.ts';
import { estimateTokens } from '../text/token-estimate.ts';
import { countCharacters, wordsOf } from '../text/words.ts';

const rangeForm = 'write a range: `5..60`, `5..` or `..60`';
const range = z.string({ error: rangeForm }).refine((text) => readRange(text) !== undefined, rangeForm);

interface LengthFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : 'text';
  readonly writes: never;
}

/** How each unit is counted. */
const units = {
  words: (text: string) => wordsOf(text).length,
  characters: countCharacters,
  tokens: estimateTokens,
} as const;

export const length = withFlow<LengthFlow>()(
  defineStep({
    name: 'length',
    stage: 'curation',
    sees: 'one',
    summary: 'Drops samples whose text is too short or too long, in words, characters or tokens.',
    sources: ['Rae et al. 2021, Scaling Language Models (arXiv 2112.11446), A1.1: quality filters by length'],
    shorthand: 'words',
    options: z
      .strictObject({
        field: z
          .string()
          .min(1)
          .default('text')
          .describe('Field to measure; lists and objects are measured as their texts together.'),
        words: range.optional().describe('Range of words: `5..60`, `5..` or `..60`, both ends allowed.'),
        characters: range.optional().describe('Range of characters (code points).'),
        tokens: range
          .optional()
          .describe('Range of tokens, estimated: a quarter of the ASCII characters and one for each other.'),
      })
      .refine((given) => unitNames.some((unit) => given[unit] !== undefined), {
        error: 'say a range of `words`, `characters` or `tokens`',
      }),

    touches: ({ field }) => ({ reads: [field] }),

    async *run(sample, { options }) {
      const text = textIn(sample.data[options.field]);
      for (const unit of unitNames) {
        const { min, max } = readRange(options[unit] ?? '0..')!;
        const size = units[unit](text);
        if (size < min) return yield drop(sample, 'too-short');
        if (size > max) return yield drop(sample, 'too-long');
      }
      yield keep(sample);
    },
  }),
);

const unitNames = ['words', 'characters', 'tokens'] as const;

/** All texts in a value, such as the messages of a dialogue. */
function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? Object.values(value).map(textIn).join('\n') : String(value);
}
