/** Reads a small file of rows that a person gave to a step: test sets, decisions. */
import { mistake } from '../core/errors.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Files } from '../core/step.ts';
import type { Row } from '../format/row.ts';
import { findFile } from './find-files.ts';
import { readFiles } from './read-files.ts';

export interface RowsInFile {
  readonly rows: readonly Row[];
  /** Of the content: two files that say the same have the same. */
  readonly hash: string;
}

/** All rows, in memory; there may be none. Throws `missing-file` or, with the line of each, `bad-data`. */
export async function rowsInFile(path: string, files: Files): Promise<RowsInFile> {
  const rows: Row[] = [];
  for await (const event of readFiles([await findFile(path, files)], { mayBeEmpty: true }))
    if (event.kind === 'rows') for (const row of event.rows) rows.push(row);
  return { rows, hash: hashText(canonical(rows.map(({ data }) => data)), 32) };
}

/** The mistake of one row of such a file. */
export const badRow = (path: string, reason: string, line: number | undefined) =>
  mistake(
    'bad-data',
    { format: 'rows', reason },
    { where: line === undefined ? { file: path } : { file: path, line } },
  );
