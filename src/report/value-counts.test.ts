import { expect, test } from 'vitest';
import { numberCounts, valueCounts } from './value-counts.ts';

test('a field with too many values is no category', () => {
  const counts = valueCounts(2);
  for (const value of ['a', 'b', 'a']) counts.add(value);
  expect(counts.counts()).toEqual(
    new Map([
      ['a', 2],
      ['b', 1],
    ]),
  );
  counts.add('c');
  expect(counts.counts()).toBeUndefined();
});

test('a spread has exact ends and mean, and quantiles that are values', () => {
  const counts = numberCounts();
  for (let value = 1; value <= 100; value++) counts.add(value);
  const spread = counts.spread('n', 'words');
  expect(spread).toMatchObject({ total: 100, min: 1, max: 100, mean: 50.5, quantiles: [5, 25, 50, 75, 95], beyond: 0 });
  expect(spread?.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(100);
  expect(spread?.bins.every((bin, at, all) => at === 0 || bin.from === all[at - 1]?.to)).toBe(true);
});

test('equal values make one bin; nothing makes no spread; what is not finite is left out', () => {
  const same = numberCounts();
  for (let i = 0; i < 5; i++) same.add(3);
  same.add(Number.NaN);
  expect(same.spread('n', 'value')?.bins).toEqual([{ from: 3, to: 4, count: 5 }]);
  expect(numberCounts().spread('n', 'value')).toBeUndefined();
});

test('a long tail is counted beyond the last bin', () => {
  const counts = numberCounts();
  for (let i = 0; i < 1000; i++) counts.add(10 + (i % 20));
  counts.add(100_000);
  const spread = counts.spread('n', 'words');
  expect(spread).toMatchObject({ max: 100_000, beyond: 1 });
  expect(spread?.bins.length).toBeLessThan(40);
});

test('a million different numbers need few counters, and their quantiles stay within one per cent', () => {
  const counts = numberCounts();
  for (let i = 0; i < 1_000_000; i++) counts.add(1000 + ((i * 7919) % 1_000_000) / 100);
  expect(counts.distinct()).toBeLessThanOrEqual(4097);
  const spread = counts.spread('n', 'value');
  expect(spread?.min).toBe(1000);
  expect(spread?.max).toBe(10_999.99);
  expect(Math.abs((spread?.quantiles[2] ?? 0) / 6000 - 1)).toBeLessThan(0.01);
});

test('negative numbers and fractions are binned in order', () => {
  const counts = numberCounts();
  for (const value of [-2.5, -1, 0, 0.25, 3]) counts.add(value);
  const spread = counts.spread('n', 'value');
  expect(spread?.bins[0]?.from).toBeLessThanOrEqual(-2.5);
  expect(spread?.bins.at(-1)?.to).toBeGreaterThanOrEqual(3);
  expect(spread?.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(5);
});
