/** Brings real and synthetic samples to an asked share, in all or in each group, by dropping what is too many. */
import { z } from 'zod';
import { rowsInFile } from '../asking/rows-in-file.ts';
import { defineStep, measure, withFlow } from '../core/define.ts';
import { mistake } from '../core/errors.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Dataset } from '../core/sample.ts';
import type { Files } from '../core/step.ts';
import { balancedCounts } from '../math/balanced-counts.ts';
import { lotOf } from '../math/lots.ts';
import { rowsWhere } from '../math/rows.ts';
import { valueName } from '../text/value-name.ts';
import { curveOf } from './mix/curve.ts';

const options = z.strictObject({
  realShare: z.number().gt(0).lt(1).describe('Share of real samples in the result.'),
  per: z.string().min(1).optional().describe('Field within each of whose values the share is to hold.'),
  drop: z
    .enum(['either', 'synthetic', 'real'])
    .default('either')
    .describe('Which kind may be dropped; with one of the two, the share may not be reached.'),
  curve: z
    .strictObject({
      test: z.string().min(1).describe('File of a test set: JSON lines, JSON, CSV or Parquet, relative to the recipe.'),
      field: z.string().min(1).describe('Field with the text that a student reads, in the samples and in the file.'),
      label: z.string().min(1).describe('Field with what it learns to tell.'),
    })
    .optional()
    .describe(
      'Also measures how well a small student does on a test set when it learns from as many samples with other shares.',
    ),
});
type Options = z.infer<typeof options>;

interface MixFlow extends Flow {
  readonly reads: this['input'] extends { readonly per: infer F extends string } ? F : never;
  readonly writes: never;
}

export const mix = withFlow<MixFlow>()(
  defineStep({
    name: 'mix',
    stage: 'curation',
    sees: 'all',
    summary: 'Brings real and synthetic samples to an asked share, in all or in each group, by dropping.',
    sources: [
      'https://arxiv.org/abs/2404.01413 (Gerstgrasser et al. 2024, Is model collapse inevitable? Accumulating real and synthetic data)',
      'https://arxiv.org/abs/2305.17493 (Shumailov et al. 2023, The curse of recursion: training on generated data makes models forget)',
    ],
    options,
    shorthand: 'realShare',
    async touches(options, files) {
      const { per, curve } = options;
      const filesHash = curve === undefined ? undefined : (await testSetOf(options, files)).hash;
      const reads = [...(per === undefined ? [] : [per]), ...(curve === undefined ? [] : [curve.field, curve.label])];
      return { reads: [...new Set(reads)], real: true, ...(filesHash === undefined ? {} : { filesHash }) };
    },
    async *run(samples, context) {
      const { options, signal, random } = context;
      const rows = await rowsOf(samples, options);
      const kept = keptOf(rows, options);
      yield* told(rows, kept, options);
      if (options.curve !== undefined) {
        const test = await testSetOf(options, context);
        yield* curveOf(samples, { ...options.curve, test, signal, random });
      }
      yield verdict(rows, kept);
    },
  }),
);

/** Read once for a run: before it, so that mistakes cost nothing. */
const testSetOf = oncePer(async ({ curve }: Options, files: Files) => {
  const { test, label, field } = curve!;
  const read = await rowsInFile(test, files);
  const lacking = [field, label].find((name) => !read.rows.some(({ data }) => name in data));
  if (lacking === undefined) return read;
  throw mistake('bad-option', { step: '`mix`', option: 'curve.test', reason: `no row of it has \`${lacking}\`` });
});

interface Rows {
  readonly real: Uint8Array;
  /** Rows of each value of `per`, in the order in which they are to stay; one group without `per`. */
  readonly groups: ReadonlyMap<string, Kinds>;
}

interface Kinds {
  readonly real: number[];
  readonly synthetic: number[];
}

async function rowsOf(samples: Dataset, { per }: Options): Promise<Rows> {
  const real = new Uint8Array(samples.size);
  const lots = new Float64Array(samples.size);
  const groups = new Map<string, Kinds>();
  let row = 0;
  for await (const { id, data, origin } of samples) {
    const name = per === undefined ? '' : valueName(data[per]);
    const group = groups.get(name) ?? { real: [], synthetic: [] };
    groups.set(name, group);
    real[row] = origin.real ? 1 : 0;
    lots[row] = lotOf(id);
    (origin.real ? group.real : group.synthetic).push(row++);
  }
  for (const group of groups.values())
    for (const rows of [group.real, group.synthetic]) rows.sort((a, b) => lots[a]! - lots[b]! || a - b);
  return { real, groups };
}

/** 1 for rows that stay. A group that has one kind alone is left as it is. */
function keptOf({ real, groups }: Rows, { realShare, drop }: Options): Uint8Array {
  const kept = new Uint8Array(real.length);
  for (const group of groups.values()) {
    const counts = [group.real.length, group.synthetic.length] as const;
    const shares = [realShare, 1 - realShare] as const;
    const isMixed = counts[0] > 0 && counts[1] > 0;
    const isFixed = [drop === 'synthetic', drop === 'real'];
    const asked = shares.map((share, at) =>
      isFixed[at] === true ? { share, have: 0, fixed: counts[at]! } : { share, have: counts[at]! },
    );
    const most = isMixed
      ? balancedCounts(asked).map((count, at) => (isFixed[at] === true ? counts[at]! : count))
      : counts;
    for (const row of group.real.slice(0, most[0])) kept[row] = 1;
    for (const row of group.synthetic.slice(0, most[1])) kept[row] = 1;
  }
  return kept;
}

/** The share that was reached, in all and in each group. */
function* told({ real, groups }: Rows, kept: Uint8Array, { per }: Options) {
  const count = (rows: Iterable<number>) => [...rows].filter((row) => kept[row] === 1).length;
  for (const [name, group] of groups) {
    const [own, all] = [count(group.real), count([...group.real, ...group.synthetic])];
    if (per !== undefined && all > 0) yield measure('real-share', own / all, 'ratio', { field: per, value: name });
  }
  const stays = rowsWhere(real.length, (row) => kept[row] === 1);
  if (stays.length > 0)
    yield measure('real-share', stays.filter((row) => real[row] === 1).length / stays.length, 'ratio');
}

function verdict({ real }: Rows, kept: Uint8Array) {
  const drop = new Map([
    ['surplus-synthetic', rowsWhere(real.length, (row) => kept[row] === 0 && real[row] === 0)],
    ['surplus-real', rowsWhere(real.length, (row) => kept[row] === 0 && real[row] === 1)],
  ]);
  return { kind: 'rows', drop } as const;
}
