/** Decides which rows go: for each row the one that stays in its place. */
import { type BandIndex, type Joining, joinBucket, makeBandIndex } from '../../math/lsh.ts';
import type { BandShape } from '../../math/minhash.ts';
import { rowsWhere } from '../../math/rows.ts';
import { makeUnionFind, type UnionFind } from '../../math/union-find.ts';
import type { Candidates } from './candidates.ts';

/** A text is compared with all that stay of its group while they are this few, and else with so many of the likest. */
const COMPARISONS_TO_STAY = 400;

/** The rank of a row of another set. */
export const ALWAYS = 2;

export interface Ranking {
  /** Rows with a higher rank stay before all others: 1 for real ones, `ALWAYS` for those that stay whatever they are like. */
  readonly rank: Uint8Array;
  /** Among equal ranks the highest stays; the first among equals, and where none is given. */
  readonly worth?: Float64Array | undefined;
  /** Jaccard similarity from which rows are alike. */
  readonly threshold: number;
  readonly bands: BandShape;
}

type Alike = (a: number, b: number) => boolean;

export interface Twins {
  /** Rows that go, ascending. */
  readonly rows: Uint32Array;
  /** For each of them the one that stays in its place. */
  readonly twins: Uint32Array;
}

/** Four bytes for each of the candidates' rows, and 28 more for each that is like an earlier one. */
export function findTwins({ keys, places, sets, kernels }: Candidates, ranking: Ranking): Twins {
  const { rank, threshold } = ranking;
  const rows = rank.length;
  const compared = remembered((a, b) => kernels.jaccard(sets.get(a), sets.get(b)) >= threshold, rows);
  const alike: Alike = (a, b) => (rank[a] !== ALWAYS || rank[b] !== ALWAYS) && compared(a, b);
  const groups = makeUnionFind(places.rows.length);
  const sameGroup: Alike = (a, b) => groups.find(places.of(a)) === groups.find(places.of(b));
  const join = (a: number, b: number): void => groups.join(places.of(a), places.of(b));
  for (const repeats of keys.repeats()) joinRepeats(repeats, { alike, sameGroup, join });
  const keysOf = (row: number) => {
    const set = sets.get(row); // its keys are made again: they are kept by key, and not by row
    return kernels.signSets(set, Uint32Array.of(0, set.length), ranking.bands);
  };
  const later = rowsWhere(places.rows.length, (place) => groups.find(place) !== place); // as many go at most
  const gone = new Float64Array(later.length);
  let count = 0;
  const leave = (row: number, twin: number): void => {
    gone[count++] = row * rows + twin;
  };
  for (const group of groupsOf(groups, later, places.rows)) settle(group, { leave, alike, keysOf, ranking });
  const pairs = gone.subarray(0, count).sort();
  const twins = { rows: new Uint32Array(count), twins: new Uint32Array(count) };
  pairs.forEach((pair, at) => {
    twins.rows[at] = Math.floor(pair / rows);
    twins.twins[at] = pair % rows;
  });
  return twins;
}

/** Verdicts at hand. */
const REMEMBERED = 1 << 17;

/** Pairs meet again in other bands, and when it is decided who stays: the last verdicts are at hand. */
function remembered(alike: Alike, rows: number): Alike {
  const pairs = new Float64Array(REMEMBERED).fill(-1);
  const verdicts = new Uint8Array(REMEMBERED);
  return (a, b) => {
    const pair = Math.min(a, b) * rows + Math.max(a, b);
    const place = (Math.imul(a + b, 0x9e3779b1) >>> 15) & (REMEMBERED - 1);
    if (pairs[place] !== pair) {
      pairs[place] = pair;
      verdicts[place] = alike(a, b) ? 1 : 0;
    }
    return verdicts[place] === 1;
  };
}

/**
 * Joins rows that share a key, given as pairs of the first that has it and another. Nearly always they are alike; where one is
 * not, it may be like another than the first.
 */
function joinRepeats(repeats: Uint32Array, joining: Joining): void {
  const { alike, sameGroup, join } = joining;
  const mixed = new Map<number, number[]>();
  for (let i = 0; i < repeats.length; i += 2) {
    const [first, row] = [repeats[i]!, repeats[i + 1]!];
    if (sameGroup(first, row)) continue;
    if (alike(first, row)) join(first, row);
    else mixed.set(first, [first]);
  }
  if (mixed.size === 0) return;
  for (let i = 0; i < repeats.length; i += 2) mixed.get(repeats[i]!)?.push(repeats[i + 1]!);
  for (const bucket of mixed.values()) if (bucket.length > 2) joinBucket(bucket, joining);
}

/** Groups of two or more rows, ascending; eight bytes for each of the `later`, which are not the first of theirs. */
function* groupsOf({ find }: UnionFind, later: Uint32Array, rows: Uint32Array): Iterable<readonly number[]> {
  const size = rows.length;
  const pairs = new Float64Array(later.length);
  later.forEach((place, at) => {
    pairs[at] = find(place) * size + place; // the root is the smallest of its group
  });
  pairs.sort();
  let group: number[] = [];
  let last = -1;
  for (const pair of pairs) {
    const root = Math.floor(pair / size);
    if (root !== last) {
      if (group.length > 0) yield group;
      group = [rows[root]!];
      last = root;
    }
    group.push(rows[pair % size]!);
  }
  if (group.length > 0) yield group;
}

interface Settling {
  leave(row: number, twin: number): void;
  readonly alike: Alike;
  readonly keysOf: (row: number) => Uint32Array;
  readonly ranking: Ranking;
}

/**
 * The best of a group stays, then the best that is like none that stays already, and so on: nothing goes without
 * something alike that stays.
 */
function settle(group: readonly number[], { leave, alike, keysOf, ranking: { rank, worth } }: Settling): void {
  const byRank = group.toSorted((a, b) => rank[b]! - rank[a]! || compare(worth?.[b], worth?.[a]) || a - b);
  if (group.length === 2) {
    leave(byRank[1]!, byRank[0]!); // they were joined for being alike
    return;
  }
  const stay: number[] = [];
  let index: BandIndex | undefined; // made when it pays
  for (const row of byRank) {
    if (stay.length === COMPARISONS_TO_STAY) index ??= makeBandIndex(keysOf, stay);
    const tried = () => index?.likest(row, COMPARISONS_TO_STAY).sort((a, b) => rank[b]! - rank[a]!) ?? stay;
    const twin = rank[row] === ALWAYS ? undefined : tried().find((each) => alike(each, row));
    if (twin === undefined) {
      stay.push(row);
      index?.add(row);
    } else leave(row, twin);
  }
}

const compare = (a = 0, b = 0): number => (a < b ? -1 : a > b ? 1 : 0);
