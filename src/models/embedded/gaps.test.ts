import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapsToFill } from './gaps.ts';

test('nothing to fill without gaps', () => {
  expect(gapsToFill([])).toEqual([]);
  expect(gapsToFill([0, 1, 2, 3])).toEqual([]);
  expect(gapsToFill([5, 6, 7])).toEqual([]);
});

test('one hole in a long run is filled', () => {
  const busy = Array.from({ length: 32 }, (_, at) => at).filter((at) => at !== 13);
  expect(gapsToFill(busy)).toEqual([13]);
});

test('a wide gap between two lone sequences is not', () => {
  expect(gapsToFill([0, 20])).toEqual([]);
});

test('many small holes are filled where two runs far apart are left apart', () => {
  const left = [0, 2, 4, 6, 8, 10, 12, 14];
  const right = left.map((at) => at + 200);
  const filled = gapsToFill([...left, ...right]);
  expect(filled.filter((at) => at < 15)).toEqual([1, 3, 5, 7, 9, 11, 13]);
  expect(filled.filter((at) => at > 14 && at < 200)).toEqual([]);
});

test('never a busy sequence, never outside the busy ones', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40), { maxLength: 32 }), (numbers) => {
      const busy = numbers.sort((a, b) => a - b);
      for (const at of gapsToFill(busy)) {
        expect(busy).not.toContain(at);
        expect(at > busy[0]! && at < busy.at(-1)!).toBe(true);
      }
    }),
  );
});
