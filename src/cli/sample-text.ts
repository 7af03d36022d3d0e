/** A sample as a person reads it: its fields, what was noted, and what became of it. */
import type { Quarantined } from '../core/manifest.ts';
import type { Json, Sample } from '../core/sample.ts';
import { dialogueOf } from '../report/shown-sample.ts';
import { displayWidth, fitToWidth, wrapToWidth } from '../text/display-width.ts';
import { visible, visibleLine } from '../text/visible.ts';
import { columnsOf, type Output, paint } from './screen.ts';

export interface SampleShown {
  readonly sample: Sample;
  readonly left?: Quarantined | undefined;
}

export function sampleText({ sample, left }: SampleShown, output: Output = process.stdout): string {
  const columns = columnsOf(output);
  const verdict = verdictText(left, output);
  const origin = sample.origin.real ? ', real' : '';
  const head = `${paint(output, 'bold', visibleLine(sample.id))}  ${verdict}${origin}`;
  const fields = Object.entries(sample.data).map(([name, value]): [string, string] => [name, valueText(value)]);
  const notes = Object.entries(sample.notes ?? {}).map(([name, value]) => `${name} ${value}`);
  const why = left?.message === undefined ? [] : [['why', left.message] as [string, string]];
  const raw = left?.raw === undefined ? [] : [['answer', left.raw] as [string, string]];
  const rows = [
    ...fields,
    ...(notes.length > 0 ? [['noted', notes.join(', ')] as [string, string]] : []),
    ...why,
    ...raw,
  ];
  return `${[head, ...labelled(rows, columns)].join('\n')}\n`;
}

function verdictText(left: Quarantined | undefined, output: Output): string {
  if (left === undefined) return paint(output, 'green', 'accepted');
  const what = `${left.verdict} by ${left.step}: ${left.reason}`;
  return paint(output, left.verdict === 'failed' ? 'red' : 'yellow', visibleLine(what));
}

/** Texts as they are, dialogues as turns, anything else as JSON. */
export function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  const turns = dialogueOf(value);
  if (turns !== undefined) return turns.map(({ role, content }) => `${role}: ${content}`).join('\n');
  return JSON.stringify(value);
}

const WIDEST_LABEL = 20;

/** Names to the left, texts wrapped beside them; everything made safe to show. */
export function labelled(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const names = rows.map(([name]) => visibleLine(name));
  const width = Math.min(WIDEST_LABEL, Math.max(0, ...names.map(displayWidth)));
  return rows.flatMap(([, text], at) => {
    const lines = wrapToWidth(visible(text).replaceAll('\t', '  '), columns - width - 4);
    return lines.map((line, index) => `  ${fitToWidth(index === 0 ? names[at]! : '', width)}  ${line}`.trimEnd());
  });
}
