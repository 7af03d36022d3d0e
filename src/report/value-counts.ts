/** Counting values of a field in bounded memory: texts that repeat, and numbers. */
import { roundSteps } from './numbers.ts';
import type { Spread } from './report-data.ts';

/** Numbers told apart before they are rounded to three, and then to two, significant digits. */
const NUMBERS_KEPT = 4096;
const BINS = 24;

export interface ValueCounts {
  add(value: string): void;
  /** Undefined when there were more values than `most`: then it is no category. */
  counts(): ReadonlyMap<string, number> | undefined;
}

/** Counts values until there are more than `most` of them, and then forgets them. */
export function valueCounts(most: number): ValueCounts {
  let counts: Map<string, number> | undefined = new Map();
  return {
    add(value) {
      counts?.set(value, (counts.get(value) ?? 0) + 1);
      if (counts !== undefined && counts.size > most) counts = undefined;
    },
    counts: () => counts,
  };
}

export interface NumberCounts {
  add(value: number): void;
  readonly total: () => number;
  readonly distinct: () => number;
  readonly mean: () => number;
  /** The spread of what was added; undefined when that is nothing. */
  spread(field: string, unit: Spread['unit']): Spread | undefined;
}

/** Counts finite numbers. Least, greatest and mean stay exact; quantiles and bins may be rounded (see above). */
export function numberCounts(): NumberCounts {
  let counts = new Map<number, number>();
  let digits: number | undefined;
  let total = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  const rounded = (value: number) => (digits === undefined ? value : Number(value.toPrecision(digits)));
  const coarser = () => {
    digits = digits === undefined ? 3 : Math.max(1, digits - 1);
    const old = counts;
    counts = new Map();
    for (const [value, count] of old) counts.set(rounded(value), (counts.get(rounded(value)) ?? 0) + count);
  };
  return {
    add(value) {
      if (!Number.isFinite(value)) return;
      total++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      counts.set(rounded(value), (counts.get(rounded(value)) ?? 0) + 1);
      if (counts.size > NUMBERS_KEPT && digits !== 1) coarser();
    },
    total: () => total,
    distinct: () => counts.size,
    mean: () => (total === 0 ? 0 : sum / total),
    spread: (field, unit) =>
      total === 0 ? undefined : { field, unit, total, min, max, mean: sum / total, ...shapeOf(counts, total, unit) },
  };
}

function shapeOf(counts: ReadonlyMap<number, number>, total: number, unit: Spread['unit']) {
  const sorted = [...counts].sort((a, b) => a[0] - b[0]);
  const at = (share: number) => quantile(sorted, total, share);
  const quantiles = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)] as const;
  return { quantiles, ...binsOf(sorted, at(0.99), unit) };
}

/** The least value with at least `share` of all at or below it. */
function quantile(sorted: readonly (readonly [number, number])[], total: number, share: number): number {
  let passed = 0;
  for (const [value, count] of sorted) {
    passed += count;
    if (passed >= share * total) return value;
  }
  return sorted.at(-1)?.[0] ?? 0;
}

/** Equal bins with round edges. A long tail beyond twice the 99 % quantile is counted, not drawn. */
function binsOf(sorted: readonly (readonly [number, number])[], high: number, unit: Spread['unit']) {
  const least = sorted[0]?.[0] ?? 0;
  const greatest = sorted.at(-1)?.[0] ?? 0;
  const top = greatest - least > 2 * (high - least) && high > least ? high : greatest;
  const width = Math.max(binWidth(top - least), unit === 'value' ? 0 : 1);
  const first = Math.floor(least / width) * width;
  const many = Math.floor((top - first) / width + 1e-9) + 1;
  const counts = new Array<number>(many).fill(0);
  let beyond = 0;
  for (const [value, count] of sorted) {
    const bin = Math.floor((value - first) / width + 1e-9);
    if (bin >= many) beyond += count;
    else counts[Math.max(0, bin)] = (counts[Math.max(0, bin)] as number) + count;
  }
  const edge = (bin: number) => +(first + bin * width).toPrecision(12);
  return { bins: counts.map((count, bin) => ({ from: edge(bin), to: edge(bin + 1), count })), beyond };
}

const binWidth = (range: number): number => (range > 0 ? (roundSteps(range, BINS)[1] ?? range) : 1);
