/** What a page calls the steps of a line: their names, and their keys only where two steps have one name. */
import type { ReportData } from './report-data.ts';

/** From a step's key, such as `prompt→text`, to `prompt` when no other step of the line is called so. */
export function stepNames(line: ReportData['line']): (key: string) => string {
  const uses = new Map<string, number>();
  for (const { name } of line) uses.set(name, (uses.get(name) ?? 0) + 1);
  const names = new Map(line.map(({ key, name }) => [key, uses.get(name) === 1 ? name : key]));
  return (key) => names.get(key) ?? key;
}
