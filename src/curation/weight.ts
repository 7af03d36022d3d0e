/** Gives each sample a weight for training, so that wrong labels and unlikely texts count less. */
import { z } from 'zod';
import { embedderOption } from '../asking/options.ts';
import { type VectorReader, vectorReader } from '../asking/vector-reader.ts';
import { defineStep, drop, fail, keep, measure, withData, withFlow, withNotes } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Outcome } from '../core/step.ts';
import { Column, quantile } from '../math/quantiles.ts';
import { densityWeights } from './weight/density.ts';
import { gatherLabelled, isLabelled, textOf } from './weight/labelled.ts';
import { labelWeights } from './weight/methods.ts';

const options = z
  .strictObject({
    method: z
      .enum(['sungen', 'confident', 'density'])
      .default('sungen')
      .describe(
        '`sungen`: learnt, so that a student trained on the weighted samples agrees with the others; `confident`: 0 where the label is likely wrong; `density`: how much likelier real samples are like it, from the note that `critic` left.',
      ),
    field: z.string().min(1).default('text').describe('Field with the text.'),
    label: z.string().min(1).default('label').describe('Field with the label; not read for `density`.'),
    embedder: embedderOption,
    of: z.enum(['synthetic', 'all']).default('synthetic').describe('Which samples; the others get the weight 1.'),
    note: z.string().min(1).default('weight').describe('Name of the note that holds the weight.'),
    write: z.string().min(1).optional().describe('Field that holds the weight too, for exports that write fields.'),
    least: z.number().min(0).max(1).default(0).describe('Weight below which a sample is dropped as `low-weight`.'),
    folds: z
      .int()
      .min(2)
      .max(10)
      .default(3)
      .describe('Parts; each in turn is judged by what is learnt from the others.'),
    rounds: z.int().min(1).max(50).default(3).describe('Steps of `sungen`: more sharpen the weights, and take longer.'),
    l2: z
      .number()
      .min(0.01)
      .max(100)
      .optional()
      .describe('Penalty on the student’s weights. Without it the one that does best on a part left out.'),
    limit: z.number().min(1).max(1000).default(10).describe('Greatest weight of `density`; the smallest is 1 over it.'),
  })
  .refine(({ method, embedder }) => method !== 'density' || embedder === undefined, {
    error: '`density` reads no text; give the embedder to `critic`',
    path: ['embedder'],
  });
export type WeightOptions = z.output<typeof options>;

interface WeightFlow extends Flow {
  readonly reads:
    | (this['input'] extends { readonly field: infer F extends string } ? F : never)
    | (this['input'] extends { readonly label: infer L extends string } ? L : never);
  readonly writes: this['input'] extends { readonly write: infer W extends string } ? W : never;
}

export const weight = withFlow<WeightFlow>()(
  defineStep({
    name: 'weight',
    stage: 'curation',
    sees: 'all',
    summary: 'Gives each sample a weight for training, so that wrong labels and unlikely texts count less.',
    sources: [
      'Gao et al. 2023, Self-Guided Noise-Free Data Generation for Efficient Zero-Shot Learning (SunGen, arXiv 2205.12679)',
      'Northcutt, Jiang, Chuang 2021, Confident Learning (arXiv 1911.00068)',
      'Wang et al. 2019, Symmetric Cross Entropy for Robust Learning with Noisy Labels (arXiv 1908.06112): the reverse cross-entropy',
      'Bickel, Brückner, Scheffer 2009, Discriminative Learning Under Covariate Shift: weights from a classifier',
    ],
    options,
    shorthand: 'method',
    touches: ({ method, field, label, note, write, embedder }) => ({
      reads: method === 'density' ? [] : [field, label],
      writes: write === undefined ? [] : [write],
      embeds: embedder === undefined ? [] : [embedder],
      notes: method === 'confident' ? [note, `${note}.right`] : [note],
    }),
    async *run(samples, { options: given, random, signal, embedder }) {
      if (given.method === 'density') return yield* told(samples, await densityWeights(samples, given), given);
      const labelled = await gatherLabelled(samples, given, signal);
      const vectors = given.embedder === undefined ? undefined : vectorReader(embedder(given.embedder));
      const { weights, right, measures } = await labelWeights(labelled, given, { random, signal, vectors });
      yield* measures;
      yield* told(samples, { weights, right, vectors }, given);
    },
  }),
);

/** By sample id. */
export interface Weighed {
  readonly weights: ReadonlyMap<string, number>;
  /** Probability that the given label is right, where that is estimated. */
  readonly right?: ReadonlyMap<string, number>;
  readonly vectors?: VectorReader | undefined;
}

async function* told(
  samples: Dataset,
  { weights, right, vectors }: Weighed,
  given: WeightOptions,
): AsyncIterable<Outcome> {
  const column = new Column();
  for (const each of weights.values()) column.add(each);
  yield measure('weighed', column.size, 'samples');
  if (column.size > 0)
    for (const q of [0.05, 0.25, 0.5, 0.75, 0.95])
      yield measure('weight', quantile(column.sorted(), q), 'ratio', { quantile: `${q}` });
  for await (const sample of samples) {
    const own = weights.get(sample.id);
    const reason = isWeighed(sample, given) && own === undefined ? whyNot(sample, given) : undefined;
    const met = isWeighed(sample, given) ? vectors?.faults.get(textOf(sample, given)) : undefined;
    if (reason !== undefined) yield drop(sample, reason);
    else if (met !== undefined) yield fail(sample, met);
    else yield verdict(sample, { weight: own ?? 1, right: right?.get(sample.id) }, given);
  }
}

const isWeighed = ({ origin }: Sample, { of }: WeightOptions) => of === 'all' || !origin.real;

/** Nothing where there was too little to learn from: the sample then counts as one. */
function whyNot(sample: Sample, given: WeightOptions): string | undefined {
  if (given.method === 'density') return 'not-judged';
  return isLabelled(sample, given) ? undefined : 'no-text-or-label';
}

function verdict(
  sample: Sample,
  { weight, right }: { readonly weight: number; readonly right: number | undefined },
  { note, write, least }: WeightOptions,
): Outcome {
  const value = rounded(weight);
  const notes = right === undefined ? { [note]: value } : { [note]: value, [`${note}.right`]: rounded(right) };
  const noted = withNotes(sample, notes);
  const written = write === undefined ? noted : withData(noted, { [write]: value });
  return weight < least ? drop(written, 'low-weight') : keep(written);
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
