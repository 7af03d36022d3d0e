import { describe, expect, it } from 'vitest';
import { type Choosing, farthestFirst, firstUnlike, mostCentral } from './diverse-rows.ts';
import { type DotsAgainst, int8Dot, makeInt8Vectors } from './int8-vectors.ts';
import { drawNormal, seededRandom } from './random.ts';

const random = seededRandom('diverse rows');
const against: DotsAgainst = (given) => ({
  dots: (asked) =>
    Int32Array.from({ length: (asked.held.length * given.held.length) / given.dimensions ** 2 }, (_, at) => {
      const count = given.held.length / given.dimensions;
      return int8Dot(asked, Math.floor(at / count), { rows: given, other: at % count });
    }),
});
function choosing(vectors: readonly ArrayLike<number>[], most: number, beside: readonly number[] = []): Choosing {
  const held = makeInt8Vectors(vectors.length, vectors[0]!.length);
  for (const [row, vector] of vectors.entries()) held.set(row, vector);
  const rows = [...vectors.keys()].filter((row) => !beside.includes(row));
  return { vectors: held, against, rows, most, beside, signal: new AbortController().signal };
}
const draw = (dimensions: number) => Array.from({ length: dimensions }, () => drawNormal(random));
/** 30 near the first axis, 10 near the second, 3 near the third. */
const clusters = [30, 10, 3].flatMap((size, axis) =>
  Array.from({ length: size }, () => draw(3).map((value, at) => (at === axis ? 5 : 0) + value * 0.3)),
);
const clusterOf = (row: number) => (row < 30 ? 0 : row < 40 ? 1 : 2);

/** Facility location with nothing saved: every gain anew, each time. */
function plainMostCentral({ vectors, rows, most, beside }: Choosing): number[] {
  const chosen = [...beside];
  const worth = (set: readonly number[]) =>
    rows.reduce((sum, row) => sum + Math.max(0, ...set.map((each) => vectors.cosine(row, each))), 0);
  while (chosen.length - beside.length < most) {
    const open = rows.filter((row) => !chosen.includes(row));
    const gains = open.map((row) => worth([...chosen, row]));
    chosen.push(open[gains.indexOf(Math.max(...gains))]!);
  }
  return chosen.slice(beside.length);
}

describe('facility location', () => {
  it('chooses as the greedy choice does that saves nothing', () => {
    const wish = choosing(
      Array.from({ length: 60 }, () => draw(8)),
      12,
    );
    expect(mostCentral(wish)).toEqual(plainMostCentral(wish));
    const more = choosing(
      Array.from({ length: 40 }, () => draw(5)),
      6,
      [3, 11],
    );
    expect(mostCentral(more)).toEqual(plainMostCentral(more));
  });

  it('takes the middle of the largest cluster first, and one of each', () => {
    expect(mostCentral(choosing(clusters, 3)).map(clusterOf)).toEqual([0, 1, 2]);
  });

  it('needs no one of a cluster that is there already', () => {
    expect(mostCentral(choosing(clusters, 2, [0])).map(clusterOf)).toEqual([1, 2]);
  });

  it('gives all, each once, where most is more', () => {
    const all = mostCentral(choosing(clusters.slice(0, 5), 9));
    expect(all.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('k-centre', () => {
  it('leaves no row farther off than twice the best', () => {
    const wish = choosing(clusters, 3);
    expect(new Set(farthestFirst(wish).map(clusterOf)).size).toBe(3);
  });

  it('goes to the one that is farthest', () => {
    const fan = [0, 5, 10, 80, 40].map((degrees) => [
      Math.cos((degrees * Math.PI) / 180),
      Math.sin((degrees * Math.PI) / 180),
    ]);
    expect(farthestFirst(choosing(fan, 2, [0]))).toEqual([3, 4]);
    expect(farthestFirst(choosing(fan, 9, [0])).toSorted()).toEqual([1, 2, 3, 4]);
  });
});

describe('score first', () => {
  it('takes rows in order, and none that is alike one taken', () => {
    const fan = [0, 5, 10, 80, 84, 40].map((degrees) => [
      Math.cos((degrees * Math.PI) / 180),
      Math.sin((degrees * Math.PI) / 180),
    ]);
    const wish = { ...choosing(fan, 3), rows: [1, 0, 2, 4, 3, 5] };
    const below = Math.cos((7 * Math.PI) / 180);
    expect(firstUnlike(wish, below)).toEqual({ chosen: [1, 4, 5], alike: [0, 2, 3] });
    expect(firstUnlike({ ...wish, most: 1 }, below)).toEqual({ chosen: [1], alike: [] });
    expect(firstUnlike({ ...wish, beside: [0], rows: [1, 5] }, below)).toEqual({ chosen: [5], alike: [1] });
  });
});
