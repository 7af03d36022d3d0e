/** Reads the files of a `file` step one after the other, and says of each what it held. */
import { mistake, type SynthloomError } from '../../core/errors.ts';
import { type BadRow, isBad, type Read, type Row } from '../../format/row.ts';
import { asMistake, badData, emptyData, MistakeList } from './bad-rows.ts';
import type { FoundFile } from './find-files.ts';
import { type Format, formatOf, openRows, type Reading } from './read-rows.ts';

export interface ReadingMany extends Omit<Reading, 'format'> {
  readonly format?: Format | undefined;
  readonly skipBad: boolean;
  /** Rows at most, over all files. */
  readonly limit?: number | undefined;
}

export type FileEvent =
  | { readonly kind: 'row'; readonly row: Row; readonly file: FoundFile }
  /** Only where bad rows are skipped. */
  | { readonly kind: 'bad'; readonly bad: BadRow; readonly file: FoundFile }
  | {
      readonly kind: 'end';
      readonly rows: number;
      readonly bad: number;
      readonly labels: Readonly<Record<string, string>>;
    };

/**
 * Rows of all files in order. At the first bad one no more rows come: reading goes on only to gather the file's further
 * mistakes, up to twenty, and then throws them (`bad-data`). A file without a row is a mistake too (`empty-data`).
 */
export async function* readFiles(files: readonly FoundFile[], reading: ReadingMany): AsyncGenerator<FileEvent> {
  let left = reading.limit ?? Number.POSITIVE_INFINITY;
  for (const file of files) {
    if (left <= 0) return;
    const format = reading.format ?? formatOf(file.path);
    if (format === undefined) throw unknownFormat(file);
    for await (const event of readOne(file, { ...reading, format, limit: left })) {
      if (event.kind === 'row') left--;
      yield event;
    }
  }
}

/** How far a file has been read. */
interface Progress {
  rows: number;
  bad: number;
  readonly mistakes: MistakeList;
}

type ReadingOne = ReadingMany & { readonly format: Format; readonly limit: number };

async function* readOne(file: FoundFile, reading: ReadingOne): AsyncGenerator<FileEvent> {
  const progress: Progress = { rows: 0, bad: 0, mistakes: new MistakeList() };
  let labels: Readonly<Record<string, string>> = {};
  try {
    const opened = await openRows(file.path, reading);
    for await (const batch of opened.batches) {
      yield* readBatch(batch, file, { reading, progress });
      if (isThrough(reading, progress)) break;
    }
    labels = opened.found();
  } catch (error) {
    const told = asMistake(error, file, reading.format);
    if (told === error) throw error;
    progress.mistakes.add(told as SynthloomError);
  }
  const { rows, bad, mistakes } = progress;
  mistakes.throwIfAny();
  if (rows === 0) throw emptyData(file, whyEmpty(file, bad, reading.format));
  yield { kind: 'end', rows, bad, labels: { path: file.shown, ...labels } };
}

const isThrough = ({ limit }: ReadingOne, { rows, mistakes }: Progress) =>
  mistakes.isFull || (rows >= limit && mistakes.isEmpty);

function* readBatch(
  batch: readonly Read[],
  file: FoundFile,
  { reading, progress }: { readonly reading: ReadingOne; readonly progress: Progress },
): Generator<FileEvent> {
  const { mistakes } = progress;
  for (const read of batch) {
    if (!isBad(read)) {
      progress.rows++;
      if (mistakes.isEmpty) yield { kind: 'row', row: read, file };
    } else {
      progress.bad++;
      if (reading.skipBad && read.fatal !== true) yield { kind: 'bad', bad: read, file };
      else mistakes.add(badData(file, reading.format, read));
    }
    if (isThrough(reading, progress)) return;
  }
}

function whyEmpty(file: FoundFile, bad: number, format: Format): string {
  if (file.bytes === 0) return 'it has 0 bytes';
  if (bad > 0) return `none of its ${bad} lines can be read`;
  if (format === 'csv') return 'it has no row, or only a header';
  return format === 'parquet' ? 'it has 0 rows' : 'it is blank';
}

const unknownFormat = (file: FoundFile) =>
  mistake('bad-option', {
    step: '`file`',
    option: 'format',
    reason: `the ending of \`${file.shown}\` says nothing; set it to jsonl, json, csv, parquet or text`,
  });
