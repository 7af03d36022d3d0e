/** Samples and datasets for tests, held in memory. */

import { writeFile } from 'node:fs/promises';
import { streamedDataset } from '../core/datasets.ts';
import { hashText } from '../core/recipe.ts';
import type { Dataset, Fields, Sample } from '../core/sample.ts';
import { diskDataset } from '../store/dataset.ts';
import { realDisk } from '../store/disk.ts';

/** Samples with these fields, as a source of a test would have begun them. */
export const samplesOf = (rows: readonly Fields[], real = false): Sample[] =>
  rows.map((data, row) => ({
    id: hashText(`test ${real} ${row}`, 16),
    data,
    notes: {},
    origin: { step: real ? 'file' : 'count', parents: [], real, nth: row + 1, round: 1 },
  }));

/** A dataset in memory. */
export const datasetOf = (samples: readonly Sample[]): Dataset =>
  streamedDataset(samples.length, async function* () {
    yield* samples;
  });

/** A dataset in a file, as a run stores it. */
export async function storedDatasetOf(samples: readonly Sample[], path: string): Promise<Dataset> {
  await writeFile(path, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  return diskDataset(realDisk, path, samples.length);
}
