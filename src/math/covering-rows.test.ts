import { expect, test } from 'vitest';
import { CoveringRows } from './covering-rows.ts';
import { seededRandom } from './random.ts';

const rowsUntilCovered = (sizes: readonly number[], strength: number) => {
  const rows = new CoveringRows({ sizes, strength });
  const random = seededRandom('rows');
  const dealt: number[][] = [];
  while (rows.covered < rows.possible && dealt.length < 2000) {
    dealt.push(rows.next(random));
    rows.cover(dealt.at(-1)!);
  }
  return { dealt, possible: rows.possible };
};

/** Counted plainly. */
const pairsIn = (dealt: readonly (readonly number[])[]) => {
  const pairs = new Set<string>();
  for (const row of dealt)
    for (let a = 0; a < row.length; a++)
      for (let b = a + 1; b < row.length; b++) pairs.add(`${a}:${row[a]} ${b}:${row[b]}`);
  return pairs.size;
};

test.each([
  // sizes, strength, fewest rows there can be, and most that the AETG paper or we allow ourselves
  [[3, 3, 3, 3], 2, 9, 14],
  [[10, 8, 8, 6, 6, 6, 5], 2, 80, 115],
  [new Array(13).fill(3), 2, 15, 24],
  [[4, 4, 4, 4, 4], 3, 64, 115],
  [[5, 7], 1, 7, 7],
  [[4], 2, 4, 4],
] as const)('%j at strength %d', (sizes, strength, least, most) => {
  const { dealt, possible } = rowsUntilCovered(sizes, strength);
  expect(dealt.length).toBeGreaterThanOrEqual(least);
  expect(dealt.length).toBeLessThanOrEqual(most);
  for (const row of dealt) for (const [axis, value] of row.entries()) expect(value).toBeLessThan(sizes[axis]!);
  if (strength === 2 && sizes.length > 1) expect(pairsIn(dealt)).toBe(possible);
});

test('what came to nothing is dealt again, and values stay even', () => {
  const rows = new CoveringRows({ sizes: [3, 3], strength: 2 });
  const random = seededRandom('lost');
  const first = Array.from({ length: 9 }, () => rows.next(random));
  expect(new Set(first.map(String)).size).toBe(9);
  for (const row of first.slice(0, 7)) rows.cover(row);
  for (const row of first.slice(7)) rows.giveBack(row);
  const second = [rows.next(random), rows.next(random)].map(String).sort();
  expect(second).toEqual(first.slice(7).map(String).sort());
  const many = Array.from({ length: 90 }, () => rows.next(random)[0]);
  for (const value of [0, 1, 2]) expect(many.filter((each) => each === value).length).toBeGreaterThan(22);
});

test('combinations are dealt until each was dealt as often as it counts', () => {
  const rows = new CoveringRows({ sizes: [3, 2], strength: 2 });
  const random = seededRandom('recount');
  const dealt = Array.from({ length: 60 }, () => rows.next(random));
  for (const row of dealt) if (row.join() === '1,1') rows.recount(row, -1);
  for (const row of dealt.filter((each) => each.join() === '0,0').slice(0, 1)) rows.recount(row, 10);
  const next = Array.from({ length: 50 }, () => rows.next(random).join());
  expect(next.slice(0, 8)).toEqual(new Array(8).fill('1,1'));
  const counts = Object.fromEntries([...Map.groupBy(next, (row) => row)].map(([row, all]) => [row, all.length]));
  expect(counts['0,0'] ?? 0).toBeLessThan(4);
  expect(counts['1,1']).toBeGreaterThan(14);
});
