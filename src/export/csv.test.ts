import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { csv } from './csv.ts';

const given = [
  { text: '=HYPERLINK("x")', n: -5, tags: ['a', 'b'] },
  { text: 'two\nlines, "quoted"', n: null, late: { k: 1 } },
  { text: '@x', n: 0.5, late: '-7' },
];

test('makes formulas harmless, and counts them', async () => {
  const { files, measures } = await runStep(csv, { given, real: [{ hidden: 1 }], with: {} });
  expect(parse(files.get('data/train.csv')!.toString())).toEqual([
    ['text', 'n', 'tags', 'late'],
    [`'=HYPERLINK("x")`, '-5', '["a","b"]', ''],
    ['two\nlines, "quoted"', '', '', '{"k":1}'],
    [`'@x`, '0.5', '', '-7'],
  ]);
  expect(measures).toContainEqual({
    name: 'risky-cells',
    value: 2,
    unit: 'cells',
    labels: { path: 'data/train.csv', escaped: 'yes' },
  });
});

test('writes them as they are where that is asked for, and still counts', async () => {
  const { files, measures } = await runStep(csv, {
    given,
    with: { raw: true, path: 'a.csv', delimiter: ';', fields: { '=t': 'text' } },
  });
  expect(parse(files.get('a.csv')!.toString(), { delimiter: ';' })).toEqual([
    ['=t'],
    ...given.map((row) => [row.text]),
  ]);
  expect(measures).toContainEqual({
    name: 'risky-cells',
    value: 3,
    unit: 'cells',
    labels: { path: 'a.csv', escaped: 'no' },
  });
});

test('writes a header even where there is no sample', async () => {
  const { files } = await runStep(csv, { given: [], with: { fields: ['a', 'b'], id: true } });
  expect(files.get('data/train.csv')!.toString()).toBe('a,b,id\n');
});
