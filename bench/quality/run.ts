/** `quality`: values beside a plain reference, speed and verdicts beside datatrove, planted faults, false alarms; and the lexicon of `toxicity`. */
// SYNTHLOOM_DATA=<folder of the public data sets> [DATATROVE_PYTHON=<python with datatrove>]
// [PROFANITY_CSV=<profanity_en.csv of github.com/surge-ai/profanity>] node bench/quality/run.ts [--short]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quality } from '../../src/curation/quality.ts';
import { toxicity } from '../../src/curation/toxicity.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { runStep } from '../../src/testing/test-step.ts';
import { dataFolder, isShort, peerPython } from '../arguments.ts';
import { RUNNING_TEXTS, rowsIn, runningTexts, textIn } from '../data-files.ts';
import { finish, makeGoals } from '../goals.ts';
import { machine, medianCpuSeconds } from '../measure.ts';
import { plantFaults } from './faults.ts';
import { measured, stopWords } from './measured.ts';
import { plainMeasures } from './reference.ts';

const folder = dataFolder('text/, math/, code/, classify/ and instruct/');
const python = peerPython('DATATROVE_PYTHON');
const kernels = { wasm: openKernels('wasm'), scalar: openKernels('scalar') };
const goals = makeGoals();

const field = (file: string): string[] => rowsIn(folder, file).map(({ text }) => text!);
const web = runningTexts(folder);
/** Pieces of at most 20,000 characters: the plain reference is slow. */
const cut = (texts: readonly string[]) => texts.map((text) => text.slice(0, 20_000));
const addresses = cut(field('text/state-of-the-union.jsonl.gz'));
const dialogues = JSON.parse(textIn(folder, 'instruct/oasst-sft-zh.json.gz')) as Readonly<Record<string, string>>[];
interface Task {
  readonly instruction: string;
  readonly instances: readonly { readonly output: string }[];
}
const tasks = rowsIn<Task>(folder, 'instruct/self-instruct-seed-tasks.jsonl').map(
  ({ instruction, instances }) => `${instruction}\n\n${instances.map(({ output }) => output).join('\n')}`,
);
const all = new Map([
  [RUNNING_TEXTS, web],
  ['addresses (State of the Union)', addresses],
  ...(isShort ? [] : manuals()),
  ['sentences (Wikipedia)', textIn(folder, 'text/wiki-sentences.txt.gz').split('\n')],
  ['tasks and answers (Self-Instruct)', tasks],
  ['answers in Chinese', dialogues.map(({ instruction, output }) => `${instruction}\n${output}`).slice(0, 300)],
]);

function manuals(): [string, string[]][] {
  const of = (name: string) => cut(field(`text/${name}.jsonl.gz`));
  return [
    ['manual pages (Perl)', of('perl-doc')],
    ['manual pages (Linux)', of('linux-man-pages')],
  ];
}

/** Values of a kind of kernels that are not those of the plain reference. */
function mismatches(texts: readonly string[], kind: keyof typeof kernels): number {
  let wrong = 0;
  for (const text of texts) {
    const plain = plainMeasures(text, stopWords) as unknown as Record<string, number>;
    const fast = measured(kernels[kind], text) as unknown as Record<string, number>;
    for (const name in plain) if (plain[name] !== fast[name]) wrong++;
  }
  return wrong;
}

const rows = [...all].map(([name, texts]) => {
  const shown = isShort ? texts.slice(0, 150) : texts;
  const [built, plainly] = [mismatches(shown, 'wasm'), mismatches(shown, 'scalar')];
  goals.same(`values that differ from the plain reference in ${name}`, built + plainly, 0);
  return `| ${name} | ${shown.length.toLocaleString('en')} | ${built} | ${plainly} |`;
});

const speedTexts = web.slice(0, isShort ? 60 : 300);
const bytes = speedTexts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const [ours, scalar] = [kernels.wasm, kernels.scalar].map((each) =>
  medianCpuSeconds(() => speedTexts.map((text) => measured(each, text)), isShort ? 1 : 9),
) as [number, number];
const plain = medianCpuSeconds(() => speedTexts.map((text) => plainMeasures(text, stopWords)), isShort ? 1 : 3);
const says = async (texts: readonly string[], options: object) =>
  (await runStep(quality, { given: texts.map((text) => ({ text })), with: options })).says;
/** Of texts that are right as they are. */
const MOST_FALSE_ALARMS = 0.05;
const off = { repetition: false, answer: false, hidden: false };

interface Peer {
  readonly seconds: number;
  readonly gopher: readonly boolean[];
  readonly repetition: readonly boolean[];
  readonly fineweb: readonly boolean[];
}

function peer(): Peer | undefined {
  if (python === undefined) return undefined;
  const input = speedTexts.map((text) => JSON.stringify(text)).join('\n');
  return JSON.parse(execFileSync(python, [join(import.meta.dirname, 'peer.py')], { input }).toString()) as Peer;
}

const rate = (seconds: number) => `${Math.round(speedTexts.length / seconds).toLocaleString('en')}`;
const megabytes = (seconds: number) => (bytes / seconds / 1e6).toFixed(1);
const speedRow = (name: string, seconds: number) =>
  `| ${name} | ${rate(seconds)} | ${megabytes(seconds)} | ${(seconds / ours).toFixed(1)} × |`;

async function agreement(verdicts: Peer): Promise<string[]> {
  const sets = ['gopher', 'repetition', 'fineweb'] as const;
  const lines: string[] = [];
  for (const set of sets) {
    const mine = (await says(speedTexts, { ...off, [set]: true })).map((said) => said === 'keep');
    const same = mine.filter((kept, at) => kept === verdicts[set][at]).length;
    const kept = (list: readonly boolean[]) => list.filter(Boolean).length;
    lines.push(`| ${set} | ${kept(mine)} | ${kept(verdicts[set])} | ${same} of ${mine.length} |`);
  }
  return lines;
}

async function faultRows(): Promise<string[]> {
  const clean = web.filter((text) => text.split(' ').length >= 60).map((text) => text.split('\n')[0]!);
  const whole = clean.filter((text) => text.split(' ').length >= 30 && /[.?!]$/.test(text.trim()));
  const good = (await says(whole, { drop: true }))
    .map((said, at) => (said === 'keep' ? whole[at]! : ''))
    .filter(Boolean);
  const planted = plantFaults(good).filter(({ isWhole }) => !isWhole);
  const { outcomes } = await runStep(quality, { given: planted.map(({ text }) => ({ text })), with: {} });
  const found = outcomes.map((said) =>
    said.kind === 'drop' ? String(said.sample.notes['quality.broke']).split(', ') : [],
  );
  const names = [...new Set(planted.map(({ fault }) => fault))];
  return names.map((name) => {
    const at = [...planted.keys()].filter((each) => planted[each]!.fault === name);
    const hit = at.filter((each) => found[each]!.includes(name)).length;
    const dropped = at.filter((each) => found[each]!.length > 0).length;
    // A long text with a phrase said over and over may break another rule of repetition first.
    const caught = name.startsWith('repetition') ? dropped : hit;
    goals.atLeast(`share found of planted ${name}`, caught / at.length, name === 'answer-cut-off' ? 0.6 : 0.95);
    return `| ${name} | ${at.length} | ${((100 * hit) / at.length).toFixed(1)} % | ${((100 * dropped) / at.length).toFixed(1)} % |`;
  });
}

/** Texts by people that are right as they are, and how many of them a set of rules that is on from the start would drop. */
async function falseAlarms(): Promise<string[]> {
  const sources: readonly (readonly [string, readonly string[]])[] = [
    ['messages to a bank (Banking77)', bankMessages()],
    ['answers to sums (GSM8K)', rowsIn(folder, 'math/gsm8k-test-first300.jsonl').map(({ answer }) => answer!)],
    ['functions (HumanEval)', rowsIn(folder, 'code/HumanEval.jsonl.gz').map(({ prompt }) => prompt!)],
    ['addresses (State of the Union)', addresses.map((text) => text.slice(0, 1500).replace(/[^.]*$/, ''))],
  ];
  const lines: string[] = [];
  for (const [name, texts] of sources) {
    const shown = isShort ? texts.slice(0, 300) : texts;
    const said = await says(shown, {});
    const reasons = Map.groupBy(
      said.filter((each) => each !== 'keep'),
      (each) => each.replace('drop ', ''),
    );
    const dropped = said.filter((each) => each !== 'keep').length;
    goals.atMost(`share dropped of ${name}`, dropped / shown.length, MOST_FALSE_ALARMS);
    const why = [...reasons].map(([reason, list]) => `${list.length} ${reason}`).join(', ');
    lines.push(
      `| ${name} | ${shown.length} | ${dropped} (${((100 * dropped) / shown.length).toFixed(2)} %) | ${why} |`,
    );
  }
  return lines;
}

const bankMessages = () =>
  textIn(folder, 'classify/banking77-test.csv')
    .split('\n')
    .slice(1)
    .filter((line) => /^[^"].*,\w+\r?$/.test(line))
    .map((line) => line.slice(0, line.lastIndexOf(',')));

/** Texts by people that insult nobody, and how many of them the lexicon would drop, at `from: 2` and `from: 1`. */
async function lexiconRows(): Promise<string[]> {
  const news = isShort ? [] : [['news (AG News)', textIn(folder, 'classify/ag-news-test.csv.gz').split('\n')] as const];
  const sources = [...all, ['messages to a bank (Banking77)', bankMessages()] as const, ...news];
  const lines: string[] = [];
  for (const [name, texts] of sources.filter(([each]) => !each.includes('Chinese'))) {
    const shown = isShort ? texts.slice(0, 300) : texts;
    const given = shown.map((text) => ({ text }));
    const worst = (await runStep(toxicity, { given, with: { drop: false } })).kept.map(({ notes }) =>
      Number(notes.toxicity),
    );
    const from = (severity: number) => worst.filter((each) => each >= severity).length;
    goals.atMost(`share with a rude word of ${name}`, from(2) / shown.length, 0.01);
    lines.push(`| ${name} | ${shown.length.toLocaleString('en')} | ${from(2)} | ${from(1)} |`);
  }
  return lines;
}

/** Of a public list: how many of its entries the lexicon finds, by the list's own severity. */
async function recallRows(): Promise<string[]> {
  const path = process.env.PROFANITY_CSV;
  if (path === undefined) return ['| not run: set PROFANITY_CSV | | |'];
  const entries = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const given = entries.map(([word]) => ({ text: `you ${word} there` }));
  const { kept } = await runStep(toxicity, { given, with: { drop: false } });
  const groups = Map.groupBy(entries.keys(), (at) => entries[at]!.at(-1)!.trim());
  return [...groups].map(([severity, at]) => {
    const found = at.filter((each) => Number(kept[each]!.notes.toxicity) > 0).length;
    return `| ${severity} | ${at.length} | ${found} (${((100 * found) / at.length).toFixed(0)} %) |`;
  });
}

const other = peer();
const page = `# quality

One process, one run; ${machine()}.

## Values beside a plain reference

25 measures of Gopher, FineWeb and repetition, from the kernels and from strings, sets and maps (\`reference.ts\`).

| texts | number | values that differ, WebAssembly | plain TypeScript |
|---|---|---|---|
${rows.join('\n')}

## Speed

All 25 measures of ${speedTexts.length} ${RUNNING_TEXTS}, ${(bytes / 1e6).toFixed(1)} MB, CPU time of one core, median; words are what stands between white space for both.

| | texts a second | MB a second | time |
|---|---|---|---|
${[
  speedRow('this step, WebAssembly', ours),
  speedRow('the same kernels in TypeScript', scalar),
  speedRow('plain reference, TypeScript', plain),
  ...(other === undefined ? [] : [speedRow('datatrove, Python', other.seconds)]),
].join('\n')}

## Verdicts beside datatrove

${
  other === undefined
    ? 'Not run: set DATATROVE_PYTHON.'
    : `Same marks. They differ where a text has less than 50 words, which datatrove holds to shares of runs and counts runs that come once,
and on stop words with a capital, which datatrove does not count.

| set | kept here | kept by datatrove | same verdict |
|---|---|---|---|
${(await agreement(other)).join('\n')}`
}

## Faults planted in good texts

First lines of ${RUNNING_TEXTS} that end a sentence and pass without a fault; cuts that happen to end a sentence are left out.

| fault | planted | found as such | dropped |
|---|---|---|---|
${(await faultRows()).join('\n')}

## False alarms of the sets that are on from the start

| texts by people | number | dropped | for |
|---|---|---|---|
${(await falseAlarms()).join('\n')}

## The lexicon of toxicity

False alarms, if nothing in these texts is toxic (they do quote rude words):

| texts by people | number | \`from: 2\` (default) | \`from: 1\` |
|---|---|---|---|
${(await lexiconRows()).join('\n')}

Entries of The Obscenity List of Surge AI (MIT), odd spellings and words of two meanings among them, that the English lexicon finds:

| severity, as the list says | entries | found |
|---|---|---|
${(await recallRows()).join('\n')}
`;
finish(import.meta.dirname, page, goals);
