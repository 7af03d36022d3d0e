/** Mistakes of a data file: each with its place, and no more of them than a person reads. */
import { Mistakes, mistake, type SynthloomError, type Where } from '../core/errors.ts';
import { FORMAT_NAMES, FORMATS, type Format } from '../format/data-file.ts';
import type { BadRow } from '../format/row.ts';
import { UnreadableFile } from '../format/text-file.ts';
import { type FoundFile, whyUnreadable } from './find-files.ts';

/** Mistakes of one file that are told. */
const MOST_MISTAKES = 20;

export function badData(file: FoundFile, format: Format, bad: Omit<BadRow, 'raw'>): SynthloomError {
  const where: Where = {
    file: file.shown,
    ...(bad.line === undefined || format === 'parquet' ? {} : { line: bad.line }),
    ...(bad.column === undefined ? {} : { column: bad.column }),
  };
  const row = format === 'parquet' && bad.line !== undefined ? `row ${bad.line}: ` : '';
  return mistake('bad-data', { format: FORMAT_NAMES[format], reason: `${row}${bad.reason}` }, { where });
}

/** Gathers mistakes; `isFull` when it is time to stop reading. */
export class MistakeList {
  readonly #all: SynthloomError[] = [];

  add(error: SynthloomError): void {
    this.#all.push(...(error instanceof Mistakes ? error.all : [error]));
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  get isFull(): boolean {
    return this.#all.length >= MOST_MISTAKES;
  }

  throwIfAny(): void {
    if (this.#all.length > 0) throw new Mistakes(this.#all.slice(0, MOST_MISTAKES));
  }
}

export const emptyData = (file: FoundFile, reason: string): SynthloomError =>
  mistake('empty-data', { path: file.shown, reason }, { where: { file: file.shown } });

/** `step`: one that has an option `format`, as it is named. */
export function unknownFormat({ shown }: FoundFile, step: string | undefined): SynthloomError {
  if (step === undefined) {
    const reason =
      'its ending is none of .jsonl, .json, .csv, .tsv, .parquet, .txt and .md, with or without .gz or .zst';
    return mistake('missing-file', { path: shown, reason });
  }
  const choice = `${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)}`;
  const reason = `the ending of \`${shown}\` says nothing; set it to ${choice}`;
  return mistake('bad-option', { step: `\`${step}\``, option: 'format', reason });
}

/** What reading threw, as a mistake of the user's where it is one. */
export function asMistake(error: unknown, file: FoundFile, format: Format): unknown {
  if (error instanceof UnreadableFile) return badData(file, format, { reason: error.message });
  if (error instanceof Error && 'syscall' in error)
    return mistake('missing-file', { path: file.shown, reason: whyUnreadable(error) }, { cause: error });
  return error;
}
