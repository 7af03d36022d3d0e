import { expect, it } from 'vitest';
import { groupOf } from '../execution/admission.ts';
import { samplesOf } from '../testing/samples.ts';
import { cellName, valueName } from './value-name.ts';

it.each([['a'], [''], [3], [true], [null], [['a', 1]], [{ b: 2 }]])('names %j as a target does', (value) => {
  expect(valueName(value)).toBe(groupOf(samplesOf([{ value }])[0]!, 'value'));
});

it('has one name for what is missing and what is empty', () => {
  expect(valueName(undefined)).toBe('""');
  expect(valueName(null)).toBe('""');
});

it('names a cell by its values in the order asked for, so that none can be taken for another', () => {
  expect(cellName({ a: 'x', b: 3 }, ['b', 'a'])).toBe('["3","x"]');
  expect(cellName({ a: 'x","y' }, ['a', 'b'])).not.toBe(cellName({ a: 'x', b: 'y' }, ['a', 'b']));
});
