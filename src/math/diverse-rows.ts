/** Chooses few of many vectors so that the few are different, or stand for the many. */
import { type DotsAgainst, type Int8Rows, type Int8Vectors, int8Length, int8RowsOf } from './int8-vectors.ts';
import { RankedHeap } from './ranked-heap.ts';

export interface Choosing {
  readonly vectors: Int8Vectors;
  readonly against: DotsAgainst;
  /** Rows to choose from; of equals the first is chosen. */
  readonly rows: readonly number[];
  readonly most: number;
  /** Rows that are chosen already, and not given back. */
  readonly beside: readonly number[];
  readonly signal: AbortSignal;
}

/** Rows of which the facility location is computed, at least; beyond them they are a choice of the first rows. */
const REPRESENTED = 2048;

/**
 * Facility location: the rows to which all rows are nearest, Σ over rows of the greatest cosine with a chosen one. Chosen
 * greedily, within 1 − 1/e of the best (Nemhauser, Wolsey and Fisher 1978), and lazily (Minoux 1978). Of more than 2,048
 * rows the sum is over the first 2,048, or twice `most` if that is more.
 */
export function mostCentral(choosing: Choosing): number[] {
  const { rows, most, beside, signal } = choosing;
  const represented = rows.slice(0, Math.max(REPRESENTED, 2 * most));
  const cosines = cosinesWith(choosing, represented);
  const nearest = new Float64Array(represented.length);
  const gainOf = (near: Float64Array): number => {
    let gain = 0;
    for (let at = 0; at < near.length; at++) gain += Math.max(0, near[at]! - nearest[at]!);
    return gain;
  };
  const take = (near: Float64Array): void => {
    for (let at = 0; at < near.length; at++) nearest[at] = Math.max(nearest[at]!, near[at]!);
  };
  for (const near of cosines(beside)) take(near);
  let index = 0;
  const ranked = Array.from(cosines(rows), (near) => ({ index: index++, gain: gainOf(near) }));
  const heap = new RankedHeap(ranked);
  const chosen: number[] = [];
  while (chosen.length < Math.min(most, rows.length)) {
    signal.throwIfAborted();
    const { index, gain } = heap.top()!;
    const [near] = cosines([rows[index]!]);
    const now = gainOf(near!);
    if (now < gain)
      heap.replaceTop({ index, gain: now }); // gains only fall: it may be on top no more
    else {
      chosen.push(rows[index]!);
      take(near!);
      heap.replaceTop({ index, gain: -1 });
    }
  }
  return chosen;
}

/** Rows whose cosines are computed with one call. */
const AT_ONCE = 64;

/** Gives, one after another, the cosines of each row with all of `given`, in their order; overwritten by the next. */
function cosinesWith({ vectors, against, signal }: Choosing, given: readonly number[]) {
  const { dots } = against(int8RowsOf(vectors, given));
  const lengths = lengthsOf(vectors, given);
  const cosines = new Float64Array(given.length);
  return function* (rows: readonly number[]): Iterable<Float64Array> {
    for (let first = 0; first < rows.length; first += AT_ONCE) {
      signal.throwIfAborted();
      const asked = rows.slice(first, first + AT_ONCE);
      const products = dots(int8RowsOf(vectors, asked));
      for (const [place, length] of lengthsOf(vectors, asked).entries()) {
        for (let at = 0; at < given.length; at++) {
          const both = length * lengths[at]!;
          cosines[at] = both === 0 ? 0 : products[place * given.length + at]! / both;
        }
        yield cosines;
      }
    }
  };
}

const lengthsOf = (vectors: Int8Rows, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => int8Length(vectors, row));

/**
 * k-centre: the row that is farthest from all chosen ones, again and again (Gonzalez 1985); no row is then farther from a
 * chosen one than twice what is possible. Begins with the row nearest to the direction of all.
 */
export function farthestFirst(choosing: Choosing): number[] {
  const { vectors, rows, most, beside } = choosing;
  const cosines = cosinesWith(choosing, rows);
  const nearest = new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY); // cosine with the nearest chosen row
  const take = (taken: readonly number[]): void => {
    for (const near of cosines(taken))
      for (let at = 0; at < near.length; at++) nearest[at] = Math.max(nearest[at]!, near[at]!);
  };
  take(beside);
  const isTaken = new Uint8Array(rows.length);
  const chosen: number[] = [];
  while (chosen.length < Math.min(most, rows.length)) {
    const isFirst = chosen.length === 0 && beside.length === 0;
    const next = isFirst ? middleOf(vectors, rows) : farthest(nearest, isTaken);
    isTaken[next] = 1;
    chosen.push(rows[next]!);
    take([rows[next]!]);
  }
  return chosen;
}

function farthest(nearest: Float64Array, isTaken: Uint8Array): number {
  let best = -1;
  for (const [at, cosine] of nearest.entries())
    if (isTaken[at] === 0 && (best === -1 || cosine < nearest[best]!)) best = at;
  return best;
}

/** Where, in `rows`, the one stands that is nearest to the sum of all. */
function middleOf(vectors: Int8Rows, rows: readonly number[]): number {
  const { held, dimensions } = vectors;
  const lengths = lengthsOf(vectors, rows);
  const sum = new Float64Array(dimensions);
  for (const [place, row] of rows.entries())
    for (let at = 0, from = row * dimensions; at < dimensions; at++)
      sum[at]! += held[from + at]! / (lengths[place]! || 1);
  const near = rows.map((row, place) => {
    let total = 0;
    for (let at = 0, from = row * dimensions; at < dimensions; at++) total += held[from + at]! * sum[at]!;
    return total / (lengths[place]! || 1);
  });
  return near.reduce((best, value, at) => (value > near[best]! ? at : best), 0);
}

/**
 * Score first (DEITA's Repr filter, Liu et al. 2024, §2.4): takes rows in the order given, each that has a cosine below
 * `below` with all taken before it. Also gives the rows that were too alike.
 */
export function firstUnlike(
  choosing: Choosing,
  below: number,
): { readonly chosen: number[]; readonly alike: number[] } {
  const { rows, most, beside } = choosing;
  const chosen: number[] = [];
  const alike: number[] = [];
  for (let first = 0; first < rows.length && chosen.length < most; first += AT_ONCE) {
    const turn = rows.slice(first, first + AT_ONCE);
    const cosines = cosinesWith(choosing, turn);
    const isAlike = new Uint8Array(turn.length); // to a row that is taken
    const take = (taken: readonly number[]): void => {
      for (const near of cosines(taken))
        for (let at = 0; at < near.length; at++) if (near[at]! >= below) isAlike[at] = 1;
    };
    take(beside);
    take(chosen);
    for (let at = 0; at < turn.length && chosen.length < most; at++) {
      if (isAlike[at] === 1) {
        alike.push(turn[at]!);
        continue;
      }
      chosen.push(turn[at]!);
      take([turn[at]!]);
    }
  }
  return { chosen, alike };
}
