/** Decides which rows go: for each row the one that stays in its place. */
import { type BandIndex, joinBucket, makeBandIndex } from '../../math/lsh.ts';
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

/** For each row the one that stays in its place; the row itself where it stays. */
export function findTwins({ keys, sets, kernels }: Candidates, ranking: Ranking): Uint32Array {
  const { rank, threshold } = ranking;
  const rows = rank.length;
  const compared = remembered((a, b) => kernels.jaccard(sets.get(a), sets.get(b)) >= threshold, rows);
  const alike: Alike = (a, b) => (rank[a] !== ALWAYS || rank[b] !== ALWAYS) && compared(a, b);
  const groups = makeUnionFind(rows);
  const sameGroup: Alike = (a, b) => groups.find(a) === groups.find(b);
  for (const repeats of keys.repeats())
    for (const bucket of bucketsOf(repeats, sameGroup)) joinBucket(bucket, { alike, sameGroup, join: groups.join });
  const twins = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) twins[row] = row;
  const keysOf = (row: number) => {
    const set = sets.get(row); // its keys are made again: they are kept by key, and not by row
    return kernels.signSets(set, Uint32Array.of(0, set.length), ranking.bands);
  };
  for (const group of groupsOf(groups, rows)) settle(group, { twins, alike, keysOf, ranking });
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

/** Rows that share a key, from pairs of the first that has it and another; not those that all are in one group already. */
function bucketsOf(repeats: Uint32Array, sameGroup: Alike): Iterable<number[]> {
  const buckets = new Map<number, number[]>();
  for (let i = 0; i < repeats.length; i += 2)
    if (!sameGroup(repeats[i]!, repeats[i + 1]!)) buckets.set(repeats[i]!, [repeats[i]!]);
  if (buckets.size > 0) for (let i = 0; i < repeats.length; i += 2) buckets.get(repeats[i]!)?.push(repeats[i + 1]!);
  return buckets.values();
}

/** Groups of two or more rows, ascending; eight bytes for each of these rows. */
function* groupsOf({ find }: UnionFind, rows: number): Iterable<readonly number[]> {
  const later = rowsWhere(rows, (row) => find(row) !== row);
  const pairs = Float64Array.from(later, (row) => find(row) * rows + row).sort(); // the root is the smallest of its group
  let group: number[] = [];
  for (const pair of pairs) {
    const root = Math.floor(pair / rows);
    if (group[0] !== root) {
      if (group.length > 0) yield group;
      group = [root];
    }
    group.push(pair % rows);
  }
  if (group.length > 0) yield group;
}

interface Settling {
  readonly twins: Uint32Array;
  readonly alike: Alike;
  readonly keysOf: (row: number) => Uint32Array;
  readonly ranking: Ranking;
}

/**
 * The best of a group stays, then the best that is like none that stays already, and so on: nothing goes without
 * something alike that stays.
 */
function settle(group: readonly number[], { twins, alike, keysOf, ranking: { rank, worth } }: Settling): void {
  const byRank = group.toSorted((a, b) => rank[b]! - rank[a]! || compare(worth?.[b], worth?.[a]) || a - b);
  const stay: number[] = [];
  let index: BandIndex | undefined; // made when it pays
  for (const row of byRank) {
    if (stay.length === COMPARISONS_TO_STAY) index ??= makeBandIndex(keysOf, stay);
    const tried = () => index?.likest(row, COMPARISONS_TO_STAY).sort((a, b) => rank[b]! - rank[a]!) ?? stay;
    const twin = rank[row] === ALWAYS ? undefined : tried().find((each) => alike(each, row));
    if (twin === undefined) {
      stay.push(row);
      index?.add(row);
    } else twins[row] = twin;
  }
}

const compare = (a = 0, b = 0): number => (a < b ? -1 : a > b ? 1 : 0);
