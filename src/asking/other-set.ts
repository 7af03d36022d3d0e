/** Another set of rows that samples are held against: data files that are read as they are needed, and never held whole. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { streamedDataset } from '../core/datasets.ts';
import { mistake } from '../core/errors.ts';
import { blockOf } from '../core/line-blocks.ts';
import type { Dataset, Fields, LineBlock, Sample } from '../core/sample.ts';
import type { Files } from '../core/step.ts';
import { picker } from '../format/field-map.ts';
import { findFiles } from './find-files.ts';
import { type ReadingMany, readFiles } from './read-files.ts';

type Paths = string | string[];
const path = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** The option `against`; `names` are further options, of where the rows have under other names what the samples have. */
export const againstOption = <Names extends z.ZodRawShape>(names: Names) =>
  z
    .union([path, z.strictObject({ path: path.describe('The same.'), ...names })])
    .optional()
    .describe(
      'Another set: file, list of files, or glob such as `old/*.jsonl.gz`, relative to the recipe: JSON lines, JSON, CSV, Parquet, or text with a row a line. A sample that one of its rows says already goes; rows of it are never put out.',
    );

/** The option with its names, whatever the form in which it is given. */
export const inFull = <Full extends { readonly path: Paths }>(
  against: Paths | Full,
): { readonly path: Paths } & Partial<Full> =>
  typeof against === 'object' && 'path' in against ? against : ({ path: against } as { path: Paths } & Partial<Full>);

export interface OtherSetWish {
  readonly path: string | readonly string[];
  /** By field of the samples its name in the files; absent: all fields, as they are. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** The step that wishes, for its mistakes. */
  readonly step: string;
  /** What is wrong with a row, where something is. */
  readonly refuse?: ReadingMany['refuse'];
}

export interface OtherSet {
  /** Its rows, under the names of the samples' fields: never the last word of a run, since they are nobody's samples. */
  readonly rows: Dataset;
  /** Of what is read of it: two sets of files that say the same have the same. */
  readonly hash: string;
}

/**
 * Reads all files once. Throws `missing-file`, `empty-data`, `bad-data` with file and line, and `bad-option` for a field
 * that no row of a file has. Reading the rows later throws `bad-data` where the files are no longer what they were.
 */
export async function openOtherSet(wish: OtherSetWish, files: Files): Promise<OtherSet> {
  const digest = makeDigest();
  for await (const batch of readBatches(wish, files)) digest.add(batch);
  const { count, hash } = digest.end();
  const readAgain = () => batchesAgain(wish, files, { count, hash });
  const samples = async function* () {
    for await (const batch of readAgain()) for (const row of batch) yield sampleOf(row);
  };
  const blocks = async function* () {
    for await (const batch of readAgain()) yield* blocksIn(batch);
  };
  return { rows: { ...streamedDataset(count, samples), blocks }, hash };
}

interface Content {
  readonly count: number;
  readonly hash: string;
}

interface ReadRow {
  readonly data: Fields;
  readonly json: string;
  /** From 1. */
  readonly nth: number;
}

function makeDigest() {
  const digest = createHash('sha256');
  let count = 0;
  return {
    add: (batch: readonly Fields[]): readonly ReadRow[] => {
      const rows = batch.map((data) => ({ data, json: JSON.stringify(data), nth: ++count }));
      digest.update(rows.map(({ json }) => `${json}\n`).join(''));
      return rows;
    },
    end: (): Content => ({ count, hash: digest.digest('hex').slice(0, 32) }),
  };
}

/** The same rows again, and never more of them. */
async function* batchesAgain(wish: OtherSetWish, files: Files, { count, hash }: Content) {
  const digest = makeDigest();
  for await (const batch of readBatches(wish, files)) {
    const rows = digest.add(batch);
    const isMore = (rows.at(-1)?.nth ?? 0) > count;
    yield isMore ? rows.filter(({ nth }) => nth <= count) : rows;
    if (isMore) break;
  }
  if (digest.end().hash === hash) return;
  const reason = `${[wish.path].flat().join(', ')} changed while the run was under way; run it again`;
  throw mistake('bad-data', { format: 'rows', reason });
}

const idOf = (nth: number): string => nth.toString(16).padStart(16, '0');
const ORIGIN: Omit<Sample['origin'], 'nth'> = { step: 'against', parents: [], real: false, round: 1 };
const ORIGIN_JSON = JSON.stringify(ORIGIN).slice(0, -1);

const sampleOf = ({ data, nth }: ReadRow): Sample => ({ id: idOf(nth), data, notes: {}, origin: { ...ORIGIN, nth } });

/** The sample as it would be stored. */
const lineOf = ({ json, nth }: ReadRow): string =>
  `{"id":"${idOf(nth)}","data":${json},"notes":{},"origin":${ORIGIN_JSON},"nth":${nth}}}\n`;

/** Rows of a block: a batch of Parquet may be long. */
const BLOCK_ROWS = 4096;

function* blocksIn(batch: readonly ReadRow[]): Iterable<LineBlock> {
  for (let from = 0; from < batch.length; from += BLOCK_ROWS)
    yield blockOf(
      Buffer.from(
        batch
          .slice(from, from + BLOCK_ROWS)
          .map(lineOf)
          .join(''),
      ),
    );
}

/** Rows that have nothing of what is read are left out. */
async function* readBatches({ path, names, step, refuse }: OtherSetWish, files: Files): AsyncGenerator<Fields[]> {
  const pick = picker(names);
  const there = Object.values(names ?? {});
  let lacking = new Set(there);
  let columns: readonly string[] = [];
  const reading = { line: there[0], ...(refuse !== undefined && { refuse }) };
  for await (const event of readFiles(await findFiles(path, files), reading)) {
    if (event.kind === 'rows') {
      if (columns.length === 0) columns = Object.keys(event.rows[0]!.data);
      for (const { data } of lacking.size > 0 ? event.rows : [])
        for (const field of lacking) if (Object.hasOwn(data, field)) lacking.delete(field);
      yield event.rows.map(({ data }) => pick(data)).filter((data) => Object.keys(data).length > 0);
    } else if (event.kind === 'end') {
      if (lacking.size > 0) throw unknownField(step, { file: event.labels.path!, columns, field: [...lacking][0]! });
      lacking = new Set(there);
      columns = [];
    }
  }
}

function unknownField(
  step: string,
  { file, columns, field }: { readonly file: string; readonly columns: readonly string[]; readonly field: string },
) {
  const has = columns.slice(0, 20).map((name) => `\`${name}\``);
  const reason = `no row of \`${file}\` has \`${field}\`; the first has ${has.join(', ') || 'no field'}`;
  return mistake('bad-option', { step: `\`${step}\``, option: 'against', reason });
}
