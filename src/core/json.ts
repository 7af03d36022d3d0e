/** What may stand in a sample: JSON that survives being written and read. */

/** Why a value is not JSON that survives writing; undefined when it is. Depth is limited to 256. */
export function whyNotJson(value: unknown, depth = 0): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'a text with half a surrogate pair';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `the number ${value}`;
  if (typeof value !== 'object') return `a value of type ${typeof value}`;
  if (depth >= 256) return 'nested deeper than 256 levels';
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const why = whyNotJson(item, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}
