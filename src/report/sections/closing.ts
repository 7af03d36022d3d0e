/** The end of the page: what is worth knowing, and how to make all of it again. */
import { type Html, html, joined } from '../html.ts';
import { facts, fold, section } from '../parts.ts';
import type { ReportData } from '../report-data.ts';

export function warningsSection({ warnings, result }: ReportData): Html {
  const none = html`<p>Nothing stands out: ${result.wanted === undefined ? '' : 'the target is met, '}the books balance, and none of the checks of this report complains. Read some samples all the same.</p>`;
  return section(
    'warnings',
    'Worth knowing',
    warnings.length === 0
      ? none
      : html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning.text}</li>`)}</ul>`,
  );
}

export const reproduceSection = ({ recipe, synthloom, node, result, models }: ReportData): Html =>
  section(
    'again',
    'How to make it again',
    html`<pre>npx synthloom@${synthloom} run recipe.${recipe.language} --seed ${recipe.seed}</pre>
<p>${isWhole(result.ending) ? WHOLE : UNFINISHED} In a new directory the line, the draws and the questions are the same; how alike the answers are is up to the models.</p>
${facts([
  ['Recipe', html`<code>${recipe.hash}</code>`],
  ['Software', `synthloom ${synthloom}, Node ${node.replace(/^v/, '')}`],
  ...modelRows(models),
  ['Started', timeWords(result.startedAt)],
  ['Ended', result.endedAt === undefined ? 'Not yet.' : timeWords(result.endedAt)],
])}
${recipe.text === '' ? undefined : fold('The recipe as it ran', html`<pre>${recipe.text}</pre>`)}`,
  );

const isWhole = (ending: ReportData['result']['ending']) => ['done', 'target-met', 'saturated'].includes(ending);

const WHOLE =
  'In the same run directory this asks no model anything: every answer is in the ledger, and the same bytes come out.';
const UNFINISHED =
  'In the same run directory this goes on where the run stopped: what was answered is in the ledger, and is not asked again.';

/** All that is known of each model; weights are told apart by their hashes, for a name may point elsewhere tomorrow. */
const modelRows = (models: ReportData['models']): (readonly [string, Html])[] =>
  Object.entries(models).map(([role, known]) => [
    role,
    html`${joined(
      Object.entries(known).map(([name, value]) =>
        /^[\da-f]{32,}$/.test(value) ? html`${name} <code>${value}</code>` : html`${name} ${value}`,
      ),
      ', ',
    )}`,
  ]);

const timeWords = (iso: string): string =>
  iso
    .replace('T', ' ')
    .replace(/(:\d\d)\.\d+/, '$1')
    .replace('Z', ' UTC');
