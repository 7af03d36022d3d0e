/** Reads the rows of one file, whatever its format. */
import { type CsvFound, readCsv } from '../../format/csv-read.ts';
import { readJsonValues } from '../../format/json-values.ts';
import { readJsonl } from '../../format/jsonl.ts';
import { readParquet } from '../../format/parquet-read.ts';
import { readTextLines, readWholeText } from '../../format/plain-text.ts';
import type { Read } from '../../format/row.ts';
import { type Encoding, openText } from '../../format/text-file.ts';
import { type CellTypes, typeCells } from './cell-types.ts';

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
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: string | undefined;
  readonly header: boolean | readonly string[];
  readonly types: CellTypes;
  /** Field for plain text. */
  readonly line: string;
  readonly whole: boolean;
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
    batches: typeCells(readCsv(chunks, reading, dialect), reading.types),
    found: () => ({ format, encoding, delimiter: dialect.delimiter === '\t' ? 'tab' : dialect.delimiter }),
  };
}

function textBatches(
  chunks: AsyncIterable<Uint8Array>,
  { format, line, whole }: Reading,
): AsyncIterable<readonly Read[]> {
  if (format === 'jsonl') return readJsonl(chunks);
  if (format === 'json') return readJsonValues(chunks);
  return whole ? readWholeText(chunks, line) : readTextLines(chunks, line);
}
