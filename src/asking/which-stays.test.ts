import { expect, it } from 'vitest';
import { samplesOf } from '../testing/samples.ts';
import { keepOption, worthOf } from './which-stays.ts';

it('is measured by nothing, by the code points of the texts within, or by a note', () => {
  const given = samplesOf([{ text: 'four' }, { text: '😀é' }, { text: ['a', { b: 'c' }, 5] }, { text: 12_345 }, {}]);
  const worths = (keep: unknown) =>
    given.map((sample) => worthOf(sample, { field: 'text', keep: keepOption.parse(keep) }));
  expect(worths(undefined)).toEqual([0, 0, 0, 0, 0]);
  expect(worths('longest')).toEqual([4, 2, 3, 0, 0]);
  expect(worths({ best: 'score' })).toEqual(Array(5).fill(Number.NEGATIVE_INFINITY));
  const noted = { ...given[0]!, notes: { score: -2, other: 'good' } };
  expect(worthOf(noted, { field: 'text', keep: { best: 'score' } })).toBe(-2);
  expect(worthOf(noted, { field: 'text', keep: { best: 'other' } })).toBe(Number.NEGATIVE_INFINITY);
});
