/** The verdict over a file, which kernels read, is that over the same samples one by one. */
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskSpill, memorySpill } from '../../asking/spill.ts';
import { chainedDatasets } from '../../core/datasets.ts';
import type { Dataset, Fields, Json } from '../../core/sample.ts';
import { openKernels } from '../../kernels/open.ts';
import { drawIndex, seededRandom } from '../../math/random.ts';
import { diskDataset } from '../../store/dataset.ts';
import { realDisk } from '../../store/disk.ts';
import { datasetOf, samplesOf, storedDatasetOf } from '../../testing/samples.ts';
import { comparedBytes } from './compared-bytes.ts';
import { findRepeats } from './repeats.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-exact-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Each row, or the first with its value; and the first rows that the other set has. */
async function repeatsIn(samples: Dataset, how: { kind?: 'wasm' | 'scalar'; disk?: boolean; own?: number } = {}) {
  const means = { kernels: openKernels(how.kind), spill: how.disk === true ? diskSpill(folder) : memorySpill() };
  const { signal } = new AbortController();
  const compared = comparedBytes(samples, { fields: ['text'], ignore: new Set() }, means);
  const { rows, first, isThere, real } = await findRepeats(compared, {
    ...means,
    own: how.own ?? samples.size,
    signal,
  });
  means.spill.close();
  const repeated = [...rows].flatMap((row, at) => (first[at] === row ? [] : [[row, first[at]]]));
  return { repeated, isThere: [...isThere].filter((row) => rows.includes(row)), real: [...real] };
}

const random = seededRandom('stored values');
const oddOnes: readonly Json[] = [
  ['a'],
  { a: 1 },
  '\u0001',
  '\ud800',
  '\\u0041',
  'a/b',
  '\b\f\u001f',
  '',
  null,
  0.5,
  -7,
  true,
];
const drawnValue = (): Json =>
  random() < 0.1 ? oddOnes[drawIndex(random, oddOnes.length)]! : `é "${'word '.repeat(drawIndex(random, 300))}"`;
const rowsOf = (count: number): Fields[] =>
  Array.from({ length: count }, () => (random() < 0.02 ? { other: 1 } : { text: drawnValue() }));

describe('values in a file', () => {
  it('repeat each other as the values of the samples do, on disk and at hand, with and without WebAssembly', async () => {
    const samples = samplesOf(rowsOf(3000));
    const stored = await storedDatasetOf(samples, join(folder, 'lines.jsonl'));
    const expected = await repeatsIn(datasetOf(samples));
    expect(expected.repeated.length).toBeGreaterThan(2000);
    for (const how of [{}, { disk: true }, { kind: 'scalar' }] as const)
      expect(await repeatsIn(stored, how)).toEqual(expected);
  });

  it('are found where few lines repeat one far away', async () => {
    const lines = Array.from({ length: 4000 }, (_, i) => ({ text: `${i} ${'x'.repeat(i % 500)}` }));
    for (const row of [900, 901, 2500, 3999]) lines[row] = lines[row % 7]!;
    const stored = await storedDatasetOf(samplesOf(lines), join(folder, 'few.jsonl'));
    expect((await repeatsIn(stored)).repeated).toEqual([900, 901, 2500, 3999].map((row) => [row, row % 7]));
  });

  it('are held against another set that is in no file', async () => {
    const [own, other] = [samplesOf(rowsOf(400)), samplesOf(rowsOf(700))];
    const stored = await storedDatasetOf(own, join(folder, 'own.jsonl'));
    const expected = await repeatsIn(chainedDatasets(datasetOf(own), datasetOf(other)), { own: 400 });
    expect(expected.isThere.length).toBeGreaterThan(50);
    expect(await repeatsIn(chainedDatasets(stored, datasetOf(other)), { own: 400 })).toEqual(expected);
  });

  it('count escapes that need not be there, spaces, and bytes that are no UTF-8 for what they stand for', async () => {
    const path = join(folder, 'odd.jsonl');
    await writeFile(path, '{"data":{"text":"a/b"}}\n{ "data" : { "text" : "a\\/b" } }\n{"data":{"text":"A"}}\n');
    await appendFile(path, '{"data":{"text":"\\u0041"}}\n{"data":{"text":"\ufffd"}}\n{"data":{"text":"');
    await appendFile(path, Buffer.concat([Buffer.of(0xff), Buffer.from('"}}\n{"data":{"text":1.0}}\n')]));
    await appendFile(path, '{"data":{"text":1}}\n');
    const { repeated } = await repeatsIn(diskDataset(realDisk, path, 8));
    expect(repeated).toEqual([
      [1, 0],
      [3, 2],
      [5, 4],
      [7, 6],
    ]);
  });
});
