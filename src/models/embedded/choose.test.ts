import type { Token } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { lowered, pick, tailLogprobs } from './choose.ts';

const t = (...numbers: number[]) => numbers as Token[];
const shares = (...pairs: [number, number][]): ReadonlyMap<Token, number> => new Map(pairs as [Token, number][]);

test('taking the lift off gives the model’s own probabilities back', () => {
  const own = new Map([
    [1, 0.7],
    [2, 0.2],
    [3, 0.1],
  ]);
  const lift = Math.exp(30);
  const weights = [...own].map(([token, share]) => [token, token === 1 ? share : share * lift] as const);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const seen = new Map(weights.map(([token, weight]) => [token as Token, weight / sum]));
  const back = lowered(seen, t(2, 3));
  expect(back.get(2 as Token)).toBeCloseTo(0.2, 10);
  expect(back.get(3 as Token)).toBeCloseTo(0.1, 10);
});

test('a choice is as likely as its tokens one after another', () => {
  const tails = [t(1, 2), t(3)];
  const known = new Map([
    ['', shares([1, 0.5], [3, 0.25])],
    ['1', shares([2, 0.1])],
  ]);
  const [long, short] = tailLogprobs(tails, known);
  expect(Math.exp(long!.total)).toBeCloseTo(0.05);
  expect(Math.exp(short!.total)).toBeCloseTo(0.25);
  expect(long!.steps).toHaveLength(2);
});

test('a choice that another goes on from must also end there', () => {
  const known = new Map([
    ['', shares([1, 0.8])],
    ['1', shares([2, 0.75])],
  ]);
  const [short, long] = tailLogprobs([t(1), t(1, 2)], known);
  expect(Math.exp(short!.total)).toBeCloseTo(0.2);
  expect(Math.exp(long!.total)).toBeCloseTo(0.6);
});

test('temperature 0 takes the likeliest, above it the seed draws by the shares', () => {
  expect(pick([0.2, 0.5, 0.3], 0, 1)).toBe(1);
  const counts = [0, 0, 0];
  for (let seed = 0; seed < 3000; seed++) counts[pick([0.2, 0.5, 0.3], 1, seed)]!++;
  // 3,000 draws: three standard deviations are 0.027.
  [0.2, 0.5, 0.3].forEach((share, at) => {
    expect(Math.abs(counts[at]! / 3000 - share)).toBeLessThan(0.027);
  });
  expect(pick([0.2, 0.5, 0.3], 1, 7)).toBe(pick([0.2, 0.5, 0.3], 1, 7));
});
