/**
 * Features of a text: its runs of words and of characters, each in the column that its hash gives.
 * Source: Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning (arXiv 0902.2206): a second bit of the
 * hash gives the sign, so that what falls into one column by chance cancels out on average.
 */
import { type Rows, rowGatherer } from './rows.ts';

export interface NgramShape {
  /** Shortest and longest run of words; [1, 0] for none. A sign that is no letter, digit or mark is a word of its own. */
  readonly words: readonly [from: number, to: number];
  /** Of characters (UTF-16 units) within a word and the blanks around it. */
  readonly characters: readonly [from: number, to: number];
  /** There are 2^bits columns; 1 to 24. */
  readonly bits: number;
  /** False: every value is positive, as naive Bayes needs them. */
  readonly signed: boolean;
}

export const USUAL_NGRAMS: NgramShape = { words: [1, 2], characters: [3, 5], bits: 18, signed: true };

/** Fewer columns for more classes, so that weights take some tens of megabytes at most. */
export const bitsFor = (classes: number): number => (classes <= 8 ? 18 : classes <= 32 ? 17 : 16);

/**
 * A row a text. A value is 1 + ln of how often the run comes (with its sign); the words of a text together have the length
 * √½, and so have its characters, or 1 where the other is missing: long and short texts count alike.
 */
export const hashedNgrams = (texts: Iterable<string>, shape: NgramShape = USUAL_NGRAMS): Rows =>
  makeNgramHasher(shape)(texts);

/** The same, for whoever hashes a text at a time: it keeps its tables of 2^bits entries from call to call. */
export function makeNgramHasher(shape: NgramShape): (texts: Iterable<string>) => Rows {
  const words = tally(shape);
  const characters = tally(shape);
  return (texts) => hashAll(texts, shape, { words, characters });
}

interface Tallies {
  readonly words: ReturnType<typeof tally>;
  readonly characters: ReturnType<typeof tally>;
}

function hashAll(texts: Iterable<string>, shape: NgramShape, { words, characters }: Tallies): Rows {
  const gather = rowGatherer(2 ** shape.bits);
  for (const text of texts) {
    eachNgram(text, shape, { word: words.count, characters: characters.count });
    const share = words.size() > 0 && characters.size() > 0 ? Math.SQRT1_2 : 1;
    // runs of words and of characters may share a column; within a row it may stand once only
    words.add(characters.scaled(share), share);
    words.each(gather.put);
    gather.close();
    words.clear();
    characters.clear();
  }
  return gather.rows();
}

export interface NgramVisitor {
  /** `from` and `to` are places in the text that `eachNgram` gives back. */
  word(hash: number, from: number, to: number): void;
  characters(hash: number, from: number, to: number): void;
}

/** Visits all runs of a text, repeats included, and gives the text in which they stand: folded, a blank between words. */
export function eachNgram(text: string, shape: Pick<NgramShape, 'words' | 'characters'>, visit: NgramVisitor): string {
  const tokens = text.normalize('NFKC').toLowerCase().match(TOKEN) ?? [];
  const folded = ` ${tokens.join(' ')} `;
  let start = 1;
  for (let first = 0; first < tokens.length; first++) {
    wordsFrom(folded, tokens, { first, start, shape, visit });
    const end = start + tokens[first]!.length;
    charactersWithin(folded, { start: start - 1, end: end + 1, shape, visit });
    start = end + 1;
  }
  return folded;
}

/** The column of a hash. */
export const columnOf = (hash: number, bits: number): number => hash >>> (32 - bits);

/** The sign of a hash: its lowest bit, which no column uses. */
const signOf = (hash: number): 1 | -1 => ((hash & 1) === 0 ? 1 : -1);

const TOKEN = /[\p{L}\p{M}\p{N}]+|\S/gu;
const WORD_SEED = 0x811c9dc5;
const CHARACTER_SEED = 0x9e3779b9;

interface Words {
  readonly first: number;
  readonly start: number;
  readonly shape: Pick<NgramShape, 'words'>;
  readonly visit: NgramVisitor;
}

function wordsFrom(folded: string, tokens: readonly string[], { first, start, shape, visit }: Words): void {
  const [least, most] = shape.words;
  let hash = WORD_SEED;
  let at = start;
  for (let length = 1; length <= most && first + length <= tokens.length; length++) {
    const end = at + tokens[first + length - 1]!.length;
    for (; at < end; at++) hash = step(hash, folded.charCodeAt(at));
    if (length >= least) visit.word(mixed(hash), start, end);
    hash = step(hash, BLANK);
    at = end + 1;
  }
}

interface Characters {
  readonly start: number;
  readonly end: number;
  readonly shape: Pick<NgramShape, 'characters'>;
  readonly visit: NgramVisitor;
}

function charactersWithin(folded: string, { start, end, shape, visit }: Characters): void {
  const [least, most] = shape.characters;
  for (let from = start; from + least <= end; from++) {
    let hash = CHARACTER_SEED;
    for (let to = from; to < end && to - from < most; to++) {
      hash = step(hash, folded.charCodeAt(to));
      if (to + 1 - from >= least) visit.characters(mixed(hash), from, to + 1);
    }
  }
}

const BLANK = 32;

/** FNV-1a over 16-bit units. */
const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** The finaliser of MurmurHash3: spreads each bit over all 32. */
export function mixed(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Adds up what falls into each column of one text, without clearing 2^bits columns for the next one. */
function tally({ bits, signed }: NgramShape) {
  const sums = new Float64Array(2 ** bits);
  const seen = new Uint8Array(2 ** bits);
  const columns: number[] = [];
  const put = (column: number, value: number) => {
    if (seen[column] === 0) {
      seen[column] = 1;
      columns.push(column);
    }
    sums[column]! += value;
  };
  const dampened = (column: number) => Math.sign(sums[column]!) * (1 + Math.log(Math.abs(sums[column]!) || 1));
  /** The columns with values of the length `length` together. */
  const scaled = (length: number): [column: number, value: number][] => {
    const norm = Math.sqrt(columns.reduce((sum, column) => sum + dampened(column) ** 2, 0)) || 1;
    return columns.map((column) => [column, (length * dampened(column)) / norm]);
  };
  return {
    size: () => columns.length,
    count: (hash: number) => put(columnOf(hash, bits), signed ? signOf(hash) : 1),
    scaled,
    /** Scales what is here to that length, and adds what is given. */
    add(others: readonly [column: number, value: number][], length: number): void {
      for (const [column, value] of scaled(length)) sums[column] = value;
      for (const [column, value] of others) put(column, value);
    },
    each(visit: (column: number, value: number) => void): void {
      for (const column of columns) if (sums[column] !== 0) visit(column, sums[column]!);
    },
    clear(): void {
      for (const column of columns) {
        sums[column] = 0;
        seen[column] = 0;
      }
      columns.length = 0;
    },
  };
}
