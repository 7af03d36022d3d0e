/** Counts what a dataset holds: samples, types, lengths, words, numbers, and classes beside those asked for. */
import { z } from 'zod';
import { defineStep, measure, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset } from '../core/sample.ts';
import type { Outcome } from '../core/step.ts';
import { histogram } from '../math/histogram.ts';
import { meanAndSpread, quantile } from '../math/quantiles.ts';
import { evenness, sharesOf, totalVariation } from '../math/shares.ts';
import { count, emptyTally, type Tally } from './statistics/tally.ts';

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

const weights = z.union([z.record(z.string(), z.number().min(0)), z.array(z.string()).min(1)]);
type Weights = z.infer<typeof weights>;

const options = z.strictObject({
  fields: z.array(z.string().min(1)).optional().describe('Fields to describe; all of them when left out.'),
  of: z
    .enum(['synthetic', 'real', 'all'])
    .optional()
    .describe('Which samples; when left out the synthetic ones, or the real ones where there are no others.'),
  asked: z
    .record(z.string(), weights)
    .default({})
    .describe(
      'What was asked for: for a field, each value with its weight, as in `intent: { refund: 2, order: 1 }`, or a list of values with equal weights.',
    ),
});
type Options = z.infer<typeof options>;

interface StatisticsFlow extends Flow {
  readonly reads: this['input'] extends { readonly fields: readonly (infer F extends string)[] } ? F : never;
  readonly writes: never;
}

export const statistics = withFlow<StatisticsFlow>()(
  defineStep({
    name: 'statistics',
    stage: 'evaluation',
    sees: 'all',
    summary:
      'Counts what a dataset holds: samples, types, lengths, words, numbers, and classes beside those asked for.',
    sources: [
      'Hyndman and Fan 1996, Sample quantiles in statistical packages (type 7)',
      'Freedman and Diaconis 1981, On the histogram as a density estimator',
    ],
    options,
    shorthand: 'fields',
    touches: ({ fields, asked }) => ({ reads: [...new Set([...(fields ?? []), ...Object.keys(asked)])] }),
    async *run(samples, { options, signal }) {
      const { synthetic, real, tallies, described } = await tallied(samples, options, signal);
      yield measure('samples', synthetic, 'samples', { origin: 'synthetic' });
      yield measure('samples', real, 'samples', { origin: 'real' });
      for (const [field, tally] of tallies) yield* tellField(field, { tally, described, asked: options.asked[field] });
    },
  }),
);

async function tallied(samples: Dataset, options: Options, signal: AbortSignal) {
  const counts = { synthetic: 0, real: 0 };
  for await (const { origin } of samples) counts[origin.real ? 'real' : 'synthetic']++;
  const of = options.of ?? (counts.synthetic > 0 ? 'synthetic' : 'real');
  const named = [...new Set([...(options.fields ?? []), ...Object.keys(options.asked)])];
  const tallies = new Map(named.map((field) => [field, emptyTally([...askedShares(options.asked[field]).keys()])]));
  for await (const { data, origin } of samples) {
    signal.throwIfAborted();
    if (of !== 'all' && (of === 'real') !== origin.real) continue;
    for (const [field, value] of Object.entries(data)) {
      if (options.fields === undefined && !tallies.has(field)) tallies.set(field, emptyTally());
      const tally = tallies.get(field);
      if (tally !== undefined) count(tally, value, options.asked[field] !== undefined);
    }
  }
  return { ...counts, tallies, described: of === 'all' ? counts.synthetic + counts.real : counts[of] };
}

function* tellField(
  field: string,
  { tally, described, asked }: { tally: Tally; described: number; asked: Weights | undefined },
): Iterable<Outcome> {
  const present = tally.types.values().reduce((sum, each) => sum + each, 0);
  for (const [type, samples] of tally.types) yield measure('type', samples, 'samples', { field, type });
  yield measure('missing', described - present, 'samples', { field });
  const classes = isClass(tally, present) || asked !== undefined ? tally.classes : undefined;
  yield* classes !== undefined ? tellClasses(field, classes, asked) : tellTexts(field, tally);
  if (tally.numbers.size > 0) yield* tellNumbers(field, tally.numbers.sorted(), classes === undefined);
}

/** Few values, each twice or more on average: a class. */
const isClass = ({ classes, types }: Tally, present: number): boolean =>
  classes !== undefined && classes.size > 0 && (types.has('boolean') || classes.size * 2 <= present);

function* tellTexts(field: string, { characters, words, vocabulary }: Tally): Iterable<Outcome> {
  if (words.size === 0) return;
  for (const [of, column] of [['words', words] as const, ['characters', characters] as const]) {
    const lengths = column.sorted();
    yield measure('mean-length', meanAndSpread(lengths).mean, of, { field, of });
    for (const q of QUANTILES) yield measure('length', quantile(lengths, q), of, { field, of, quantile: `${q}` });
    for (const { from, to, count } of histogram(lengths, 1))
      yield measure('length-histogram', count, 'samples', { field, of, from: `${from}`, to: `${to}` });
  }
  yield measure(
    'words',
    words.sorted().reduce((sum, each) => sum + each, 0),
    'words',
    { field },
  );
  yield measure('vocabulary', vocabulary.size, 'words', { field });
}

function* tellNumbers(field: string, numbers: Float64Array, draw: boolean): Iterable<Outcome> {
  const { mean, sd } = meanAndSpread(numbers);
  yield measure('mean', mean, 'value', { field });
  yield measure('sd', sd, 'value', { field });
  yield measure('min', numbers[0]!, 'value', { field });
  yield measure('max', numbers.at(-1)!, 'value', { field });
  for (const q of QUANTILES) yield measure('quantile', quantile(numbers, q), 'value', { field, quantile: `${q}` });
  if (!draw) return;
  for (const { from, to, count } of histogram(numbers))
    yield measure('histogram', count, 'samples', { field, from: `${from}`, to: `${to}` });
}

function* tellClasses(field: string, counts: ReadonlyMap<string, number>, asked: Weights | undefined) {
  const wanted = askedShares(asked);
  const got = sharesOf(counts);
  const order = [...got.keys()].sort((a, b) => got.get(b)! - got.get(a)! || (a < b ? -1 : 1));
  for (const value of order) {
    yield measure('share', got.get(value)!, 'ratio', { field, value });
    if (asked !== undefined) yield measure('asked-share', wanted.get(value) ?? 0, 'ratio', { field, value });
  }
  yield measure(
    'classes',
    counts
      .values()
      .filter((each) => each > 0)
      .toArray().length,
    'values',
    { field },
  );
  yield measure('evenness', evenness(got), 'ratio', { field });
  if (asked !== undefined) yield measure('total-variation', totalVariation(wanted, got), 'ratio', { field });
}

function askedShares(asked: Weights = []): Map<string, number> {
  return sharesOf(new Map(Array.isArray(asked) ? asked.map((value) => [value, 1]) : Object.entries(asked)));
}
