/** What a verdict in bulk keeps, row by row. */
import type { Outcome } from '../core/step.ts';

/** Of `size` rows, in their order on the line. */
export function keptRows({ keep, drop }: Extract<Outcome, { kind: 'rows' }>, size: number): number[] {
  if (keep !== undefined) return [...keep];
  const gone = new Set([...drop.values()].flatMap((rows) => [...rows]));
  return Array.from({ length: size }, (_, row) => row).filter((row) => !gone.has(row));
}
