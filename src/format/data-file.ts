/** Reads the rows of one data file, whatever its format. */
import { type CellTypes, typeCells } from './cell-types.ts';
import { type CsvFound, readCsv } from './csv-read.ts';
import { readJsonValues } from './json-values.ts';
import { readJsonl } from './jsonl.ts';
import { readParquet } from './parquet-read.ts';
import { readTextLines, readWholeText } from './plain-text.ts';
import type { Read } from './row.ts';
import { type Encoding, openText } from './text-file.ts';

export const FORMATS = ['jsonl', 'json', 'csv', 'parquet', 'text'] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_NAMES: Readonly<Record<Format, string>> = {
  jsonl: 'JSON lines',
  json: 'JSON',
  csv: 'CSV',
  parquet: 'Parquet',
  text: 'text',
};

export interface Reading {
  readonly format: Format;
  /** Where it is not UTF-8 and has no byte order mark. */
  readonly encoding?: Encoding | undefined;
  /** Of CSV; found out where it is not given. */
  readonly delimiter?: string | undefined;
  /** Of CSV: whether the first row names the columns (it does where nothing is said), or the names. */
  readonly header?: boolean | readonly string[] | undefined;
  /** Of CSV: columns that are not text. */
  readonly types?: CellTypes | undefined;
  /** Of plain text: the field that each line becomes; `text` where nothing is said. */
  readonly line?: string | undefined;
  /** Of plain text: the file is one row. */
  readonly whole?: boolean | undefined;
}

export interface OpenedFile {
  readonly batches: AsyncIterable<readonly Read[]>;
  /** What was found out about the file, as labels of a measure; complete when the batches are through. */
  found(): Readonly<Record<string, string>>;
}

const ENDINGS: Readonly<Record<string, Format>> = {
  ...{ jsonl: 'jsonl', ndjson: 'jsonl', jsonlines: 'jsonl', json: 'json' },
  ...{ csv: 'csv', tsv: 'csv', tab: 'csv', parquet: 'parquet', pq: 'parquet', txt: 'text', text: 'text', md: 'text' },
};

/** The format that a file's name promises; `.gz` and `.zst` after it do not count. */
export const formatOf = (path: string): Format | undefined =>
  ENDINGS[/\.([a-z]+)$/.exec(path.toLowerCase().replace(/\.(gz|zst|zstd)$/, ''))?.[1] ?? ''];

/** Opens a file for reading. Throws what the file system throws, and `UnreadableFile`. */
export async function openRows(path: string, reading: Reading): Promise<OpenedFile> {
  const { format } = reading;
  if (format === 'parquet') return { batches: readParquet(path), found: () => ({ format }) };
  const { encoding, chunks } = await openText(path, reading.encoding);
  if (format !== 'csv') return { batches: textBatches(chunks, reading), found: () => ({ format, encoding }) };
  const dialect: CsvFound = { delimiter: '', columns: [] };
  return {
    batches: typeCells(readCsv(chunks, { ...reading, header: reading.header ?? true }, dialect), reading.types ?? {}),
    found: () => ({ format, encoding, delimiter: dialect.delimiter === '\t' ? 'tab' : dialect.delimiter }),
  };
}

function textBatches(
  chunks: AsyncIterable<Uint8Array>,
  { format, line = 'text', whole }: Reading,
): AsyncIterable<readonly Read[]> {
  if (format === 'jsonl') return readJsonl(chunks);
  if (format === 'json') return readJsonValues(chunks);
  return whole === true ? readWholeText(chunks, line) : readTextLines(chunks, line);
}
