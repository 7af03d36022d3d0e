/** Of many texts that come by once, the one that shares most words with each of a few. */
import { wordsOf } from './words.ts';

/** A text that came by, and the name under which it came. */
interface Match {
  readonly name: string;
  readonly text: string;
  /** Different words that both texts have over those that either has (Jaccard), (0, 1]. */
  readonly score: number;
}

export interface BestMatches {
  offer(text: string, name: string): void;
  /** The best for each of the few texts, in their order; of equally good ones the one with the smallest name. */
  best(): readonly (Match | undefined)[];
}

/** The order in which texts are offered does not matter; memory grows with the few, not with the many. */
export function makeBestMatches(few: readonly string[]): BestMatches {
  const holders = new Map<string, number[]>();
  const sizes = few.map((text, row) => {
    const words = new Set(wordsOf(text));
    for (const word of words) holders.set(word, [...(holders.get(word) ?? []), row]);
    return words.size;
  });
  const best = new Array<Match | undefined>(few.length);
  const shared = new Uint32Array(few.length);
  return {
    offer(text, name) {
      const words = new Set(wordsOf(text));
      const touched: number[] = [];
      for (const word of words) for (const row of holders.get(word) ?? []) if (shared[row]!++ === 0) touched.push(row);
      for (const row of touched) {
        const score = shared[row]! / (words.size + sizes[row]! - shared[row]!);
        if (isBetter({ score, name }, best[row])) best[row] = { name, text, score };
        shared[row] = 0;
      }
    },
    best: () => best,
  };
}

const isBetter = (one: Pick<Match, 'score' | 'name'>, other: Match | undefined): boolean =>
  other === undefined || one.score > other.score || (one.score === other.score && one.name < other.name);
