import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allPlaces, placeRows } from './row-places.ts';

it('chosen rows are numbered in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (chosen) => {
      const { rows, of } = placeRows(Uint8Array.from(chosen, Number));
      expect([...rows]).toEqual([...chosen.keys()].filter((row) => chosen[row]));
      expect([...rows].map(of)).toEqual([...rows.keys()]);
    }),
  );
});

it('a place in words that are full', () => {
  const all = placeRows(new Uint8Array(1000).fill(1));
  expect(all.of(999)).toBe(999);
  expect([...allPlaces(3).rows].map(allPlaces(3).of)).toEqual([0, 1, 2]);
});
