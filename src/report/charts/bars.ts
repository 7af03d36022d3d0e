/** Horizontal bars, one a row, and beneath each, where there is one, the hollow bar of what was asked for. */
import { type Html, html } from '../html.ts';
import { barPath, f, fitted, label, svg, textWidth } from './chart.ts';

interface BarRow {
  readonly name: string;
  readonly value: number;
  /** What was wanted; drawn hollow under the bar. */
  readonly asked?: number;
  /** Stands right of the bar. */
  readonly words: string;
}

export interface BarsChart {
  readonly label: string;
  readonly rows: readonly BarRow[];
}

const barHeight = 11;
const askedHeight = 5;
const fontSize = 13;

/** One row each, in the order given; names that do not fit are cut, with the whole name as tooltip. */
export function barsChart({ label: name, rows }: BarsChart, width: number): Html {
  const paired = rows.some((row) => row.asked !== undefined);
  const rowHeight = paired ? 29 : 24;
  const namesWidth = Math.min(width * 0.36, Math.max(40, ...rows.map((row) => textWidth(row.name, fontSize))));
  const wordsWidth = Math.max(0, ...rows.map((row) => textWidth(row.words, 12))) + 8;
  const left = namesWidth + 14;
  const most = Math.max(0, ...rows.map((row) => Math.max(row.value, row.asked ?? 0)));
  const scale = most > 0 ? Math.max(0, width - left - wordsWidth) / most : 0;
  const place = { left, scale, namesWidth, rowHeight };
  const body = rows.map((row, at) => oneRow(row, at * rowHeight, place));
  const axis = html`<path class="axis" d="M${f(left)} 0V${f(rows.length * rowHeight)}"/>`;
  return svg({ label: name, width, height: Math.max(1, rows.length * rowHeight), body: html`${body}${axis}` });
}

function oneRow(
  row: BarRow,
  top: number,
  place: { left: number; scale: number; namesWidth: number; rowHeight: number },
): Html {
  const { left, scale, namesWidth, rowHeight } = place;
  const paired = row.asked !== undefined;
  const y = top + (rowHeight - barHeight - (paired ? askedHeight + 1 : 0)) / 2;
  const length = Math.max(0, row.value) * scale;
  const middle = top + rowHeight / 2 + 4.5;
  const wanted = Math.max(0, row.asked ?? 0) * scale;
  return html`<g><title>${`${row.name}: ${row.words}`}</title>
${label(fitted(row.name, namesWidth + 2, fontSize), { x: namesWidth, y: middle, anchor: 'end' })}
${length > 0 ? html`<path class="mark" d="${barPath({ x: left, y, width: Math.max(1, length), height: barHeight })}"/>` : undefined}
${wanted > 0 ? html`<path class="asked" d="${barPath({ x: left, y: y + barHeight + 1.5, width: Math.max(1, wanted), height: askedHeight })}"/>` : undefined}
${label(row.words, { x: left + Math.max(length, wanted) + 7, y: middle }, 'small')}</g>`;
}
