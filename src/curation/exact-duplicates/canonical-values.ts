/** Values of samples as canonical JSON, folded where differences do not count; read sample by sample. */
import { canonical } from '../../core/recipe.ts';
import type { Dataset, Fields, Json } from '../../core/sample.ts';
import { placesOf, type Texts } from '../../kernels/kernels.ts';
import type { Compared, HashedRows, Means } from './compared.ts';

type Ignored = 'case' | 'spaces' | 'punctuation';

export interface Comparison {
  /** All of them when absent. */
  readonly fields: readonly string[] | undefined;
  readonly ignore: ReadonlySet<Ignored>;
}

/** Rows that are hashed at once. */
const ROWS_AT_ONCE = 1024;

export function canonicalValues(samples: Dataset, { fields, ignore }: Comparison, { kernels }: Means): Compared {
  const fold = foldingOf(ignore);
  const valueIn = (data: Fields): Json => chosen(data, fields, fold);
  return {
    size: samples.size,
    async *hashes() {
      let rows: { readonly value: Json; readonly isReal: boolean }[] = [];
      const taken = (): HashedRows => {
        const hashes = kernels.hashes(textsOf(rows.map(({ value }) => Buffer.from(canonical(value)))));
        return {
          hashes: hashes.map((hash, at) => (rows[at]!.value === null ? 0 : hash)),
          real: Uint8Array.from(rows, ({ isReal }) => (isReal ? 1 : 0)),
        };
      };
      for await (const { data, origin } of samples) {
        rows.push({ value: valueIn(data), isReal: origin.real });
        if (rows.length < ROWS_AT_ONCE) continue;
        yield taken();
        rows = [];
      }
      yield taken();
    },
    async *bytes(wanted) {
      let firstRow = 0;
      for await (const block of samples.blocks()) {
        const rows = block.countLines();
        const places = placesOf(wanted.subarray(firstRow, firstRow + rows), 1);
        yield block.samples(places).map(({ data }) => Buffer.from(canonical(valueIn(data))));
        firstRow += rows;
      }
    },
  };
}

function textsOf(rows: readonly Buffer[]): Texts {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((bytes, row) => {
    offsets[row + 1] = offsets[row]! + bytes.length;
  });
  return { utf8: Buffer.concat(rows), offsets };
}

function chosen(data: Fields, fields: readonly string[] | undefined, fold: (text: string) => string): Json {
  if (fields === undefined) return mapTexts(data, fold);
  const values = fields.map((field) => mapTexts(data[field] ?? null, fold));
  if (values.length === 1) return values[0]!; // as it stands in a line
  return values.every((each) => each === null) ? null : values;
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
