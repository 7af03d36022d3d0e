/** Drops samples that say the same as an earlier one, or as a real one. */
import { z } from 'zod';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import { canonical } from '../core/recipe.ts';
import type { Dataset, Fields, Json } from '../core/sample.ts';
import { makeFirstRows } from '../math/first-rows.ts';
import { fingerprint128 } from '../math/hash.ts';
import { rowsWhere } from '../math/rows.ts';

type Ignored = 'case' | 'spaces' | 'punctuation';

const options = z.strictObject({
  field: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Field, or fields, that must be equal; all fields of the sample when left out.'),
  ignore: z
    .array(z.enum(['case', 'spaces', 'punctuation']))
    .default([])
    .describe(
      'Differences in texts that do not count. Numbers, lists and other values are always compared as they are.',
    ),
});

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
    summary: 'Drops samples that say the same as an earlier one, or as a real one.',
    sources: ['MurmurHash3 x86 128-bit, A. Appleby, https://github.com/aappleby/smhasher'],
    options,
    shorthand: 'field',
    touches: ({ field }) => ({ reads: field === undefined ? [] : [field].flat() }),
    async *run(samples, { options: { field, ignore } }) {
      const fields = field === undefined ? undefined : [field].flat();
      const fold = foldingOf(new Set(ignore));
      const { fingerprints, real } = await fingerprintsOf(samples, (data) => canonical(chosen(data, fields, fold)));
      yield verdict(fingerprints, real);
    },
  }),
);

/** 16 bytes a row, and one that tells whether it is real. */
async function fingerprintsOf(samples: Dataset, textOf: (data: Fields) => string) {
  const fingerprints = new Uint32Array(samples.size * 4);
  const real = new Uint8Array(samples.size);
  let bytes = Buffer.alloc(1 << 16);
  let row = 0;
  for await (const { data, origin } of samples) {
    const text = textOf(data);
    if (bytes.length < text.length * 3) bytes = Buffer.alloc(text.length * 6); // a UTF-16 unit is 3 bytes of UTF-8 at most
    fingerprint128(bytes, [0, bytes.write(text)], fingerprints, row * 4);
    real[row++] = origin.real ? 1 : 0;
  }
  return { fingerprints, real };
}

/** Real rows are entered first, so that of two equal rows the real one stays wherever it stands. */
function verdict(fingerprints: Uint32Array, real: Uint8Array) {
  const firstOf = makeFirstRows(fingerprints);
  const first = new Uint32Array(real.length);
  real.forEach((isReal, row) => {
    if (isReal === 1) first[row] = firstOf(row);
  });
  real.forEach((isReal, row) => {
    if (isReal === 0) first[row] = firstOf(row);
  });
  const copiesReal = (row: number) => real[row] === 0 && real[first[row] as number] === 1;
  const drop = new Map([
    ['duplicate', rowsWhere(real.length, (row) => first[row] !== row && !copiesReal(row))],
    ['copy-of-real', rowsWhere(real.length, copiesReal)],
  ]);
  return { kind: 'rows', keep: rowsWhere(real.length, (row) => first[row] === row), drop } as const;
}

function chosen(data: Fields, fields: readonly string[] | undefined, fold: (text: string) => string): Json {
  const value = fields === undefined ? data : fields.map((field) => data[field] ?? null);
  return mapTexts(value, fold);
}

/** The same value with every text in it folded; names of keys stay. */
function mapTexts(value: Json, fold: (text: string) => string): Json {
  if (typeof value === 'string') return fold(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => mapTexts(item, fold));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item as Json, fold)]));
}

function foldingOf(ignore: ReadonlySet<Ignored>): (text: string) => string {
  if (ignore.size === 0) return (text) => text;
  return (text) => {
    let folded = text.normalize('NFKC');
    if (ignore.has('case')) folded = folded.toLowerCase();
    if (ignore.has('punctuation')) folded = folded.replace(/\p{P}+/gu, '');
    if (ignore.has('spaces')) folded = folded.replace(/\s+/gu, ' ').trim();
    return folded;
  };
}
