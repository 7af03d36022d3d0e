/** Clusters of unit vectors by direction. */
import { drawIndex, drawWeighted } from './random.ts';

const ROUNDS = 25;

export interface Clusters {
  /** The cluster, 0 to k − 1, of each vector. */
  readonly assigned: Uint32Array;
  /** Unit vectors, k of them. */
  readonly centres: readonly Float32Array[];
}

export interface ClusterWish {
  readonly clusters: number;
  /** Passes over the vectors, at most. */
  readonly rounds?: number;
  /** For each of some unit vectors its cosine with every vector of the set, one after another; exact where it is absent. */
  readonly cosines?: Cosines;
}

export type Cosines = (of: readonly Float32Array[]) => ArrayLike<number>;

/**
 * Spherical k-means (Dhillon and Modha 2001), begun as k-means++ (Arthur and Vassilvitskii 2007) on cosine distance.
 * Fewer vectors than clusters get one each.
 */
export function sphericalClusters(
  random: () => number,
  vectors: readonly Float32Array[],
  { clusters, rounds = ROUNDS, cosines = exactCosines(vectors) }: ClusterWish,
): Clusters {
  const k = Math.min(clusters, vectors.length);
  let assigned = new Uint32Array(vectors.length);
  if (k === 0) return { assigned, centres: [] };
  let centres = firstCentres(random, vectors, { k, cosines });
  for (let round = 0; round < rounds; round++) {
    const before = assigned;
    assigned = nearestOf(cosines(centres), vectors.length);
    if (round > 0 && assigned.every((cluster, row) => cluster === before[row])) break;
    centres = centresOf(vectors, assigned, centres);
  }
  return { assigned, centres };
}

/** The cluster of each vector alone. */
export const sphericalKmeans = (
  random: () => number,
  vectors: readonly Float32Array[],
  clusters: number,
): Uint32Array => sphericalClusters(random, vectors, { clusters }).assigned;

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const exactCosines =
  (vectors: readonly Float32Array[]): Cosines =>
  (of) => {
    const all = new Float64Array(of.length * vectors.length);
    for (const [nth, centre] of of.entries())
      for (const [row, vector] of vectors.entries()) all[nth * vectors.length + row] = cosine(centre, vector);
    return all;
  };

/** Each further centre is drawn in proportion to its distance from those before it. */
function firstCentres(
  random: () => number,
  vectors: readonly Float32Array[],
  { k, cosines }: { readonly k: number; readonly cosines: Cosines },
): Float32Array[] {
  const centres = [vectors[drawIndex(random, vectors.length)]!];
  const weights = vectors.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < k) {
    const near = cosines(centres.slice(-1));
    for (const [row, weight] of weights.entries())
      weights[row] = Math.min(weight, Math.max(1 - near[row]!, 0) + Number.EPSILON);
    centres.push(vectors[drawWeighted(random, weights)]!);
  }
  return centres;
}

/** For each of so many vectors the centre with the greatest cosine; of equals the first. */
function nearestOf(cosines: ArrayLike<number>, count: number): Uint32Array<ArrayBuffer> {
  const best = new Uint32Array(count);
  const most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let centre = 0; (centre + 1) * count <= cosines.length; centre++)
    for (let row = 0; row < count; row++) {
      const near = cosines[centre * count + row]!;
      if (near <= most[row]!) continue;
      most[row] = near;
      best[row] = centre;
    }
  return best;
}

/** The direction of each cluster's sum; a cluster that lost all its vectors stays where it was. */
function centresOf(
  vectors: readonly Float32Array[],
  assigned: Uint32Array,
  before: readonly Float32Array[],
): Float32Array[] {
  const sums = before.map((centre) => new Float32Array(centre.length));
  for (const [row, vector] of vectors.entries()) {
    const sum = sums[assigned[row]!]!;
    for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + vector[at]!;
  }
  return sums.map((sum, at) => {
    const length = Math.sqrt(cosine(sum, sum));
    return length === 0 ? before[at]! : sum.map((value) => value / length);
  });
}
