import { expect, test } from 'vitest';
import { drawIndex, seededRandom, shuffled } from '../math/random.ts';
import { countWordOrder, GAPS } from './word-order.ts';

const random = seededRandom('word order');
/** Twelve tokens of which each even one is followed by the odd one above it. */
const usual = () => Array.from({ length: 6 }, () => 2 * drawIndex(random, 30)).flatMap((token) => [token, token + 1]);
const fitOf = (
  order: ReturnType<typeof countWordOrder>,
  tokens: readonly number[],
  without: [number, number] = [9, 9],
) => {
  const out = new Float64Array(GAPS.length);
  order.fit(Uint32Array.from(tokens), without, out);
  return out[0]!;
};

test('what stands as elsewhere fits, and the same tokens mixed do not', () => {
  const order = countWordOrder(2);
  for (let text = 0; text < 200; text++) order.add(Uint32Array.from(usual()), text % 2);
  const fits = Array.from({ length: 50 }, usual).map((tokens) => [
    fitOf(order, tokens),
    fitOf(order, shuffled(random, tokens)),
  ]);
  expect(fits.filter(([own, mixed]) => own! > mixed!).length).toBeGreaterThan(47);
});

test('texts of the folds left out have no say', () => {
  const [whole, part] = [countWordOrder(3), countWordOrder(3)];
  for (let text = 0; text < 60; text++) {
    const tokens = Uint32Array.from(usual());
    whole.add(tokens, text % 3);
    if (text % 3 === 2) part.add(tokens, 2);
  }
  const asked = usual();
  expect(fitOf(whole, asked, [0, 1])).toBe(fitOf(part, asked));
  expect(fitOf(whole, asked, [0, 0])).not.toBe(fitOf(whole, asked, [0, 1]));
});

test('unknown tokens and texts of one token say nothing', () => {
  const order = countWordOrder(1);
  expect(fitOf(order, [1, 2, 3])).toBe(0);
  order.add(Uint32Array.from([1, 2, 3]), 0);
  expect(fitOf(order, [7, 8, 9])).toBe(0);
  expect(fitOf(order, [1])).toBe(0);
  expect(fitOf(order, [])).toBe(0);
});
