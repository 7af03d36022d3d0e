/**
 * Rows of values, one of each axis, chosen so that every combination of `strength` axes' values comes up early:
 * one row at a time, greedily, as in Cohen, Dalal, Fredman and Patton 1997, The AETG System (IEEE TSE 23(7)).
 */
import { shuffled } from './random.ts';

export interface Axes {
  /** Number of values of each axis, at least 1 each. */
  readonly sizes: readonly number[];
  /** 1: each value; 2: each pair of values of two axes; 3: each triple. */
  readonly strength: number;
}

/** Rows tried for each that is taken: AETG's 50 gains little over these at several times the work. */
const TRIALS = 12;

/** Hands out rows, and counts what has been covered. Memory: one text for each combination covered. */
export class CoveringRows {
  readonly #axes: Axes;
  readonly #groups: readonly (readonly number[])[];
  /** Combination → how often it was given out. */
  readonly #given = new Map<string, number>();
  /** What those rows cover that came to good. */
  readonly #covered = new Set<string>();
  /** How often each axis' values were given out. */
  readonly #used: readonly number[][];

  constructor(axes: Axes) {
    this.#axes = { ...axes, strength: Math.min(axes.strength, axes.sizes.length) };
    this.#groups = combinations(axes.sizes.length, this.#axes.strength);
    this.#used = axes.sizes.map((size) => new Array<number>(size).fill(0));
  }

  /** The next row: a value's number for each axis. `random` shapes which of equally good rows it is. */
  next(random: () => number): number[] {
    let best: number[] = [];
    let least: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let trial = 0; trial < TRIALS; trial++) {
      const row = this.#grow(random);
      const worn = this.#wornOf(row);
      if (worn[0] < least[0] || (worn[0] === least[0] && worn[1] < least[1])) [best, least] = [row, worn];
    }
    for (const key of this.#keysOf(best)) this.#given.set(key, (this.#given.get(key) ?? 0) + 1);
    for (const [axis, value] of best.entries()) this.#used[axis]![value]! += 1;
    return best;
  }

  /** A row came to good: what it holds is covered. */
  cover(row: readonly number[]): void {
    for (const key of this.#keysOf(row)) this.#covered.add(key);
  }

  /** A row came to nothing: what only it held is wanted again. */
  giveBack(row: readonly number[]): void {
    this.recount(row, -1);
  }

  /** Counts a row as given out so many times more, or, below 0, fewer. */
  recount(row: readonly number[], more: number): void {
    for (const key of this.#keysOf(row)) this.#given.set(key, Math.max(0, (this.#given.get(key) ?? 0) + more));
    for (const [axis, value] of row.entries()) this.#used[axis]![value] = Math.max(0, this.#used[axis]![value]! + more);
  }

  get covered(): number {
    return this.#covered.size;
  }

  /** Combinations that there are. */
  get possible(): number {
    const { sizes } = this.#axes;
    return this.#groups.reduce((sum, group) => sum + group.reduce((all, axis) => all * sizes[axis]!, 1), 0);
  }

  /** Fixes the axes in random order, each at the value that was given out least with those fixed before. */
  #grow(random: () => number): number[] {
    const { sizes } = this.#axes;
    const row = new Array<number>(sizes.length).fill(-1);
    for (const axis of shuffled(random, [...sizes.keys()])) {
      const ranked = shuffled(random, [...new Array(sizes[axis]!).keys()]).map((value) => {
        row[axis] = value;
        return { value, worn: this.#wornOf(row, axis), used: this.#used[axis]![value]! };
      });
      ranked.sort((a, b) => a.worn[0] - b.worn[0] || a.worn[1] - b.worn[1] || a.used - b.used);
      row[axis] = ranked[0]!.value;
    }
    return row;
  }

  /** Combinations within a row that are not new, and how often all of them were given out together. */
  #wornOf(row: readonly number[], axis?: number): readonly [number, number] {
    let old = 0;
    let times = 0;
    for (const key of this.#keysOf(row, axis)) {
      const given = this.#given.get(key) ?? 0;
      if (given > 0) old++;
      times += given;
    }
    return [old, times];
  }

  *#keysOf(row: readonly number[], axis?: number): Iterable<string> {
    for (const group of this.#groups) {
      if (axis !== undefined && !group.includes(axis)) continue;
      if (group.some((each) => row[each]! < 0)) continue;
      yield group.map((each) => `${each}:${row[each]}`).join(' ');
    }
  }
}

/** All choices of `size` among `count` numbers, each ascending. */
function combinations(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const all: number[][] = [];
  for (let first = from; first <= count - size; first++)
    for (const rest of combinations(count, size - 1, first + 1)) all.push([first, ...rest]);
  return all;
}
