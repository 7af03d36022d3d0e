/** Columns of the samples of a file, found by kernels in its lines. */
import { columnsOf, rowOf } from '../core/columns.ts';
import { type TextBatch, whereIs } from '../core/sample.ts';
import { type Kernels, LEFT } from '../kernels/kernels.ts';
import { openKernels } from '../kernels/open.ts';
import { blocksIn } from './blocks.ts';
import type { DiskFile } from './disk.ts';

/** The texts of a field, found by a kernel in a file of samples, a line each. Blocks in which it leaves a line alone are parsed in full. */
export async function* textBatchesIn(
  file: DiskFile,
  field: string,
  kernels: Kernels = openKernels(),
): AsyncIterable<TextBatch> {
  let firstRow = 0;
  for await (const block of blocksIn(file)) {
    const { flags, ...texts } = kernels.extractField(block.lines, whereIs(field));
    const all = () => block.samples(Array.from(flags, (_, place) => place));
    const columns = flags.includes(LEFT)
      ? columnsOf(all().map((sample) => rowOf(sample, field)))
      : { ...texts, real: flags };
    yield { firstRow, ...columns };
    firstRow += flags.length;
  }
}
