/** What the critic finds between texts of which it is known how far they differ: real and real, shuffled words, models. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/critic/run.ts [--short]
import type { Fields } from '../../src/core/sample.ts';
import { critic } from '../../src/curation/critic.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { runStep, type StepResult } from '../../src/testing/test-step.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince } from '../measure.ts';
import { banking77, sentencePolarity, smsSpam, trec } from '../weight/labelled-sets.ts';

const data = dataFolder('classify/');
const goals = makeGoals();
/** Texts of each kind. */
const MANY = isShort ? 250 : 1000;
/** Random halves of each set, and texts of each kind in one; not in short. */
const HALVES = 20;
const IN_HALF = 300;

interface Found {
  readonly what: string;
  readonly result: StepResult;
  readonly cpuSeconds: number;
}

const random = seededRandom('critic bench');
const textsOf = (set: { readonly train: readonly { readonly text: string }[] }) =>
  shuffled(random, [...new Set(set.train.map(({ text }) => text.trim()))]);
/** In short those that are kept here. */
const makers = isShort ? [banking77, smsSpam] : [banking77, smsSpam, sentencePolarity, trec];
const sets = makers.map((make) => make(data)).map((set) => ({ name: set.name, texts: textsOf(set) }));

interface Change {
  readonly what: string;
  readonly change: (text: string) => string;
  readonly more?: object;
}

/** Those whose outcome is known, and in full others. */
const known: readonly Change[] = [
  { what: 'as they are', change: (text) => text },
  { what: 'words shuffled', change: mixed },
];
const others: readonly Change[] = [
  { what: 'a tenth has a set phrase before it', change: phrased },
  { what: 'cut to 8 words', change: cut },
  { what: 'cut to 8 words, lengths matched', change: cut, more: { lengthMatched: true } },
];

const rows: string[] = [];
const halves: string[] = [];
for (const { name, texts } of sets) {
  const [real, given] = [texts.slice(0, MANY), texts.slice(MANY, 2 * MANY)];
  for (const { what, change, more } of [...known, ...(isShort ? [] : others)]) {
    const found = await critique(what, given.map(change), real, more);
    rows.push(`| ${name} | ${what} | ${cellsOf(found).join(' | ')} |`);
    judge(`${name}, ${what}`, measured(found.result, 'auc'));
  }
}
for (const { name, texts } of isShort ? [] : sets)
  for (const { what, change } of known)
    halves.push(`| ${name} | ${what} | ${(await overHalves(texts, change)).join(' | ')} |`);
finish(import.meta.dirname, report(), goals);

function judge(what: string, auc: number): void {
  const [near, high] = isShort ? [0.1, 0.9] : [0.05, 0.95];
  if (what.endsWith('as they are')) goals.atMost(`${what}: AUC away from 0.5`, Math.abs(auc - 0.5), near);
  if (what.endsWith('words shuffled')) goals.atLeast(`${what}: AUC`, auc, high);
}

async function critique(
  what: string,
  given: readonly string[],
  real: readonly string[],
  more: object = {},
): Promise<Found> {
  const asFields = (texts: readonly string[]): Fields[] => texts.map((text) => ({ text }));
  const before = process.cpuUsage();
  const result = await runStep(critic, { given: asFields(given), real: asFields(real), with: { tell: 6, ...more } });
  return { what, result, cpuSeconds: cpuSecondsSince(before) };
}

/** The same question to different texts of a set: how the areas spread, beside how wide the step says that they do. */
async function overHalves(texts: readonly string[], change: (text: string) => string): Promise<string[]> {
  const areas: number[] = [];
  const deviations: number[] = [];
  let outside = 0;
  for (let half = 0; half < HALVES; half++) {
    const drawn = shuffled(random, texts);
    const { result } = await critique('', drawn.slice(0, IN_HALF).map(change), drawn.slice(IN_HALF, 2 * IN_HALF), {
      tell: 0,
    });
    const [auc, low, high] = ['auc', 'auc-low', 'auc-high'].map((name) => measured(result, name));
    areas.push(auc!);
    deviations.push((high! - low!) / 2 / 1.96);
    if (low! > 0.5 || high! < 0.5) outside++;
  }
  const [mean, told] = [average(areas), average(deviations)];
  const spread = Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / (HALVES - 1));
  return [mean.toFixed(3), spread.toFixed(3), told.toFixed(3), `${outside} of ${HALVES}`];
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function measured({ measures }: StepResult, name: string): number {
  return measures.find((each) => each.name === name)?.value ?? Number.NaN;
}

function mixed(text: string): string {
  return shuffled(random, text.split(' ')).join(' ');
}

function phrased(text: string): string {
  return random() < 0.1 ? `Certainly! ${text}` : text;
}

function cut(text: string): string {
  return text.split(' ').slice(0, 8).join(' ');
}

function cellsOf({ result, cpuSeconds }: Found): string[] {
  const of = (name: string) => measured(result, name);
  const signs = result.measures.filter(({ name }) => name === 'betrays' && of('auc-low') > 0.5);
  const towards = signs.filter(({ labels }) => labels.towards === 'synthetic').slice(0, 3);
  return [
    of('auc').toFixed(3),
    `${of('auc-low').toFixed(3)} to ${of('auc-high').toFixed(3)}`,
    towards.map(({ labels }) => `\`${labels.sign!.replaceAll('|', '\\|')}\``).join(' ') || '–',
    cpuSeconds.toFixed(1),
  ];
}

function report(): string {
  return `# What the critic finds

${MANY} real texts beside as many others of the same set, changed as the second column says; five critics, each judging what it
has not seen. Signs are those towards the changed texts, where the interval leaves 0.5 out. Goals: about 0.5 for texts as they
are, about 1 for shuffled words.

| set | the others | AUC | 95 % | signs | CPU seconds |
|---|---|---|---|---|---|
${rows.join('\n')}
${isShort ? '' : halvesSaid()}`;
}

function halvesSaid(): string {
  return `
## Over random halves

${HALVES} times ${IN_HALF} texts beside ${IN_HALF} others, drawn anew. “Told” is the standard deviation behind the interval that the step
tells: where there is nothing to find it should be no smaller than how the areas spread, and an interval in twenty may leave
0.5 out. Where there is much to find it is wider than need be.

| set | the others | mean AUC | they spread by | told | intervals without 0.5 |
|---|---|---|---|---|---|
${halves.join('\n')}
`;
}
