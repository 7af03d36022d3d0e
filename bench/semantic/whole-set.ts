/** A set of sentences and their vectors: which pairs are alike, what the step keeps, and what SemHash keeps. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { semanticDuplicates } from '../../src/curation/semantic-duplicates.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { int8RowsOf, makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import { seededRandom } from '../../src/math/random.ts';
import { cosine } from '../../src/math/spherical-kmeans.ts';
import { keptRows } from '../../src/testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../../src/testing/samples.ts';
import { peerPython } from '../arguments.ts';
import { cpuSecondsSince } from '../measure.ts';

export interface Vectors {
  readonly texts: readonly string[];
  /** Of all sentences that were embedded, one after another. */
  readonly flat: Float32Array;
  readonly dimensions: number;
  row(at: number): Float32Array;
}

export interface Kept {
  readonly kept: readonly number[];
  readonly cpuMs: number;
}

/** Two rows and their cosine in floats. */
export type Alike = readonly [a: number, b: number, cosine: number];

/** Eight bits move a cosine by less than this. */
const MARGIN = 0.01;
const BLOCK = 2048;

/** All pairs with at least this cosine in floats: eight bits choose whom to look at. */
export function pairsAlike({ texts, dimensions, row }: Vectors, threshold: number): Alike[] {
  const held = makeInt8Vectors(texts.length, dimensions);
  for (let at = 0; at < texts.length; at++) held.set(at, row(at));
  const kernels = openKernels();
  const numbers = (from: number) =>
    Uint32Array.from({ length: Math.min(BLOCK, texts.length - from) }, (_, at) => from + at);
  const found: Alike[] = [];
  for (let first = 0; first < texts.length; first += BLOCK) {
    const given = numbers(first);
    const against = kernels.against(int8RowsOf(held, given));
    for (let from = first; from < texts.length; from += BLOCK) {
      const asked = numbers(from);
      for (const pair of against.alike(int8RowsOf(held, asked), { threshold: threshold - MARGIN })!) {
        const [a, b] = [asked[Math.floor(pair / given.length)]!, given[pair % given.length]!];
        if (a <= b) continue;
        const exact = cosine(row(a), row(b));
        if (exact >= threshold) found.push([a, b, exact]);
      }
    }
  }
  return found;
}

const rowsByText = new WeakMap<Float32Array, Map<string, number>>();

/** Looks vectors up by their texts. */
function lookUp({ flat, texts, row }: Vectors) {
  if (!rowsByText.has(flat)) rowsByText.set(flat, new Map(texts.map((text, at) => [text, at])));
  const rowOf = rowsByText.get(flat)!;
  return { embed: async (each: readonly string[]) => each.map((text) => row(rowOf.get(text)!)) };
}

export async function timedStep(of: Vectors, threshold: number): Promise<Kept> {
  const { step } = semanticDuplicates;
  const options = step.options.parse({ field: 'text', embedder: 'given', threshold });
  const given = lookUp(of);
  const { signal } = new AbortController();
  const context = { options, signal, random: seededRandom('bench'), embedder: () => given };
  const samples = datasetOf(samplesOf(of.texts.map((text) => ({ text }))));
  const before = process.cpuUsage();
  let kept: readonly number[] = [];
  for await (const said of step.run(samples, context as never))
    if (said.kind === 'rows') kept = keptRows(said, of.texts.length);
  return { kept, cpuMs: cpuSecondsSince(before) * 1000 };
}

export async function timedPeer({ texts, flat }: Vectors, threshold: number): Promise<Kept | undefined> {
  const python = peerPython('SYNTHLOOM_PYTHON');
  if (python === undefined) return undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'synthloom-semantic-'));
  try {
    await writeFile(join(scratch, 'texts.json'), JSON.stringify(texts));
    await writeFile(join(scratch, 'vectors.f32'), Buffer.from(flat.buffer, flat.byteOffset, flat.byteLength));
    const script = join(import.meta.dirname, 'peer.py');
    return JSON.parse(
      execFileSync(python, [script, scratch, `${threshold}`], { maxBuffer: 1 << 28 }).toString(),
    ) as Kept;
  } finally {
    await rm(scratch, { recursive: true });
  }
}
