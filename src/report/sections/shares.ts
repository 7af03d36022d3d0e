/** Distributions: what was asked of each category and what came, and how numbers and lengths are spread. */
import { barsChart } from '../charts/bars.ts';
import { edges, histogramChart } from '../charts/histogram.ts';
import { type Html, html } from '../html.ts';
import { countWords, figureWords, percentWords, plural } from '../numbers.ts';
import { figure, section } from '../parts.ts';
import type { ReportData, ShareTable, Spread } from '../report-data.ts';

/** Rows drawn, fewer where nothing was asked; all are in the table. */
const rowsDrawn = ({ askedBy }: ShareTable): number => (askedBy === undefined ? 15 : 40);

export function sharesSection(data: ReportData): Html | undefined {
  const { shares, numbers } = data;
  if (shares.length + numbers.length === 0) return undefined;
  return section(
    'shares',
    shares.some((table) => table.askedBy !== undefined) ? 'Asked and got' : 'What the samples hold',
    html`${shares.map(shareFigure)}${numbers.map((spread) => spreadFigure(spread, ''))}`,
  );
}

function shareFigure(table: ShareTable): Html {
  const { field, total, values, askedBy } = table;
  const asked = askedBy !== undefined;
  const share = (count: number) => (total > 0 ? percentWords(count / total) : '–');
  const rows = values.slice(0, rowsDrawn(table)).map((row) => ({
    name: row.value === '' ? '(empty)' : row.value,
    value: row.got,
    ...(row.asked === undefined ? {} : { asked: row.asked }),
    words:
      askedBy === 'target' && row.asked !== undefined
        ? `${countWords(row.got)} of ${countWords(row.asked)}`
        : `${countWords(row.got)} · ${share(row.got)}`,
  }));
  const chart = {
    label: `Samples by ${field}: ${plural(values.length, 'value')}${asked ? ', each beside what was asked' : ''}.`,
    rows,
  };
  return html`<h3>${field} <span class="soft">${plural(values.length, 'value')}</span></h3>${figure(
    (width) => barsChart(chart, width),
    {
      ...(asked ? { legend } : {}),
      caption: distanceWords(table),
      data: {
        columns: [
          { name: field },
          { name: 'Got', figure: true },
          { name: 'Share', figure: true },
          ...(asked ? [{ name: 'Asked', figure: true }] : []),
        ],
        rows: values.map((row) => [
          row.value,
          countWords(row.got),
          share(row.got),
          ...(asked ? [figureWords(Math.round((row.asked ?? 0) * 10) / 10)] : []),
        ]),
      },
    },
  )}`;
}

const legend = html`<p class="legend"><span><svg viewBox="0 0 22 10" aria-hidden="true"><rect class="mark" width="22" height="10" rx="2"/></svg>got</span><span><svg viewBox="0 0 22 10" aria-hidden="true"><rect class="asked" x=".5" y="2.5" width="21" height="5"/></svg>asked</span></p>`;

function distanceWords(table: ShareTable): string | undefined {
  const { distance, values, askedBy } = table;
  const drawn = rowsDrawn(table);
  const hidden = values.length > drawn ? ` ${drawn} are drawn; the table has all.` : '';
  if (distance === undefined) return hidden === '' ? undefined : hidden.trim();
  if (askedBy === 'target') return `Asked is the least that the target wants of each.${hidden}`;
  if (distance < 0.005) return `As asked.${hidden}`;
  return `${percentWords(distance)} of the samples would need another value to match what was asked exactly (total variation distance).${hidden}`;
}

export function lengthsSection({ lengths }: ReportData): Html | undefined {
  if (lengths.length === 0) return undefined;
  return section('lengths', 'Lengths', html`${lengths.map((spread) => spreadFigure(spread, ` in ${spread.unit}`))}`);
}

function spreadFigure(spread: Spread, unit: string): Html {
  const { field, total, min, max, mean, quantiles, bins, beyond } = spread;
  const caption = [
    `Nine in ten are between ${figureWords(quantiles[0])} and ${figureWords(quantiles[4])}; the mean is ${figureWords(mean)}, the extremes are ${figureWords(min)} and ${figureWords(max)}.`,
    `The line beneath is the middle half of ${plural(total, 'sample')}.`,
    beyond > 0 ? `${plural(beyond, 'sample')} beyond the right edge ${beyond === 1 ? 'is' : 'are'} not drawn.` : '',
  ];
  return html`<h3>${field}<span class="soft">${unit}</span></h3>${figure((width) => histogramChart(spread, width), {
    caption: caption.filter((part) => part !== '').join(' '),
    data: {
      columns: [{ name: spread.unit === 'value' ? field : sentence(spread.unit) }, { name: 'Samples', figure: true }],
      rows: bins.map((bin) => [edges(bin, spread.unit), countWords(bin.count)]),
    },
  })}`;
}

const sentence = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
