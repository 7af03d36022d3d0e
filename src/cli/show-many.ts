/** The samples of a run as a table that fits the terminal. */
import type { Manifest, Quarantined } from '../core/manifest.ts';
import type { Sample } from '../core/sample.ts';
import type { RunReader } from '../execution/read-run.ts';
import { countWords, plural } from '../report/numbers.ts';
import { valueText } from './sample-text.ts';
import { columnsOf } from './screen.ts';
import { type Column, tableText } from './table.ts';
import { total } from './tally.ts';

export interface ShowWords {
  /** Those that left the line, in place of the accepted ones. */
  readonly left?: boolean;
  readonly samples: number;
  readonly json?: boolean;
}

export interface ShowMany {
  readonly reader: RunReader;
  readonly manifest: Manifest;
  readonly words: ShowWords;
  readonly write: (text: string) => void;
}

export async function writeSamples({ reader, manifest, words, write }: ShowMany): Promise<void> {
  const source: AsyncIterable<Sample | Quarantined> = words.left ? reader.quarantine() : reader.samples();
  const shown: (Sample | Quarantined)[] = [];
  for await (const each of source) {
    if (shown.length === words.samples) break;
    if (words.json) write(`${JSON.stringify(each)}\n`);
    shown.push(each);
  }
  if (words.json) return;
  const all = words.left ? leftIn(manifest) : manifest.accepted;
  const what = words.left ? 'dropped or failed' : 'accepted';
  if (shown.length > 0) write(`${sampleTable(shown, columnsOf(process.stdout))}\n`);
  const of = Math.max(all, shown.length);
  const more =
    of > shown.length
      ? `The first ${countWords(shown.length)} of ${plural(of, 'sample')} ${what}; -n shows more.`
      : `${plural(of, 'sample')} ${what}.`;
  write(`${more} One in full: synthloom show <run> <id>\n`);
}

const leftIn = ({ counts }: Manifest) =>
  counts.reduce((sum, { dropped, failed }) => sum + total(dropped) + total(failed), 0);

/** A field's column is not made narrower than this; what has no room is left out. */
const NARROWEST = 10;
const ID_DIGITS = 8;

function sampleTable(shown: readonly (Sample | Quarantined)[], columns: number): string {
  const rows = shown.map((each) => ('sample' in each ? { ...each } : { sample: each, step: '', reason: '' }));
  const hasLeft = rows.some(({ step }) => step !== '');
  const room = columns - ID_DIGITS - (hasLeft ? 40 : 0);
  const fields = [...new Set(rows.flatMap(({ sample }) => Object.keys(sample.data)))].slice(
    0,
    Math.max(1, Math.floor(room / NARROWEST)),
  );
  const head: Column[] = [
    { name: 'id' },
    ...(hasLeft
      ? [
          { name: 'step', grows: true },
          { name: 'reason', grows: true },
        ]
      : []),
    ...fields.map((name) => ({ name, grows: true })),
  ];
  const cells = rows.map(({ sample, step, reason }) => [
    sample.id.slice(0, ID_DIGITS),
    ...(hasLeft ? [step, reason] : []),
    ...fields.map((name) => (sample.data[name] === undefined ? '' : beginning(valueText(sample.data[name])))),
  ]);
  return tableText(head, cells, { columns });
}

/** No terminal is wider than this; the rest need not be measured. */
const beginning = (text: string): string => text.slice(0, 1000).toWellFormed();
