/** Datasets of what is in no file of ours: of samples that are made anew at each reading, and of one dataset after another. */
import { columnBatches } from './columns.ts';
import { blocksOf } from './line-blocks.ts';
import type { Dataset, Sample, TextBatch } from './sample.ts';

/** `samples` must give the same each time. */
export function streamedDataset(size: number, samples: () => AsyncGenerator<Sample>): Dataset {
  return {
    size,
    [Symbol.asyncIterator]: samples,
    texts: (field) => columnBatches(samples(), field),
    blocks: () => blocksOf(samples()),
  };
}

/** The rows of one, and then those of another. */
export function chainedDatasets(first: Dataset, second: Dataset): Dataset {
  return {
    size: first.size + second.size,
    parts: [first, second],
    [Symbol.asyncIterator]: () => chained(first, second),
    texts: (field) => chained(first.texts(field), laterRows(second.texts(field), first.size)),
    blocks: () => chained(first.blocks(), second.blocks()),
  };
}

async function* chained<Each>(first: AsyncIterable<Each>, second: AsyncIterable<Each>): AsyncGenerator<Each> {
  yield* first;
  yield* second;
}

async function* laterRows(batches: AsyncIterable<TextBatch>, by: number): AsyncGenerator<TextBatch> {
  for await (const batch of batches) yield { ...batch, firstRow: batch.firstRow + by };
}
