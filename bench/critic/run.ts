/** What the critic finds between texts of which it is known how far they differ: real and real, shuffled words, models. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/critic/run.ts [--short]
import { writeFile } from 'node:fs/promises';
import type { Fields } from '../../src/core/sample.ts';
import { critic } from '../../src/curation/critic.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { runStep, type StepResult } from '../../src/testing/test-step.ts';
import { banking77, sentencePolarity, smsSpam, trec } from '../weight/labelled-sets.ts';

const data = process.env.SYNTHLOOM_DATA;
if (data === undefined) throw new Error('Set SYNTHLOOM_DATA to the folder that holds classify/.');
const isShort = process.argv.includes('--short');
/** Texts of each kind. */
const MANY = isShort ? 300 : 1000;
/** Random halves of each set, and texts of each kind in one. */
const HALVES = isShort ? 3 : 20;
const IN_HALF = 300;

interface Found {
  readonly what: string;
  readonly result: StepResult;
  readonly cpuMs: number;
}

const random = seededRandom('critic bench');
const textsOf = (set: { readonly train: readonly { readonly text: string }[] }) =>
  shuffled(random, [...new Set(set.train.map(({ text }) => text.trim()))]);
const sets = [banking77(data), smsSpam(data), sentencePolarity(data), trec(data)].map((set) => ({
  name: set.name,
  texts: textsOf(set),
}));

const rows: string[] = [];
const halves: string[] = [];
for (const { name, texts } of sets) {
  const [some, others] = [texts.slice(0, MANY), texts.slice(MANY, 2 * MANY)];
  const found = [
    await critique('as they are', others, some),
    await critique('words shuffled', others.map(mixed), some),
    await critique('a tenth has a set phrase before it', others.map(phrased), some),
    await critique('cut to 8 words', others.map(cut), some),
    await critique('cut to 8 words, lengths matched', others.map(cut), some, { lengthMatched: true }),
  ];
  rows.push(...found.map((each) => `| ${name} | ${each.what} | ${cellsOf(each).join(' | ')} |`));
}
for (const { name, texts } of sets)
  for (const [what, change] of [
    ['as they are', (text: string) => text],
    ['words shuffled', mixed],
  ] as const)
    halves.push(`| ${name} | ${what} | ${(await overHalves(texts, change)).join(' | ')} |`);
const page = report();
process.stdout.write(page);
if (!isShort) await writeFile(new URL('./result.md', import.meta.url), page);

async function critique(
  what: string,
  given: readonly string[],
  real: readonly string[],
  more: object = {},
): Promise<Found> {
  const asFields = (texts: readonly string[]): Fields[] => texts.map((text) => ({ text }));
  const before = process.cpuUsage();
  const result = await runStep(critic, { given: asFields(given), real: asFields(real), with: { tell: 6, ...more } });
  const { user, system } = process.cpuUsage(before);
  return { what, result, cpuMs: (user + system) / 1000 };
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

function cellsOf({ result, cpuMs }: Found): string[] {
  const of = (name: string) => measured(result, name);
  const signs = result.measures.filter(({ name }) => name === 'betrays' && of('auc-low') > 0.5);
  const towards = signs.filter(({ labels }) => labels.towards === 'synthetic').slice(0, 3);
  return [
    of('auc').toFixed(3),
    `${of('auc-low').toFixed(3)} to ${of('auc-high').toFixed(3)}`,
    towards.map(({ labels }) => `\`${labels.sign!.replaceAll('|', '\\|')}\``).join(' ') || '–',
    (cpuMs / 1000).toFixed(1),
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

## Over random halves

${HALVES} times ${IN_HALF} texts beside ${IN_HALF} others, drawn anew. “Told” is the standard deviation behind the interval that the step
tells: where there is nothing to find it should be no smaller than how the areas spread, and an interval in twenty may leave
0.5 out. Where there is much to find it is wider than need be.

| set | the others | mean AUC | they spread by | told | intervals without 0.5 |
|---|---|---|---|---|---|
${halves.join('\n')}
`;
}
