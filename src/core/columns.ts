/** One field of many samples as a column of bytes, so that a kernel reads bytes and not objects. */
import { innerText } from '../text/inner-text.ts';
import type { Sample, TextBatch } from './sample.ts';

/** Bytes of text in a batch, about; a batch ends after the row that passes it. */
const BATCH_BYTES = 1 << 20;

/** The texts of a field of all rows, in batches of about a megabyte. */
export async function* columnBatches(samples: AsyncIterable<Sample>, field: string): AsyncIterable<TextBatch> {
  let rows: Row[] = [];
  let bytes = 0;
  let firstRow = 0;
  for await (const sample of samples) {
    const row = rowOf(sample, field);
    rows.push(row);
    bytes += row.text.length;
    if (bytes < BATCH_BYTES) continue;
    yield { firstRow, ...columnsOf(rows) };
    firstRow += rows.length;
    rows = [];
    bytes = 0;
  }
  if (rows.length > 0) yield { firstRow, ...columnsOf(rows) };
}

export interface Row {
  readonly text: Buffer;
  readonly isReal: boolean;
}

export const rowOf = ({ data, origin }: Sample, field: string): Row => ({
  text: Buffer.from(innerText(data[field])),
  isReal: origin?.real === true,
});

export function columnsOf(rows: readonly Row[]): Omit<TextBatch, 'firstRow'> {
  const offsets = new Uint32Array(rows.length + 1);
  let end = 0;
  rows.forEach(({ text }, at) => {
    end += text.length;
    offsets[at + 1] = end;
  });
  const real = Uint8Array.from(rows, ({ isReal }) => (isReal ? 1 : 0));
  return {
    utf8: Buffer.concat(
      rows.map(({ text }) => text),
      end,
    ),
    offsets,
    real,
  };
}
