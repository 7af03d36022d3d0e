/** How far apart unit vectors lie. */

/** Mean cosine distance (1 − cosine) over all pairs of unit vectors, exact in one pass: 0 (all alike) to about 1. 0 for fewer than two. */
export function dispersion(vectors: readonly Float32Array[]): number {
  const n = vectors.length;
  if (n < 2) return 0;
  const sum = new Float64Array(vectors[0]!.length);
  let own = 0; // Σ |v|²: n, but for rounding
  for (const vector of vectors)
    vector.forEach((value, i) => {
      sum[i] = (sum[i] as number) + value;
      own += value * value;
    });
  const whole = sum.reduce((total, value) => total + value * value, 0);
  return 1 - (whole - own) / (n * (n - 1));
}

/**
 * Vendi score of order 2 (Friedman and Dieng 2023; Pasarkar and Dieng 2024) with the cosine kernel: the effective
 * number of different items, 1 (all alike) to n. It is n² / Σᵢⱼ cos²ᵢⱼ, and that sum is the squared norm of the
 * d × d matrix VᵀV: n·d² steps, no eigenvalues.
 */
export function vendiScore(vectors: readonly Float32Array[]): number {
  const n = vectors.length;
  if (n === 0) return 0;
  const d = vectors[0]!.length;
  const gram = new Float64Array(d * d);
  for (const vector of vectors)
    for (let i = 0; i < d; i++) {
      const x = vector[i] as number;
      const row = i * d;
      for (let j = i; j < d; j++) gram[row + j] = (gram[row + j] as number) + x * (vector[j] as number);
    }
  let squares = 0;
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) squares += (gram[i * d + j] as number) ** 2 * (i === j ? 1 : 2);
  return (n * n) / squares;
}
