/** Texts of samples as columns of bytes, so that a kernel reads bytes and not objects. */
import type { Sample, TextBatch } from '../core/sample.ts';
import { innerText } from '../text/inner-text.ts';

/** Bytes of text in a batch, about; a batch ends after the row that passes it. */
const BATCH_BYTES = 1 << 20;

/** The texts of one field, every row present, in batches of about a megabyte. */
export async function* textBatches(samples: AsyncIterable<Sample>, field: string): AsyncIterable<TextBatch> {
  let texts: Buffer[] = [];
  let bytes = 0;
  let firstRow = 0;
  for await (const sample of samples) {
    const text = Buffer.from(innerText(sample.data[field]));
    texts.push(text);
    bytes += text.length;
    if (bytes < BATCH_BYTES) continue;
    yield batch(firstRow, texts, bytes);
    firstRow += texts.length;
    texts = [];
    bytes = 0;
  }
  if (texts.length > 0) yield batch(firstRow, texts, bytes);
}

function batch(firstRow: number, texts: readonly Buffer[], bytes: number): TextBatch {
  const offsets = new Uint32Array(texts.length + 1);
  let end = 0;
  texts.forEach((text, row) => {
    end += text.length;
    offsets[row + 1] = end;
  });
  return { firstRow, utf8: Buffer.concat(texts, bytes), offsets };
}
