/** What stands on the screen when a run is over: what came out, where it lies, and what to try next. */
import { join, relative } from 'node:path';
import { type Manifest, runFiles } from '../core/manifest.ts';
import type { Recipe } from '../core/recipe.ts';
import { byteWords } from '../report/numbers.ts';
import { resultSentence } from '../report/result-sentence.ts';
import { displayWidth, fitToWidth } from '../text/display-width.ts';
import { visibleLine } from '../text/visible.ts';
import type { RunWords } from './run-words.ts';
import { type Output, paint } from './screen.ts';
import { total } from './tally.ts';

export interface OutcomeFacts {
  readonly manifest: Manifest;
  readonly directory: string;
  /** Of the recipe. */
  readonly path: string;
  readonly words: RunWords;
  readonly output: Output;
  /** Of the recipe. */
  readonly budget?: Recipe['head']['budget'];
}

export function outcomeText(facts: OutcomeFacts): string {
  const { manifest, output } = facts;
  const { accepted, target, ending } = manifest;
  const lines = [
    '',
    paint(output, 'bold', `${titles[ending]} ${resultSentence(manifest, accepted, target?.accepted)}`.trim()),
    ...missingLines(manifest),
    ...placeRows(facts).map(([what, place]) => `  ${fitToWidth(what, 10)} ${place}`),
    '',
    'Try next:',
    ...columns(suggestions(facts)).map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

const titles: Readonly<Record<Manifest['ending'], string>> = {
  done: 'Done.',
  'target-met': 'The target is met.',
  saturated: 'The target is not met.',
  'budget-spent': 'Stopped at the budget.',
  interrupted: 'Interrupted.',
  failed: 'Stopped.',
  running: '',
};

function missingLines({ rounds }: Manifest): string[] {
  const missing = Object.entries(rounds.at(-1)?.missing ?? {});
  if (missing.length === 0) return [];
  const words = missing.map(([group, count]) => `${count}${group === '*' ? ' in all' : ` of ${visibleLine(group)}`}`);
  return [`  ${fitToWidth('missing', 10)} ${words.slice(0, 8).join(', ')}${words.length > 8 ? ', …' : ''}`];
}

function placeRows({ manifest, directory }: OutcomeFacts): [string, string][] {
  const files = manifest.files.map(({ path, bytes }, at): [string, string] => [
    at === 0 ? 'dataset' : '',
    `${shownPath(join(directory, runFiles.exports, path))} (${byteWords(bytes)})`,
  ]);
  return [
    ...files,
    ...(files.length === 0 ? [['samples', shownPath(join(directory, runFiles.samples))] as [string, string]] : []),
    ['report', shownPath(join(directory, runFiles.report))],
  ];
}

/** Relative where that is shorter to read. */
export function shownPath(path: string): string {
  const near = relative('', path);
  return visibleLine(near === '' ? '.' : near.startsWith('..') ? path : near);
}

type Suggestion = readonly [command: string, why: string];

/** Three that fit the outcome. */
export function suggestions(facts: OutcomeFacts): Suggestion[] {
  const { manifest, directory, words } = facts;
  const place = quoted(shownPath(directory));
  const again = runCommandText(facts);
  const sum = (what: 'dropped' | 'failed') => manifest.counts.reduce((all, counts) => all + total(counts[what]), 0);
  const failed = sum('failed');
  const parked = manifest.counts.reduce((all, counts) => all + (counts.failed['budget-spent'] ?? 0), 0);
  const show: Suggestion = [`synthloom show ${place}`, 'read the samples, and each one’s prompts'];
  const left: Suggestion = [`synthloom show ${place} --left`, 'see what was dropped or failed, and why'];
  const report: Suggestion = [`synthloom report ${place} --open`, 'see the report in the browser'];
  const look: Suggestion = [`synthloom preview ${quoted(facts.path)}`, 'change the recipe and look at a few samples'];
  const fitting: readonly (Suggestion | false)[] = [
    ...firstFor(facts, again),
    failed > parked && [`${again} --retry-failed`, `ask the ${failed - parked} failed again`],
    words.scripted === true && [runCommandText(facts, true), 'make it with the real models'],
    manifest.accepted > 0 && show,
    failed + sum('dropped') > 0 && left,
    ...[report, look],
    manifest.accepted === 0 && show,
  ];
  return fitting.filter((each) => each !== false).slice(0, 3);
}

function firstFor(facts: OutcomeFacts, again: string): Suggestion[] {
  const { manifest } = facts;
  if (manifest.ending === 'interrupted') return [[again, 'goes on where it stopped']];
  if (manifest.ending === 'failed') return [[again, 'goes on, once the cause is mended']];
  if (manifest.ending === 'budget-spent') return [moreBudget(facts, again)];
  const worst = worstDrop(manifest);
  if (manifest.ending === 'saturated' && worst !== undefined)
    return [[`synthloom steps ${worst.name}`, `loosen \`${worst.key}\`: it dropped ${worst.count} as ${worst.reason}`]];
  return [];
}

/** Only dollars have a word on the command line; tokens and calls are raised where they stand. */
function moreBudget({ path, words, budget }: OutcomeFacts, again: string): Suggestion {
  const inRecipe = (['tokens', 'calls'] as const).filter((each) => budget?.[each] !== undefined);
  if (inRecipe.length === 0 || budget?.usd !== undefined || words.budgetUsd !== undefined)
    return [`${again.replace(/ --budget-usd \S+/, '')} --budget-usd <more>`, 'goes on with a larger budget'];
  const where = inRecipe.map((each) => `\`budget.${each}\``).join(' or ');
  return [again, `goes on with a larger budget: raise ${where} in ${visibleLine(path)} first`];
}

function worstDrop({ counts }: Manifest): { name: string; key: string; reason: string; count: number } | undefined {
  return counts
    .filter(({ key }) => key !== 'target')
    .flatMap(({ key, name, dropped }) =>
      Object.entries(dropped).map(([reason, count]) => ({ key, name, reason, count })),
    )
    .sort((a, b) => b.count - a.count)[0];
}

/** The command that goes on with this run. */
function runCommandText({ path, words }: Pick<OutcomeFacts, 'path' | 'words'>, unscripted = false): string {
  const parts = [
    'synthloom run',
    quoted(path),
    ...(words.out === undefined || unscripted ? [] : ['--out', quoted(words.out)]),
    ...(words.scripted && !unscripted ? ['--scripted'] : []),
    ...(words.seed === undefined ? [] : ['--seed', String(words.seed)]),
    ...(words.budgetUsd === undefined ? [] : ['--budget-usd', String(words.budgetUsd)]),
    ...(words.concurrency === undefined ? [] : ['--concurrency', String(words.concurrency)]),
  ];
  return parts.join(' ');
}

const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

function columns(rows: readonly Suggestion[]): string[] {
  const width = Math.min(60, Math.max(...rows.map(([command]) => displayWidth(command))));
  return rows.map(([command, why]) => `${command}${' '.repeat(Math.max(0, width - displayWidth(command)))}   ${why}`);
}
