/** Tables of text that fit the terminal. */
import { displayWidth, fitToWidth } from '../text/display-width.ts';
import { visibleLine } from '../text/visible.ts';

export interface Column {
  readonly name: string;
  /** Figures stand right. */
  readonly figure?: boolean;
  /** It gives way where the table is too wide; others keep their width. */
  readonly grows?: boolean;
}

const GAP = '  ';

/** A head and a line for each row, none wider than `columns`; cells are made safe to show. */
export function tableText(
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  { columns }: { readonly columns: number },
): string {
  const cells = rows.map((row) => row.map((cell) => visibleLine(cell)));
  const natural = head.map(({ name }, at) => Math.max(name.length, ...cells.map((row) => displayWidth(row[at] ?? ''))));
  const widths = narrowed(natural, head, columns);
  const line = (row: readonly string[]) =>
    head
      .map(({ figure }, at) => fitToWidth(row[at] ?? '', widths[at]!, figure ? 'right' : 'left'))
      .join(GAP)
      .trimEnd();
  return [line(head.map(({ name }) => name)), ...cells.map(line)].join('\n');
}

/** Columns that may give way share what the others leave; the narrow ones of them keep what they need. */
function narrowed(natural: readonly number[], head: readonly Column[], columns: number): number[] {
  const room = columns - GAP.length * (head.length - 1);
  const growing = natural.map((_, at) => at).filter((at) => head[at]!.grows);
  const fixed = natural.reduce((sum, width, at) => (head[at]!.grows ? sum : sum + width), 0);
  const widths = [...natural];
  let left = Math.max(growing.length * 4, room - fixed);
  const byNeed = growing.toSorted((a, b) => natural[a]! - natural[b]!);
  for (const [done, at] of byNeed.entries()) {
    widths[at] = Math.min(natural[at]!, Math.floor(left / (byNeed.length - done)));
    left -= widths[at]!;
  }
  return widths;
}
