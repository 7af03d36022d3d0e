/** Drops samples that say the same as an earlier one, as a real one, or as a row of another set. */
import { z } from 'zod';
import { againstOption, inFull, openOtherSet } from '../asking/other-set.ts';
import { openSpill } from '../asking/spill.ts';
import { chainedDatasets } from '../core/datasets.ts';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Files } from '../core/step.ts';
import { openKernels } from '../kernels/open.ts';
import { rowsAt } from '../math/rows.ts';
import { comparedBytes } from './exact-duplicates/compared-bytes.ts';
import { findRepeats, type Repeats } from './exact-duplicates/repeats.ts';

interface Named {
  readonly field?: string | string[] | undefined;
  readonly against?:
    | string
    | string[]
    | { readonly path: string | string[]; readonly field?: Named['field'] }
    | undefined;
}
const fieldsOf = ({ field }: Named) => (field === undefined ? undefined : [field].flat());
/** What they are called in the other set. */
const fieldsThere = ({ field, against }: Named) =>
  fieldsOf({ field: (against === undefined ? undefined : inFull(against).field) ?? field });

const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const options = z
  .strictObject({
    field: names.optional().describe('Field, or fields, that must be equal; all fields of the sample when left out.'),
    ignore: z
      .array(z.enum(['case', 'spaces', 'punctuation']))
      .default([])
      .describe(
        'Differences in texts that do not count. Numbers, lists and other values are always compared as they are.',
      ),
    against: againstOption({
      field: names.optional().describe('What `field` is called there, where it has another name; of a list each.'),
    }),
  })
  .refine((given) => fieldsOf(given)?.length === fieldsThere(given)?.length, {
    error: 'name as many fields as `field` has',
    path: ['against', 'field'],
  });
type Options = z.output<typeof options>;

interface ExactFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F }
    ? F extends readonly (infer Each extends string)[]
      ? Each
      : F & string
    : never;
  readonly writes: never;
}

export const exactDuplicates = withFlow<ExactFlow>()(
  defineStep({
    name: 'exact-duplicates',
    stage: 'curation',
    sees: 'all',
    summary: 'Drops samples that say the same as an earlier one, as a real one, or as a row of another set.',
    sources: ['FIPS 180-4, Secure Hash Standard, https://csrc.nist.gov/pubs/fips/180-4/upd1/final'],
    options,
    shorthand: 'field',
    async touches(options, files) {
      const other = await otherSetOf(options, files);
      return {
        reads: fieldsOf(options) ?? [],
        repeats: ['duplicate'], // of copies of real samples and of other sets the next round hears nothing
        ...(other !== undefined && { filesHash: other.hash }),
      };
    },
    async *run(samples, context) {
      const { options, signal } = context;
      const comparison = { fields: fieldsOf(options), ignore: new Set(options.ignore) };
      const other = (await otherSetOf(options, context))?.rows;
      const all = other === undefined ? samples : chainedDatasets(samples, other);
      const spill = openSpill(samples, all.size > ROWS_IN_MEMORY);
      try {
        const means = { kernels: openKernels(), spill };
        const compared = comparedBytes(all, comparison, means);
        yield verdict(await findRepeats(compared, { ...means, own: samples.size, signal }));
      } finally {
        spill.close();
      }
    },
  }),
);

/** What there is of more goes to disk. */
const ROWS_IN_MEMORY = 2 ** 20;

const otherSetOf = oncePer(async (options: Options, files: Files) => {
  if (options.against === undefined) return undefined;
  const [own, there] = [fieldsOf(options), fieldsThere(options)];
  const names = own && Object.fromEntries(own.map((field, at) => [field, there![at]!]));
  return openOtherSet({ path: inFull(options.against).path, names, step: 'exact-duplicates' }, files);
});

/** A real row stays before all others of its bytes, wherever it stands, and else the first. */
function verdict({ rows, first, isThere, real }: Repeats) {
  const inPlaceOf = new Map<number, number>(); // real rows, where the first is none
  rows.forEach((row, place) => {
    const head = first[place]!;
    if (real[row] === 1 && real[head] === 0 && !inPlaceOf.has(head)) inPlaceOf.set(head, row);
  });
  const isOut = (place: number) => isThere.has(first[place]!);
  const staying = (place: number) => inPlaceOf.get(first[place]!) ?? first[place]!;
  const goes = (place: number) => !isOut(place) && rows[place] !== staying(place);
  const copiesReal = (place: number) => real[rows[place]!]! < real[staying(place)]!;
  const drop = new Map([
    ['duplicate', rowsAt(rows, (place) => goes(place) && !copiesReal(place))],
    ['copy-of-real', rowsAt(rows, (place) => goes(place) && copiesReal(place))],
    ['copy-of-other-set', rowsAt(rows, isOut)],
  ]);
  return { kind: 'rows', drop } as const;
}
