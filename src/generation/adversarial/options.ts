/** Options of `adversarial`, and what the compiler can know of its fields. */
import { z } from 'zod';
import {
  copyLimitOption,
  fieldOption,
  maxTokensOption,
  refusalsOption,
  roleOption,
  stopOption,
  styleOption,
  temperatureOption,
  whenCutOption,
} from '../../asking/options.ts';
import type { Flow } from '../../core/flow.ts';

export const adversarialOptions = z
  .strictObject({
    model: roleOption('the model that rewrites'),
    critics: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(8)])
      .describe('Role of the model that looks for what is synthetic; of several, all must be fooled.'),
    trainedFrom: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(100)
      .describe(
        'Texts of each kind, real and synthetic, from which on a critic that is trained here takes the place of the models; 0 for never.',
      ),
    field: fieldOption('Field with the text.').default('text'),
    about: z
      .string()
      .default('')
      .describe('What the texts are, such as “They are messages of customers to their bank.”'),
    answer: z.string().min(1).optional().describe('Field of the real samples with their text; `field` when absent.'),
    match: z
      .string()
      .min(1)
      .optional()
      .describe('Show only real samples that share this field’s value with the sample.'),
    pool: z
      .int()
      .min(1)
      .max(10_000)
      .default(200)
      .describe('Real samples to choose from, at most, for each value of `match`.'),
    beside: z.int().min(1).max(8).default(1).describe('Real texts that a critic sees beside the one in question.'),
    looks: z
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('How often each critic looks, each time beside other real texts and with the text in another place.'),
    fooledBelow: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'A critic is fooled when its suspicion, 0 to 1, is no higher than this; when absent, what guessing gives: 1 / (`beside` + 1).',
      ),
    votes: z
      .int()
      .min(1)
      .max(25)
      .default(1)
      .describe('How often a critic that cannot tell probabilities is asked at each look.'),
    rounds: z.int().min(0).max(20).default(3).describe('Rewrites at most; 0 only looks.'),
    shown: z.int().min(0).max(20).default(2).describe('Real texts that the rewriter sees as examples of the tone.'),
    betrayed: z
      .enum(['drop', 'keep'])
      .default('drop')
      .describe('What becomes of a text that fooled not all critics in the end; kept, its notes tell.'),
    copyLimit: copyLimitOption('a rewrite', 'a real text'),
    original: z.string().min(1).optional().describe('Field that takes the first version.'),
    trail: z
      .string()
      .min(1)
      .optional()
      .describe('Field that takes every version that was seen through: `{ text, suspicion, criticism }`.'),
    temperature: temperatureOption,
    maxTokens: maxTokensOption,
    stop: stopOption,
    style: styleOption,
    refusals: refusalsOption,
    whenCut: whenCutOption('a rewrite'),
  })
  .superRefine((given, context) => {
    const wrong = (path: keyof typeof given, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const fields = [given.field, given.original, given.trail].filter((name) => name !== undefined);
    if (new Set(fields).size < fields.length) wrong('original', 'two of the fields have the same name');
    if (given.votes > 1 && given.temperature === 0) wrong('votes', 'at temperature 0 all votes are the same');
  });
export type AdversarialOptions = z.output<typeof adversarialOptions>;

type FieldIn<I, Option extends string, Default> = I extends { readonly [K in Option]: infer F extends string }
  ? F
  : Default;

export interface AdversarialFlow extends Flow {
  readonly reads: FieldIn<this['input'], 'field', 'text'>;
  readonly writes:
    | FieldIn<this['input'], 'field', 'text'>
    | FieldIn<this['input'], 'original', never>
    | FieldIn<this['input'], 'trail', never>;
}
