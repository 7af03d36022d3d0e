/** Words that begin with a capital: where they stand. */
import { matchesOf } from './finding.ts';
import { ROUGH_END } from './signs.ts';

/** Letters with apostrophes and hyphens within; not behind a letter, digit, `_` or `@`, and not before a digit. */
const EXACT = /(?<![\p{L}\p{M}\p{N}_@])\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*(?![\p{L}\p{M}\p{N}])/gu;
/** Neighbours that the pattern asks for: one character, of two units at most. */
const LOOK = 2;

/** A word that begins with a capital, with what its reader knows of it. */
export interface Capital<Known> {
  readonly known: Known;
  readonly start: number;
  /** Behind what the reader takes of it: without `’s`. */
  readonly end: number;
}

/** What a reader knows of a word, wherever it stands. */
export interface KnownWord {
  /** As it is written. */
  readonly written: string;
  /** Units of it that count, from its start. */
  readonly length: number;
}

/** Reads the words that an eye saw in a text, and looks again where it says so. */
export type CapitalReader<Known> = (text: string, seen: Uint32Array) => Capital<Known>[];

/** Words that are remembered, at most: the same few thousand stand in most texts. */
const MOST_REMEMBERED = 1 << 15;

/** @param learn what is to be known of a word; asked once for each word that is common enough to be remembered. */
export function makeCapitalReader<Known extends KnownWord>(learn: (written: string) => Known): CapitalReader<Known> {
  const byHash = new Map<number, Known>();
  const knownAt = (text: string, [start, end]: readonly [number, number], hash: number): Known => {
    const known = byHash.get(hash);
    if (known !== undefined && known.written.length === end - start && text.startsWith(known.written, start))
      return known;
    const learned = learn(text.slice(start, end));
    if (byHash.size >= MOST_REMEMBERED) byHash.clear();
    byHash.set(hash, learned);
    return learned;
  };
  return (text, seen) => {
    const words: Capital<Known>[] = [];
    const add = (known: Known, start: number) => words.push({ known, start, end: start + known.length });
    for (let at = 0; at < seen.length; at += 3) {
      const [start, end] = [seen[at]!, seen[at + 1]!];
      if (end < ROUGH_END) add(knownAt(text, [start, end], seen[at + 2]!), start);
      else for (const [from, to] of exactIn(text, start, end - ROUGH_END)) add(learn(text.slice(from, to)), from);
    }
    return words;
  };
}

/** Whether one of them is sure; where none is, there may still be some. */
export function hasCapital(seen: Uint32Array): boolean {
  for (let at = 1; at < seen.length; at += 3) if (seen[at]! < ROUGH_END) return true;
  return false;
}

function* exactIn(text: string, start: number, end: number): Generator<readonly [number, number]> {
  const from = Math.max(0, start - LOOK);
  for (const { span } of matchesOf(text.slice(from, end + LOOK), EXACT))
    if (from + span[0] >= start && from + span[0] < end) yield [from + span[0], from + span[1]];
}

/** The same by the exact pattern alone, which the quick look is tested against. */
export const capitalsExactly = (text: string): [number, number][] =>
  [...matchesOf(text, EXACT)].map(({ span }) => span);
