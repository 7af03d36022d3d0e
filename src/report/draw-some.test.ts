import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { drawSome } from './draw-some.ts';

const drawn = (seed: string, size: number, items: readonly (readonly [string, number])[]) => {
  const drawing = drawSome<number>(size, seededRandom(seed));
  for (const [group, item] of items) drawing.offer(group, () => item);
  return drawing.result();
};

test('each item of one group is as likely as any other', () => {
  const items = Array.from({ length: 50 }, (_, at) => ['', at] as const);
  const hits = new Array<number>(50).fill(0);
  for (let trial = 0; trial < 4000; trial++)
    for (const item of drawn(`trial ${trial}`, 5, items)) hits[item] = (hits[item] as number) + 1;
  // 400 expected each; the standard deviation is 19, so 100 is more than five of them.
  expect(Math.max(...hits.map((count) => Math.abs(count - 400)))).toBeLessThan(100);
});

test('groups share the places evenly, also when one is rare and comes last', () => {
  const items = [
    ...Array.from({ length: 1000 }, (_, at) => ['often', at] as const),
    ...Array.from({ length: 1000 }, (_, at) => ['also', 1000 + at] as const),
    ['rare', 5000] as const,
  ];
  const result = drawn('seed', 20, items);
  expect(result).toHaveLength(20); // the rare group has one; the others share what is left
  expect(result).toContain(5000);
  expect(result.filter((item) => item < 1000)).toHaveLength(10);
});

test('more groups than places: as many as there are places, none twice', () => {
  const result = drawn(
    'seed',
    20,
    Array.from({ length: 900 }, (_, at) => [`g${at % 300}`, at] as const),
  );
  expect(result).toHaveLength(20);
  expect(new Set(result).size).toBe(20);
});

test('the same seed draws the same; another draws others; fewer items than places are all taken', () => {
  const items = Array.from({ length: 100 }, (_, at) => ['', at] as const);
  expect(drawn('a', 5, items)).toEqual(drawn('a', 5, items));
  expect(drawn('a', 5, items)).not.toEqual(drawn('b', 5, items));
  expect(drawn('a', 5, items.slice(0, 3)).sort()).toEqual([0, 1, 2]);
});
