/** Drops samples whose text is nearly that of another: MinHash finds the candidates, exact comparison decides. */
import { z } from 'zod';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample, TextBatch } from '../core/sample.ts';
import { bucketsOf, joinBucket } from '../math/lsh.ts';
import { areAlike, bandShapeFor, makeMinHash, PERMUTATIONS, writeBandKeys } from '../math/minhash.ts';
import { rowsWhere } from '../math/rows.ts';
import { makeUnionFind, type UnionFind } from '../math/union-find.ts';
import { asSet, makeShingler, type Shingler, type ShingleShape } from '../text/shingles.ts';

/** `auto` takes runs of one and two words below this median, and runs of five from it on. */
const LONG_TEXT_WORDS = 50;
/** Texts that `auto` reads to decide. */
const TEXTS_TO_JUDGE = 1000;

const run = z.int().min(1).max(20);
const shingle = z.union([
  z.literal('auto'),
  z.strictObject({ words: z.union([run, z.tuple([run, run]).refine(([from, to]) => from <= to, 'from ≤ to')]) }),
  z.strictObject({ characters: z.int().min(1).max(50) }),
]);

const options = z.strictObject({
  field: z.string().min(1).describe('Field whose texts are compared.'),
  threshold: z
    .number()
    .min(0.3)
    .max(1)
    .default(0.7)
    .describe(
      'Jaccard similarity from which two texts are near-duplicates: shared shingles over all shingles of both.',
    ),
  shingle: shingle
    .default('auto')
    .describe(
      'Pieces that are compared: `{ words: 5 }`, `{ words: [1, 2] }` for runs of one and of two, or `{ characters: 5 }`. `auto`: runs of one and two words where the median text has less than 50 words, runs of five otherwise.',
    ),
  keep: z
    .union([z.enum(['first', 'longest']), z.strictObject({ best: z.string().min(1) })])
    .default('first')
    .describe(
      'Which of a group stays: the first, the longest text, or `{ best: <note> }`, the highest score a step noted.',
    ),
});
type Options = z.infer<typeof options>;

interface NearFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : never;
  readonly writes: never;
}

export const nearDuplicates = withFlow<NearFlow>()(
  defineStep({
    name: 'near-duplicates',
    stage: 'curation',
    sees: 'all',
    summary: 'Drops samples whose text is nearly that of another one, or of a real one.',
    sources: [
      'Broder 1997, On the resemblance and containment of documents',
      'Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3',
      'https://arxiv.org/abs/2107.06499 (Lee et al. 2022, Deduplicating training data makes language models better)',
    ],
    options,
    shorthand: 'field',
    touches: ({ field }) => ({ reads: [field] }),
    async *run(samples, { options, signal }) {
      const facts = await rowFacts(samples, options);
      const shingler = makeShingler(await shapeOf(samples, options));
      const { keys, empty } = await bandKeysOf(samples, options, { shingler, signal });
      const candidates = candidatesOf(keys, empty);
      const sets = await setsOf(samples.texts(options.field), { candidates, shingler, signal });
      yield verdict(groupsOf(keys, { empty, sets, threshold: options.threshold }), facts);
    },
  }),
);

interface RowFacts {
  /** 1 where the row is real. */
  readonly real: Uint8Array;
  /** The row of a group with the highest stays, the first among equals. */
  readonly worth: Float64Array;
}

async function rowFacts(samples: Dataset, { field, keep }: Options): Promise<RowFacts> {
  const real = new Uint8Array(samples.size);
  const worth = new Float64Array(samples.size);
  const worthOf = ({ data, notes }: Sample): number => {
    if (keep === 'first') return 0;
    const value = keep === 'longest' ? data[field] : notes[keep.best];
    if (keep === 'longest') return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).length;
    return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
  };
  let row = 0;
  for await (const sample of samples) {
    real[row] = sample.origin.real ? 1 : 0;
    worth[row++] = worthOf(sample);
  }
  return { real, worth };
}

async function shapeOf(samples: Dataset, { field, shingle }: Options): Promise<ShingleShape> {
  if (shingle !== 'auto') {
    if ('characters' in shingle) return shingle;
    return { words: typeof shingle.words === 'number' ? [shingle.words, shingle.words] : shingle.words };
  }
  const wordsOf = makeShingler({ words: [1, 1] });
  const lengths: number[] = [];
  for await (const [utf8, start, end] of rowsOf(samples.texts(field))) {
    lengths.push(wordsOf(utf8, start, end).length);
    if (lengths.length === TEXTS_TO_JUDGE) break;
  }
  lengths.sort((a, b) => a - b);
  return { words: (lengths[lengths.length >> 1] ?? 0) < LONG_TEXT_WORDS ? [1, 2] : [5, 5] };
}

async function* rowsOf(
  batches: AsyncIterable<TextBatch>,
): AsyncIterable<readonly [utf8: Uint8Array, start: number, end: number, row: number]> {
  for await (const { utf8, offsets, firstRow } of batches)
    for (let i = 0; i + 1 < offsets.length; i++)
      yield [utf8, offsets[i] as number, offsets[i + 1] as number, firstRow + i];
}

/** The keys of every band, a column of 4 bytes a row each; signatures are let go at once. */
async function bandKeysOf(
  samples: Dataset,
  { field, threshold }: Options,
  { shingler, signal }: { shingler: Shingler; signal: AbortSignal },
) {
  const shape = bandShapeFor(threshold);
  const keys = Array.from({ length: shape.bands }, () => new Uint32Array(samples.size));
  const empty = new Uint8Array(samples.size);
  const minHash = makeMinHash();
  const signature = new Int32Array(PERMUTATIONS);
  for await (const { utf8, offsets, firstRow } of samples.texts(field)) {
    signal.throwIfAborted();
    for (let i = 0; i + 1 < offsets.length; i++) {
      const hashes = shingler(utf8, offsets[i] as number, offsets[i + 1] as number);
      if (hashes.length === 0) empty[firstRow + i] = 1;
      minHash(hashes, signature, 0);
      writeBandKeys(signature, shape, (band, key) => {
        (keys[band] as Uint32Array)[firstRow + i] = key;
      });
    }
  }
  return { keys, empty };
}

/** 1 for every row that shares a key with another. */
function candidatesOf(keys: readonly Uint32Array[], empty: Uint8Array): Uint8Array {
  const candidates = new Uint8Array(empty.length);
  for (const column of keys)
    for (const bucket of bucketsOf(column, empty)) for (const row of bucket) candidates[row] = 1;
  return candidates;
}

/** Whole shingle sets, of the candidates only. */
async function setsOf(
  batches: AsyncIterable<TextBatch>,
  { candidates, shingler, signal }: { candidates: Uint8Array; shingler: Shingler; signal: AbortSignal },
): Promise<ReadonlyMap<number, Int32Array>> {
  const sets = new Map<number, Int32Array>();
  for await (const [utf8, start, end, row] of rowsOf(batches)) {
    signal.throwIfAborted();
    if (candidates[row] === 1) sets.set(row, asSet(shingler(utf8, start, end)));
  }
  return sets;
}

interface Compared {
  readonly empty: Uint8Array;
  readonly sets: ReadonlyMap<number, Int32Array>;
  readonly threshold: number;
}

/** Joins rows that share a key and are as alike as the threshold asks; what is alike by way of a third is one group too. */
function groupsOf(keys: readonly Uint32Array[], { empty, sets, threshold }: Compared): UnionFind {
  const groups = makeUnionFind(empty.length);
  const joining = {
    sameGroup: (a: number, b: number) => groups.find(a) === groups.find(b),
    alike: (a: number, b: number) => areAlike(sets.get(a)!, sets.get(b)!, threshold),
    join: groups.join,
  };
  for (const column of keys) for (const bucket of bucketsOf(column, empty)) joinBucket(bucket, joining);
  return groups;
}

/** One row of each group stays: a real one where there is one, then the one worth most, then the first. */
function verdict({ find }: UnionFind, { real, worth }: RowFacts) {
  const stays = Uint32Array.from(real.keys(), find);
  const beats = (row: number, other: number) =>
    real[row] === real[other] ? worth[row]! > worth[other]! : real[row]! > real[other]!;
  for (let row = 0; row < real.length; row++) if (beats(row, stays[find(row)]!)) stays[find(row)] = row;
  const stayerOf = (row: number) => stays[find(row)] as number;
  const copiesReal = (row: number) => real[row] === 0 && real[stayerOf(row)] === 1;
  const drop = new Map([
    ['near-duplicate', rowsWhere(real.length, (row) => stayerOf(row) !== row && !copiesReal(row))],
    ['near-copy-of-real', rowsWhere(real.length, copiesReal)],
  ]);
  return { kind: 'rows', keep: rowsWhere(real.length, (row) => stayerOf(row) === row), drop } as const;
}
