/** Distributions over named values. */

/** Weights as shares that sum to 1; all 0 when the weights are. */
export function sharesOf(weights: ReadonlyMap<string, number>): Map<string, number> {
  const total = weights.values().reduce((sum, weight) => sum + weight, 0);
  return new Map(weights.entries().map(([value, weight]) => [value, total === 0 ? 0 : weight / total]));
}

/** Total variation distance: half the sum of the differences, 0 (the same) to 1 (nothing in common). */
export function totalVariation(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const values = new Set([...a.keys(), ...b.keys()]);
  return values.values().reduce((sum, value) => sum + Math.abs((a.get(value) ?? 0) - (b.get(value) ?? 0)), 0) / 2;
}

/** Shannon entropy over that of equal shares among as many values: 0 (one value has all) to 1; 1 for a single value. */
export function evenness(shares: ReadonlyMap<string, number>): number {
  if (shares.size < 2) return 1;
  const entropy = shares.values().reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);
  return entropy / Math.log(shares.size);
}
