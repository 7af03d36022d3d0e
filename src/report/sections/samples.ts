/** Samples to read, and samples that were left out: fields as prose where they can be. */
import type { Json } from '../../core/sample.ts';
import { type Html, html, type Piece } from '../html.ts';
import { countWords, figureWords, listWords, plural } from '../numbers.ts';
import { fold, section } from '../parts.ts';
import type { QuarantineGroup, ReportData, ShownSample } from '../report-data.ts';
import { dialogueOf } from '../shown-sample.ts';
import { stepNames } from '../step-names.ts';

/** Characters of a text before the fold, and of a value that stands in a line with others. */
const lengths = { shown: 900, label: 60 };
/** Reasons whose examples are shown; further ones are only counted. */
const REASONS = 24;

export function samplesSection(data: ReportData): Html | undefined {
  const { samples, samplesPer, result } = data;
  if (samples.length === 0) return undefined;
  const number =
    samples.length === 20
      ? 'Twenty samples'
      : samples.length === 1
        ? 'One sample'
        : `${countWords(samples.length)} samples`;
  const grouped = samplesPer !== undefined && samples.some((sample) => sample.group !== undefined);
  const how =
    samples.length >= result.accepted
      ? 'All that were accepted.'
      : `Drawn at random with the run’s seed${grouped ? `, spread over ${samplesPer}` : ''}; not picked by hand.`;
  return section(
    'samples',
    `${number} to read`,
    html`<p class="soft">${how}</p>
${samples.map((sample) => oneSample(sample))}`,
  );
}

export function quarantineSection({ quarantine: byKey, line }: ReportData): Html | undefined {
  if (byKey.length === 0) return undefined;
  const names = stepNames(line);
  const quarantine = byKey.map((group) => ({ ...group, step: names(group.step) }));
  const all = quarantine.reduce((sum, group) => sum + group.count, 0);
  const rest = quarantine.slice(REASONS);
  return section(
    'quarantine',
    'What was left out, and why',
    html`<p>${plural(all, 'sample')} left the line. Failures come first; a few of each kind, drawn at random. Read these too: a filter that is too strict looks just like a bad model.</p>
${quarantine.slice(0, REASONS).map(oneGroup)}
${rest.length === 0 ? undefined : html`<p class="soft">And ${plural(rest.length, 'more reason')}: ${listWords(rest.map((group) => `${group.reason} (${countWords(group.count)})`))}.</p>`}`,
  );
}

const oneGroup = (group: QuarantineGroup): Html =>
  html`<h3><span class="why">${group.verdict === 'failed' ? `failed: ${group.reason}` : group.reason}</span> <span class="soft">at ${group.step}, ${plural(group.count, 'sample')}</span></h3>
${group.examples.map((example) => oneSample(example, lost(example)))}`;

const lost = ({ message, raw }: QuarantineGroup['examples'][number]): Piece =>
  html`${message === undefined ? undefined : html`<p class="why">${message}</p>`}${raw === undefined || raw === '' ? undefined : html`<span class="key">what came instead</span>${folded(raw, (text) => html`<pre>${text}</pre>`)}`}`;

function oneSample(sample: ShownSample, more?: Piece): Html {
  const entries = Object.entries(sample.data);
  const short = entries.filter(([, value]) => isShort(value));
  const long = entries.filter(([, value]) => !isShort(value));
  const labels = html`<div class="labels">${short.map(([field, value]) => html`<span><i>${field}</i>${shortWords(value)}</span>`)}</div>`;
  return html`<article class="sample">${short.length > 0 ? labels : undefined}${long.map(([field, value]) => longField(field, value, long.length > 1))}${entries.length === 0 && more === undefined ? html`<p class="soft">No fields.</p>` : undefined}${more}
<footer>${sample.id}${notes(sample)}${sample.cut ? html` · shortened here` : undefined}</footer></article>
`;
}

const notes = ({ notes: noted }: ShownSample): Piece =>
  Object.entries(noted)
    .slice(0, 20)
    .map(([name, value]) => html` · ${name} ${typeof value === 'number' ? figureWords(value) : String(value)}`);

const isShort = (value: Json): boolean =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= lengths.label && !value.includes('\n')) ||
  (Array.isArray(value) &&
    value.every((item: Json) => isShort(item) && !Array.isArray(item)) &&
    value.join(', ').length <= lengths.label);

const shortWords = (value: Json): string =>
  Array.isArray(value)
    ? value.map((item: Json) => shortWords(item)).join(', ')
    : value === null
      ? 'null'
      : value === ''
        ? '(empty)'
        : String(value);

function longField(field: string, value: Json, named: boolean): Html {
  const key = named ? html`<span class="key">${field}</span>` : undefined;
  const turns = dialogueOf(value);
  if (turns !== undefined)
    return html`${key}<dl class="turns">${turns.map((turn) => html`<dt>${turn.role}</dt><dd>${folded(turn.content, (text) => html`${text}`)}</dd>`)}</dl>`;
  if (typeof value === 'string') return html`<div class="text">${key}${folded(value, (text) => html`${text}`)}</div>`;
  return html`<div>${key}${nested(value)}</div>`;
}

/** Lists as lists, objects as names and values. */
function nested(value: Json): Html {
  if (isShort(value)) return html`${shortWords(value)}`;
  if (Array.isArray(value)) return html`<ul>${value.map((item: Json) => html`<li>${nested(item)}</li>`)}</ul>`;
  if (value !== null && typeof value === 'object')
    return html`<ul>${Object.entries(value as { readonly [key: string]: Json }).map(([name, item]) => html`<li><span class="soft">${name}</span> ${nested(item)}</li>`)}</ul>`;
  return folded(String(value), (text) => html`${text}`);
}

/** A long text: its beginning, and the rest behind a fold. The break is at a space where there is one. */
function folded(text: string, show: (text: string) => Html): Html {
  if (text.length <= lengths.shown * 1.3) return show(text);
  const space = text.lastIndexOf(' ', lengths.shown);
  const at = space > lengths.shown * 0.7 ? space : lengths.shown;
  return html`${show(`${text.slice(0, at).toWellFormed()} …`)}${fold(`${countWords(text.length - at)} more characters`, show(text.slice(at).toWellFormed().trimStart()))}`;
}
