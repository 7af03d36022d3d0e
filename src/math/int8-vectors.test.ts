import { describe, expect, it } from 'vitest';
import { int8Dot, int8Length, int8RowsOf, makeInt8Vectors } from './int8-vectors.ts';
import { drawNormal, seededRandom } from './random.ts';
import { cosine } from './spherical-kmeans.ts';

const random = seededRandom('int8 vectors');
const draw = (dimensions: number) => {
  const values = Array.from({ length: dimensions }, () => drawNormal(random));
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
/** `share` of `vector`, and the rest by chance. */
const near = (vector: Float32Array, share: number) => {
  const other = draw(vector.length);
  const values = vector.map((value, at) => value * share + other[at]! * (1 - share));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

describe.each([2, 7, 64, 384])('vectors of %d dimensions', (dimensions) => {
  const vectors = Array.from({ length: 60 }, () => draw(dimensions));
  for (let at = 30; at < 60; at++) vectors[at] = near(vectors[at - 30]!, 0.5 + at / 120);
  const held = makeInt8Vectors(60, dimensions);
  for (const [row, vector] of vectors.entries()) held.set(row, vector);

  it('have the cosines of the vectors given, within a hundredth', () => {
    for (let a = 0; a < 60; a++)
      for (let b = 0; b < 60; b++) expect(held.cosine(a, b)).toBeCloseTo(cosine(vectors[a]!, vectors[b]!), 1.7);
  });

  it('are a hundred times as close where they are fine, and tell how far the others are', () => {
    const fine = makeInt8Vectors(60, dimensions, { fine: true });
    for (const [row, vector] of vectors.entries()) fine.set(row, vector);
    expect(fine.held).toEqual(held.held);
    let furthest = 0;
    for (let a = 0; a < 60; a++)
      for (let b = 0; b < 60; b++) {
        expect(Math.abs(fine.cosine(a, b) - cosine(vectors[a]!, vectors[b]!))).toBeLessThan(5e-5);
        furthest = Math.max(furthest, Math.abs(fine.cosine(a, b) - held.cosine(a, b)));
      }
    expect(fine.roughness()).toBeGreaterThanOrEqual(furthest);
    expect(fine.roughness()).toBeLessThan(0.05);
  });

  it.each([false, true])('keep all products when they are sorted, fine: %s', (fine) => {
    const sorted = makeInt8Vectors(60, dimensions, { fine });
    for (const [row, vector] of vectors.entries()) sorted.set(row, vector);
    const before = Array.from({ length: 60 }, (_, row) => sorted.cosine(row, 5));
    sorted.sort();
    expect(Array.from({ length: 60 }, (_, row) => sorted.cosine(row, 5))).toEqual(before);
    const squares = Array.from({ length: dimensions }, (_, at) =>
      Array.from({ length: 60 }, (_, row) => sorted.held[row * dimensions + at]! ** 2).reduce(
        (sum, each) => sum + each,
      ),
    );
    expect(squares).toEqual(squares.toSorted((a, b) => b - a));
  });

  it('are copied by number, in that order', () => {
    const copy = int8RowsOf(held, [7, 3, 7]);
    expect(copy.dimensions).toBe(dimensions);
    for (const [at, row] of [7, 3, 7].entries())
      expect(copy.held.slice(at * dimensions, (at + 1) * dimensions)).toEqual(
        held.held.slice(row * dimensions, (row + 1) * dimensions),
      );
  });

  it('are given back as unit vectors', () => {
    const back = held.vector(3);
    expect(cosine(back, back)).toBeCloseTo(1, 5);
    expect(cosine(back, vectors[3]!)).toBeGreaterThan(0.999);
  });
});

it('is 1 with itself and −1 with its opposite, whatever the length', () => {
  const held = makeInt8Vectors(4, 3);
  held.set(0, [0.1, -0.02, 0.05]);
  held.set(1, [-10, 2, -5]);
  expect(held.cosine(0, 0)).toBe(1);
  expect(held.cosine(0, 1)).toBe(-1);
  expect(held.cosine(0, 3)).toBe(0); // never set
  expect([int8Length(held, 3), int8Dot(held, 0, { rows: held, other: 1 })]).toEqual([
    0,
    -(127 ** 2 + 25 ** 2 + 64 ** 2),
  ]);
});
