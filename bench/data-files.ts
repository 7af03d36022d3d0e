/** Files of the data folder as texts and rows, and running texts for benches that take a text after another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isShort } from './arguments.ts';

/** Unpacked where its name ends in `.gz`. */
export function textIn(folder: string, path: string, encoding: BufferEncoding = 'utf8'): string {
  const bytes = readFileSync(join(folder, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(encoding);
}

/** Of a JSONL file. */
export const rowsIn = <Row = Readonly<Record<string, string>>>(folder: string, path: string): Row[] =>
  textIn(folder, path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Characters of a passage, at most; it ends with a sentence. */
const PASSAGE = 2000;

/** Web pages; in short, when there are none that may be kept here, passages of articles and addresses. */
export function runningTexts(folder: string): string[] {
  if (!isShort) return rowsIn(folder, 'text/c4-demo.jsonl.gz').map(({ text }) => text!);
  const articles = textIn(folder, 'qa/wiki-demo.txt.gz').split('\n');
  const addresses = rowsIn(folder, 'text/state-of-the-union.jsonl.gz').map(({ text }) => text!);
  return [...articles, ...addresses].flatMap(passagesOf);
}

function passagesOf(text: string): string[] {
  const cuts = Array.from({ length: Math.ceil(text.length / PASSAGE) }, (_, at) => at * PASSAGE);
  return cuts
    .map((at) => text.slice(at, at + PASSAGE).replace(/^\S*\s+|[^.?!]*$/g, ''))
    .filter(({ length }) => length > PASSAGE / 4);
}

/** What they are called in pages. */
export const RUNNING_TEXTS = isShort ? 'passages of articles and addresses' : 'web pages (C4, uncurated)';
