import { describe, expect, it } from 'vitest';
import { histogram } from './histogram.ts';
import { KeySet } from './key-set.ts';
import { Column, meanAndSpread, quantile } from './quantiles.ts';
import { seededRandom } from './random.ts';
import { evenness, sharesOf, totalVariation } from './shares.ts';
import { dispersion, vendiScore } from './vectors.ts';

const sorted = (...values: number[]) => Float64Array.from(values).sort();
const random = seededRandom('histogram test');

describe('histogram', () => {
  it('counts every value once, in bins with readable edges', () => {
    const values = sorted(...Array.from({ length: 1000 }, () => random() ** 2 * 97.3 - 10));
    const bins = histogram(values);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    expect(bins.length).toBeLessThanOrEqual(31);
    for (const [i, { from, to, count }] of bins.entries()) {
      expect(String(from).length).toBeLessThan(6);
      expect(count).toBe(values.filter((value) => value >= from && value < to).length);
      if (i > 0) expect(from).toBe(bins[i - 1]!.to);
    }
  });

  it('gives whole bins for counts, and one for values all alike', () => {
    expect(histogram(sorted(1, 2, 2, 2, 2, 3), 1)).toEqual([
      { from: 1, to: 2, count: 1 },
      { from: 2, to: 3, count: 4 },
      { from: 3, to: 4, count: 1 },
    ]);
    expect(histogram(sorted(7, 7, 7))).toEqual([{ from: 7, to: 8, count: 3 }]);
    expect(histogram(sorted(0))).toEqual([{ from: 0, to: 1, count: 1 }]);
    expect(histogram(sorted())).toEqual([]);
  });

  it('puts a far outlier into one last bin', () => {
    const bins = histogram(sorted(...Array.from({ length: 500 }, (_, i) => i % 50), 1_000_000));
    expect(bins.length).toBeLessThanOrEqual(31);
    expect(bins.at(-1)).toMatchObject({ count: 1 });
    expect(bins.at(-1)!.to).toBeGreaterThanOrEqual(1_000_000);
    expect(bins[0]!.to - bins[0]!.from).toBeLessThan(20);
  });

  it('copes with huge and tiny numbers', () => {
    for (const scale of [1e-200, 1e-9, 1e200]) {
      const bins = histogram(sorted(...Array.from({ length: 100 }, (_, i) => i * scale)));
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100);
      expect(bins.length).toBeLessThanOrEqual(31);
    }
    expect(histogram(sorted(1e15, 1e15 + 1)).reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });
});

describe('Column', () => {
  it('keeps all numbers as it grows, and sorts anew after more came', () => {
    const column = new Column();
    for (let i = 300; i > 0; i--) column.add(i);
    expect(column.sorted()[0]).toBe(1);
    column.add(-5);
    expect([column.size, column.sorted()[0], column.sorted()[300]]).toEqual([301, -5, 300]);
  });
});

describe('quantile, mean and spread', () => {
  it('equal NumPy 2.4.6', () => {
    const values = sorted(3, 1, 4, 1, 5, 9, 2, 6);
    const expected = [1, 1.75, 3.5, 5.25, 7.95];
    for (const [i, q] of [0.05, 0.25, 0.5, 0.75, 0.95].entries())
      expect(quantile(values, q)).toBeCloseTo(expected[i]!, 10);
    expect(meanAndSpread(values).mean).toBeCloseTo(3.875, 12);
    expect(meanAndSpread(values).sd).toBeCloseTo(2.748376143938713, 12);
    expect(meanAndSpread(sorted(4))).toEqual({ mean: 4, sd: 0 });
  });
});

describe('vectors', () => {
  const given = [
    [1, 0, 0],
    [0.6, 0.8, 0],
    [0, 0.6, 0.8],
    [1, 0, 0],
    [0, 0, 1],
  ].map((each) => Float32Array.from(each));

  it('score as vendi-score 0.0.3 with q = 2 (2.455602703127455) and as all pairs by hand (0.652)', () => {
    expect(vendiScore(given)).toBeCloseTo(2.455602703127455, 5);
    expect(dispersion(given)).toBeCloseTo(0.652, 5);
  });

  it('count one where all are alike, and as many as there are where none are', () => {
    const alike = Array.from({ length: 7 }, () => Float32Array.from([0.6, 0.8]));
    expect(vendiScore(alike)).toBeCloseTo(1, 5);
    expect(dispersion(alike)).toBeCloseTo(0, 5);
    const apart = [0, 1, 2, 3].map((axis) => Float32Array.from({ length: 4 }, (_, i) => Number(i === axis)));
    expect(vendiScore(apart)).toBeCloseTo(4, 6);
    expect(dispersion(apart)).toBeCloseTo(1, 6);
  });
});

describe('shares', () => {
  it('sum to one; distance and evenness by hand', () => {
    const got = sharesOf(
      new Map([
        ['a', 3],
        ['b', 1],
      ]),
    );
    const asked = sharesOf(
      new Map([
        ['a', 1],
        ['c', 1],
      ]),
    );
    expect([...got.values()]).toEqual([0.75, 0.25]);
    expect(totalVariation(got, asked)).toBe((0.25 + 0.25 + 0.5) / 2);
    expect(totalVariation(got, got)).toBe(0);
    expect(evenness(got)).toBeCloseTo(0.8112781244591328, 12); // entropy of 3/4 and 1/4 in bits
    expect(evenness(asked)).toBeCloseTo(1, 12);
    expect(sharesOf(new Map([['a', 0]])).get('a')).toBe(0);
  });
});

describe('KeySet', () => {
  it('counts as a Set does', () => {
    const keys = new KeySet();
    const set = new Set<string>();
    for (let i = 0; i < 60_000; i++) {
      const text = `key ${Math.floor(random() * 40_000)}`;
      keys.add(text);
      set.add(text);
    }
    keys.add('');
    expect(keys.size).toBe(set.size + 1);
  });
});
