import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKeyPartitions } from '../../asking/key-partitions.ts';
import { diskSpill, memorySpill } from '../../asking/spill.ts';
import type { Dataset } from '../../core/sample.ts';
import { openKernels } from '../../kernels/open.ts';
import { bandShapeFor } from '../../math/minhash.ts';
import { drawIndex, drawOne, seededRandom } from '../../math/random.ts';
import { placeRows } from '../../math/row-places.ts';
import { datasetOf, samplesOf, storedDatasetOf } from '../../testing/samples.ts';
import { findCandidates, type Means } from './candidates.ts';
import { makeShingleSets } from './shingle-sets.ts';
import { findTwins, type Twins } from './twins.ts';

const random = seededRandom('twins test');
const word = () => `w${drawIndex(random, 400).toString(36)}`;
const texts: string[] = [];
while (texts.length < 1500) {
  const base =
    texts.length > 10 && random() < 0.4 ? drawOne(random, texts).split(' ') : Array.from({ length: 25 }, word);
  texts.push(base.with(drawIndex(random, base.length), random() < 0.1 ? 'é中文' : word()).join(' '));
}
const samples = samplesOf(texts.map((text) => ({ text })));
const bands = bandShapeFor(0.7);

let folder: string;
let stored: Dataset;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-twins-'));
  stored = await storedDatasetOf(samples, join(folder, 'lines.jsonl'));
});
afterAll(() => rm(folder, { recursive: true }));

async function twinsBy(means: Partial<Means>, dataset = stored): Promise<Twins> {
  const spill = means.spill ?? memorySpill();
  const shape = { words: [1, 2] } as const;
  const { signal } = new AbortController();
  const all: Means = {
    field: 'text',
    kernels: openKernels(),
    signing: { shape, bands },
    threads: 0,
    signal,
    ...means,
    spill,
  };
  try {
    const candidates = await findCandidates(dataset, all, () => {});
    return findTwins(candidates, { rank: new Uint8Array(samples.length), threshold: 0.7, bands });
  } finally {
    spill.close();
  }
}

describe('near-duplicates', () => {
  it('come out the same in memory and on disk, with any number of threads, with and without WebAssembly', async () => {
    const usual = await twinsBy({});
    expect(usual.rows.length).toBeGreaterThan(300);
    expect(await twinsBy({ spill: diskSpill(folder) })).toEqual(usual);
    expect(await twinsBy({ threads: 1 })).toEqual(usual);
    expect(await twinsBy({ threads: 3 })).toEqual(usual);
    expect(await twinsBy({ kernels: openKernels('scalar') })).toEqual(usual);
    expect(await twinsBy({ kernels: openKernels('scalar'), threads: 2 })).toEqual(usual);
    expect(await twinsBy({}, datasetOf(samples))).toEqual(usual);
  });
});

describe('key partitions', () => {
  it.each([10, 300_000])('give the rows that share a key, for a dataset of %d rows', (rows) => {
    const spill = diskSpill(folder);
    const partitions = makeKeyPartitions({ rows, bands: 3, kernels: openKernels() }, spill);
    const firstOf = new Map<string, number>();
    const wanted: string[] = [];
    for (let firstRow = 0; firstRow < 40_000; firstRow += 2) {
      const keys = Uint32Array.from({ length: 6 }, () => Math.imul(drawIndex(random, 30_000), 0x9e3779b1));
      partitions.add({ firstRow, keys, counts: Uint32Array.of(1, firstRow % 10) });
      for (const [at, key] of keys.entries()) {
        if (at >= 3 && firstRow % 10 === 0) continue; // no shingles, and so no keys
        const row = firstRow + (at >= 3 ? 1 : 0);
        const name = `${at % 3} ${key}`;
        const first = firstOf.get(name);
        if (first === undefined) firstOf.set(name, row);
        else wanted.push(`${first} ${row}`);
      }
    }
    const pairs = () => {
      const found: string[] = [];
      for (const part of partitions.repeats())
        for (let i = 0; i < part.length; i += 2) found.push(`${part[i]} ${part[i + 1]}`);
      return found.sort();
    };
    expect(pairs()).toEqual(wanted.sort());
    expect(pairs()).toEqual(wanted);
    spill.close();
  });
});

describe('spills', () => {
  it('give back what they took', () => {
    for (const spill of [memorySpill(), diskSpill(folder)]) {
      const names = Array.from({ length: 50 }, (_, i) =>
        spill.append(Uint32Array.from({ length: i }, (_, k) => i * k)),
      );
      for (const [i, name] of names.entries())
        expect([...spill.read(name, i)]).toEqual(Array.from({ length: i }, (_, k) => i * k));
      spill.close();
    }
  });

  it('hold more sets than fit at hand', () => {
    const rows = Uint32Array.from({ length: 70_000 }, (_, i) => i * 3);
    const chosen = new Uint8Array(210_000);
    for (const row of rows) chosen[row] = 1;
    const spill = diskSpill(folder);
    const sets = makeShingleSets(placeRows(chosen), spill);
    for (const row of rows) sets.add(row, Int32Array.of(~row, row));
    for (const row of [0, 3, 209_997, 99_999, 0, 150_000]) expect([...sets.get(row)]).toEqual([~row, row]);
    spill.close();
  });
});
