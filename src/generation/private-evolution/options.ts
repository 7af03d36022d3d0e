/** Options of `private-evolution`. */
import { z } from 'zod';
import {
  fieldOption,
  maxTokensOption,
  roleOption,
  styleOption,
  temperatureOption,
  whenCutOption,
} from '../../asking/options.ts';
import { FORMATS } from '../../format/data-file.ts';

const words = z.array(z.string().min(1)).min(1);

export const privateEvolutionOptions = z
  .strictObject({
    path: z.string().min(1).describe('File of private texts; it is read here and by nothing else of the run.'),
    format: z.enum(FORMATS).optional().describe('Where the ending does not tell; `.gz` and `.zst` are unpacked.'),
    field: fieldOption('Field of the private rows with the text.').default('text'),
    label: fieldOption('Field with the label, in the private rows and in the samples made.').optional(),
    labels: words.optional().describe('Its values, known to the public. Each evolves by itself; others do not vote.'),
    into: fieldOption('Field that takes the text.').default('text'),
    n: z.int().min(1).max(1_000_000).default(100).describe('Samples to make, over all labels.'),
    about: z
      .string()
      .min(1)
      .describe('What the texts are, in public words: all that the model is ever told of the private ones.'),
    attributes: z
      .record(z.string().min(1), words)
      .default({})
      .describe('Public words by which first candidates differ, one of each drawn: `{ topic: [cards, loans] }`.'),
    examples: z
      .array(
        z.union([
          z.string().min(1),
          z.record(z.string(), z.string()).refine((each) => (each.text ?? '') !== '', 'has no `text`'),
        ]),
      )
      .min(1)
      .optional()
      .describe(
        'Public texts of the kind, shown as examples, or `{ text, <attribute>: <value> }`; two to five help a weak model.',
      ),
    model: roleOption('the model that writes and varies'),
    embedder: roleOption('the embedder by which private texts vote; it reads them, so let it be your own'),
    epsilon: z.number().positive().max(1000).optional().describe('Privacy loss ε over the whole run; or give `sigma`.'),
    delta: z
      .number()
      .positive()
      .lt(1)
      .optional()
      .describe('Probability δ that ε does not hold; 1/(N ln N) for N private texts when absent.'),
    sigma: z
      .number()
      .positive()
      .optional()
      .describe('Standard deviation of the noise on each vote count, in place of `epsilon`.'),
    iterations: z.int().min(1).max(1000).default(10).describe('How often the private texts vote.'),
    variations: z
      .int()
      .min(1)
      .max(50)
      .default(4)
      .describe('Candidates for each sample wanted: a survivor itself and its variations. At 1 only the variation.'),
    vary: z
      .enum(['fill-in', 'paraphrase'])
      .default('fill-in')
      .describe('How a survivor is varied: words blanked and filled in again, or the whole put in other words.'),
    blanks: z.number().min(0.05).max(0.95).default(0.5).describe('Share of words that `fill-in` blanks.'),
    select: z
      .enum(['rank', 'draw'])
      .default('rank')
      .describe('Survivors: those with the most votes, or drawn in proportion to the votes.'),
    threshold: z.number().min(0).default(0).describe('Taken from each noisy count; what falls below 0 counts as none.'),
    nearest: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .describe('Candidates that each private text votes for; the noise grows by its square root.'),
    style: styleOption,
    temperature: temperatureOption,
    maxTokens: maxTokensOption,
    whenCut: whenCutOption('a text'),
  })
  .refine(({ epsilon, sigma }) => (epsilon === undefined) !== (sigma === undefined), {
    error: 'give either `epsilon` or `sigma`',
    path: ['epsilon'],
  })
  .refine(({ label, labels }) => (label === undefined) === (labels === undefined), {
    error: '`label` and `labels` go together: values found in the private rows are private themselves',
    path: ['labels'],
  })
  .refine(({ labels }) => labels === undefined || new Set(labels).size === labels.length, {
    error: 'a label is named twice',
    path: ['labels'],
  })
  .refine(({ labels, n }) => labels === undefined || n >= labels.length, {
    error: 'there are more labels than samples',
    path: ['n'],
  })
  .refine(({ label, into }) => label !== into, { error: 'is also the field of the label', path: ['into'] });

export type PrivateEvolutionOptions = z.output<typeof privateEvolutionOptions>;
