/**
 * Weights of samples, learnt so that a model trained on the weighted samples does well on others by a loss that wrong labels
 * hardly move. No label needs to be known as right.
 * Source: Gao et al. 2023, Self-Guided Noise-Free Data Generation for Efficient Zero-Shot Learning (SunGen, arXiv 2205.12679),
 * §3.2 and algorithm 1. There the inner model is cut short and the inverse of its second derivatives left out; a linear one
 * can be fitted to its optimum, so that the gradient here is the whole one, by the implicit function theorem.
 */
import { softmax } from './classifier.ts';
import { foldRows } from './cross-fit.ts';
import { addTimes, product } from './lbfgs.ts';
import { addOuter, fitLinear, type LinearModel, type LinearSettings, scoreRow } from './linear.ts';
import { compactRows, countRows, type Rows, takeRows } from './rows.ts';

export interface BilevelSettings extends Required<Pick<LinearSettings, 'classes' | 'l2'>> {
  /** The part of each row; each in turn is the outer set, and the others are trained on. */
  readonly folds: ArrayLike<number>;
  /** Times that every part is the outer set. */
  readonly rounds: number;
  /** How far a weight's log-odds move a step, at most. */
  readonly rate: number;
}

/**
 * A weight in (0, 1) for each row; 0.5 where the outer sets say nothing about it.
 * @param labels class of each row, from 0; some of them wrong.
 */
export function learnWeights(given: Rows, labels: ArrayLike<number>, settings: BilevelSettings): Float64Array {
  const { folds, rounds } = settings;
  const { rows } = compactRows(given);
  let parts = 0;
  for (let row = 0; row < folds.length; row++) parts = Math.max(parts, folds[row]! + 1);
  const odds = new Float64Array(countRows(rows));
  const splits = Array.from({ length: parts }, (_, part) => splitOf({ rows, labels, folds }, part));
  const starts: (Float64Array | undefined)[] = splits.map(() => undefined);
  for (let round = 0; round < rounds; round++) {
    const move = new Float64Array(odds.length);
    for (const [part, split] of splits.entries()) {
      if (split.outer.labels.length === 0 || split.inner.labels.length === 0) continue;
      const weights = Float64Array.from(split.which, (row) => logistic(odds[row]!));
      const { gradient, student } = outerGradient(split, weights, {
        ...settings,
        start: starts[part],
        tolerance: ENOUGH,
      });
      starts[part] = student.weights;
      for (const [at, row] of split.which.entries()) move[row]! += gradient[at]! * weights[at]! * (1 - weights[at]!);
    }
    step(odds, move, settings.rate);
  }
  return odds.map(logistic);
}

/** A step needs the direction, not its last digits. */
const ENOUGH = 1e-2;

const logistic = (odds: number) => 1 / (1 + Math.exp(-odds));

/** Moves against the gradient, scaled so that the typical (root mean square) move is half the greatest, and cut there. */
function step(odds: Float64Array, move: Float64Array, rate: number): void {
  const typical = Math.sqrt(product(move, move) / Math.max(1, move.length));
  if (typical === 0) return;
  for (let row = 0; row < odds.length; row++) {
    const wanted = (-rate / 2) * (move[row]! / typical);
    odds[row] = Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds[row]! + Math.max(-rate, Math.min(rate, wanted))));
  }
}

/** A weight stays between 0.0025 and 0.9975, where it can still move. */
const MOST_ODDS = 6;

interface Labelled {
  readonly rows: Rows;
  readonly labels: Uint32Array;
}

export interface Split {
  readonly inner: Labelled;
  readonly outer: Labelled;
  /** Numbers of the inner rows among all. */
  readonly which: Uint32Array;
}

function splitOf(
  { rows, labels, folds }: { rows: Rows; labels: ArrayLike<number>; folds: ArrayLike<number> },
  part: number,
): Split {
  const { inside, outside } = foldRows(folds, part);
  const of = (which: Uint32Array): Labelled => ({
    rows: takeRows(rows, which),
    labels: which.map((row) => labels[row]!),
  });
  return { inner: of(outside), outer: of(inside), which: outside };
}

interface GradientSettings extends Pick<BilevelSettings, 'classes' | 'l2'> {
  readonly start?: Float64Array | undefined;
  readonly tolerance?: number;
}

/**
 * How the outer loss of the student changes with each inner row's weight, and that student.
 * With the student's optimum θ(w), second derivatives H and the outer slopes g: ∂L/∂wᵢ = −∇ℓᵢ(θ) · H⁻¹ g.
 */
export function outerGradient(
  { inner, outer }: Split,
  weights: Float64Array,
  { classes, l2, start, tolerance = 1e-4 }: GradientSettings,
): { readonly gradient: Float64Array; readonly student: LinearModel; readonly loss: number } {
  const fitting = { classes, l2, rowWeights: weights, tolerance, ...(start === undefined ? {} : { start }) };
  const student = fitLinear(inner.rows, inner.labels, fitting);
  const { loss, slopes } = robustLoss(student, outer);
  const curvature = curvatureOf(student, inner, { weights, l2 });
  const direction = solve(curvature, slopes, tolerance);
  const chances = new Float64Array(classes);
  const along = new Float64Array(classes);
  const gradient = weights.map((_, row) => {
    student.score(inner.rows, row, chances);
    softmax(chances);
    chances[inner.labels[row]!]! -= 1;
    scoreRow(direction, inner.rows, { row, out: along });
    return -product(chances, along);
  });
  return { gradient, student, loss };
}

/** ln 0 is read as this; it only scales the loss (Wang et al. 2019, Symmetric Cross Entropy, arXiv 1908.06112, §3.2). */
const LOG_OF_NOTHING = -4;

/** Mean reverse cross-entropy, −Σ p(class) ln 1[class is the label] = 4 × (1 − p(label)), and its slopes in the weights. */
export function robustLoss(student: LinearModel, { rows, labels }: Labelled): { loss: number; slopes: Float64Array } {
  const slopes = new Float64Array(student.weights.length);
  const chances = new Float64Array(student.classes);
  const scale = -LOG_OF_NOTHING / labels.length;
  let loss = 0;
  for (const [row, label] of labels.entries()) {
    student.score(rows, row, chances);
    softmax(chances);
    const own = chances[label]!;
    loss += scale * (1 - own);
    for (let each = 0; each < chances.length; each++)
      chances[each] = scale * own * (chances[each]! - (each === label ? 1 : 0));
    addOuter(slopes, rows, { row, slopes: chances });
  }
  return { loss, slopes };
}

/** Gives the product of the inner loss's second derivatives with a direction. */
function curvatureOf(
  { classes, width, score }: LinearModel,
  { rows }: Labelled,
  { weights, l2 }: { readonly weights: Float64Array; readonly l2: number },
): (direction: Float64Array) => Float64Array {
  const count = countRows(rows);
  const chances = new Float64Array(count * classes);
  for (let row = 0; row < count; row++) {
    const own = chances.subarray(row * classes, (row + 1) * classes);
    score(rows, row, own);
    softmax(own);
  }
  const along = new Float64Array(classes);
  return (direction) => {
    // intercepts are not penalised; a trace of a penalty makes their part of H invertible too
    const out = direction.map((value, at) => (at < width * classes ? l2 : 1e-6) * value);
    for (let row = 0; row < count; row++) {
      const own = chances.subarray(row * classes, (row + 1) * classes);
      scoreRow(direction, rows, { row, out: along });
      const mean = product(own, along);
      for (let each = 0; each < classes; each++) along[each] = weights[row]! * own[each]! * (along[each]! - mean);
      addOuter(out, rows, { row, slopes: along });
    }
    return out;
  };
}

/** Conjugate gradients (Hestenes and Stiefel 1952), until the rest is that share of what is asked. */
function solve(
  times: (direction: Float64Array) => Float64Array,
  wanted: Float64Array,
  tolerance: number,
): Float64Array {
  const found = new Float64Array(wanted.length);
  const rest = wanted.slice();
  let direction = rest.slice();
  let size = product(rest, rest);
  const enough = size * (10 * tolerance) ** 2;
  for (let step = 0; step < MOST_CONJUGATE && size > enough; step++) {
    const bent = times(direction);
    const length = size / product(direction, bent);
    addTimes(found, length, direction);
    addTimes(rest, -length, bent);
    const next = product(rest, rest);
    direction = rest.map((value, at) => value + (next / size) * direction[at]!);
    size = next;
  }
  return found;
}

/** A direction for a step of weights needs no more; small problems are solved exactly long before. */
const MOST_CONJUGATE = 30;
