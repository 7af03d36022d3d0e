/** Logistic regression on many features, for two classes or more, fitted to its optimum: the same weights every time. */
import { type Classifier, softmax } from './classifier.ts';
import { minimise } from './lbfgs.ts';
import { compactRows, countRows, type Rows } from './rows.ts';

/** Its scores are linear in a row: `weights[column × classes + class]`, and behind the columns an intercept a class. */
export interface LinearModel extends Classifier {
  readonly width: number;
  readonly weights: Float64Array;
}

export interface LinearSettings {
  readonly classes: number;
  /** Strength of the L2 penalty on the weights (not on the intercepts), in units of one row; > 0. 1 when absent. */
  readonly l2?: number;
  /** How often each row counts, ≥ 0; once when absent. */
  readonly rowWeights?: ArrayLike<number>;
  /**
   * It stops where no slope is steeper than this share of the steepest there is before anything but how common the classes
   * are is known. Not of the rows: where two labels in five are wrong all slopes are small, and are all there is to learn.
   * 3e-3 when absent, which is enough to classify.
   */
  readonly tolerance?: number;
  readonly steps?: number;
  /** Weights to begin with; zeros when absent. The optimum is the same. */
  readonly start?: Float64Array;
}

/**
 * Minimises Σ weight × cross-entropy + l2 / 2 × |weights|² by L-BFGS. With rows of embeddings it is a linear probe.
 * Columns that no row has keep the weight 0, and cost nothing.
 * @param labels class of each row, from 0.
 */
export function fitLinear(rows: Rows, labels: ArrayLike<number>, settings: LinearSettings): LinearModel {
  const { classes, tolerance = 3e-3, steps } = settings;
  const used = compactRows(rows);
  const evaluate = (weights: Float64Array, gradient: Float64Array) =>
    linearLoss({ rows: used.rows, labels, settings }, weights, gradient);
  const ignorant = ignorantWeights(labels, settings, used.kept.length);
  const slopes = new Float64Array(ignorant.length);
  evaluate(ignorant, slopes);
  const steepest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  const start = settings.start === undefined ? ignorant : movedWeights(settings.start, { ...used, classes });
  const limits = { tolerance: tolerance * steepest, ...(steps === undefined ? {} : { steps }) };
  const found = minimise(evaluate, start, limits);
  const weights = new Float64Array((rows.width + 1) * classes);
  for (const [place, column] of [...used.kept, rows.width].entries())
    weights.set(found.subarray(place * classes, (place + 1) * classes), column * classes);
  return linearModel(weights, { classes, width: rows.width });
}

/** All 0 but the intercepts, which say how common the classes are. A class that none has counts as half a row. */
function ignorantWeights(
  labels: ArrayLike<number>,
  { classes, rowWeights }: Pick<LinearSettings, 'classes' | 'rowWeights'>,
  width: number,
): Float64Array {
  const often = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) often[labels[row]!]! += rowWeights?.[row] ?? 1;
  const weights = new Float64Array((width + 1) * classes);
  weights.set(
    often.map((count) => Math.log(Math.max(0.5, count))),
    width * classes,
  );
  const mean = weights.subarray(width * classes).reduce((sum, value) => sum + value, 0) / classes;
  for (let each = 0; each < classes; each++) weights[width * classes + each]! -= mean;
  return weights;
}

/** The weights of the columns that are used, and the intercepts. */
function movedWeights(weights: Float64Array, { kept, classes }: { kept: Uint32Array; classes: number }): Float64Array {
  const out = new Float64Array((kept.length + 1) * classes);
  for (const [place, column] of kept.entries())
    out.set(weights.subarray(column * classes, (column + 1) * classes), place * classes);
  out.set(weights.subarray(weights.length - classes), kept.length * classes);
  return out;
}

export const linearModel = (weights: Float64Array, { classes, width }: Pick<LinearModel, 'classes' | 'width'>) => ({
  weights,
  classes,
  width,
  score: (rows: Rows, row: number, out: Float64Array) => scoreRow(weights, rows, { row, out }),
});

/** Writes W·x + intercept of a row to `out`, which has an entry a class. */
export function scoreRow(
  weights: Float64Array,
  { starts, columns, values, width }: Rows,
  { row, out }: { readonly row: number; readonly out: Float64Array },
): void {
  const classes = out.length;
  for (let each = 0; each < classes; each++) out[each] = weights[width * classes + each]!;
  if (classes === 2) {
    scorePair(weights, { starts, columns, values }, { row, out });
    return;
  }
  for (let k = starts[row]!; k < starts[row + 1]!; k++) {
    const from = columns[k]! * classes;
    const value = values[k]!;
    for (let each = 0; each < classes; each++) out[each]! += value * weights[from + each]!;
  }
}

/** Two classes are the usual case: without the inner loop it takes half the time. */
function scorePair(
  weights: Float64Array,
  { starts, columns, values }: Omit<Rows, 'width'>,
  { row, out }: { readonly row: number; readonly out: Float64Array },
): void {
  let [first, second] = [0, 0];
  for (let k = starts[row]!; k < starts[row + 1]!; k++) {
    const from = columns[k]! * 2;
    first += values[k]! * weights[from]!;
    second += values[k]! * weights[from + 1]!;
  }
  out[0]! += first;
  out[1]! += second;
}

/** Adds the outer product of a row and `slopes` (an entry a class) to a table of the weights' form. */
export function addOuter(
  onto: Float64Array,
  { starts, columns, values, width }: Rows,
  { row, slopes }: { readonly row: number; readonly slopes: Float64Array },
): void {
  const classes = slopes.length;
  for (let each = 0; each < classes; each++) onto[width * classes + each]! += slopes[each]!;
  for (let k = starts[row]!; k < starts[row + 1]!; k++) {
    const from = columns[k]! * classes;
    const value = values[k]!;
    for (let each = 0; each < classes; each++) onto[from + each]! += value * slopes[each]!;
  }
}

export interface LinearProblem {
  readonly rows: Rows;
  readonly labels: ArrayLike<number>;
  readonly settings: Pick<LinearSettings, 'classes' | 'l2' | 'rowWeights'>;
}

/** The loss that `fitLinear` minimises; its slopes are written to `gradient`. */
export function linearLoss(
  { rows, labels, settings: { classes, l2 = 1, rowWeights } }: LinearProblem,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  let loss = 0;
  gradient.fill(0);
  const slopes = new Float64Array(classes);
  for (let row = 0; row < countRows(rows); row++) {
    const weight = rowWeights?.[row] ?? 1;
    if (weight === 0) continue;
    scoreRow(weights, rows, { row, out: slopes });
    const own = slopes[labels[row]!]!;
    loss += weight * (softmax(slopes) - own);
    slopes[labels[row]!]! -= 1;
    for (let each = 0; each < classes; each++) slopes[each]! *= weight;
    addOuter(gradient, rows, { row, slopes });
  }
  const penalised = rows.width * classes;
  for (let at = 0; at < penalised; at++) {
    loss += (l2 / 2) * weights[at]! ** 2;
    gradient[at]! += l2 * weights[at]!;
  }
  return loss;
}
