import { expect, test } from 'vitest';
import { drawIndex, drawNormal, drawWeighted, seededRandom, shuffled } from './random.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const many = (draw: () => number, count = 20_000) => Array.from({ length: count }, draw);

test('the same seed draws the same, another seed another', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((seed) => many(seededRandom(seed), 5));
  expect(one).toEqual(same);
  expect(one).not.toEqual(other);
  expect(one).toMatchInlineSnapshot(`
    [
      0.16837830422446132,
      0.39630530308932066,
      0.47047146246768534,
      0.8120742463506758,
      0.23205801751464605,
    ]
  `);
});

test('draws are uniform: mean, spread and tenths are as they should be', () => {
  const draws = many(seededRandom('uniform'));
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  expect(mean(draws)).toBeCloseTo(0.5, 1);
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = draws.filter((draw) => Math.floor(draw * 10) === tenth).length / draws.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
  }
});

test('weights, normal deviates and shuffles', () => {
  const random = seededRandom('others');
  const classes = many(() => drawWeighted(random, [1, 0, 3]));
  expect(classes).not.toContain(1);
  expect(classes.filter((index) => index === 2).length / classes.length).toBeCloseTo(0.75, 1);
  const normal = many(() => drawNormal(random));
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
  const items = Array.from({ length: 50 }, (_, nth) => nth);
  expect([...shuffled(random, items)].sort((a, b) => a - b)).toEqual(items);
  expect(shuffled(random, items)).not.toEqual(items);
  expect(many(() => drawIndex(random, 3), 100).every((index) => index >= 0 && index < 3)).toBe(true);
});
