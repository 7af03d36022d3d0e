/**
 * How well tokens stand where they stand: whether neighbours are such as follow each other elsewhere, whatever the tokens are.
 * Source: Church and Hanks 1990, Word association norms, mutual information, and lexicography; smoothed as in
 * MacKay and Bauman Peto 1995, A hierarchical Dirichlet language model.
 */
import { mixed } from './hashed-ngrams.ts';

/** Steps from a token to its neighbour that are counted. */
export const GAPS: readonly number[] = [1, 2];

/** Slots of the tables; what shares one by chance is counted together. */
const BITS = 18;
const SLOTS = 2 ** BITS;

/** As much as so many pairs speaks the belief that tokens follow each other by chance. */
const BELIEF = 2;

export interface WordOrder {
  /** Counts the pairs of one text, whose tokens are given as numbers, under its fold. */
  add(tokens: Uint32Array, fold: number): void;
  /**
   * For each of `GAPS`, the mean over the text's pairs of ln (how often the second follows the first / how often by chance):
   * 0 by chance, above it where neighbours belong together. Texts of two folds are left out; give one twice for one alone.
   */
  fit(tokens: Uint32Array, without: readonly [number, number], out: Float64Array): void;
}

export function countWordOrder(folds: number): WordOrder {
  // [slot × folds + fold]; `total` of a gap stands in for its slot
  const pairs = new Uint32Array(SLOTS * folds);
  const first = new Uint32Array(SLOTS * folds);
  const second = new Uint32Array(SLOTS * folds);
  const totals = new Uint32Array(GAPS.length * folds);
  const counted = (table: Uint32Array, slot: number, [one, other]: readonly [number, number]): number => {
    let sum = 0;
    for (let fold = 0; fold < folds; fold++) if (fold !== one && fold !== other) sum += table[slot * folds + fold]!;
    return sum;
  };
  return {
    add(tokens, fold) {
      for (const [at, gap] of GAPS.entries())
        for (let from = 0; from + gap < tokens.length; from++) {
          const slots = slotsOf(tokens[from]!, tokens[from + gap]!, gap);
          pairs[slots.pair * folds + fold]!++;
          first[slots.first * folds + fold]!++;
          second[slots.second * folds + fold]!++;
          totals[at * folds + fold]!++;
        }
    },
    fit(tokens, without, out) {
      for (const [at, gap] of GAPS.entries()) {
        const total = counted(totals, at, without);
        let [sum, many] = [0, 0];
        for (let from = 0; from + gap < tokens.length; from++, many++) {
          const slots = slotsOf(tokens[from]!, tokens[from + gap]!, gap);
          const [before, after] = [counted(first, slots.first, without), counted(second, slots.second, without)];
          if (before === 0 || after === 0) continue; // of a token that is not known nothing follows
          const times = (counted(pairs, slots.pair, without) * total) / after;
          sum += Math.log((times + BELIEF) / (before + BELIEF));
        }
        out[at] = many === 0 ? 0 : sum / many;
      }
    },
  };
}

function slotsOf(before: number, after: number, gap: number) {
  const place = (value: number) => mixed(value) >>> (32 - BITS);
  return {
    pair: place(Math.imul(before, 0x9e3779b1) ^ mixed(after + gap)),
    first: place(before ^ Math.imul(gap, 0x85ebca77)),
    second: place(after ^ Math.imul(gap, 0xc2b2ae3d)),
  };
}
