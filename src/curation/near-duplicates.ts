/** Drops samples whose text is nearly that of another: MinHash finds the candidates, exact comparison decides. */
import { z } from 'zod';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample, TextBatch } from '../core/sample.ts';
import { type BandIndex, bucketsOf, joinBucket, makeBandIndex } from '../math/lsh.ts';
import { areAlike, bandShapeFor, makeMinHash, PERMUTATIONS, writeBandKeys } from '../math/minhash.ts';
import { rowsWhere } from '../math/rows.ts';
import { makeUnionFind, type UnionFind } from '../math/union-find.ts';
import { asSet, makeShingler, type Shingler } from '../text/shingles.ts';
import { rowsOf, shapeOf, shingleSchema } from './near-duplicates/shingle-shape.ts';

/** A text is compared with all that stay of its group while they are this few, and else with so many of the likest. */
const COMPARISONS_TO_STAY = 400;

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
  shingle: shingleSchema
    .default('auto')
    .describe(
      'Pieces that are compared: `{ words: 5 }`, `{ words: [1, 2] }` for runs of one and of two, or `{ characters: 5 }`. `auto`: runs of one and two words where the median text has less than 50 words, runs of five otherwise.',
    ),
  keep: z
    .union([z.enum(['first', 'longest']), z.strictObject({ best: z.string().min(1).describe('Name of the note.') })])
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
      const sets = await setsOf(samples.texts(options.field), {
        candidates: candidatesOf(keys, empty),
        shingler,
        signal,
      });
      const alike = (a: number, b: number) => areAlike(sets.get(a)!, sets.get(b)!, options.threshold);
      const groups = groupsOf(keys, { empty, alike });
      yield verdict(twinsOf(groups, { ...facts, keys, alike }), facts);
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

type Alike = (a: number, b: number) => boolean;

/** Joins rows that share a key and are as alike as the threshold asks; what is alike by way of a third is one group too. */
function groupsOf(keys: readonly Uint32Array[], { empty, alike }: { empty: Uint8Array; alike: Alike }): UnionFind {
  const groups = makeUnionFind(empty.length);
  const sameGroup: Alike = (a, b) => groups.find(a) === groups.find(b);
  for (const column of keys)
    for (const bucket of bucketsOf(column, empty)) joinBucket(bucket, { alike, sameGroup, join: groups.join });
  return groups;
}

/**
 * For each row the one that stays in its place; the row itself where it stays. Within a group the best stays, then the
 * best that is like none that stays already, and so on: nothing goes without something alike that stays.
 */
function twinsOf(
  { find }: UnionFind,
  { real, worth, keys, alike }: RowFacts & { keys: readonly Uint32Array[]; alike: Alike },
) {
  const twins = Uint32Array.from(real.keys());
  const groups = Map.groupBy(
    twins.values().filter((row) => find(row) !== row),
    find,
  );
  for (const [root, others] of groups) {
    const byRank = [root, ...others].sort((a, b) => real[b]! - real[a]! || compare(worth[b]!, worth[a]!) || a - b);
    const stay: number[] = [];
    let index: BandIndex | undefined; // made when it pays
    for (const row of byRank) {
      if (stay.length === COMPARISONS_TO_STAY) index ??= makeBandIndex(keys, stay);
      const tried = index?.likest(row, COMPARISONS_TO_STAY).sort((a, b) => real[b]! - real[a]!) ?? stay;
      const twin = tried.find((each) => alike(each, row));
      if (twin === undefined) {
        stay.push(row);
        index?.add(row);
      } else twins[row] = twin;
    }
  }
  return twins;
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

function verdict(twins: Uint32Array, { real }: RowFacts) {
  const copiesReal = (row: number) => real[row] === 0 && real[twins[row]!] === 1;
  const drop = new Map([
    ['near-duplicate', rowsWhere(real.length, (row) => twins[row] !== row && !copiesReal(row))],
    ['near-copy-of-real', rowsWhere(real.length, copiesReal)],
  ]);
  return { kind: 'rows', keep: rowsWhere(real.length, (row) => twins[row] === row), drop } as const;
}
