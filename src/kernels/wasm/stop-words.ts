/** Finds stop words among the words of a page. */
import { KELVIN } from '../character-classes.ts';
import type { Bench } from './module.ts';
import { writeUtf8 } from './utf8.ts';

export type StopFunctions = 'enterStopWord' | 'findStopWords' | 'listUnjudged';
type StopBench = Bench<StopFunctions>;

export interface Stops {
  /** In lower case. */
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly bits: number;
  /** Characters of the longest: no word becomes shorter in lower case. */
  readonly longest: number;
  /** `LONG` where there are some of more than 8 bytes, `WIDE` where there are some beyond ASCII. */
  readonly judges: number;
}

const WIDE = 1;
const LONG = 2;
const MOST_BYTES = 8;

const isAscii = (word: string) => /^[\0-\x7f]*$/.test(word);

/** Lays those of at most 8 bytes of ASCII ready. */
export function putStops({ exports, regions }: StopBench, words: ReadonlySet<string>): Stops {
  const all = [...words].filter((word) => word !== '');
  const bits = 32 - Math.clz32(Math.max(all.length, 8) * 2 - 1);
  regions.reserve({ stops: (16 << bits) + 8, found: all.length + 1, word: 64 });
  regions.bytes('stops', (16 << bits) + 8).fill(0);
  for (const [number, word] of all.entries()) {
    if (!isAscii(word) || word.length > MOST_BYTES) continue;
    writeUtf8(word, regions.bytes('word', MOST_BYTES));
    exports.enterStopWord(regions.at('word'), word.length, number, regions.at('stops'), bits);
  }
  const wide = all.some((word) => !isAscii(word)) ? WIDE : 0;
  const long = all.some((word) => isAscii(word) && word.length > MOST_BYTES) ? LONG : 0;
  const longest = Math.max(0, ...all.map((word) => [...word].length));
  return { words, numbers: new Map(all.map((word, number) => [word, number])), bits, longest, judges: wide | long };
}

/** What `readPage` and `numberWords` left in the memory: of a text so many bytes and words, and where they lie. */
interface Page {
  readonly text: string;
  readonly bytes: number;
  readonly words: number;
  readonly at: Readonly<Record<'page' | 'words' | 'firsts' | 'list', number>>;
}

/** How many different stop words stand in the page. */
export function findStops({ exports, regions }: StopBench, stops: Stops, { text, bytes, words, at }: Page): number {
  const { numbers, bits, longest } = stops;
  if (numbers.size === 0) return 0;
  const found = regions.bytes('found', numbers.size).fill(0);
  const given = [at.page, at.words, words, at.firsts] as const;
  const different = exports.findStopWords(...given, regions.at('stops'), bits, regions.at('found'));
  const judges = stops.judges | (text.includes(KELVIN) ? WIDE : 0);
  if (judges === 0) return different;
  const unjudged = exports.listUnjudged(...given, longest, judges, at.list);
  const page = Buffer.from(found.buffer, at.page, bytes);
  const spans = regions.words('words', 4 * words);
  for (const word of regions.words('list', unjudged)) {
    const said = numbers.get(page.toString('utf8', spans[4 * word], spans[4 * word + 1]).toLowerCase());
    if (said !== undefined) found[said] = 1;
  }
  return found.reduce((sum, each) => sum + each, 0);
}
