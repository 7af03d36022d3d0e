import { expect, test } from 'vitest';
import { drawNormal, seededRandom } from '../math/random.ts';
import { accuracyOf, likeliestOf, probabilitiesOf, scoresOf } from './classifier.ts';
import { fitFtrl } from './ftrl.ts';
import { minimise } from './lbfgs.ts';
import { fitLinear, linearLoss } from './linear.ts';
import { fitLogistic } from './logistic.ts';
import { fitNaiveBayes } from './naive-bayes.ts';
import { makeNeighbours } from './neighbours.ts';
import { choosePenalty } from './penalty.ts';
import { rowsOfVectors, takeRows } from './rows.ts';

const random = seededRandom('linear test');
/** Points around one centre a class. */
function clouds(many: number, spread: number, centres: readonly (readonly number[])[]) {
  const labels = Array.from({ length: many }, (_, row) => row % centres.length);
  const vectors = labels.map((label) => centres[label]!.map((value) => value + spread * drawNormal(random)));
  return { rows: rowsOfVectors(vectors), vectors, labels };
}
const CENTRES = [
  [2, 0, 0],
  [0, 2, 0],
  [0, 0, 2],
];

test('L-BFGS finds the minimum of Rosenbrock’s valley', () => {
  const point = minimise(
    ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x!) - 400 * x! * (y! - x! * x!);
      gradient[1] = 200 * (y! - x! * x!);
      return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
    },
    Float64Array.from([-1.2, 1]),
    { tolerance: 1e-9 },
  );
  expect(point[0]).toBeCloseTo(1, 7);
  expect(point[1]).toBeCloseTo(1, 7);
});

test('the slopes of the loss are those that differences show', () => {
  const { rows, labels } = clouds(20, 1, CENTRES);
  const settings = { classes: 3, l2: 0.7, rowWeights: Array.from({ length: 20 }, () => random()) };
  const weights = Float64Array.from({ length: 12 }, () => drawNormal(random));
  const gradient = new Float64Array(12);
  const loss = (at: Float64Array) => linearLoss({ rows, labels, settings }, at, new Float64Array(12));
  linearLoss({ rows, labels, settings }, weights, gradient);
  for (const [at, slope] of gradient.entries()) {
    const [up, down] = [1e-5, -1e-5].map((by) =>
      loss(weights.map((value, each) => (each === at ? value + by : value))),
    );
    expect(slope).toBeCloseTo((up! - down!) / 2e-5, 5);
  }
});

test('two classes: the same probabilities as Newton’s method finds', () => {
  const { rows, vectors, labels } = clouds(200, 1.5, [
    [1, 0],
    [0, 1],
  ]);
  const { weights } = fitLogistic({ values: Float64Array.from(vectors.flat()), width: 2 }, labels, { l2: 0.5 });
  // a penalty on both classes' weights is one of half the strength on their difference
  const model = fitLinear(rows, labels, { classes: 2, l2: 1, tolerance: 1e-9 });
  for (const at of [0, 1, 2]) expect(model.weights[2 * at + 1]! - model.weights[2 * at]!).toBeCloseTo(weights[at]!, 4);
});

test('a row of weight 2 counts as two, and one of weight 0 not at all', () => {
  const settings = { classes: 2, tolerance: 1e-9 };
  const twice = fitLinear(rowsOfVectors([[1], [1], [-1]]), [1, 1, 0], settings);
  const weighed = fitLinear(rowsOfVectors([[1], [-1], [9]]), [1, 0, 0], { ...settings, rowWeights: [2, 1, 0] });
  for (const [at, weight] of twice.weights.entries()) expect(weighed.weights[at]).toBeCloseTo(weight, 6);
});

test('every learner tells three clouds apart, the same each time', () => {
  const train = clouds(300, 0.5, CENTRES);
  const test = clouds(150, 0.5, CENTRES);
  const learners = [
    () => fitLinear(train.rows, train.labels, { classes: 3 }),
    () => fitFtrl(train.rows, train.labels, { classes: 3, random: seededRandom('order') }),
    () => makeNeighbours(train.rows, train.labels, { classes: 3 }),
  ];
  for (const learn of learners) {
    const scores = scoresOf(learn(), test.rows);
    expect(accuracyOf(scores, test.labels)).toBeGreaterThan(0.96);
    expect(scoresOf(learn(), test.rows)).toEqual(scores);
    const { values } = probabilitiesOf(scores);
    for (let row = 0; row < 150; row++)
      expect(values[3 * row]! + values[3 * row + 1]! + values[3 * row + 2]!).toBeCloseTo(1, 10);
  }
});

test('FTRL: an L1 penalty leaves columns that tell nothing at exactly 0', () => {
  const labels = Array.from({ length: 400 }, (_, row) => row % 2);
  const rows = rowsOfVectors(labels.map((label) => [label === 1 ? 1 : -1, 0.2 * drawNormal(random)]));
  const { weights } = fitFtrl(rows, labels, { classes: 2, random: seededRandom('l1'), l1: 5 });
  expect(Math.abs(weights[0]!)).toBeGreaterThan(0.3);
  expect([weights[2], weights[3]]).toEqual([0, 0]);
});

test('naive Bayes: as worked out by hand (Manning et al. 2008, example 13.1)', () => {
  // Chinese, Beijing, Shanghai, Macao, Tokyo, Japan
  const rows = rowsOfVectors([
    [2, 1, 0, 0, 0, 0],
    [2, 0, 1, 0, 0, 0],
    [1, 0, 0, 1, 0, 0],
    [1, 0, 0, 0, 1, 1],
    [3, 0, 0, 0, 1, 1],
  ]);
  const labels = [0, 0, 0, 1];
  const four = { ...rows, starts: rows.starts.slice(0, 5) };
  const model = fitNaiveBayes(four, labels, { classes: 2 });
  const given = (word: number, label: number) => Math.exp(model.weights[2 * word + label]!);
  expect([given(0, 0), given(4, 0), given(0, 1), given(4, 1)]).toEqual(
    [6 / 14, 1 / 14, 2 / 9, 2 / 9].map((value) => expect.closeTo(value, 12)),
  );
  expect(likeliestOf(scoresOf(model, rows))[4]).toBe(0);
});

test('neighbours: the nearest decide; a row like none has no opinion', () => {
  const known = rowsOfVectors([
    [1, 0, 0],
    [0.9, 0.1, 0],
    [0, 1, 0],
  ]);
  const nearest = makeNeighbours(known, [0, 0, 1], { classes: 2, k: 1 });
  const asked = rowsOfVectors([
    [5, 1, 0],
    [0, 2, 0],
    [0, 0, 1],
  ]);
  const { values } = probabilitiesOf(scoresOf(nearest, asked));
  expect([...likeliestOf(scoresOf(nearest, asked))]).toEqual([0, 1, 0]);
  expect(values[2]).toBeCloseTo(0.25 / 1.5, 10);
  expect([values[4], values[5]]).toEqual([0.5, 0.5]);
});

test('the penalty is greater where there is more noise, and rows of weight 0 have no say', () => {
  // two columns that tell the class, and sixty that tell nothing
  const noise = () => Array.from({ length: 60 }, () => drawNormal(random));
  const truth = Array.from({ length: 240 }, (_, row) => row % 2);
  const rows = rowsOfVectors(truth.map((label) => [label ? 3 : -3, label ? 2 : -2, ...noise()]));
  const spoilt = truth.map((label) => (random() < 0.35 ? 1 - label : label));
  const folds = truth.map((_, row) => Math.floor(row / 2) % 3);
  const clean = choosePenalty(rows, truth, { classes: 2, folds });
  expect(choosePenalty(rows, spoilt, { classes: 2, folds })).toBeGreaterThan(clean);
  const rowWeights = spoilt.map((label, row) => (label === truth[row] ? 1 : 0));
  const right = [...truth.keys()].filter((row) => rowWeights[row] === 1);
  const alone = { classes: 2, folds: right.map((row) => folds[row]!) };
  const own = right.map((row) => truth[row]!);
  expect(choosePenalty(rows, spoilt, { classes: 2, folds, rowWeights })).toBe(
    choosePenalty(takeRows(rows, right), own, alone),
  );
  expect(choosePenalty(rows, truth, { classes: 2, folds: truth.map(() => 1) })).toBe(1);
});
