/** The report as one self-contained page: no script, no request, nothing but what the data says. */
import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.ts';
import { plural } from './numbers.ts';
import type { ReportData } from './report-data.ts';
import { askedSection } from './sections/asked.ts';
import { reproduceSection, warningsSection } from './sections/closing.ts';
import { costSection } from './sections/cost.ts';
import { diversitySection } from './sections/diversity.ts';
import { outcomeSection } from './sections/outcome.ts';
import { quarantineSection, samplesSection } from './sections/samples.ts';
import { lengthsSection, sharesSection } from './sections/shares.ts';
import { style } from './style.ts';

/** The page; a pure function of the data. All text in it is escaped, and nothing but its own style sheet may load. */
export function reportHtml(data: ReportData): string {
  const styleHash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="synthloom ${data.synthloom}">
<title>${data.recipe.name}: ${data.result.sentence}</title>
<style>${trusted(style)}</style>
</head>
<body>
${opening(data)}
<main>
${sections(data)}</main>
<footer>Made by synthloom ${data.synthloom}. The same facts for machines are in <code>report.json</code>.</footer>
</body>
</html>
`.markup;
}

const sections = (data: ReportData): (Html | undefined)[] => [
  askedSection(data),
  outcomeSection(data),
  sharesSection(data),
  lengthsSection(data),
  diversitySection(data),
  costSection(data),
  samplesSection(data),
  quarantineSection(data),
  warningsSection(data),
  reproduceSection(data),
];

const opening = (data: ReportData): Html => html`<header>
<p class="name">${data.recipe.name}</p>
<h1>${data.result.sentence}</h1>
${data.recipe.description === undefined ? undefined : html`<p class="soft">${data.recipe.description}</p>`}
${contents(data)}
</header>`;

function contents(data: ReportData): Html {
  const links: readonly (readonly [string, string, boolean])[] = [
    ['asked', 'Asked', true],
    ['out', 'Came out', true],
    ['shares', 'Distributions', data.shares.length + data.numbers.length > 0],
    ['lengths', 'Lengths', data.lengths.length > 0],
    ['diversity', 'Diversity', diversitySection(data) !== undefined],
    ['cost', 'Cost', true],
    ['samples', 'Samples', data.samples.length > 0],
    ['quarantine', 'Left out', data.quarantine.length > 0],
    ['again', 'Again', true],
  ];
  const count = data.warnings.length;
  const mind =
    count === 0 ? undefined : html`<a class="mind" href="#warnings">${plural(count, 'thing')} worth knowing</a>`;
  return html`<nav aria-label="Contents">${links.map(([id, name, there]) => (there ? html`<a href="#${id}">${name}</a> ` : undefined))}${mind}</nav>`;
}
