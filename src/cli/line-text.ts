/** A checked line as text: its steps in order, what each reads and writes, and what deserves a second look. */
import type { CheckResult } from '../execution/plan-for.ts';
import { plural } from '../report/numbers.ts';
import { visibleLine } from '../text/visible.ts';
import { columnsOf } from './screen.ts';
import { tableText } from './table.ts';

export function lineText(path: string, { line, warnings }: CheckResult): string {
  const rows = line.map(({ key, stage, reads, writes }) => [key, stage, reads.join(', '), writes.join(', ')]);
  const table = tableText(
    [{ name: 'step' }, { name: 'stage' }, { name: 'reads', grows: true }, { name: 'writes', grows: true }],
    rows,
    {
      columns: columnsOf(process.stdout),
    },
  );
  const notes = warnings.map((warning) => `Note: ${visibleLine(warning)}`);
  return `${[table, ...notes, `${visibleLine(path)} can run: ${plural(line.length, 'step')}, no mistakes.`].join('\n')}\n`;
}
