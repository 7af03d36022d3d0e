/** Drops samples that mean the same as another: vectors of their texts, compared within clusters of what is near. */
import { z } from 'zod';
import { againstOption, inFull, openOtherSet } from '../asking/other-set.ts';
import { embedTexts, numberTexts, type Reading, withoutFaulty } from '../asking/text-vectors.ts';
import { keepOption, worthOf } from '../asking/which-stays.ts';
import { chainedDatasets } from '../core/datasets.ts';
import { defineStep, measure, withFlow } from '../core/define.ts';
import { type Fault, mistake } from '../core/errors.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Dataset } from '../core/sample.ts';
import type { Files } from '../core/step.ts';
import type { Row } from '../format/row.ts';
import { lotOf } from '../math/lots.ts';
import { rowsWhere } from '../math/rows.ts';
import { innerText } from '../text/inner-text.ts';
import { givenVectors, whyUnfit } from './semantic-duplicates/given-vectors.ts';
import { usualThreads } from './semantic-duplicates/means.ts';
import { OTHER, REAL, type RowFacts } from './semantic-duplicates/staying.ts';
import { twinsOfRows } from './semantic-duplicates/twins-of-rows.ts';

const name = z.string().min(1);
const threshold = z.number().min(0.3).max(1);
const options = z
  .strictObject({
    field: z.string().min(1).describe('Field whose texts are compared.'),
    embedder: z.string().min(1).optional().describe('Role of the embedder that makes the vectors.'),
    vectors: z
      .string()
      .min(1)
      .optional()
      .describe('In place of `embedder`: the field with the vector of each sample, a list of numbers, as many in all.'),
    threshold: threshold
      .default(0.9)
      .describe('Cosine of two vectors from which texts mean the same. Each embedder has its own; see below.'),
    second: z
      .strictObject({
        embedder: z.string().min(1).describe('Role of a better embedder.'),
        threshold: threshold.describe('Cosine of its own vectors from which texts mean the same.'),
        margin: z.number().gt(0).max(0.5).default(0.1).describe('How near counts as near the threshold.'),
      })
      .optional()
      .describe(
        'Decides the pairs whose cosine is near the threshold of the first; texts of other pairs never reach it.',
      ),
    keep: keepOption,
    within: z
      .boolean()
      .default(true)
      .describe(
        'Samples are compared with each other. `false`: synthetic ones with real ones and with rows of `against` alone, and real ones with none.',
      ),
    against: againstOption({
      field: name.optional().describe('What `field` is called there, where it has another name.'),
      vectors: name.optional().describe('What `vectors` is called there, where it has another name.'),
    }),
  })
  .refine(({ embedder, vectors }) => (embedder === undefined) !== (vectors === undefined), {
    error: 'give `embedder` or `vectors`, one of them',
    path: ['embedder'],
  })
  .refine(({ vectors, against }) => vectors !== undefined || typeof against !== 'object' || !('vectors' in against), {
    error: 'the samples have no `vectors` to compare them with',
    path: ['against', 'vectors'],
  });
type Options = z.infer<typeof options>;

interface SemanticFlow extends Flow {
  readonly reads:
    | (this['input'] extends { readonly field: infer F extends string } ? F : never)
    | (this['input'] extends { readonly vectors: infer V extends string } ? V : never);
  readonly writes: never;
}

export const semanticDuplicates = withFlow<SemanticFlow>()(
  defineStep({
    name: 'semantic-duplicates',
    stage: 'curation',
    sees: 'all',
    summary: 'Drops samples that mean the same as another one, a real one, or a row of another set, in other words.',
    sources: [
      'https://arxiv.org/abs/2303.09540 (Abbas et al. 2023, SemDeDup: data-efficient learning at web-scale through semantic deduplication)',
      'Dhillon and Modha 2001, Concept decompositions for large sparse text data using clustering (spherical k-means)',
    ],
    options,
    async touches(options, files) {
      const { field, embedder, vectors, second, within } = options;
      const other = await otherSetOf(options, files);
      return {
        reads: [field, ...(vectors === undefined ? [] : [vectors])],
        repeats: ['semantic-duplicate'], // of copies of real samples and of other sets the next round hears nothing
        real: !within,
        embeds: [...new Set([embedder, second?.embedder].filter((role) => role !== undefined))],
        ...(other !== undefined && { filesHash: other.hash }),
      };
    },
    async *run(samples, context) {
      const { options, signal, embedder, random } = context;
      const { field, threshold, second } = options;
      const other = (await otherSetOf(options, context))?.rows;
      const all = other === undefined ? samples : chainedDatasets(samples, other);
      const facts = await rowFacts(samples, options, all.size);
      const texts = await numberTexts(all, field);
      const reading: Reading = { samples: all, field, texts, signal, faults: new Map() };
      const rowOf = (text: number) => (texts.isEmpty(text) ? undefined : text);
      const vectors =
        options.vectors === undefined
          ? await embedTexts(reading, embedder(options.embedder!), { rows: texts.count, rowOf, fine: true })
          : await givenVectors(reading, options.vectors);
      if (options.vectors !== undefined) mustFit(reading, samples.size);
      const better = second === undefined ? undefined : { ...second, embedder: embedder(second.embedder) };
      const twins = await twinsOfRows(
        { reading, facts, vectors, threshold, second: better, onlyReal: !options.within, random },
        { threads: usualThreads(texts.count) },
      );
      const left = faultsBeyond(reading, samples.size).length;
      if (left > 0) yield measure('other-set-not-compared', left, 'texts');
      yield* withoutFaulty({ ...reading, samples }, verdict(twins, facts, samples.size));
    },
  }),
);

const otherSetOf = oncePer(async ({ field, vectors, against }: Options, files: Files) => {
  if (against === undefined) return undefined;
  const { path, ...there } = inFull(against);
  const text = there.field ?? field;
  const wish = { path, step: 'semantic-duplicates' };
  if (vectors === undefined) return openOtherSet({ ...wish, names: { [field]: text } }, files);
  const vector = there.vectors ?? vectors;
  const names = { [field]: text, [vectors]: vector };
  return openOtherSet({ ...wish, names, refuse: refuser({ text, vector }) }, files);
});

/** Rows with a text need a vector, all of one length. */
function refuser({ text, vector }: { readonly text: string; readonly vector: string }) {
  let dimensions: number | undefined;
  return ({ data }: Row): string | undefined => {
    if (innerText(data[text]).trim() === '') return undefined;
    const value = data[vector];
    const reason = whyUnfit(value, dimensions);
    if (reason !== undefined) return `\`${vector}\` ${reason}`;
    dimensions ??= (value as readonly number[]).length;
    return undefined;
  };
}

/** Faults of texts that only the other set has. */
const faultsBeyond = ({ texts, faults }: Reading, own: number): readonly Fault[] =>
  [...faults].flatMap(([text, met]) => (texts.firstRow[text]! < own ? [] : [met]));

/** Vectors of the other set that cannot be compared with those of the samples would let everything pass. */
function mustFit(reading: Reading, own: number): void {
  const [unfit] = faultsBeyond(reading, own);
  if (unfit !== undefined) throw mistake('bad-data', { format: 'vectors', reason: `in \`against\`, ${unfit.message}` });
}

/** `rows` with those of the other set. */
async function rowFacts(samples: Dataset, { field, keep }: Options, rows: number): Promise<RowFacts> {
  const rank = new Uint8Array(rows).fill(OTHER, samples.size);
  const worth = new Float64Array(rows);
  const tie = new Float64Array(rows);
  let row = 0;
  for await (const sample of samples) {
    rank[row] = sample.origin.real ? REAL : 0;
    worth[row] = worthOf(sample, { field, keep });
    tie[row] = keep === 'first' ? row : lotOf(sample.id);
    row++;
  }
  return { rank, worth, tie };
}

function verdict(twins: Uint32Array, { rank }: RowFacts, own: number) {
  const stays = (row: number) => twins[row] === row;
  const isCopy = (of: number) => (row: number) => !stays(row) && rank[twins[row]!] === of && rank[row]! < of;
  const drop = new Map([
    ['semantic-duplicate', rowsWhere(own, (row) => !stays(row) && rank[row] === rank[twins[row]!])],
    ['semantic-copy-of-real', rowsWhere(own, isCopy(REAL))],
    ['semantic-copy-of-other-set', rowsWhere(own, isCopy(OTHER))],
  ]);
  return { kind: 'rows', drop } as const;
}
