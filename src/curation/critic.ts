/** Trains a classifier to tell synthetic samples from real ones, says how well it can and by what, and drops the least real. */
import { z } from 'zod';
import { LEAST_TEXTS, type RealCritic, trainCritic } from '../asking/real-critic.ts';
import { type VectorReader, vectorReader } from '../asking/vector-reader.ts';
import { defineStep, drop, fail, keep, measure, withFlow, withNotes } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { quantile } from '../math/quantiles.ts';
import { innerText } from '../text/inner-text.ts';
import { betrayals } from './critic/betrayals.ts';
import { gatherPool } from './critic/pool.ts';

/** Samples scored at once. */
const BATCH = 512;

const share = z.number().min(0).max(1);
const options = z.strictObject({
  field: z.string().min(1).default('text').describe('Field whose texts are told apart.'),
  dropShare: share
    .default(0)
    .describe('Share of the synthetic samples that is dropped as `unreal`: those that look least real.'),
  least: share.default(0).describe('Realness below which a synthetic sample is dropped as `unreal`.'),
  lengthMatched: z
    .boolean()
    .default(false)
    .describe('Compare texts of about the same length only, so that length betrays nothing.'),
  embedder: z.string().min(1).optional().describe('Role of an embedder; the critic then looks at meaning too.'),
  folds: z.int().min(2).max(20).default(5).describe('Critics; each judges the texts that it has not learnt from.'),
  most: z
    .int()
    .min(LEAST_TEXTS)
    .max(200_000)
    .default(10_000)
    .describe('Samples of each kind that critics learn from, at most; all are judged.'),
  tell: z.int().min(0).max(200).default(20).describe('Signs that are told, half of each kind.'),
});
type Options = z.output<typeof options>;

interface CriticFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : never;
  readonly writes: never;
}

export const critic = withFlow<CriticFlow>()(
  defineStep({
    name: 'critic',
    stage: 'curation',
    sees: 'all',
    summary: 'Trains a classifier to tell synthetic samples from real ones, tells its signs, and drops the least real.',
    sources: [
      'Lopez-Paz and Oquab 2017, Revisiting Classifier Two-Sample Tests (arXiv 1610.06545)',
      'DeLong, DeLong and Clarke-Pearson 1988, Comparing the Areas under Two or More Correlated ROC Curves',
      'Chernozhukov et al. 2018, Double/Debiased Machine Learning (arXiv 1608.00060): cross-fitting',
      'Guo et al. 2017, On Calibration of Modern Neural Networks (arXiv 1706.04599): temperature',
      'Church and Hanks 1990, Word association norms, mutual information, and lexicography: the order of words',
      'Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning (arXiv 0902.2206)',
    ],
    options,
    shorthand: 'dropShare',
    touches: ({ field, embedder }) => ({
      reads: [field],
      notes: ['critic'],
      real: true,
      embeds: embedder === undefined ? [] : [embedder],
    }),
    async *run(samples, context) {
      const pool = await gatherPool(samples, context.options, context.signal);
      yield measure('real-texts', pool.real, 'samples');
      yield measure('synthetic-texts', pool.texts.length - pool.real, 'samples');
      const { folds, lengthMatched, embedder, tell } = context.options;
      const vectors = embedder === undefined ? undefined : vectorReader(context.embedder(embedder));
      const trained = await trainCritic(pool, { folds, lengthMatched, vectors });
      if (trained === undefined) return yield* keptAll(samples, context.options);
      const { auc, low, high, temperature } = trained;
      for (const [name, value] of Object.entries({ auc, 'auc-low': low, 'auc-high': high }))
        yield measure(name, value, 'ratio');
      yield measure('temperature', temperature, 'ratio');
      for (const { sign, says, weight, towards, real, synthetic } of betrayals(pool, trained, {
        many: tell,
        lengthMatched,
      }))
        yield measure('betrays', weight, 'log-odds', { says, sign, towards, real, synthetic });
      const chances = await realness(samples, trained, context);
      yield* verdicts(samples, { chances, vectors }, context.options);
    },
  }),
);

/** There was too little to learn from: nothing is judged, and no score is made up. */
async function* keptAll(samples: Dataset, { field }: Options): AsyncIterable<Outcome> {
  yield measure('judged', 0, 'samples');
  for await (const sample of samples)
    yield sample.origin.real || textOf(sample, field) !== '' ? keep(sample) : drop(sample, 'no-text');
}

const textOf = ({ data }: Sample, field: string) => innerText(data[field]).trim();

/** By row: how likely a synthetic text is real, if as many were real as not; NaN for real samples and blank texts. */
async function realness(
  samples: Dataset,
  { judge }: RealCritic,
  { options, signal }: Pick<Context<Options>, 'options' | 'signal'>,
): Promise<Float64Array> {
  const chances = new Float64Array(samples.size).fill(Number.NaN);
  let batch: { readonly row: number; readonly text: string }[] = [];
  const judged = async () => {
    signal.throwIfAborted();
    const odds = await judge(batch.map(({ text }) => text));
    for (const [at, { row }] of batch.entries()) chances[row] = 1 / (1 + Math.exp(-odds[at]!));
    batch = [];
  };
  let row = -1;
  for await (const sample of samples) {
    row++;
    const text = sample.origin.real ? '' : textOf(sample, options.field);
    if (text !== '') batch.push({ row, text });
    if (batch.length === BATCH) await judged();
  }
  await judged();
  return chances;
}

interface Judged {
  readonly chances: Float64Array;
  readonly vectors: VectorReader | undefined;
}

async function* verdicts(samples: Dataset, { chances, vectors }: Judged, options: Options): AsyncIterable<Outcome> {
  const judged = chances.filter((chance) => !Number.isNaN(chance)).sort();
  const mark = Math.max(options.least, options.dropShare === 0 ? 0 : markOf(judged, options.dropShare));
  yield measure('judged', judged.length, 'samples');
  if (judged.length > 0) yield measure('realness', quantile(judged, 0.5), 'ratio', { quantile: '0.5' });
  let row = 0;
  for await (const sample of samples) {
    const chance = chances[row++]!;
    const met = sample.origin.real ? undefined : vectors?.faults.get(textOf(sample, options.field));
    if (sample.origin.real) yield keep(sample);
    else if (met !== undefined) yield fail(sample, met);
    else if (Number.isNaN(chance)) yield drop(sample, 'no-text');
    else {
      const noted = withNotes(sample, { critic: Math.round(chance * 1e4) / 1e4 });
      yield chance < mark ? drop(noted, 'unreal') : keep(noted);
    }
  }
}

/** The realness that all but that share reach. */
const markOf = (ascending: Float64Array, dropShare: number): number =>
  ascending[Math.floor(dropShare * ascending.length)] ?? Number.POSITIVE_INFINITY;
