/** Drops samples until the values of a field have the asked proportions, and says what was missing. */
import { z } from 'zod';
import { defineStep, measure, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import { balancedCounts, type Group, lackingCounts } from '../math/balanced-counts.ts';
import { lotOf } from '../math/lots.ts';
import { rowsWhere } from '../math/rows.ts';
import { valueName } from '../text/value-name.ts';

const options = z.strictObject({
  field: z.string().min(1).describe('Field whose values are brought into proportion.'),
  shares: z
    .record(z.string(), z.number().gt(0))
    .refine((shares) => Object.keys(shares).length > 0, 'name a value')
    .optional()
    .describe('Value → its part of the whole, relative to the others. All values alike when left out.'),
  others: z
    .enum(['drop', 'keep'])
    .default('drop')
    .describe('What becomes of samples whose value `shares` does not name.'),
  tolerance: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('How much of its share a scarce value may lack: with 0.2 a value asked for 0.5 may have 0.4 and more.'),
  withReal: z
    .boolean()
    .default(false)
    .describe('Real samples count: those made fill what they lack. Real samples are never dropped.'),
  best: z
    .string()
    .min(1)
    .optional()
    .describe('Note whose highest values stay; by chance, the same in every run, when left out.'),
});
type Options = z.infer<typeof options>;

interface BalanceFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : never;
  readonly writes: never;
}

export const balance = withFlow<BalanceFlow>()(
  defineStep({
    name: 'balance',
    stage: 'curation',
    sees: 'all',
    summary: 'Drops samples until the values of a field have the asked proportions, and says what was missing.',
    sources: [
      'https://arxiv.org/abs/1710.05381 (Buda et al. 2018, A systematic study of the class imbalance problem)',
      'Cochran 1977, Sampling Techniques, ch. 5: allocation over strata',
    ],
    options,
    shorthand: 'field',
    touches: ({ field }) => ({ reads: [field], spares: ['surplus'] }),
    async *run(samples, { options }) {
      const rows = await rowsOf(samples, options);
      const names = options.shares === undefined ? [...rows.groups.keys()].sort() : Object.keys(options.shares);
      const groups = names.map(
        (name): Group => ({
          share: options.shares?.[name] ?? 1,
          have: rows.groups.get(name)?.rows.length ?? 0,
          fixed: options.withReal ? (rows.groups.get(name)?.real ?? 0) : 0,
        }),
      );
      for (const [at, lacking] of lackingCounts(groups).entries())
        if (lacking > 0) yield measure('missing', lacking, 'samples', { field: options.field, value: names[at]! });
      const counts = balancedCounts(groups, options.tolerance);
      yield verdict(rows, new Map(names.map((name, at) => [name, counts[at]!])), options);
    },
  }),
);

interface Rows {
  readonly size: number;
  readonly real: Uint8Array;
  readonly groups: ReadonlyMap<string, Members>;
}

interface Members {
  /** Synthetic rows. */
  readonly rows: number[];
  real: number;
}

interface Ranked {
  readonly worth: Float64Array;
  readonly lot: Float64Array;
}

/** The rows of each value, the first to stay first. */
async function rowsOf(samples: Dataset, { field, best }: Options): Promise<Rows> {
  const real = new Uint8Array(samples.size);
  const ranked: Ranked = { worth: new Float64Array(samples.size), lot: new Float64Array(samples.size) };
  const groups = new Map<string, Members>();
  let row = 0;
  for await (const sample of samples) {
    const name = valueName(sample.data[field]);
    const group = groups.get(name) ?? { rows: [], real: 0 };
    groups.set(name, group);
    real[row] = sample.origin.real ? 1 : 0;
    ranked.worth[row] = worthOf(sample, best);
    ranked.lot[row] = lotOf(sample.id);
    if (sample.origin.real) group.real++;
    else group.rows.push(row);
    row++;
  }
  for (const group of groups.values()) group.rows.sort((a, b) => byRank(ranked, a, b));
  return { size: samples.size, real, groups };
}

function worthOf({ notes }: Sample, best: string | undefined): number {
  const value = best === undefined ? 0 : notes[best];
  return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
}

const byRank = ({ worth, lot }: Ranked, a: number, b: number): number =>
  worth[a] === worth[b] ? lot[a]! - lot[b]! || a - b : worth[a]! > worth[b]! ? -1 : 1;

function verdict({ size, real, groups }: Rows, counts: ReadonlyMap<string, number>, { others }: Options) {
  const kept = Uint8Array.from(real);
  const isOther = new Uint8Array(size);
  for (const [name, { rows }] of groups) {
    const most = counts.get(name) ?? (others === 'keep' ? rows.length : 0);
    for (const row of rows.slice(0, most)) kept[row] = 1;
    if (!counts.has(name)) for (const row of rows) isOther[row] = 1;
  }
  const drop = new Map([
    ['surplus', rowsWhere(size, (row) => kept[row] === 0 && isOther[row] === 0)],
    ['other-value', rowsWhere(size, (row) => kept[row] === 0 && isOther[row] === 1)],
  ]);
  return { kind: 'rows', drop } as const;
}
