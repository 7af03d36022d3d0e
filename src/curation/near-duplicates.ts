/** Drops samples whose text is nearly that of another one: MinHash finds the candidates, exact comparison decides. */
import { z } from 'zod';
import { againstOption, inFull, openOtherSet } from '../asking/other-set.ts';
import { keepOption, worthOf } from '../asking/which-stays.ts';
import { chainedDatasets } from '../core/datasets.ts';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Dataset } from '../core/sample.ts';
import type { Files } from '../core/step.ts';
import { openKernels } from '../kernels/open.ts';
import { bandShapeFor } from '../math/minhash.ts';
import { rowsAt } from '../math/rows.ts';
import { findCandidates } from './near-duplicates/candidates.ts';
import { usualMeans } from './near-duplicates/means.ts';
import { shapeOf, shingleSchema } from './near-duplicates/shingle-shape.ts';
import type { SignedRows } from './near-duplicates/signatures.ts';
import { ALWAYS, findTwins, type Twins } from './near-duplicates/twins.ts';

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
  keep: keepOption,
  against: againstOption({
    field: z.string().min(1).optional().describe('What `field` is called there, where it has another name.'),
  }),
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
    summary: 'Drops samples whose text is nearly that of another one, of a real one, or of a row of another set.',
    sources: [
      'Broder 1997, On the resemblance and containment of documents',
      'Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3',
      'https://arxiv.org/abs/2107.06499 (Lee et al. 2022, Deduplicating training data makes language models better)',
    ],
    options,
    shorthand: 'field',
    async touches(options, files) {
      const other = await otherSetOf(options, files);
      return {
        reads: [options.field],
        repeats: ['near-duplicate'], // of copies of real samples and of other sets the next round hears nothing
        ...(other !== undefined && { filesHash: other.hash }),
      };
    },
    async *run(samples, context) {
      const { options, signal } = context;
      const { threshold, field } = options;
      const other = (await otherSetOf(options, context))?.rows;
      const all = other === undefined ? samples : chainedDatasets(samples, other);
      const { rank, worth, see } = await rankingOf(samples, options, all.size);
      const bands = bandShapeFor(threshold);
      const { threads, openSpill } = usualMeans({ ...samples, size: all.size }, bands);
      const spill = openSpill();
      try {
        const signing = { shape: await shapeOf(samples, options), bands };
        const means = { field, signing, kernels: openKernels(), threads, spill, signal, own: samples.size };
        const candidates = await findCandidates(all, means, see);
        yield verdict(findTwins(candidates, { rank, worth, threshold, bands }), rank);
      } finally {
        spill.close();
      }
    },
  }),
);

const otherSetOf = oncePer(async ({ field, against }: Options, files: Files) => {
  if (against === undefined) return undefined;
  const { path, field: there = field } = inFull(against);
  return openOtherSet({ path, names: { [field]: there }, step: 'near-duplicates' }, files);
});

/** What decides who stays: filled as batches are seen, and from notes where a score decides. `rows` with the other set. */
async function rankingOf(samples: Dataset, { field, keep }: Options, rows: number) {
  const rank = new Uint8Array(rows);
  const worth = keep === 'first' ? undefined : new Float64Array(rows);
  const see = ({ firstRow, characters, real }: SignedRows): void => {
    if (firstRow >= samples.size) rank.fill(ALWAYS, firstRow, firstRow + real.length);
    else if (real.includes(1)) rank.set(real, firstRow); // zeros that nobody writes take no memory
    if (keep === 'longest') worth?.set(characters, firstRow);
  };
  let row = 0;
  if (typeof keep !== 'string' && worth !== undefined)
    for await (const sample of samples) worth[row++] = worthOf(sample, { field, keep });
  return { rank, worth, see };
}

function verdict({ rows, twins }: Twins, rank: Uint8Array) {
  const goes = (test: (own: number, twin: number) => boolean) =>
    rowsAt(rows, (place) => test(rank[rows[place]!]!, rank[twins[place]!]!));
  const drop = new Map([
    ['near-duplicate', goes((own, twin) => own === twin)],
    ['near-copy-of-real', goes((own, twin) => twin === 1 && own < twin)],
    ['near-copy-of-other-set', goes((_, twin) => twin === ALWAYS)],
  ]);
  return { kind: 'rows', drop } as const;
}
