/** Writes samples as Parquet, in typed columns. */
import { z } from 'zod';
import { defineStep, measure, wrote } from '../core/define.ts';
import type { Dataset } from '../core/sample.ts';
import { fieldPairs } from '../format/field-map.ts';
import { parquetSink } from '../format/parquet-write.ts';
import { Columns, type Shape } from '../format/shape.ts';
import { chosen, type RowChoice, rowMaker, rowOptions, rowTouches } from './files/rows.ts';
import { splitSchema } from './files/split.ts';
import { SplitFiles } from './files/split-files.ts';

export const parquet = defineStep({
  name: 'parquet',
  stage: 'export',
  sees: 'all',
  summary: 'Writes samples as Parquet, in typed columns.',
  sources: [
    'Apache Parquet format 2.11',
    'Melnik et al. 2010, Dremel: Interactive Analysis of Web-Scale Datasets (nested columns)',
    'hyparquet-writer, https://github.com/hyparam/hyparquet-writer',
  ],
  shorthand: 'path',
  options: z.strictObject({
    path: z.string().min(1).default('data/train.parquet').describe('File, under the exports of the run.'),
    ...rowOptions,
    split: splitSchema.optional().describe('Divide into train, validation and test files.'),
    compression: z.enum(['zstd', 'snappy', 'none']).default('zstd').describe('Of each page.'),
    groupRows: z
      .int()
      .min(1)
      .max(10_000_000)
      .default(20_000)
      .describe('Rows of a row group, at most; long rows make smaller groups. A group is held in memory.'),
  }),

  touches: (options) => rowTouches(options, options.split?.by),

  async *run(samples, { options, output }) {
    const { path, split, compression: codec, groupRows } = options;
    const toRow = rowMaker('parquet', options);
    const columns = await columnsOf(samples, options, toRow);
    if (columns.size === 0) return yield measure('rows', 0, 'samples', { path, split: 'train' }); // a table without columns cannot be written
    const files = new SplitFiles({
      ...{ path, split, output },
      sink: (file) => parquetSink({ columns, codec, groupRows, write: (bytes) => file.write(bytes) }),
    });
    for await (const sample of chosen(samples, options)) await files.write(sample, toRow(sample));
    for (const file of await files.close()) {
      yield wrote(file);
      yield measure('rows', file.holds!.rows, 'samples', { path: file.path, split: file.holds!.split });
    }
  },
});

/** A first reading finds the type of each column: all values must fit, and all splits must have the same. */
async function columnsOf(
  samples: Dataset,
  choice: RowChoice,
  toRow: ReturnType<typeof rowMaker>,
): Promise<Map<string, Shape>> {
  const columns = new Columns();
  for await (const sample of chosen(samples, choice)) columns.see(toRow(sample));
  const named = choice.fields === undefined ? [] : fieldPairs(choice.fields).map(([name]) => name);
  for (const name of named) if (!columns.shapes.has(name)) columns.shapes.set(name, { kind: 'null' });
  return columns.shapes;
}
