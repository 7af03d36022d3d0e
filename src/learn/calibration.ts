/** Whether probabilities mean what they say, and how to make them. */
import { type ClassTable, probabilitiesOf } from './classifier.ts';

/**
 * The temperature at which scores fit the labels best: above 1 for a model that is too sure.
 * Source: Guo et al. 2017, On Calibration of Modern Neural Networks (arXiv 1706.04599), §4.2: the least negative
 * log-likelihood, which has one minimum in 1 / temperature. From 0.01 to 100; 1 for no rows. As if one row in rows + 2 had
 * another label (Platt 1999, Probabilistic Outputs for Support Vector Machines, §2.2): without it a few rows that are all
 * judged rightly would make whatever comes next certain.
 */
export function fitTemperature(scores: ClassTable, labels: ArrayLike<number>, rowWeights?: ArrayLike<number>): number {
  if (scores.values.length === 0) return 1;
  let [low, high] = [Math.log(0.01), Math.log(100)];
  const slope = (inverse: number) => slopeAt(scores, { labels, rowWeights }, inverse);
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (slope(Math.exp(middle)) > 0) high = middle;
    else low = middle;
  }
  return Math.exp(-(low + high) / 2);
}

interface Weighed {
  readonly labels: ArrayLike<number>;
  readonly rowWeights: ArrayLike<number> | undefined;
}

/** Slope of the negative log-likelihood in 1 / temperature: Σ (expected score − score that is aimed at). */
function slopeAt(scores: ClassTable, { labels, rowWeights }: Weighed, inverse: number): number {
  const { values, classes } = scores;
  const chances = probabilitiesOf(scores, 1 / inverse).values;
  const doubt = 1 / (values.length / classes + 2);
  let slope = 0;
  for (let row = 0; row * classes < values.length; row++) {
    let difference = 0;
    for (let each = 0; each < classes; each++) {
      const aim = each === labels[row] ? 1 - doubt : doubt / Math.max(1, classes - 1);
      difference += (chances[row * classes + each]! - aim) * values[row * classes + each]!;
    }
    slope += (rowWeights?.[row] ?? 1) * difference;
  }
  return slope;
}

/** One band of how sure a model was. */
export interface SureBand {
  readonly rows: number;
  /** Mean probability of the likeliest class. */
  readonly sure: number;
  /** Share of rows in which it was right. */
  readonly right: number;
}

/**
 * Expected calibration error (Naeini et al. 2015): how far mean certainty and share of right answers lie apart, over
 * bands of one width of the probability of the likeliest class. 0 to 1; 0 for no rows.
 */
export function calibrationError(probabilities: ClassTable, labels: ArrayLike<number>, bands = 15): number {
  const rows = probabilities.values.length / probabilities.classes;
  return sureBands(probabilities, labels, bands).reduce(
    (sum, band) => sum + (band.rows / Math.max(1, rows)) * Math.abs(band.sure - band.right),
    0,
  );
}

/** Bands that hold rows, the least sure first. */
export function sureBands({ values, classes }: ClassTable, labels: ArrayLike<number>, bands = 15): SureBand[] {
  const sums = Array.from({ length: bands }, () => ({ rows: 0, sure: 0, right: 0 }));
  for (let row = 0; row * classes < values.length; row++) {
    const own = values.subarray(row * classes, (row + 1) * classes);
    const best = own.reduce((first, value, at) => (value > own[first]! ? at : first), 0);
    const band = sums[Math.min(bands - 1, Math.floor(own[best]! * bands))]!;
    band.rows++;
    band.sure += own[best]!;
    if (best === labels[row]) band.right++;
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ rows, sure, right }) => ({ rows, sure: sure / rows, right: right / rows }));
}

/** Mean of −ln of the probability of the label, each row counting by its weight; at most 700 a row. 0 for no rows. */
export function logLoss(
  { values, classes }: ClassTable,
  labels: ArrayLike<number>,
  rowWeights?: ArrayLike<number>,
): number {
  let [loss, counted] = [0, 0];
  for (let row = 0; row * classes < values.length; row++) {
    const weight = rowWeights?.[row] ?? 1;
    loss -= weight * Math.log(Math.max(1e-304, values[row * classes + labels[row]!]!));
    counted += weight;
  }
  return counted === 0 ? 0 : loss / counted;
}
