import { expect, test } from 'vitest';
import { drawLogNormal, drawOnGrid, drawPoisson, drawWithin, rounded } from './distributions.ts';
import { drawNormal, seededRandom } from './random.ts';

const many = (draw: (random: () => number) => number, n = 20_000) => {
  const random = seededRandom('distributions');
  return Array.from({ length: n }, () => draw(random));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => value ** 2)) - mean(values) ** 2;

test.each([0, 0.5, 4, 30, 95])('Poisson of rate %d has its mean and its variance', (rate) => {
  const values = many((random) => drawPoisson(random, rate));
  const error = 5 * Math.sqrt(Math.max(rate, 0.01) / values.length);
  expect(Math.abs(mean(values) - rate)).toBeLessThan(error);
  expect(Math.abs(variance(values) - rate)).toBeLessThan(Math.max(0.05, rate * 0.06));
});

test('log-normal: the logarithm is normal', () => {
  const logs = many((random) => Math.log(drawLogNormal(random, 2, 0.5)));
  expect(mean(logs)).toBeCloseTo(2, 1);
  expect(variance(logs)).toBeCloseTo(0.25, 1);
});

test('a grid holds both ends, each value as likely', () => {
  const values = many((random) => drawOnGrid(random, { min: 0.1, max: 0.3, decimals: 1 }));
  expect([...new Set(values)].sort()).toEqual([0.1, 0.2, 0.3]);
  for (const value of [0.1, 0.2, 0.3])
    expect(Math.abs(values.filter((each) => each === value).length / values.length - 1 / 3)).toBeLessThan(0.02);
});

test('bounds are kept by drawing again, so that nothing heaps up at them', () => {
  const values = many((random) => drawWithin(() => drawNormal(random), -1, 1), 5000);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
  expect(values.filter((value) => Math.abs(value) === 1)).toEqual([]);
  expect(drawWithin(() => 9, 0, 1)).toBe(1);
});

test('rounding gives clean decimals', () => {
  expect([rounded(0.1 + 0.2, 2), rounded(-0.001, 1), rounded(2.5, 0)]).toEqual([0.3, 0, 3]);
  expect(Object.is(rounded(-0.001, 1), 0)).toBe(true);
});
