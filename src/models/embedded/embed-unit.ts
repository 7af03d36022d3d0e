/** Vectors brought to length 1, as every embedder gives them. */

/** Undefined where there is no direction: all 0, or not finite. */
export function unitVector(values: Float64Array): Float32Array | undefined {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (!(length > 0 && Number.isFinite(length))) return undefined;
  return Float32Array.from(values, (value) => value / length);
}
