/** Writes samples as JSON lines. */
import { z } from 'zod';
import { defineStep, measure, wrote } from '../core/define.ts';
import { chosen, rowMaker, rowOptions, rowTouches } from './files/rows.ts';
import { splitSchema } from './files/split.ts';
import { SplitFiles, textSink } from './files/split-files.ts';

export const jsonl = defineStep({
  name: 'jsonl',
  stage: 'export',
  sees: 'all',
  summary: 'Writes samples as JSON lines.',
  sources: ['https://jsonlines.org', 'Hugging Face Hub: repository structure and file names of datasets'],
  shorthand: 'path',
  options: z.strictObject({
    path: z.string().min(1).default('data/train.jsonl').describe('File, under the exports of the run.'),
    ...rowOptions,
    split: splitSchema.optional().describe('Divide into train, validation and test files.'),
  }),

  touches: (options) => rowTouches(options, options.split?.by),

  async *run(samples, { options, output }) {
    const { path, split } = options;
    const sink = (file: Parameters<typeof textSink>[0]) => textSink(file, (row) => `${JSON.stringify(row)}\n`);
    const files = new SplitFiles({ path, split, output, sink });
    const toRow = rowMaker('jsonl', options);
    for await (const sample of chosen(samples, options)) await files.write(sample, toRow(sample));
    for (const file of await files.close()) {
      yield wrote(file);
      yield measure('rows', file.holds!.rows, 'samples', { path: file.path, split: file.holds!.split });
    }
  },
});
