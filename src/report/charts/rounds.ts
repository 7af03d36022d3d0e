/** Accepted samples after each round, on their way to the target. */
import { type Html, html } from '../html.ts';
import { countWords, roundSteps } from '../numbers.ts';
import { f, label, svg } from './chart.ts';

export interface RoundsChart {
  readonly label: string;
  /** Accepted over all rounds so far, round by round. */
  readonly accepted: readonly number[];
  readonly wanted?: number;
}

const plot = { top: 24, height: 120, left: 8, right: 56 };

/** A line from nothing through each round; the target as a dashed line. */
export function roundsChart({ label: name, accepted, wanted }: RoundsChart, width: number): Html {
  const most = Math.max(1, wanted ?? 0, ...accepted);
  const floor = plot.top + plot.height;
  const x = (round: number) => plot.left + (round / Math.max(1, accepted.length)) * (width - plot.left - plot.right);
  const y = (value: number) => floor - (Math.max(0, value) / most) * plot.height;
  const points = [0, ...accepted].map((value, round) => `${f(x(round))} ${f(y(value))}`);
  const last = accepted.at(-1) ?? 0;
  const body = html`<path class="axis" d="M${f(plot.left)} ${f(floor + 0.5)}H${f(x(accepted.length))}"/>
${wanted === undefined ? undefined : html`<path class="goal" d="M${f(plot.left)} ${f(y(wanted))}H${f(x(accepted.length))}"/>${label(`target ${countWords(wanted)}`, { x: plot.left, y: y(wanted) - 7 }, 'small')}`}
<path class="area" d="M${points.join('L')}L${f(x(accepted.length))} ${f(floor)}L${f(plot.left)} ${f(floor)}z"/>
<path class="line" d="M${points.join('L')}"/>
${accepted.map((value, at) => html`<circle class="mark" cx="${f(x(at + 1))}" cy="${f(y(value))}" r="${accepted.length > 40 ? 1.5 : 3}"><title>${`After round ${at + 1}: ${countWords(value)}`}</title></circle>`)}
${label(countWords(last), { x: x(accepted.length) + 9, y: y(last) + 5 }, 'count')}
${roundNames(accepted.length, x, floor + 20)}`;
  return svg({ label: name, width, height: floor + 28, body });
}

function roundNames(rounds: number, x: (round: number) => number, y: number): Html[] {
  const step = Math.max(1, Math.ceil(roundSteps(rounds, 10)[1] ?? 1));
  return Array.from({ length: Math.floor(rounds / step) }, (_, at) => (at + 1) * step).map((round, at) =>
    label(at === 0 ? `round ${round}` : `${round}`, { x: x(round), y, anchor: 'middle' }, 'small'),
  );
}
