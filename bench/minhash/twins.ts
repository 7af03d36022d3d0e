/** Near-duplicates of stored lines as the step finds them, with the means that a bench gives. */
import { memorySpill, type Spill } from '../../src/asking/spill.ts';
import { findCandidates, type Means } from '../../src/curation/near-duplicates/candidates.ts';
import { findTwins } from '../../src/curation/near-duplicates/twins.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { bandShapeFor } from '../../src/math/minhash.ts';
import { diskDataset } from '../../src/store/dataset.ts';
import { realDisk } from '../../src/store/disk.ts';
import { cpuSecondsSince } from '../measure.ts';

export const SHAPE = { words: [5, 5] } as const;
export const THRESHOLD = 0.8;

export interface Found {
  /** For each row the one that stays in its place, or the row itself. */
  readonly twins: Uint32Array;
  readonly cpuSeconds: number;
  readonly seconds: number;
}

/** @param how threads beside this one, none when absent; and where keys are put, in memory when absent. */
export async function twinsIn(
  path: string,
  rows: number,
  { threads = 0, spill = memorySpill() }: { readonly threads?: number; readonly spill?: Spill } = {},
): Promise<Found> {
  const dataset = diskDataset(realDisk, path, rows);
  const bands = bandShapeFor(THRESHOLD);
  const { signal } = new AbortController();
  const means: Means = {
    field: 'text',
    signing: { shape: SHAPE, bands },
    kernels: openKernels(),
    spill,
    threads,
    signal,
  };
  const before = process.cpuUsage();
  const begun = performance.now();
  const candidates = await findCandidates(dataset, means, () => {});
  const found = findTwins(candidates, { rank: new Uint8Array(rows), threshold: THRESHOLD, bands });
  const taken = { cpuSeconds: cpuSecondsSince(before), seconds: (performance.now() - begun) / 1000 };
  const twins = Uint32Array.from({ length: rows }, (_, row) => row);
  found.rows.forEach((row, at) => {
    twins[row] = found.twins[at]!;
  });
  return { twins, ...taken };
}

/** Rows that stand for others in one way and not in the other. */
export const differing = (one: Found, other: Found): number =>
  one.twins.filter((twin, row) => twin !== other.twins[row]).length;
