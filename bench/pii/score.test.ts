import { expect, test } from 'vitest';
import { wilson } from './precision.ts';
import { type Labelled, scoreOf, unitsOf } from './score.ts';

const labelled: Labelled[] = [{ text: 'Anna met Bob', spans: [{ type: 'PERSON', start: 0, end: 4 }] }];
const pairing = { gold: 'PERSON', found: ['person'] };
const said = (start: number, end: number) => [[{ type: 'person', start, end }]];

test('half of a label has to be found, and half of a finding labelled', () => {
  expect(scoreOf(labelled, said(0, 2), pairing)).toMatchObject({ recall: 1, precision: 1, f2: 1 });
  expect(scoreOf(labelled, said(0, 1), pairing)).toMatchObject({ recall: 0, precision: 1 });
  expect(scoreOf(labelled, said(0, 12), pairing)).toMatchObject({ recall: 1, precision: 0 });
  expect(scoreOf(labelled, [[]], pairing)).toMatchObject({ labels: 1, recall: 0, f2: 0 });
});

test('labels count code points, texts UTF-16 units', () => {
  expect(unitsOf('a😀b')).toEqual([0, 1, 3, 4]);
});

test('intervals of shares', () => {
  expect(wilson(8, 10).map((end) => Number(end.toFixed(3)))).toEqual([0.49, 0.943]);
  expect(wilson(0, 5)[0]).toBeCloseTo(0);
});
