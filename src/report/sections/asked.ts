/** What was asked: target, budget, models, seed, and the line of steps. */
import { type Html, html, joined, type Piece } from '../html.ts';
import { countWords } from '../numbers.ts';
import { facts, fold, section } from '../parts.ts';
import type { ReportData } from '../report-data.ts';
import { stepNames } from '../step-names.ts';

export function askedSection(data: ReportData): Html {
  const names = stepNames(data.line);
  return section(
    'asked',
    'What was asked',
    html`${facts([
      ['Target', targetWords(data)],
      ...budgetRow(data),
      modelRow(data),
      [
        'The line',
        joined(
          data.line.map((step) => html`${names(step.key)}`),
          html` <span class="soft">→</span> `,
        ),
      ],
      ['Seed', countPlain(data.recipe.seed)],
    ])}
${data.questions.length === 0 ? undefined : data.questions.map((asked) => question(asked, names))}`,
  );
}

const countPlain = (seed: number): string => String(seed);

function targetWords({ target }: ReportData): string {
  if (target === undefined) return 'None: every sample passes the line once.';
  const all = target.accepted === undefined ? '' : `${countWords(target.accepted)} accepted samples`;
  const each =
    target.min === undefined || target.per === undefined
      ? ''
      : `at least ${countWords(target.min)} for each ${target.per}`;
  const shared = target.per !== undefined && each === '' ? `shared among each ${target.per}` : '';
  const parts = [all, each, shared].filter((part) => part !== '');
  return parts.length === 0 ? 'None.' : `${sentenceCase(parts.join(', '))}.`;
}

function budgetRow({ budget }: ReportData): (readonly [string, Piece])[] {
  if (budget === undefined) return [];
  const { usd, tokens, calls } = budget;
  const parts = [
    usd === undefined ? [] : `$${usd}`,
    tokens === undefined ? [] : `${countWords(tokens)} tokens`,
    calls === undefined ? [] : `${countWords(calls)} calls`,
  ];
  return [['Budget', parts.flat().join(', ')]];
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function modelRow({ models }: ReportData): readonly [string, Piece] {
  const roles = Object.entries(models);
  if (roles.length === 0) return ['Models', 'None.'];
  return [
    roles.length === 1 ? 'Model' : 'Models',
    html`<ul>${roles.map(([role, known]) => html`<li>${role}: ${known.id ?? known.model ?? known.use ?? 'unknown'}${more(known)}</li>`)}</ul>`,
  ];
}

/** Where it answers from, if that is elsewhere; the rest is told under “How to make it again”. */
const more = ({ endpoint }: { readonly [fact: string]: string }): Piece =>
  endpoint === undefined ? undefined : html` <span class="soft">at ${endpoint}</span>`;

const question = (
  { step, model, messages, text }: ReportData['questions'][number],
  names: (key: string) => string,
): Html =>
  fold(
    `What ${names(step)} asked ${model}: the first question as it was sent`,
    html`<dl class="turns">${messages.map(({ role, content }) => html`<dt>${role}</dt><dd>${content}</dd>`)}<dt>answer</dt><dd>${text}</dd></dl>`,
  );
