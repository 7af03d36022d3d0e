/** Keeps samples whose label a student or a model reads in the text surely enough, with probabilities that are calibrated. */
import { z } from 'zod';
import { embedderOption, styleOption } from '../asking/options.ts';
import { type VectorReader, vectorReader } from '../asking/vector-reader.ts';
import { defineStep, drop, fail, keep, measure, withFlow, withNotes } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { askedJudge } from './confidence/asked.ts';
import { gatherTold, type Judge, type Read, readSample } from './confidence/judge.ts';
import { studentJudge } from './confidence/student.ts';

const options = z
  .strictObject({
    least: z.number().min(0).max(1).default(0.5).describe('Probability that the label of a sample must have.'),
    field: z.string().min(1).default('text').describe('Field with the text.'),
    label: z.string().min(1).default('label').describe('Field with the label.'),
    model: z
      .string()
      .min(1)
      .optional()
      .describe('Role of a model that reads the labels; without it a student is trained here.'),
    embedder: embedderOption,
    labels: z
      .union([z.array(z.string().min(1)).min(2), z.record(z.string(), z.string())])
      .optional()
      .describe('For a model: all labels, or a map from labels to what they mean. Without it those that are given.'),
    task: z.string().min(1).default('Which of the labels fits the text?').describe('What a model is asked.'),
    votes: z.int().min(1).max(25).default(5).describe('How often a model is asked that tells no probabilities.'),
    style: styleOption,
    learnFrom: z
      .enum(['real', 'others'])
      .optional()
      .describe(
        'What a student learns from: real samples, or the others of its own kind, of which it judges none that it saw. Without it real ones where there are 50 or more.',
      ),
    folds: z.int().min(2).max(20).default(5).describe('Parts that are left out in turn.'),
    calibrateOn: z
      .int()
      .min(0)
      .max(100_000)
      .default(200)
      .describe(
        'Real samples on which the probabilities of a model are calibrated, at most; 0 takes them as they are.',
      ),
  })
  .refine(({ model, embedder }) => model === undefined || embedder === undefined, {
    error: 'is for a student; a model reads the text itself',
    path: ['embedder'],
  })
  .refine(({ labels }) => labels === undefined || Object.keys(labels).length >= 2, {
    error: 'give at least two labels',
    path: ['labels'],
  });
export type ConfidenceOptions = z.output<typeof options>;

interface ConfidenceFlow extends Flow {
  readonly reads:
    | (this['input'] extends { readonly field: infer F extends string } ? F : never)
    | (this['input'] extends { readonly label: infer L extends string } ? L : never);
  readonly writes: never;
}

export const confidence = withFlow<ConfidenceFlow>()(
  defineStep({
    name: 'confidence',
    stage: 'curation',
    sees: 'all',
    summary: 'Keeps samples whose label a trained student, or a model, reads in the text surely enough.',
    sources: [
      'Guo et al. 2017, On Calibration of Modern Neural Networks (arXiv 1706.04599): temperature, expected calibration error',
      'Northcutt, Jiang, Chuang 2021, Confident Learning (arXiv 1911.00068): the probability of the given label, out of sample',
      'Wang et al. 2023, Self-Consistency (arXiv 2203.11171): votes where a model tells no probabilities',
      'McMahan et al. 2013, Ad Click Prediction: FTRL-Proximal, for students of many labels',
    ],
    options,
    shorthand: 'least',
    touches: ({ field, label, model, embedder }) => ({
      reads: [field, label],
      asks: model === undefined ? [] : [model],
      embeds: embedder === undefined ? [] : [embedder],
      notes: ['confidence', 'confidence.label'],
    }),
    async *run(samples, context) {
      const told = await gatherTold(samples, context.options, context.signal);
      const { model, embedder } = context.options;
      const vectors = embedder === undefined ? undefined : vectorReader(context.embedder(embedder));
      const judge = await (model === undefined
        ? studentJudge(told, { options: context.options, random: () => context.random(), vectors })
        : askedJudge(told, context));
      yield* judge?.measures ?? [];
      if (judge !== undefined) return yield* verdicts(samples, { judge, vectors }, context);
      yield measure('judged', 0, 'samples');
      for await (const sample of samples) yield verdict(sample, undefined, context.options);
    },
  }),
);

interface Reader {
  readonly judge: Judge;
  readonly vectors: VectorReader | undefined;
}

async function* verdicts(
  samples: Dataset,
  { judge, vectors }: Reader,
  context: Context<ConfidenceOptions>,
): AsyncIterable<Outcome> {
  const { options: given, signal } = context;
  const tally = { judged: 0, agreed: 0 };
  const judged = context.each(samples, async (sample, own): Promise<Outcome> => {
    signal.throwIfAborted();
    const read = readSample(sample, given);
    if (read === undefined) return verdict(sample, undefined, given);
    try {
      const found = await judge.read(read, own);
      const met = vectors?.faults.get(read.text);
      if (met !== undefined) return fail(sample, met);
      tally.judged++;
      if (found.label === read.label) tally.agreed++;
      return verdict(sample, found, given);
    } catch (error) {
      return fail(sample, error);
    }
  });
  yield* judged;
  yield measure('judged', tally.judged, 'samples');
  if (tally.judged > 0) yield measure('agreement', tally.agreed / tally.judged, 'ratio');
}

/** Without a reading the sample lacks what is read, is real, or nobody could learn. */
function verdict(sample: Sample, read: Read | undefined, given: ConfidenceOptions): Outcome {
  if (sample.origin.real) return keep(sample);
  if (read === undefined)
    return readSample(sample, given) === undefined ? drop(sample, 'no-text-or-label') : keep(sample);
  const noted = withNotes(sample, {
    confidence: Math.round(read.probability * 1e4) / 1e4,
    'confidence.label': read.label,
  });
  if (!read.isKnown) return drop(noted, 'unknown-label');
  return read.probability < given.least ? drop(noted, 'unconfident') : keep(noted);
}
