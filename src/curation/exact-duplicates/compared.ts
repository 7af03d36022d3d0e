/** What is compared of each sample: bytes that are equal exactly where the samples count as equal, and their fingerprints. */
import { canonical } from '../../core/recipe.ts';
import { type Dataset, type Fields, type Json, NO_VALUE, whereIs } from '../../core/sample.ts';
import { valueBytes } from '../../core/value-bytes.ts';
import { type Kernels, LEFT, oneText, placesOf, type Texts } from '../../kernels/kernels.ts';

type Ignored = 'case' | 'spaces' | 'punctuation';

export interface Comparison {
  /** All of them when absent. */
  readonly fields: readonly string[] | undefined;
  readonly ignore: ReadonlySet<Ignored>;
}

/** Fingerprints of some rows, one after another. */
interface Prints {
  /** Four words a row. */
  readonly fingerprints: Uint32Array;
  /** 1 for a row that people made. */
  readonly real: Uint8Array;
}

/** Two ways through the same rows, in order. */
export interface Compared {
  readonly size: number;
  prints(): AsyncIterable<Prints>;
  /** The fingerprint of a sample without the field: it says nothing that another could repeat, as documents beside questions do. */
  readonly nothing: Uint32Array;
  /** The bytes of the rows that are 1 in `wanted`. */
  bytes(wanted: Uint8Array): AsyncIterable<Uint8Array>;
}

/** One field as it is comes straight from the stored lines; all else is read sample by sample. */
export function comparedBytes(samples: Dataset, comparison: Comparison, kernels: Kernels): Compared {
  const { fields, ignore } = comparison;
  return fields?.length === 1 && ignore.size === 0
    ? storedValues(samples, fields[0] as string, kernels)
    : canonicalValues(samples, comparison, kernels);
}

function storedValues(samples: Dataset, field: string, kernels: Kernels): Compared {
  return {
    size: samples.size,
    nothing: nothingOf(kernels),
    async *prints() {
      for await (const { lines, samples: parsed } of samples.blocks()) {
        const { flags, fingerprints } = kernels.fingerprintLines(lines, whereIs(field));
        const left = placesOf(flags, LEFT);
        parsed(left).forEach(({ data, origin }, at) => {
          const row = left[at] as number;
          fingerprints.set(kernels.fingerprints(oneText(valueBytes(data[field]))), row * 4);
          flags[row] = origin?.real === true ? 1 : 0;
        });
        yield { fingerprints, real: flags };
      }
    },
    async *bytes(wanted) {
      let firstRow = 0;
      for await (const { lines, samples: parsed } of samples.blocks()) {
        const here = wanted.subarray(firstRow);
        const { flags, utf8, offsets } = kernels.extractValue(lines, whereIs(field), here);
        const left = parsed(placesOf(flags, LEFT)).values();
        for (let row = here.indexOf(1); row >= 0 && row < flags.length; row = here.indexOf(1, row + 1))
          if (flags[row] === LEFT) yield valueBytes(left.next().value!.data[field]);
          else yield utf8.subarray(offsets[row], offsets[row + 1]);
        firstRow += flags.length;
      }
    },
  };
}

const nothingOf = (kernels: Kernels): Uint32Array => kernels.fingerprints(oneText(Buffer.from(NO_VALUE)));

/** Rows whose fingerprints are taken at once. */
const ROWS_AT_ONCE = 1024;

function canonicalValues(samples: Dataset, { fields, ignore }: Comparison, kernels: Kernels): Compared {
  const fold = foldingOf(ignore);
  const bytesOf = (data: Fields): Buffer => {
    const value = chosen(data, fields, fold);
    return Buffer.from(value === null ? NO_VALUE : canonical(value));
  };
  return {
    size: samples.size,
    nothing: nothingOf(kernels),
    async *prints() {
      let rows: { readonly bytes: Buffer; readonly isReal: boolean }[] = [];
      const taken = (): Prints => ({
        fingerprints: kernels.fingerprints(textsOf(rows.map(({ bytes }) => bytes))),
        real: Uint8Array.from(rows, ({ isReal }) => (isReal ? 1 : 0)),
      });
      for await (const { data, origin } of samples) {
        rows.push({ bytes: bytesOf(data), isReal: origin.real });
        if (rows.length < ROWS_AT_ONCE) continue;
        yield taken();
        rows = [];
      }
      yield taken();
    },
    async *bytes(wanted) {
      let row = 0;
      for await (const { data } of samples) if (wanted[row++] === 1) yield bytesOf(data);
    },
  };
}

function textsOf(rows: readonly Buffer[]): Texts {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((bytes, row) => {
    offsets[row + 1] = (offsets[row] as number) + bytes.length;
  });
  return { utf8: Buffer.concat(rows), offsets };
}

function chosen(data: Fields, fields: readonly string[] | undefined, fold: (text: string) => string): Json {
  const value = fields === undefined ? data : fields.map((field) => data[field] ?? null);
  if (Array.isArray(value) && value.every((each) => each === null)) return null;
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
