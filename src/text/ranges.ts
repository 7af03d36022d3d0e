/** Ranges in words: `5..60`, `5..`, `..60`; both ends belong to them. */

interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a range of whole numbers from 0 looks like. */
const RANGE = /^(\d+)?\.\.(\d+)?$/;

/** Reads a range; nothing for what is none, for `..`, and for one whose ends are crossed. */
export function readRange(text: string): Range | undefined {
  const [, from, to] = RANGE.exec(text.trim()) ?? [];
  if (from === undefined && to === undefined) return undefined;
  const range = { min: Number(from ?? 0), max: to === undefined ? Infinity : Number(to) };
  return range.min > range.max ? undefined : range;
}
