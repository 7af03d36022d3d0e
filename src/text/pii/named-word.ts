/** What the lists of names know of a word with a capital, wherever it stands. */
import type { Capital, KnownWord } from './capitals.ts';
import { keyOf, type NameBook } from './name-book.ts';
import { isTitle } from './name-cues.ts';
import { endsLikeName } from './name-shapes.ts';

export interface NamedWord extends KnownWord {
  /** Without `’s`. */
  readonly text: string;
  readonly key: string;
  readonly rank: Rank;
  readonly isTitle: boolean;
  /** All in capitals: an abbreviation, or loud. */
  readonly isShouted: boolean;
  /** A word of English, whatever else it is. */
  readonly isCommon: boolean;
  /** Words of the longest place of a list that begins with it; 0 where none does. */
  readonly placeWords: number;
  /** In no list of first names, and no word of English. */
  readonly isUnlisted: boolean;
}

export type Word = Capital<NamedWord>;

export const isShouted = (text: string): boolean => text.length > 1 && text === text.toUpperCase();

/** `’s` is not of the name. */
export function namedWord(written: string, book: NameBook): NamedWord {
  const text = written.replace(/['’]s$/u, '');
  const key = keyOf(text);
  const isCommon = book.isCommon(key);
  return {
    written,
    length: text.length,
    text,
    key,
    rank: rankOf({ text, key }, book),
    isTitle: isTitle(text),
    isShouted: isShouted(text),
    isCommon,
    placeWords: book.placeWords(key),
    isUnlisted: !isCommon && !book.first.has(key),
  };
}

/** F and L: in the list of first or family names, and no common word; f and l: in it, and common; S: looks like a name. */
export type Rank = 'F' | 'f' | 'L' | 'l' | 'S' | 'I' | 'C' | 'P' | 'X' | 'U';

function rankOf({ text, key }: Pick<NamedWord, 'text' | 'key'>, book: NameBook): Rank {
  if (key === 'i' || key === 'a') return 'C';
  if ([...text].length === 1) return 'I';
  if (COMPANY.test(key)) return 'X';
  if (book.countries.has(key)) return 'P';
  const isCommon = book.isCommon(key);
  if (book.first.has(key)) return isCommon ? 'f' : 'F';
  if (book.last.has(key)) return isCommon ? 'l' : book.places.has(key) ? 'P' : 'L';
  if (isCommon) return 'C';
  if (book.places.has(key)) return 'P';
  const [head, tail] = key.split('-');
  if (tail !== undefined && (book.first.has(head!) || book.last.has(tail))) return 'L';
  if (ENGLISH.test(key)) return 'C';
  return endsLikeName(key) ? 'S' : 'U';
}

/** Endings of English words that few names have. */
const ENGLISH =
  /(?:tions?|sions?|ments?|ness|ity|ing|ed|ism|ics|ology|ship|less|ful|able|ible|ive|ous|ally|ium|ense)$/u;

const COMPANY =
  /^(?:inc|ltd|llc|corp|corporation|co|company|gmbh|ag|plc|sa|group|bank|university|college|institute|school|hospital|club|hotel|orchestra|museum|foundation|association|society|partners|investments|solutions|systems|services|technologies|labs|insurance|airlines|records|street|road|avenue|drive|lane|square|park|river|lake|county|city|island|airport|station|church|county|novel|award|cup|league|act|law)$/u;
