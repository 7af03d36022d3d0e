/** The lines of a web page that C4 would keep. */
import { sentencesIn } from './sentences.ts';

/** Source: Raffel et al. 2020, Exploring the Limits of Transfer Learning (JMLR 21/140), §2.2. */
export interface WebLines {
  /** Characters (code points) of all lines that are not blank, without the white space around them; and of good ones. */
  readonly characters: number;
  readonly goodCharacters: number;
  /** Sentences in good lines: ended by `.`, `?`, `!` or a quote, long enough, no notice of cookies. */
  readonly sentences: number;
}

export function webLinesOf(text: string): WebLines {
  let characters = 0;
  let goodCharacters = 0;
  let sentences = 0;
  for (const each of text.split(/\r\n|\r|\n/)) {
    const line = each.trim();
    const size = sizeOf(line);
    characters += size;
    if (!isGood(line)) continue;
    goodCharacters += size;
    sentences += sentencesIn(line).length;
  }
  return { characters, goodCharacters, sentences };
}

/** Words that a line needs. */
const LEAST_WORDS = 5;
const LONGEST_WORD = 1000;
const NOTICES = /javascript|terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies/i;

function isGood(line: string): boolean {
  if (!/[.?!"'”’。？！]$/.test(line) || line.endsWith('...')) return false;
  const words = line.split(/\s+/);
  const hasSpaces = !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Thai}]/u.test(line);
  if (hasSpaces && words.length < LEAST_WORDS) return false;
  return words.every((word) => word.length <= LONGEST_WORD) && !NOTICES.test(line);
}

const sizeOf = (line: string) => line.length - (line.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
