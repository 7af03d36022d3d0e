/** Counts what is told of a page. */
import { fillClasses, POINTS } from '../character-classes.ts';
import type { Kernels } from '../kernels.ts';
import { type PageCounts, ROUND, ROW, type RunCharacters } from '../page-counts.ts';
import { type Bench, openBench, SLACK } from './module.ts';
import { findStops, putStops, type StopFunctions, type Stops } from './stop-words.ts';
import { utf8Length, writeUtf8 } from './utf8.ts';

type PageFunctions =
  | 'findWords'
  | 'findRound'
  | 'readPage'
  | 'numberWords'
  | 'countRepeats'
  | 'countRuns'
  | StopFunctions;
/** Longer texts, in UTF-16 units, are left to plain TypeScript: memory that was once asked for is never given back. */
const LONGEST = 1 << 22;

/**
 * With a memory of its own, from the first page on. `plain` counts what is too long, and texts with half a pair of surrogates,
 * which UTF-8 cannot hold.
 */
export function pageKernels(plain: PageKernels): PageKernels {
  let desk: Desk | undefined;
  let stops: Stops | undefined;
  return {
    countPage(text, stopWords) {
      if (text.length > LONGEST) return plain.countPage(text, stopWords);
      desk ??= makeDesk(openBench<PageFunctions>());
      if (stops?.words !== stopWords) stops = putStops(desk.bench, stopWords);
      put(desk, text);
      read(desk);
      if (mayBeBroken(desk) && !text.isWellFormed()) return plain.countPage(text, stopWords);
      count(desk);
      return named(desk.bench.regions.words('counts', COUNTS), findStops(desk.bench, stops, desk));
    },
    findRound(text) {
      if (text.length > LONGEST) return plain.findRound(text);
      desk ??= makeDesk(openBench<PageFunctions>());
      put(desk, text);
      return findRound(desk);
    },
  };
}

type PageKernels = Pick<Kernels, 'countPage' | 'findRound'>;

const mayBeBroken = ({ bench }: Desk) => bench.regions.words('counts', COUNTS)[REPLACEMENTS] !== 0;

/** What lies ready, addresses, and for how many bytes and words there is room. */
interface Desk {
  readonly bench: Bench<PageFunctions>;
  text: string;
  bytes: number;
  words: number;
  byteRoom: number;
  wordRoom: number;
  readonly at: Record<(typeof PARTS)[number], number>;
}

const PARTS = [
  ...(['page', 'classes', 'lower', 'masks', 'words', 'lines', 'paragraphs', 'counts'] as const),
  ...(['firsts', 'times', 'before', 'runs', 'list', 'keys', 'pairs'] as const),
] as const;

/** Places in `counts`, as `assembly/pages.ts` and `assembly/repetition.ts` number them; 4 bytes each. */
const COUNTS = 30;
const REPLACEMENTS = 12;
const REPEATED_LINES = 17;
const REPEATED_PARAGRAPHS = 19;
const RUNS = 21;

function makeDesk(bench: Bench<PageFunctions>): Desk {
  bench.regions.reserve({ classes: POINTS, counts: COUNTS * 4 });
  for (const point of [0, 64]) fillClasses(bench.regions.bytes('classes', POINTS), point); // the kernel never asks for ASCII
  const desk: Desk = { bench, text: '', bytes: 0, words: 0, byteRoom: 0, wordRoom: 0, at: {} as Desk['at'] };
  makeRoom(desk, 1 << 14, 1 << 10);
  return desk;
}

function makeRoom(desk: Desk, bytes: number, words: number): void {
  if (bytes <= desk.byteRoom && words <= desk.wordRoom) return;
  desk.byteRoom = Math.max(bytes, desk.byteRoom);
  desk.wordRoom = Math.max(words, desk.wordRoom);
  const { regions } = desk.bench;
  const spans = (desk.byteRoom / 2 + 2) * 16;
  regions.reserve({
    page: desk.byteRoom + 64 + SLACK,
    lower: desk.byteRoom + 64 + SLACK,
    masks: desk.byteRoom / 4 + 48,
    words: spans,
    lines: spans,
    paragraphs: spans,
  });
  const number = 4 * (desk.wordRoom + 1);
  regions.reserve({
    firsts: number,
    times: number,
    before: number,
    runs: number,
    list: number,
    keys: 2 * number,
    pairs: 16 << slotBits(desk.wordRoom),
  });
  for (const part of PARTS) desk.at[part] = regions.at(part);
}

/** Of a table with at least two slots an entry. */
const slotBits = (entries: number): number => 32 - Math.clz32(Math.max(entries, 8) * 2 - 1);

/** Lays a text ready, where it does not lie there yet. */
function put(desk: Desk, text: string): void {
  if (desk.text === text) return;
  makeRoom(desk, utf8Length(text), 0);
  desk.text = text;
  desk.bytes = writeUtf8(text, desk.bench.regions.bytes('page', desk.byteRoom));
}

/** Finds its words, lines and paragraphs. */
function read({ bench, bytes, at }: Desk): void {
  const { page, classes, masks, words, lines, paragraphs, counts } = at;
  for (;;) {
    const missing = bench.exports.readPage(page, bytes, classes, masks, words, lines, paragraphs, counts);
    if (missing === 0) return;
    fillClasses(bench.regions.bytes('classes', POINTS), missing - 1);
  }
}

function count(desk: Desk): void {
  const { bench, at } = desk;
  const [words, lines, paragraphs] = bench.regions.words('counts', 3) as unknown as [number, number, number];
  makeRoom(desk, 0, words);
  desk.words = words;
  const { page, firsts, times, before, pairs, counts } = at;
  const table = [pairs, slotBits(words)] as const;
  const { exports } = bench;
  exports.numberWords(page, at.words, words, at.masks, firsts, times, before, ...table, counts);
  exports.countRepeats(page, at.lines, lines, ...table, counts + 4 * REPEATED_LINES);
  exports.countRepeats(page, at.paragraphs, paragraphs, ...table, counts + 4 * REPEATED_PARAGRAPHS);
  exports.countRuns(at.words, words, firsts, times, before, at.runs, at.list, at.keys, ...table, counts + 4 * RUNS);
}

function findRound(desk: Desk): readonly [number, number] | undefined {
  const { bench, bytes, at } = desk;
  const { exports, regions } = bench;
  const spans = [at.lines, at.paragraphs] as const; // nobody needs these now
  const find = () => exports.findWords(at.page, bytes, at.classes, 0, at.lower, ...spans);
  let words = find();
  for (; words < 0; words = find()) fillClasses(regions.bytes('classes', POINTS), -1 - words);
  makeRoom(desk, 0, words);
  const bits = slotBits(words);
  regions.reserve({ rounds: 16 << bits });
  regions.bytes('rounds', 16 << bits).fill(0);
  const found = exports.findRound(at.lower, ...spans, words, ROUND, ROW, at.keys, regions.at('rounds'), bits);
  if (found < 0) return found === EVERYWHERE ? [0, desk.text.length] : undefined;
  const units = regions.words('paragraphs', 2 * words);
  return [units[2 * found] as number, units[2 * (found + ROUND) - 1] as number];
}

const EVERYWHERE = -2;

function named(counts: Uint32Array, stopWords: number): PageCounts {
  return {
    words: at(counts, 0),
    lines: at(counts, 1),
    paragraphs: at(counts, 2),
    characters: at(counts, 3),
    lineEnds: at(counts, 4),
    hashes: at(counts, 5),
    ellipses: at(counts, 6),
    braces: at(counts, 7),
    bulletLines: at(counts, 8),
    ellipsisLines: at(counts, 9),
    endedLines: at(counts, 10),
    shortLines: at(counts, 11),
    inkedWords: at(counts, 13),
    inkedCharacters: at(counts, 14),
    letteredWords: at(counts, 15),
    longestWord: at(counts, 16),
    repeatedLines: at(counts, REPEATED_LINES),
    repeatedLineCharacters: at(counts, REPEATED_LINES + 1),
    repeatedParagraphs: at(counts, REPEATED_PARAGRAPHS),
    repeatedParagraphCharacters: at(counts, REPEATED_PARAGRAPHS + 1),
    runs: Array.from(counts.subarray(RUNS, RUNS + 9)) as unknown as RunCharacters,
    stopWords,
  };
}

const at = (counts: Uint32Array, place: number): number => counts[place] as number;
