/** Options of `prompt`, and what the compiler can know of its fields. */
import { z } from 'zod';
import {
  copyLimitOption,
  maxTokensOption,
  refusalsOption,
  stopOption,
  temperatureOption,
  whenCutOption,
} from '../../asking/options.ts';
import type { Flow, TemplateFields } from '../../core/flow.ts';
import { schemaWords } from '../../text/schema-words.ts';
import { avoidOption } from './avoid.ts';

const fieldName = z.string().min(1);

const realExemplars = z.strictObject({
  real: z.literal(true).describe('Take the examples from the real samples that earlier steps brought.'),
  answer: fieldName.optional().describe('Their field that stands for the answer; `into` when absent.'),
  pool: z
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .describe('Real samples to choose from, at most, for each value of `per`.'),
});

const shape = z.strictObject({
  model: z
    .union([fieldName, z.array(fieldName).min(1)])
    .describe('Role of the model; of several, one is drawn for each sample and noted as `model`.'),
  prompt: z.string().min(1).describe('Liquid template of what is asked: what varies from sample to sample.'),
  system: z
    .string()
    .min(1)
    .optional()
    .describe('Liquid template of what stands before everything: what all samples share.'),
  into: fieldName.default('text').describe('Field that takes the answer.'),
  schema: schemaWords
    .optional()
    .describe(
      'Ask for an object, whose keys become fields: `{ question: string, score: integer 1..5 }`, or JSON Schema.',
    ),
  exemplars: z
    .union([z.array(z.record(z.string(), z.json())).min(1), realExemplars])
    .optional()
    .describe('Examples: a list of samples with the answer’s field, or `{ real: true }`.'),
  shots: z.int().min(1).max(100).default(3).describe('Examples shown in each call; others each time.'),
  per: fieldName.optional().describe('Spread the shown examples over the values of this field.'),
  choose: z
    .enum(['rotate', 'similar', 'spread'])
    .default('rotate')
    .describe(
      'Which examples: drawn anew each time; those nearest to what is asked; or one of each cluster, so that they differ.',
    ),
  embedder: fieldName
    .optional()
    .describe('Role of an embedder that tells what is near; `similar` goes by words (BM25) without one.'),
  match: fieldName.optional().describe('Show only examples that share this field’s value with the sample.'),
  exemplarPrompt: z
    .string()
    .min(1)
    .optional()
    .describe('Liquid template of the turn before an example’s answer; `prompt` when absent.'),
  perCall: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .describe(
      'Answers asked for at once, as Alpaca did with 20: each becomes a sample of its own, in place of the one that asked.',
    ),
  reasoning: z
    .enum(['none', 'keep', 'strip'])
    .default('none')
    .describe(
      'Let the model think step by step before it answers; what it thought is kept in the field `reasoning`, or stripped.',
    ),
  style: z
    .enum(['chat', 'text'])
    .default('chat')
    .describe(
      'Examples as turns of a conversation, or as a page that the model continues: better for weak models that run here.',
    ),
  copyLimit: copyLimitOption('an answer', 'an example'),
  avoid: avoidOption,
  temperature: temperatureOption,
  maxTokens: maxTokensOption,
  stop: stopOption,
  clean: z.boolean().default(true).describe('Take off “Sure, here is …”, labels, quotes and fences.'),
  refusals: refusalsOption,
  whenCut: whenCutOption('an answer'),
});

export const promptOptions = shape
  .refine(({ perCall, reasoning }) => perCall === 1 || reasoning === 'none', {
    error: 'many answers at once leave no room to think: use `perCall: 1`',
    path: ['reasoning'],
  })
  .refine(({ choose, embedder }) => choose !== 'spread' || embedder !== undefined, {
    error: '`choose: spread` needs an embedder',
    path: ['embedder'],
  });
export type PromptOptions = z.output<typeof promptOptions>;

type TextIn<I, Option extends string> = I extends { readonly [K in Option]: infer T } ? TemplateFields<T> : never;
type KeyName<K> = K extends `${infer Name}?` ? Name : K;
type SchemaKeys<S> = S extends { readonly properties: infer P } ? keyof P & string : KeyName<keyof S & string>;

export interface PromptFlow extends Flow {
  readonly reads: TextIn<this['input'], 'prompt'> | TextIn<this['input'], 'system'>;
  readonly writes:
    | (this['input'] extends { readonly schema: infer S }
        ? SchemaKeys<S>
        : this['input'] extends { readonly into: infer F extends string }
          ? F
          : 'text')
    | (this['input'] extends { readonly reasoning: 'keep' } ? 'reasoning' : never);
}
