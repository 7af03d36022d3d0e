/** Columns of the samples of a file, found by kernels in its lines. */
import { type Column, columnsOf, rowOf, textColumn, valueColumn } from '../core/columns.ts';
import { type TextBatch, whereIs } from '../core/sample.ts';
import { type Flags, type Kernels, LEFT, type Texts } from '../kernels/kernels.ts';
import { openKernels } from '../kernels/open.ts';
import { blocksIn } from './blocks.ts';
import type { DiskFile } from './disk.ts';

/** What of the samples of a file is wanted, by whom it is read fast, and how from a line that is not for a kernel. */
interface Wanted {
  readonly extract: (lines: Uint8Array) => Texts & { readonly flags: Flags };
  readonly column: Column;
}

/** The texts of a field, found by a kernel in a file of samples, a line each. */
export const textBatchesIn = (file: DiskFile, field: string, kernels: Kernels = openKernels()) =>
  batchesIn(file, {
    extract: (lines) => kernels.extractField(lines, whereIs(field)),
    column: textColumn(field),
  });

/** Its values, as bytes that are equal exactly where they are. */
export const valueBatchesIn = (file: DiskFile, field: string, kernels: Kernels = openKernels()) =>
  batchesIn(file, {
    extract: (lines) => kernels.extractValue(lines, whereIs(field)),
    column: valueColumn(field),
  });

/** Blocks in which the kernel leaves a line alone are parsed in full. */
async function* batchesIn(file: DiskFile, { extract, column }: Wanted): AsyncIterable<TextBatch> {
  let firstRow = 0;
  for await (const block of blocksIn(file)) {
    const { flags, ...texts } = extract(block.lines);
    const all = () => block.samples(Array.from(flags, (_, place) => place));
    const columns = flags.includes(LEFT)
      ? columnsOf(all().map((sample) => rowOf(sample, column)))
      : { ...texts, real: flags };
    yield { firstRow, ...columns };
    firstRow += flags.length;
  }
}
