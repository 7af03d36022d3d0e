/** Reads data files that a recipe names, one after the other, and says of each what it held. */
import type { SynthloomError } from '../core/errors.ts';
import { type Format, formatOf, openRows, type Reading } from '../format/data-file.ts';
import { type BadRow, isBad, type Read, type Row } from '../format/row.ts';
import { asMistake, badData, emptyData, MistakeList, unknownFormat } from './file-mistakes.ts';
import type { FoundFile } from './find-files.ts';

export interface ReadingMany extends Omit<Reading, 'format'> {
  /** Where the ending does not tell. */
  readonly format?: Format | undefined;
  /** A step that has an option `format`, for the mistake of an ending that says nothing. */
  readonly step?: string;
  readonly skipBad?: boolean;
  /** Rows at most, over all files. */
  readonly limit?: number | undefined;
  /** What is wrong with a row that can be read, where something is: it counts as bad. */
  readonly refuse?: (row: Row) => string | undefined;
  /** A file without a row is no mistake. */
  readonly mayBeEmpty?: boolean;
  /** Its mistakes may quote nothing that stands in it. */
  readonly isPrivate?: boolean;
}

export type FileEvent =
  /** Some at a time, since most of what a row costs is the way to the next. */
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly file: FoundFile }
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
 * mistakes, up to twenty, and then throws them (`bad-data`). A file without a row is a mistake too (`empty-data`); one that
 * cannot be opened is a `missing-file`.
 */
export async function* readFiles(files: readonly FoundFile[], reading: ReadingMany): AsyncGenerator<FileEvent> {
  let left = reading.limit ?? Number.POSITIVE_INFINITY;
  for (const file of files) {
    if (left <= 0) return;
    const format = reading.format ?? formatOf(file.path);
    if (format === undefined) throw unknownFormat(file, reading.step);
    for await (const event of readOne(file, { ...reading, format, limit: left })) {
      if (event.kind === 'rows') left -= event.rows.length;
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
  if (rows === 0 && reading.mayBeEmpty !== true) throw emptyData(file, whyEmpty(file, bad, reading.format));
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
  let rows: Row[] = [];
  for (const read of batch) {
    const bad = isBad(read) ? read : refused(read, reading);
    if (bad === undefined) {
      progress.rows++;
      if (mistakes.isEmpty) rows.push(read as Row);
    } else {
      progress.bad++;
      if (rows.length > 0) yield { kind: 'rows', rows, file };
      rows = [];
      if (reading.skipBad === true && bad.fatal !== true) yield { kind: 'bad', bad, file };
      else mistakes.add(badData(file, reading.format, reading.isPrivate === true ? untold(bad, read) : bad));
    }
    if (isThrough(reading, progress)) break;
  }
  if (rows.length > 0) yield { kind: 'rows', rows, file };
}

function refused(row: Row, { refuse }: ReadingOne): BadRow | undefined {
  const reason = refuse?.(row);
  return reason === undefined ? undefined : { reason, line: row.line, raw: JSON.stringify(row.data) };
}

/** A reader's reason may quote the row; what refuses one speaks for itself. */
const untold = ({ reason, line }: BadRow, read: Read): Omit<BadRow, 'raw'> => ({
  reason: isBad(read) ? 'the row cannot be read' : reason,
  ...(line !== undefined && { line }),
});

function whyEmpty(file: FoundFile, bad: number, format: Format): string {
  if (file.bytes === 0) return 'it has 0 bytes';
  if (bad > 0) return `none of its ${bad} lines can be read`;
  if (format === 'csv') return 'it has no row, or only a header';
  return format === 'parquet' ? 'it has 0 rows' : 'it is blank';
}
