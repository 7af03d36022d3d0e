/** Reads texts as numbers of plain words, and tells where runs of them may stand that are looked for. */

/**
 * Words are runs of letters, digits and marks; in scripts without spaces (Chinese, Japanese, Thai…) each character is one. Case,
 * accents, punctuation and width of letters do not count.
 */
export interface RunReader {
  /** The numbers of a text's words. Words that were never read before are known from now on. */
  learn(text: string): Int32Array;
  /** Looks out, from now on, for the runs that begin at the first `starts` words of a list. */
  expect(ids: Int32Array, starts: number): void;
  /** Overwritten by the next call of the reader. */
  read(text: string): ReadWords;
}

export interface ReadWords {
  readonly count: number;
  /** -1 for a word that the reader does not know. */
  readonly ids: Int32Array;
  /** Two for each word: first UTF-16 unit, one past the last. */
  readonly spans: Uint32Array;
  /** Words at which an expected run begins, ascending, and a few others: whoever cares compares. */
  readonly places: Uint32Array;
}

/** The numbers of words in a run that is looked for. */
export const NO_PLACES = new Uint32Array(0);

/** Lower case, without accents, compatibility forms as plain ones. */
export const plainWord = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC');

/** Bits that a sieve has for each run: some one run in a hundred passes that is not in it. */
export const SIEVE_BITS = 16;
