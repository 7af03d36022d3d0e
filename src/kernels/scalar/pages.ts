/** Counts what is told of a page, in plain TypeScript. */
import { ALONE, ENDS, INK, KELVIN, LETTER, MARK } from '../character-classes.ts';
import type { Kernels } from '../kernels.ts';
import { BULLETS, type PageCounts, ROUND, ROW, SHORT_LINE } from '../page-counts.ts';
import { makeRunCounter, repeatsOf } from './repetition.ts';
import { makeTextScan, type ScannedText } from './text-scan.ts';

type ClassOf = (point: number) => number;

export function pageKernels(classOf: ClassOf): Pick<Kernels, 'countPage' | 'findRound'> {
  const scan = makeTextScan(classOf);
  const runsOf = makeRunCounter();
  return {
    findRound: (text) => findRound(text, classOf),
    countPage: (text, stopWords) => {
      const scanned = scan(text);
      const [repeatedLines, repeatedLineCharacters] = repeatsOf(scanned.lines);
      const [repeatedParagraphs, repeatedParagraphCharacters] = repeatsOf(scanned.paragraphs);
      return {
        characters: scanned.characters,
        ...wordCounts(scanned),
        stopWords: countStopWords(scanned, stopWords),
        hashes: countOf(text, '#'),
        ellipses: countOf(text, '...') + countOf(text, '…'),
        braces: countOf(text, '{') + countOf(text, '}'),
        lineEnds: scanned.lineEnds,
        ...lineCounts(scanned, classOf),
        ...{ repeatedLines, repeatedLineCharacters },
        ...{ paragraphs: scanned.paragraphs.count, repeatedParagraphs, repeatedParagraphCharacters },
        runs: runsOf(scanned.words),
      };
    },
  };
}

type WordCounts = Pick<PageCounts, 'words' | 'inkedWords' | 'inkedCharacters' | 'letteredWords' | 'longestWord'>;

function wordCounts({ words, wordKinds }: ScannedText): WordCounts {
  let inkedWords = 0;
  let inkedCharacters = 0;
  let letteredWords = 0;
  let longestWord = 0;
  for (let i = 0; i < words.count; i++) {
    const kind = wordKinds[i] as number;
    const size = words.sizes[i] as number;
    longestWord = Math.max(longestWord, size);
    if (kind & LETTER) letteredWords++;
    if ((kind & INK) === 0) continue;
    inkedWords++;
    inkedCharacters += size;
  }
  return { words: words.count, inkedWords, inkedCharacters, letteredWords, longestWord };
}

type LineCounts = Pick<PageCounts, 'lines' | 'bulletLines' | 'ellipsisLines' | 'endedLines' | 'shortLines'>;

function lineCounts({ text, lines }: ScannedText, classOf: ClassOf): LineCounts {
  const counts = { bulletLines: 0, ellipsisLines: 0, endedLines: 0, shortLines: 0 };
  for (let i = 0; i < lines.count; i++) {
    const start = lines.starts[i] as number;
    const end = lines.ends[i] as number;
    if (BULLETS.includes(text[start] as string)) counts.bulletLines++;
    if (text[end - 1] === '…' || text.endsWith('...', end)) counts.ellipsisLines++;
    if (classOf(lastPoint(text, end)) & ENDS) counts.endedLines++;
    if ((lines.sizes[i] as number) <= SHORT_LINE) counts.shortLines++;
  }
  return { lines: lines.count, ...counts };
}

function lastPoint(text: string, end: number): number {
  const pair = text.codePointAt(Math.max(0, end - 2)) as number;
  return pair > 0xffff ? pair : text.charCodeAt(end - 1);
}

function countStopWords({ text, words }: ScannedText, stopWords: ReadonlySet<string>): number {
  const longest = Math.max(0, ...[...stopWords].map((word) => word.length));
  const found = new Set<string>();
  for (let i = 0; i < words.count && found.size < stopWords.size; i++) {
    const start = words.starts[i] as number;
    const end = words.ends[i] as number;
    if (words.firsts[i] !== i || end - start > longest) continue;
    const word = text.slice(start, end).toLowerCase();
    if (stopWords.has(word)) found.add(word);
  }
  return found.size;
}

function countOf(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count++;
  return count;
}

function findRound(text: string, classOf: ClassOf): readonly [number, number] | undefined {
  const everywhere = [0, text.length] as const;
  const spelled = spelledOut(text, classOf);
  if (spelled === undefined) return everywhere;
  const words = [...spelled.matchAll(/@~?|[a-z0-9#]+/g)];
  const named = words.map(([word]) => (/[#@]/.test(word) ? '#' : word));
  const times = new Map<string, number>();
  for (const at of named.keys()) {
    if (at + 1 >= ROW && named.slice(at + 1 - ROW, at + 1).every((word) => word === named[at])) return everywhere;
    if (at + 1 < ROUND) continue;
    const run = named.slice(at + 1 - ROUND, at + 1).join(' ');
    times.set(run, (times.get(run) ?? 0) + 1);
    if (times.get(run) === 3) return [words[at + 1 - ROUND]!.index, words[at]!.index + words[at]![0].length];
  }
  return undefined;
}

/** In lower case, unit by unit: `#` for letters beyond ASCII, `@` for those that are words, `~` goes on with one. */
function spelledOut(text: string, classOf: ClassOf): string | undefined {
  let spelled = '';
  for (const character of text) {
    const bits = classOf(character.codePointAt(0) as number);
    if (bits & MARK || character === KELVIN) return undefined;
    const more = character.length - 1;
    if (/[a-z0-9]/i.test(character)) spelled += character.toLowerCase();
    else spelled += bits & ALONE ? `@${'~'.repeat(more)}` : (bits & INK ? '#' : ' ').repeat(1 + more);
  }
  return spelled;
}
