/** The measures of the Gopher, FineWeb and C4 filters, as ratios of what was counted in a text. */
import type { PageCounts } from '../../kernels/page-counts.ts';
import { webLinesOf } from '../../text/web-lines.ts';

/** Source: Rae et al. 2021, Scaling Language Models (arXiv 2112.11446), A1.1, “quality filtering”. */
export interface GopherMeasures {
  /** Those with more than punctuation and symbols. */
  readonly words: number;
  /** Characters. */
  readonly meanWordLength: number;
  /** `#` and ellipses, for each word. */
  readonly hashes: number;
  readonly ellipses: number;
  /** Shares of the lines that are not blank: those that begin with a bullet, those that end with an ellipsis. */
  readonly bulletLines: number;
  readonly ellipsisLines: number;
  /** Share of words with a letter. */
  readonly letterWords: number;
  /** Different words that stand in the list of stop words. */
  readonly stopWords: number;
}

export const gopherMeasures = (page: PageCounts): GopherMeasures => ({
  words: page.inkedWords,
  meanWordLength: ratio(page.inkedCharacters, page.inkedWords),
  hashes: ratio(page.hashes, page.words),
  ellipses: ratio(page.ellipses, page.words),
  bulletLines: ratio(page.bulletLines, page.lines),
  ellipsisLines: ratio(page.ellipsisLines, page.lines),
  letterWords: ratio(page.letteredWords, page.words),
  stopWords: page.stopWords,
});

/** Gopher’s eight English ones. */
export const STOP_WORDS = ['the', 'be', 'to', 'of', 'and', 'that', 'have', 'with'] as const;

/** Source: Penedo et al. 2024, The FineWeb Datasets (arXiv 2406.17557), §3.6. */
export interface FineWebMeasures {
  /** Share of lines that end with a mark that ends a sentence. */
  readonly endedLines: number;
  /** Share of lines of at most 30 characters. */
  readonly shortLines: number;
  /** Characters of lines that stood before, of all that are no line ends. */
  readonly repeatedLineCharacters: number;
  /** Line ends for each word. */
  readonly lineEnds: number;
}

export const fineWebMeasures = (page: PageCounts): FineWebMeasures => ({
  endedLines: ratio(page.endedLines, page.lines),
  shortLines: ratio(page.shortLines, page.lines),
  repeatedLineCharacters: ratio(page.repeatedLineCharacters, page.characters - page.lineEnds),
  lineEnds: ratio(page.lineEnds, page.words),
});

/** Source: Raffel et al. 2020, Exploring the Limits of Transfer Learning (JMLR 21/140), §2.2. */
export interface C4Measures {
  /** Sentences in the lines that C4 would keep. */
  readonly sentences: number;
  /** Characters in those lines, of all in lines. */
  readonly goodLines: number;
  readonly loremIpsum: number;
  /** Curly brackets. */
  readonly braces: number;
  /** Characters of the longest word. */
  readonly longestWord: number;
}

export function c4Measures(page: PageCounts, text: string): C4Measures {
  const { sentences, goodCharacters, characters } = webLinesOf(text);
  return {
    sentences,
    goodLines: ratio(goodCharacters, characters),
    loremIpsum: /lorem ipsum/i.test(text) ? 1 : 0,
    braces: page.braces,
    longestWord: page.longestWord,
  };
}

/** Shares, 0 to 1. Source: Rae et al. 2021, Scaling Language Models (arXiv 2112.11446), table A1. */
export interface Repetition {
  /** Lines that stood before, of all that are not blank; and their characters, of all of the text. */
  readonly duplicateLines: number;
  readonly duplicateLineCharacters: number;
  readonly duplicateParagraphs: number;
  readonly duplicateParagraphCharacters: number;
  /** Characters in all occurrences of the commonest run of so many words; 0 where none comes twice. */
  readonly top2Gram: number;
  readonly top3Gram: number;
  readonly top4Gram: number;
  /** Characters in runs of so many words that stood before, none counted twice. */
  readonly duplicate5Gram: number;
  readonly duplicate6Gram: number;
  readonly duplicate7Gram: number;
  readonly duplicate8Gram: number;
  readonly duplicate9Gram: number;
  readonly duplicate10Gram: number;
}

export function repetitionOf(page: PageCounts): Repetition {
  const share = (characters: number) => Math.min(1, ratio(characters, page.characters));
  const [top2, top3, top4, again5, again6, again7, again8, again9, again10] = page.runs;
  return {
    duplicateLines: ratio(page.repeatedLines, page.lines),
    duplicateLineCharacters: ratio(page.repeatedLineCharacters, page.characters),
    duplicateParagraphs: ratio(page.repeatedParagraphs, page.paragraphs),
    duplicateParagraphCharacters: ratio(page.repeatedParagraphCharacters, page.characters),
    ...{ top2Gram: share(top2), top3Gram: share(top3), top4Gram: share(top4) },
    ...{ duplicate5Gram: share(again5), duplicate6Gram: share(again6), duplicate7Gram: share(again7) },
    ...{ duplicate8Gram: share(again8), duplicate9Gram: share(again9), duplicate10Gram: share(again10) },
  };
}

/** 0 of nothing. */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
