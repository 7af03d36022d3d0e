/** Writes samples as CSV, safe to open in a spreadsheet. */
import { z } from 'zod';
import { defineStep, measure, wrote } from '../core/define.ts';
import type { Dataset, Fields, Json } from '../core/sample.ts';
import { csvRecord, harmless, isRisky } from '../format/csv-write.ts';
import { fieldPairs } from '../format/field-map.ts';
import { Columns, features } from '../format/shape.ts';
import { chosen, type RowChoice, rowMaker, rowOptions, rowTouches } from './files/rows.ts';
import { textSink } from './files/split-files.ts';

export const csv = defineStep({
  name: 'csv',
  stage: 'export',
  sees: 'all',
  summary: 'Writes samples as CSV, safe to open in a spreadsheet.',
  sources: ['RFC 4180 (CSV)', 'OWASP ASVS 5.0, 1.2.10 (formula injection)'],
  shorthand: 'path',
  options: z.strictObject({
    path: z.string().min(1).default('data/train.csv').describe('File, under the exports of the run.'),
    ...rowOptions,
    delimiter: z
      .string()
      .length(1)
      .refine((mark) => !'"\r\n'.includes(mark))
      .default(',')
      .describe('Between cells.'),
    raw: z
      .boolean()
      .default(false)
      .describe('Write cells that begin like a formula as they are: exact, and unsafe to open in a spreadsheet.'),
  }),

  touches: (options) => rowTouches(options),

  async *run(samples, { options, output }) {
    const { delimiter, raw, path } = options;
    const toRow = rowMaker('csv', options);
    const columns = await columnsOf(samples, options, toRow);
    const shapes = new Columns();
    let risky = 0;
    const record = (cells: readonly (Json | undefined)[]) => {
      const texts = cells.map(cellOf);
      risky += cells.filter((cell) => typeof cell === 'string' && isRisky(cell)).length;
      return csvRecord(
        raw ? texts : texts.map((text, at) => (typeof cells[at] === 'string' ? harmless(text!) : text)),
        delimiter,
      );
    };
    const file = await output(path);
    const sink = textSink(file, (row) => record(columns.map((column) => ownValue(row, column))));
    await file.write(record(columns));
    let rows = 0;
    for await (const sample of chosen(samples, options)) {
      const row = toRow(sample);
      shapes.see(row);
      await sink.write(row);
      rows++;
    }
    await sink.end();
    const made = await file.close();
    yield wrote({ ...made, holds: { rows, split: 'train', features: features(shapes.shapes) } });
    yield measure('rows', rows, 'samples', { path: made.path, split: 'train' });
    yield measure('risky-cells', risky, 'cells', { path: made.path, escaped: raw ? 'no' : 'yes' });
  },
});

/** The columns asked for, or every field that a sample has, in order of first appearance. */
async function columnsOf(samples: Dataset, choice: RowChoice, toRow: ReturnType<typeof rowMaker>): Promise<string[]> {
  const added = [...(choice.id ? ['id'] : []), ...(choice.notes === false ? [] : ['notes'])];
  if (choice.fields !== undefined) return [...fieldPairs(choice.fields).map(([name]) => name), ...added];
  const columns = new Set<string>();
  for await (const sample of chosen(samples, choice)) for (const column in toRow(sample)) columns.add(column);
  return [...columns];
}

const ownValue = (row: Fields, column: string): Json | undefined =>
  Object.hasOwn(row, column) ? row[column] : undefined;

/** Texts as they are, nothing as an empty cell, lists and objects as JSON. */
const cellOf = (value: Json | undefined): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
