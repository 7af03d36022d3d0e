/** Who stays: the best row first, then the best that means what none that stays means already, and so on. */
import type { Texts } from '../../asking/text-vectors.ts';
import { type Search, turnsOf } from './turns.ts';

export const REAL = 1;
export const OTHER = 2;

export interface RowFacts {
  /** 0, or `REAL`, or `OTHER` for a row of another set: the row with the highest stays. */
  readonly rank: Uint8Array;
  /** Among equal ranks the row with the highest stays. */
  readonly worth: Float64Array;
  /** Decides between rows of equal worth: the lowest stays. */
  readonly tie: Float64Array;
}

/** Texts in the order in which they may stay, and for whom each speaks. */
export interface Ranking {
  /** Texts that are compared: with something in them, and a vector. */
  readonly order: Uint32Array;
  /** For each text the best row that has it. */
  readonly speaker: Uint32Array;
}

export interface Comparing extends Search {
  /** Of two texts that the search finds alike: whether they mean the same. */
  meansSame(a: number, b: number): boolean;
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** `isOut`: texts that are compared with none. */
export function rankTexts({ rank, worth, tie }: RowFacts, texts: Texts, isOut: (text: number) => boolean): Ranking {
  const ranked = Uint32Array.from(rank.keys()).sort(
    (a, b) => rank[b]! - rank[a]! || compare(worth[b]!, worth[a]!) || compare(tie[a]!, tie[b]!) || a - b,
  );
  const speaker = new Uint32Array(texts.count);
  const isSeen = new Uint8Array(texts.count);
  const order: number[] = [];
  for (const row of ranked) {
    const text = texts.ofRow[row]!;
    if (isSeen[text] === 1) continue;
    isSeen[text] = 1;
    speaker[text] = row;
    if (!isOut(text)) order.push(text);
  }
  return { order: Uint32Array.from(order), speaker };
}

/**
 * For each text the one that stays in its place; itself where it stays or is not compared. A text is compared with those
 * that stay alone, so a chain of small changes does not take all of it, and a group of any size costs little.
 */
export async function stayingTexts(count: number, comparing: Comparing): Promise<Uint32Array> {
  const staying = Uint32Array.from({ length: count }, (_, text) => text);
  const rank = new Uint32Array(count);
  for (const [place, text] of comparing.order.entries()) rank[text] = place;
  const stays = (text: number) => staying[text] === text && comparing.mayStay(text);
  for await (const { texts, earlier } of turnsOf(comparing, stays))
    for (const [place, text] of texts.entries()) {
      let best = text;
      for (const other of earlier(place))
        if (rank[other]! < rank[best]! && stays(other) && comparing.meansSame(text, other)) best = other;
      staying[text] = best;
    }
  return staying;
}
