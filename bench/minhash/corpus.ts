/** Documents of about a kilobyte from public texts, with copies planted: exact ones, and some with words changed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawIndex, seededRandom } from '../../src/math/random.ts';
import { isShort } from '../arguments.ts';
import { rowsIn, textIn } from '../data-files.ts';

export interface Corpus {
  readonly texts: readonly string[];
  /** Row of a copy and of what it was copied from. */
  readonly planted: readonly (readonly [copy: number, of: number])[];
}

const DOCUMENT_CHARACTERS = 1000;
/** Of a document that is followed by an exact copy of an earlier one, and by one with one to six words in a hundred changed. */
const CHANCE = isShort ? { exact: 0.1, near: 0.7 } : { exact: 0.04, near: 0.08 };

/** At most `most` documents, copies among them. */
export function plantedCorpus(folder: string, most: number): Corpus {
  const random = seededRandom('planted corpus');
  const texts: string[] = [];
  const planted: [number, number][] = [];
  const copy = (share: number): string => {
    const of = drawIndex(random, texts.length);
    planted.push([texts.length, of]);
    const words = (texts[of] as string).split(' ');
    for (let i = 0; i < Math.ceil(words.length * share); i++) words[drawIndex(random, words.length)] = `new${i}`;
    return words.join(' ');
  };
  for (const document of documents(folder)) {
    if (texts.length >= most) break;
    const draw = texts.length < 100 ? 1 : random();
    if (draw < CHANCE.exact) texts.push(copy(0));
    else if (draw < CHANCE.exact + CHANCE.near) texts.push(copy(0.01 + 0.05 * random()));
    texts.push(document);
  }
  return { texts, planted };
}

function* documents(folder: string): Iterable<string> {
  const books = readdirSync(join(folder, 'text/gutenberg')).sort();
  const manuals = ['perl-doc.jsonl.gz', 'linux-man-pages.jsonl.gz', 'c4-demo.jsonl.gz']; // not kept here
  for (const name of books) yield* cut(textIn(folder, `text/gutenberg/${name}`));
  for (const name of ['state-of-the-union.jsonl.gz', ...(isShort ? [] : manuals)])
    for (const { text } of rowsIn(folder, `text/${name}`)) yield* cut(text!);
}

function* cut(text: string): Iterable<string> {
  for (let at = 0; at + DOCUMENT_CHARACTERS <= text.length; at += DOCUMENT_CHARACTERS)
    yield text.slice(at, at + DOCUMENT_CHARACTERS);
}

/** The corpus as the stored lines of a dataset. */
export const asLines = (texts: readonly string[]): string =>
  texts
    .map((text, row) => {
      const origin = { step: 'file', parents: [], real: false, nth: row + 1, round: 1 };
      return `${JSON.stringify({ id: row.toString(16).padStart(16, '0'), data: { text }, notes: {}, origin })}\n`;
    })
    .join('');
