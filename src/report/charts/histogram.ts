/** How numbers are spread: columns over an axis, and the middle half of all values marked beneath. */
import { type Html, html } from '../html.ts';
import { countWords, figureWords, plural, roundSteps } from '../numbers.ts';
import type { Spread } from '../report-data.ts';
import { f, label, svg, textWidth } from './chart.ts';

const plotHeight = 96;
const top = 20;

/** Columns of the bins; the axis names round values, the line under it runs from the 25 % to the 75 % quantile. */
export function histogramChart(spread: Spread, width: number): Html {
  const { bins, quantiles } = spread;
  const from = bins[0]?.from ?? 0;
  const to = bins.at(-1)?.to ?? 1;
  const x = (value: number) => (Math.min(Math.max(value, from), to) - from) * (to > from ? width / (to - from) : 0);
  // A whole number n stands for the column from n to n + 1: marks go to its middle.
  const half = spread.unit === 'value' ? 0 : 0.5;
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const columns = bins.map((bin) => {
    const height = (bin.count / most) * plotHeight;
    const wide = Math.max(0.5, x(bin.to) - x(bin.from) - 1.5);
    return html`<rect class="mark" x="${f(x(bin.from) + 0.75)}" y="${f(top + plotHeight - height)}" width="${f(wide)}" height="${f(bin.count > 0 ? Math.max(1, height) : 0)}"><title>${`${edges(bin, spread.unit)}: ${plural(bin.count, 'sample')}`}</title></rect>`;
  });
  const floor = top + plotHeight;
  const median = x(quantiles[2] + half);
  const body = html`${columns}
<path class="axis" d="M0 ${f(floor + 0.5)}H${f(width)}"/>
<path class="middle" d="M${f(x(quantiles[1] + half))} ${f(floor + 5)}H${f(Math.max(x(quantiles[3] + half), x(quantiles[1] + half) + 1))}"/>
<path class="median" d="M${f(median)} ${f(top - 4)}V${f(floor + 8)}"/>
${medianLabel(`median ${figureWords(quantiles[2])}`, median, width)}
${ticks({ from, to }, (value) => x(value + half), width)}`;
  return svg({ label: describe(spread), width, height: floor + 30, body });
}

function medianLabel(words: string, x: number, width: number): Html {
  const after = x + 6 + textWidth(words, 11.5) < width;
  return label(words, { x: after ? x + 5 : x - 5, y: top - 7, anchor: after ? 'start' : 'end' }, 'small');
}

function ticks(
  { from, to }: { readonly from: number; readonly to: number },
  x: (value: number) => number,
  width: number,
): Html[] {
  const step = roundSteps(to - from, width > 500 ? 8 : 4)[1] ?? 1;
  const first = Math.ceil(from / step - 1e-9) * step;
  const many = Math.min(50, Math.floor((to - first) / step + 1e-9) + 1);
  return Array.from({ length: Math.max(0, many) }, (_, at) => {
    const value = +(first + at * step).toPrecision(12);
    const place = x(value);
    const anchor = place < 8 ? 'start' : place > width - 12 ? 'end' : 'middle';
    return label(
      Math.abs(value) >= 10_000 ? countWords(value) : figureWords(value),
      { x: place, y: top + plotHeight + 24, anchor },
      'small',
    );
  });
}

/** “10 to 14”: whole numbers name their last value, others the open edge. */
export const edges = (bin: { readonly from: number; readonly to: number }, unit: Spread['unit']): string => {
  const last = unit === 'value' ? bin.to : bin.to - 1;
  return last === bin.from ? figureWords(bin.from) : `${figureWords(bin.from)} to ${figureWords(last)}`;
};

const describe = ({ field, unit, min, max, quantiles }: Spread): string =>
  `Histogram of ${field}${unit === 'value' ? '' : ` in ${unit}`}: from ${figureWords(min)} to ${figureWords(max)}, median ${figureWords(quantiles[2])}.`;
