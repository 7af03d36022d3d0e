/** Reads the private texts. They never become samples: no wall, quarantine, report or export of a run can hold them. */
import { findFile } from '../../asking/find-files.ts';
import { readFiles } from '../../asking/read-files.ts';
import { mistake } from '../../core/errors.ts';
import type { Files } from '../../core/step.ts';
import type { Format } from '../../format/data-file.ts';
import type { Row } from '../../format/row.ts';

export interface PrivateText {
  readonly text: string;
  /** '' where there are no labels. */
  readonly label: string;
}

export interface PrivateFile {
  readonly path: string;
  readonly format?: Format | undefined;
  readonly field: string;
  readonly label?: string | undefined;
}

/** All of them, in the order of the file. Throws its mistakes, up to twenty with their lines, which quote nothing of it. */
export async function readPrivateTexts(file: PrivateFile, files: Files): Promise<readonly PrivateText[]> {
  const found: PrivateText[] = [];
  const { path, format, field, label } = file;
  const reading = { format, line: field, isPrivate: true, step: 'private-evolution' };
  const refuse = (row: Row) => whyUnfit(row, file);
  for await (const event of readFiles([await findFile(path, files)], { ...reading, refuse }))
    if (event.kind === 'rows')
      for (const { data } of event.rows)
        found.push({ text: data[field] as string, label: label === undefined ? '' : `${data[label]}` });
  if (found.length < 2) throw mistake('empty-data', { path, reason: 'a vote needs at least two texts' });
  return found;
}

function whyUnfit({ data }: Row, { field, label }: PrivateFile): string | undefined {
  const text = data[field];
  if (typeof text !== 'string' || text.trim() === '') return `\`${field}\` is no text`;
  if (label === undefined || ['string', 'number', 'boolean'].includes(typeof data[label])) return undefined;
  return `\`${label}\` is no label`;
}
