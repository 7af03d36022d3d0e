/** Histograms with edges that a person likes to read. */

/** Values in [from, to); the last bin has its upper edge too. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_BINS = 30;

/**
 * Bins of one width, 1, 2 or 5 times a power of ten, over ascending numbers; empty ones inside are there too.
 * Width after Freedman and Diaconis (1981): 2 · IQR / ∛n, and at most 30 bins. What lies far above the rest (above
 * the 99th percentile by more than the range of all below it) is in one last, wider bin.
 * @param least smallest width; 1 for counts.
 */
export function histogram(sorted: Float64Array, least = 0): Bin[] {
  if (sorted.length === 0) return [];
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] as number;
  const [low, high] = [at(0), at(1)];
  const main = high - at(0.99) > at(0.99) - low && at(0.99) > low ? at(0.99) : high;
  const ideal = (2 * (at(0.75) - at(0.25))) / Math.cbrt(sorted.length);
  const width = niceWidth(Math.max(ideal, (main - low) / MOST_BINS, least, Number.MIN_VALUE * 1e9), low);
  const start = Math.floor(low / width);
  const count = Math.max(1, Math.floor(main / width) - start + 1);
  const edges = Array.from({ length: count + 1 }, (_, i) => tidy((start + i) * width));
  const tail = edges[count]! <= high ? [tidy((Math.floor(high / width) + 1) * width)] : [];
  return countBetween(sorted, [...edges, ...tail]);
}

/** The next of 1, 2, 5 × 10ᵏ; 1 for numbers that are all the same. */
function niceWidth(wanted: number, value: number): number {
  if (wanted < Math.abs(value) * 1e-12 || wanted < 1e-300) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Without the last digits that binary fractions bring: 0.3, not 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function countBetween(sorted: Float64Array, edges: readonly number[]): Bin[] {
  const bins: Bin[] = [];
  let next = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i] as number, edges[i + 1] as number];
    const begin = next;
    const last = i + 2 === edges.length;
    while (next < sorted.length && (last || (sorted[next] as number) < to)) next++;
    bins.push({ from, to, count: next - begin });
  }
  return bins;
}
