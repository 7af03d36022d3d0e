/** Diversity: each number with what it means, which way is better, and where it comes from. */
import type { Measure } from '../../core/step.ts';
import { type Html, html, type Piece } from '../html.ts';
import { type Meaning, measureMeanings, shownElsewhere } from '../measure-meanings.ts';
import { countWords, figureWords, percentWords, plural } from '../numbers.ts';
import { fold, section, table } from '../parts.ts';
import type { ReportData, TextFacts } from '../report-data.ts';

/** Labels that say how a measure was computed; they are in the table. */
const FIXED = new Set(['order']);
/** Values shown of one measure; further ones are in the table. */
const VALUES_SHOWN = 8;

export function diversitySection({ measures, texts }: ReportData): Html | undefined {
  const explained = (measure: Measure) => measure.name in measureMeanings && measure.labels.group === undefined;
  const known = Map.groupBy(measures.filter(explained), (measure) => measure.name);
  const shown = Object.keys(measureMeanings).flatMap((name) => {
    const all = known.get(name);
    return all === undefined ? [] : [all];
  });
  const rest = shown.flatMap((all) => all.slice(VALUES_SHOWN));
  const others = measures.filter((measure) => !explained(measure) && !shownElsewhere.has(measure.name));
  if (shown.length + others.length === 0 && texts.compared === 0) return undefined;
  const manyFields = new Set(shown.flat().map((measure) => measure.labels.field ?? '')).size > 1;
  const none = html`<p class="soft">Put <code>diversity</code> at the end of the line to measure more.</p>`;
  return section(
    'diversity',
    'Diversity',
    html`<dl class="measures">${sameness(texts)}${shown.map((all) => oneMeasure(all.slice(0, VALUES_SHOWN), manyFields))}</dl>
${shown.length === 0 ? none : undefined}
${others.length + rest.length === 0 ? undefined : fold(plural(others.length + rest.length, 'more measure'), otherTable([...rest, ...others]))}`,
  );
}

function sameness({ compared, copies, opening, field }: TextFacts): Piece {
  if (compared === 0) return undefined;
  const copied = html`<dt>${copies === 0 ? '0' : percentWords(copies / compared)}</dt><dd><b>Copies</b><p>Samples whose ${field ?? 'text'} repeats another’s word for word, letter case aside. <span class="tag">Lower is better; counted over ${countWords(compared)} samples.</span></p></dd>`;
  if (opening === undefined || compared < 10) return copied;
  return html`${copied}<dt>${percentWords(opening.share)}</dt><dd><b>Same opening</b><p>Samples whose ${field ?? 'text'} begins with the most common three words, “${opening.text}”. <span class="tag">Lower is better.</span></p></dd>`;
}

/** One meaning, and every value measured of it. */
function oneMeasure(all: readonly Measure[], nameField: boolean): Html {
  const { title, sentence, better, source } = measureMeanings[(all[0] as Measure).name] as Meaning;
  const named = all.map((measure) => ({ value: figureWords(measure.value), words: labelWords(measure, nameField) }));
  const single = named.length === 1;
  const values = single
    ? html`<dt>${named[0]?.value}</dt>`
    : html`<dt class="many">${named.map(({ value, words }) => html`<span><span class="tag">${words}</span> ${value}</span>`)}</dt>`;
  const of = single && named[0]?.words !== '' ? html` <span class="tag">${named[0]?.words}</span>` : undefined;
  return html`${values}<dd><b>${title}</b>${of}<p>${sentence} <span class="tag">${better === 'higher' ? 'Higher' : 'Lower'} is better; ${source}.</span></p></dd>
`;
}

/** What tells a value from its siblings: “text, 2 words”. */
const labelWords = ({ labels }: Measure, nameField: boolean): string =>
  Object.entries(labels)
    .filter(([name]) => (name !== 'field' || nameField) && !FIXED.has(name))
    .map(([name, value]) =>
      name === 'n'
        ? `${value} ${value === '1' ? 'word' : 'words'}`
        : name === 'field' || name === 'codec'
          ? value
          : `${name} ${value}`,
    )
    .join(', ');

const otherTable = (measures: readonly Measure[]): Html =>
  table({
    columns: [{ name: 'Measure' }, { name: 'Of' }, { name: 'Value', figure: true }, { name: 'Unit' }, { name: 'Step' }],
    rows: measures.slice(0, 500).map((measure) => [
      measure.name,
      Object.entries(measure.labels)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
      figureWords(measure.value),
      measure.unit,
      measure.step,
    ]),
  });
