/** The words that a reader knows, in the memory of a kernel. */
import type { Bench } from './module.ts';
import { utf8Length, writeUtf8, writeWtf8 } from './utf8.ts';

export type VocabularyFunctions =
  | 'openSpellings'
  | 'moveSpellings'
  | 'placeWord'
  | 'endOfSpellings'
  | 'spellingCount'
  | 'unknownCount';

/** Instead of the number of a word: it has none; nobody looked yet; it gets the next that is free. */
export const UNKNOWN = -1;
export const ASK = -2;
export const NEXT = -3;

export interface Vocabulary {
  /** The number of a spelling that lies in the memory, and gets one, as `placeWord` has it. */
  place(from: number, length: number, number: number): number;
  /** The same of a word as `plainWord` gives it. */
  placePlain(word: string, number: number): number;
  /** Forgets which words are unknown. */
  forget(): void;
  /** The same where they have become many. */
  forgetMany(): void;
}

/** Unknown spellings beyond ASCII that are remembered. */
const MOST_UNKNOWN = 1 << 17;
/** In front of a plain word beyond ASCII: a spelling that looks like it may be of another word. */
const PLAIN = '\x01';

export function makeVocabulary({ exports, regions }: Bench<VocabularyFunctions>): Vocabulary {
  let bytes = 1 << 14;
  let bits = 10;
  regions.reserve({ spellings: bytes, slots: 16 << bits });
  exports.openSpellings(regions.at('spellings'), regions.at('slots'), bits);
  const used = () => exports.endOfSpellings() - regions.at('spellings');
  const makeRoom = (length: number): void => {
    if (used() + length + 16 > bytes) {
      const from = regions.at('spellings');
      bytes = 2 * bytes + length;
      regions.reserve({ spellings: bytes });
      move(from, false);
    }
    if (exports.spellingCount() * 2 < 1 << bits) return;
    bits++;
    move(regions.at('spellings'), false);
  };
  const move = (from: number, forgets: boolean): void => {
    regions.reserve({ slots: 16 << bits });
    regions.bytes('slots', 16 << bits).fill(0);
    exports.moveSpellings(from, regions.at('spellings'), regions.at('slots'), bits, forgets ? 1 : 0);
  };
  const place = (from: number, length: number, number: number): number => {
    if (number !== ASK) makeRoom(length);
    return exports.placeWord(from, length, number);
  };
  const forget = (): void => {
    if (exports.unknownCount() > 0) move(regions.at('spellings'), true);
  };
  return {
    place,
    placePlain(word, number) {
      regions.reserve({ plain: utf8Length(word) + 16 });
      const spelling = word !== '' && /^[\0-\x7f]*$/.test(word) ? word : PLAIN + word;
      const write = spelling.isWellFormed() ? writeUtf8 : writeWtf8;
      const length = write(spelling, regions.bytes('plain', utf8Length(word) + 8));
      return place(regions.at('plain'), length, number);
    },
    forget,
    forgetMany: () => {
      if (exports.unknownCount() > MOST_UNKNOWN) forget();
    },
  };
}
