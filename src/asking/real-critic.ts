/** Critics that learn real from synthetic texts, each without those that it will judge, and how well they can. */
import { type AucInterval, aucOf } from '../learn/auc.ts';
import { fitTemperature } from '../learn/calibration.ts';
import { crossFit, foldOf } from '../learn/cross-fit.ts';
import { fitLinear, type LinearModel } from '../learn/linear.ts';
import { besideRows, type Rows, rowsOfVectors, takeRows } from '../learn/rows.ts';
import { countWordOrder, GAPS, type WordOrder } from '../learn/word-order.ts';
import { bandOf, styleFeatures, tokenSequences } from './style-features.ts';
import type { VectorReader } from './vector-reader.ts';

/** Texts of each kind without which nothing can be learnt. */
export const LEAST_TEXTS = 20;

/** Texts of both kinds. */
export interface Pool {
  readonly texts: readonly string[];
  /** 1 where the text is real. */
  readonly labels: Uint8Array;
  /** How many are. */
  readonly real: number;
}

export interface CriticSettings {
  readonly folds: number;
  /** Texts are compared with others of about their length only. */
  readonly lengthMatched: boolean;
  readonly vectors?: VectorReader | undefined;
}

export interface RealCritic extends AucInterval {
  /** By fold; nothing where what is outside of it is of one kind only. Class 1 is real. */
  readonly models: readonly (LinearModel | undefined)[];
  /** By which their scores are divided, so that their probabilities hold for texts they have not seen. */
  readonly temperature: number;
  /** Of the pool's texts, without what tells how usual their order is, and how much each counts. */
  readonly rows: Rows;
  readonly rowWeights: Float64Array;
  /**
   * Log-odds of being real, if as many texts were real as not; 0 where nothing is known.
   * @param origins of each text, the one whose critic judges it: the one that it was rewritten from. Itself when absent.
   */
  judge(texts: readonly string[], origins?: readonly string[]): Promise<Float64Array>;
}

/** What tells texts apart for the folds: copies that differ in case, marks or white space belong together. */
const foldFor = (text: string, { folds }: CriticSettings): number =>
  foldOf(
    text
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? text.trim(),
    folds,
  );

/** The one that has not seen the text, nor a copy of it. */
export const modelFor = (
  { models }: Pick<RealCritic, 'models'>,
  text: string,
  settings: CriticSettings,
): LinearModel | undefined => models[foldFor(text, settings)];

/** Nothing where there are too few texts of a kind to learn from. */
export async function trainCritic(pool: Pool, settings: CriticSettings): Promise<RealCritic | undefined> {
  const { texts, labels, real } = pool;
  if (real < LEAST_TEXTS || texts.length - real < LEAST_TEXTS) return undefined;
  const rows = await styleFeatures(texts, settings);
  const folds = texts.map((text) => foldFor(text, settings));
  const bands = texts.map((text) => (settings.lengthMatched ? bandOf(text) : 0));
  const order = orderTables(pool, folds, settings);
  const { scores, models } = crossFit(
    (fold) => besideRows(rows, order.rowsFor(texts, { fold, folds })),
    { of: folds, count: settings.folds },
    (seen, which) =>
      fitOn(seen, {
        labels: Uint8Array.from(which, (row) => labels[row]!),
        bands: [...which].map((row) => bands[row]!),
      }),
  );
  if (scores.classes !== 2) return undefined;
  const odds = texts.map((_, row) => scores.values[2 * row + 1]! - scores.values[2 * row]!);
  const strata = folds.map((fold, row) => fold * 1000 + bands[row]!);
  const rowWeights = balanced(labels, bands);
  const temperature = fitTemperature(scores, labels, rowWeights);
  return {
    ...aucOf(odds, labels, { strata, deviations: DEVIATIONS }),
    models,
    temperature,
    rows,
    rowWeights,
    judge: judgeBy({ models, temperature, order, settings }),
  };
}

interface Bench {
  readonly models: RealCritic['models'];
  readonly temperature: number;
  readonly order: ReturnType<typeof orderTables>;
  readonly settings: CriticSettings;
}

/** Each text by the critic of its fold. */
const judgeBy =
  ({ models, temperature, order, settings }: Bench): RealCritic['judge'] =>
  async (texts, origins = texts) => {
    const style = await styleFeatures(texts, settings);
    const own = origins.map((text) => foldFor(text, settings));
    const found = new Float64Array(texts.length);
    const out = new Float64Array(2);
    for (const fold of new Set(own)) {
      const model = models[fold];
      if (model === undefined) continue;
      const rows = own.flatMap((each, row) => (each === fold ? [row] : []));
      const said = rows.map((row) => texts[row]!);
      const seen = besideRows(takeRows(style, rows), order.rowsFor(said, { fold, folds: rows.map(() => fold) }));
      for (const [at, row] of rows.entries()) {
        model.score(seen, at, out);
        found[row] = (out[1]! - out[0]!) / temperature;
      }
    }
    return found;
  };

/**
 * Standard deviations of an interval of 95 %, times √2. Where there is nothing to find each pair of texts in two folds speaks
 * twice, once when one is judged by a critic that learnt the other and once the other way round: the folds' areas then vary
 * together, and their mean has twice the variance that DeLong counts. Where there is much to find it is wider than need be.
 */
const DEVIATIONS = 1.959964 * Math.SQRT2;

/** Where nothing tells texts apart, further steps only learn the texts by heart. */
const ENOUGH = { tolerance: 0.02, steps: 60 };

interface Lesson {
  readonly labels: Uint8Array;
  readonly bands: readonly number[];
}

function fitOn(rows: Rows, { labels, bands }: Lesson): LinearModel | undefined {
  const rowWeights = balanced(labels, bands);
  return rowWeights.every((weight) => weight === 0)
    ? undefined
    : fitLinear(rows, labels, { classes: 2, rowWeights, ...ENOUGH });
}

/** Weights by which both kinds count alike in every band: a band with one kind alone counts nothing. Their mean is about 1. */
function balanced(labels: Uint8Array, bands: readonly number[]): Float64Array {
  const counts = new Map<number, [synthetic: number, real: number]>();
  for (const [row, label] of labels.entries()) {
    const own = counts.get(bands[row]!) ?? [0, 0];
    own[label === 1 ? 1 : 0]++;
    counts.set(bands[row]!, own);
  }
  return Float64Array.from(labels, (label, row) => {
    const [synthetic, real] = counts.get(bands[row]!)!;
    return synthetic === 0 || real === 0 ? 0 : (synthetic + real) / (2 * (label === 1 ? real : synthetic));
  });
}

interface Seeing {
  /** Of the critic that looks. */
  readonly fold: number;
  /** Of each text. */
  readonly folds: readonly number[];
}

/** How usual the order of a text is among the synthetic and among the real ones of other folds, for each kind of token. */
function orderTables({ texts, labels }: Pool, folds: readonly number[], { folds: count }: CriticSettings) {
  const tables: readonly (readonly WordOrder[])[] = [0, 1].map(() =>
    tokenSequences('').map(() => countWordOrder(count)),
  );
  for (const [row, text] of texts.entries())
    for (const [kind, tokens] of tokenSequences(text).entries()) tables[labels[row]!]![kind]!.add(tokens, folds[row]!);
  const fits = (text: string, without: readonly [number, number]): Float64Array => {
    const sequences = tokenSequences(text);
    const out = new Float64Array(2 * sequences.length * GAPS.length);
    for (const [side, own] of tables.entries())
      for (const [kind, table] of own.entries()) {
        const from = (side * sequences.length + kind) * GAPS.length;
        table.fit(sequences[kind]!, without, out.subarray(from, from + GAPS.length));
      }
    return out;
  };
  return {
    rowsFor: (given: readonly string[], { fold, folds: own }: Seeing): Rows =>
      rowsOfVectors(given.map((text, row) => fits(text, [fold, own[row]!]))),
  };
}
