import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOtherSet } from '../../asking/other-set.ts';
import { diskSpill } from '../../asking/spill.ts';
import { chainedDatasets } from '../../core/datasets.ts';
import type { Dataset } from '../../core/sample.ts';
import { openKernels } from '../../kernels/open.ts';
import { bandShapeFor } from '../../math/minhash.ts';
import { drawIndex, seededRandom } from '../../math/random.ts';
import { datasetOf, samplesOf, storedDatasetOf } from '../../testing/samples.ts';
import { nearDuplicates } from '../near-duplicates.ts';
import { findCandidates } from './candidates.ts';
import { ALWAYS, findTwins } from './twins.ts';

const ROWS = 100_000;
const random = seededRandom('other set test');
const text = () => Array.from({ length: 8 }, () => `w${drawIndex(random, 3000).toString(36)}`).join(' ');
const there = Array.from({ length: ROWS }, text);
/** Every tenth is a row there with another word at its end, every hundredth with others all over. */
const given = Array.from({ length: ROWS }, (_, row) => {
  if (row % 100 === 5) return there[row]!.replaceAll(' w', ' v');
  return row % 10 === 0 ? `${there[(row * 7) % ROWS]} é${row % 3}` : text();
});
const samples = samplesOf(given.map((each) => ({ text: each })));

let folder: string;
let stored: Dataset;
const input = (path: string) => join(folder, path);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-near-'));
  stored = await storedDatasetOf(samples, input('lines.jsonl'));
  const lines = there.map((each) => `${JSON.stringify({ was: each, more: each.length })}\n`).join('');
  await writeFile(input('old.jsonl.gz'), gzipSync(lines, { level: 1 }));
});
afterAll(() => rm(folder, { recursive: true }));

async function droppedBy(dataset: Dataset): Promise<ReadonlyMap<string, Uint32Array>> {
  const { step } = nearDuplicates;
  const against = { path: 'old.jsonl.gz', field: 'was' };
  const options = step.options.parse({ field: 'text', threshold: 0.7, shingle: { words: [1, 2] }, against });
  const context = { options, signal: new AbortController().signal, input };
  for await (const said of step.run(dataset, context as never)) if (said.kind === 'rows') return said.drop;
  throw new Error('no verdict');
}

it('100,000 samples against 100,000 rows: from a file by threads, from memory, and by disk alike', async () => {
  const dropped = await droppedBy(stored);
  const copies = dropped.get('near-copy-of-other-set')!;
  expect([...copies].filter((row) => row % 10 !== 0)).toEqual([]);
  expect(copies.length).toBeGreaterThan((ROWS / 10) * 0.995); // 13 of 17 shingles: above the threshold
  expect(await droppedBy(datasetOf(samples))).toEqual(dropped);

  const wish = { path: 'old.jsonl.gz', names: { text: 'was' }, step: 'near-duplicates' };
  const { rows } = await openOtherSet(wish, { input });
  const bands = bandShapeFor(0.7);
  const spill = diskSpill(folder);
  const signing = { shape: { words: [1, 2] }, bands } as const;
  const { signal } = new AbortController();
  const means = { field: 'text', signing, kernels: openKernels(), threads: 1, spill, signal, own: ROWS };
  const candidates = await findCandidates(chainedDatasets(stored, rows), means, () => {});
  const rank = new Uint8Array(2 * ROWS).fill(ALWAYS, ROWS);
  const { rows: gone, twins } = findTwins(candidates, { rank, threshold: 0.7, bands });
  expect(copies).toEqual(gone.filter((_, at) => twins[at]! >= ROWS));
  spill.close();
}, 60_000);
