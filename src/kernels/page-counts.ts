/** What is counted in a text for measures of its quality. */

/** Whole numbers; where nothing else is said, how many there are. */
export interface PageCounts {
  /** Code points. */
  readonly characters: number;
  /** Runs between white space; where a script writes no spaces (Chinese, Japanese, Thai…), characters. */
  readonly words: number;
  /** Words with more than punctuation and symbols, and their characters. */
  readonly inkedWords: number;
  readonly inkedCharacters: number;
  readonly letteredWords: number;
  /** Characters of the longest word. */
  readonly longestWord: number;
  /** Different words that stand in the list of stop words, however they are capitalised. */
  readonly stopWords: number;
  readonly hashes: number;
  /** `…` and three full stops. */
  readonly ellipses: number;
  /** Curly ones. */
  readonly braces: number;
  /** Line feeds, or what stands for one. */
  readonly lineEnds: number;
  /** Lines that are not blank; they are taken without the white space around them. */
  readonly lines: number;
  readonly bulletLines: number;
  readonly ellipsisLines: number;
  /** Lines that end with a mark that ends a sentence. */
  readonly endedLines: number;
  /** Lines of at most 30 characters. */
  readonly shortLines: number;
  /** Lines that stood before, and their characters. */
  readonly repeatedLines: number;
  readonly repeatedLineCharacters: number;
  /** Lines between blank ones, together. */
  readonly paragraphs: number;
  readonly repeatedParagraphs: number;
  readonly repeatedParagraphCharacters: number;
  /**
   * Characters of the commonest run of 2, 3 and 4 words, in all its occurrences, one for white space between two words; of
   * several equally common ones the first, 0 where none comes twice. Then characters in runs of 5 to 10 words that stood
   * before, without white space and none counted twice.
   */
  readonly runs: RunCharacters;
}

export type RunCharacters = readonly [
  ...[top2: number, top3: number, top4: number],
  ...[again5: number, again6: number, again7: number, again8: number, again9: number, again10: number],
];

/** Lines of at most so many characters are short. Penedo et al. 2024 (arXiv 2406.17557), §3.6. */
export const SHORT_LINE = 30;
/** A line that begins with one is an item of a list. */
export const BULLETS = '•-*‣◦–';
/**
 * What a text has that goes round in circles (`text/loops.ts`): a run of so many words three times, or a word so many times in a
 * row. A pair of words eight times in a row is such a run, at three places.
 */
export const ROUND = 7;
export const ROW = 8;
