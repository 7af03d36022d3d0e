/** What `quality`, `decontaminate` and `pii` do to each text, one by one and together, beside datatrove on the same texts in the same run. */
// SYNTHLOOM_DATA=<folder of the public data sets> [DATATROVE_PYTHON=<python with datatrove>] node bench/curation/run.ts [--short]
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Sample } from '../../src/core/sample.ts';
import type { Context, Outcome } from '../../src/core/step.ts';
import { forbiddenIndex } from '../../src/curation/decontaminate/index-of.ts';
import { decontaminate } from '../../src/curation/decontaminate.ts';
import { makeEye } from '../../src/curation/pii/eye.ts';
import { pii } from '../../src/curation/pii.ts';
import { makeMeter } from '../../src/curation/quality/measure.ts';
import { planOf } from '../../src/curation/quality/plan.ts';
import { quality } from '../../src/curation/quality.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { samplesOf } from '../../src/testing/samples.ts';
import { runStep } from '../../src/testing/test-step.ts';
import { openPiiFinder } from '../../src/text/pii/detect.ts';
import { type PiiKind, piiKinds } from '../../src/text/pii/finding.ts';
import { dataFolder, isShort, peerPython } from '../arguments.ts';
import { RUNNING_TEXTS, rowsIn, runningTexts } from '../data-files.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince, machine, median } from '../measure.ts';
import { measured, stopWords } from '../quality/measured.ts';
import { plainMeasures } from '../quality/reference.ts';

const folder = dataFolder('text/, math/ and code/');
const python = peerPython('DATATROVE_PYTHON');
/** Words of a run: datatrove's usual number. */
const N = 13;
const TURNS = isShort ? 1 : 9;
/** Passes over the texts in a turn of ours, so that it lasts long enough to be measured. */
const PASSES = isShort ? 1 : 10;

const GSM8K = 'math/gsm8k-test-first300.jsonl';
const HUMAN_EVAL = 'code/HumanEval.jsonl.gz';
/** Passages hold no addresses; web pages do. */
const addressed = (text: string, at: number) =>
  isShort && at % 3 === 0 ? `${text} Write to a.${at}@example.org!` : text;
const texts = runningTexts(folder).map(addressed);
const items = [
  ...rowsIn(folder, GSM8K).map(({ question, answer }) => `${question}\n${answer}`),
  ...rowsIn(folder, HUMAN_EVAL).map((row) => `${row.prompt}${row.canonical_solution}`),
];
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const files = { input: (path: string) => join(folder, path), real: (): never => never() };
function never(): never {
  throw new Error('no real samples here');
}

const rules = { gopher: true, repetition: true, answer: false, hidden: false };
const meter = makeMeter(planOf(quality.step.options.parse(rules)));
const all = makeMeter(
  planOf(quality.step.options.parse({ ...rules, fineweb: true, c4: true, answer: true, hidden: true })),
);
const against = { against: [GSM8K, HUMAN_EVAL], n: N, leastWords: N };
const index = await forbiddenIndex({ ...against, real: false }, files);
const { countries } = pii.step.options.parse({});
const finderOf = (kinds: readonly PiiKind[]) =>
  openPiiFinder({ kinds, countries, certainty: 0.5 }, makeEye(openKernels()));
/** What datatrove looks for. */
const TWO: PiiKind[] = ['email', 'ip'];
const FORMS = piiKinds.filter((kind) => !['person', 'place', 'address'].includes(kind));
const two = await finderOf(TWO);
const forms = await finderOf(FORMS);

const steps = [
  { step: quality.step, options: quality.step.options.parse(rules) },
  { step: decontaminate.step, options: decontaminate.step.options.parse(against) },
  { step: pii.step, options: pii.step.options.parse({ action: 'mask', kinds: TWO }) },
];
const samples = samplesOf(texts.map((text) => ({ text })));

/** As the engine calls them, a sample after another: with the hash of the text, notes, and a new sample from each step. */
async function throughSteps(): Promise<string[]> {
  const through: string[] = [];
  for (const sample of samples) {
    let goesOn: Sample | undefined = sample;
    for (const { step, options } of steps) {
      if (goesOn === undefined) break;
      const run = step.run as (seen: Sample, context: Context<unknown>) => AsyncIterable<Outcome>;
      for await (const said of run(goesOn, { options, ...files } as unknown as Context<unknown>))
        goesOn = said.kind === 'keep' ? said.sample : undefined;
    }
    if (goesOn !== undefined) through.push(String(goesOn.data.text));
  }
  return through;
}

const pass = (work: (text: string) => unknown) => () => {
  for (const text of texts) work(text);
};
const works = {
  quality: pass((text) => meter([text])),
  decontaminate: pass((text) => index.look(text)),
  pii: pass((text) => two.find(text)),
  forms: pass((text) => forms.find(text)),
  everything: pass((text) => all([text])),
  steps: throughSteps,
} as const;
type Work = keyof typeof works;

/** CPU seconds of a pass, all works in turns. */
const taken = Object.fromEntries(Object.keys(works).map((name) => [name, []])) as unknown as Record<Work, number[]>;
async function turn(): Promise<void> {
  for (const name of Object.keys(works) as Work[]) {
    const before = process.cpuUsage();
    for (let at = 0; at < PASSES; at++) await works[name]();
    taken[name].push(cpuSecondsSince(before) / PASSES);
  }
}

interface Peer {
  readonly seconds: number;
  /** Texts that it let through, or left as they are. */
  readonly said: number;
}
type Peers = Readonly<Record<'quality' | 'repetition' | 'decontaminate' | 'pii', Peer>>;

function peers(): Peers | undefined {
  if (python === undefined) return undefined;
  const input = JSON.stringify({ texts, items, n: N, rounds: 5 });
  const options = { input, maxBuffer: 1 << 26 };
  return JSON.parse(execFileSync(python, [join(import.meta.dirname, 'peer.py')], options).toString()) as Peers;
}

await turn(); // the machine code of the first turn is not yet that of the others
for (const each of Object.values(taken)) each.length = 0;
for (let at = 0; at < TURNS; at++) await turn();
const other = peers();
for (let at = 0; at < TURNS; at++) await turn();

const sum = (...names: Work[]) => names.reduce((total, name) => total + median(taken[name]), 0);
const peerSum = (...names: (keyof Peers)[]) =>
  other === undefined ? undefined : names.reduce((total, name) => total + other[name].seconds, 0);
const rate = (seconds: number) => Math.round(texts.length / seconds).toLocaleString('en');
const row = (name: string, ours: number, theirs: number | undefined) =>
  `| ${name} | ${rate(ours)} | ${theirs === undefined ? '' : rate(theirs)} | ${theirs === undefined ? '' : `${(theirs / ours).toFixed(0)} ×`} |`;

const kernels = openKernels('wasm');
const differing = texts.filter((text) => {
  const fast = measured(kernels, text) as unknown as Record<string, number>;
  return Object.entries(plainMeasures(text, stopWords)).some(([name, value]) => fast[name] !== value);
}).length;

const four = ['quality', 'repetition', 'decontaminate', 'pii'] as const;
const page = `# quality, decontaminate, pii

What is done to each text, beside datatrove 0.10. ${texts.length} ${RUNNING_TEXTS}, ${(bytes / 1e6).toFixed(1)} MB; CPU time of one core, medians of
${2 * TURNS} turns, before and after datatrove in the same run; ${machine()}. Texts with other values than a plain
reference has for one of the 25 measures: ${differing}.

| texts a second | here | datatrove | ratio |
|---|---|---|---|
${[
  row('all measures of Gopher: quality and repetition', sum('quality'), peerSum('quality', 'repetition')),
  row(`runs of ${N} words of GSM8K and HumanEval`, sum('decontaminate'), peerSum('decontaminate')),
  row('e-mail and IP addresses', sum('pii'), peerSum('pii')),
  row('**these together**', sum('quality', 'decontaminate', 'pii'), peerSum(...four)),
  row('the same, as steps: samples with notes from one to the next', sum('steps'), peerSum(...four)),
  row('together, with all our forms of personal data', sum('quality', 'decontaminate', 'forms'), peerSum(...four)),
  row(`all our forms of personal data alone (${FORMS.length} kinds)`, sum('forms'), peerSum('pii')),
  row('all seven sets of rules of `quality` but readability', sum('everything'), undefined),
].join('\n')}

${
  other === undefined
    ? 'Peers were not run: set DATATROVE_PYTHON.'
    : `datatrove: GopherQualityFilter, GopherRepetitionFilter (no mark stops it, so that it reckons everything as we do), NGramsDecontFilter
(runs of ${N} words) and PIIFormatter, its words being what stands between white space. It let ${other.quality.said}, ${other.repetition.said} and ${other.decontaminate.said} texts pass, and
left ${other.pii.said} as they were; here ${texts.filter((text) => index.look(text) === undefined).length} share no run, and ${texts.filter((text) => two.find(text).length === 0).length} have no such address. Reading and writing the texts is not counted.`
}
`;
const goals = makeGoals();
const alone = (await runStep(quality, { given: texts.map((text) => ({ text })), with: rules })).kept.length;
const through = await throughSteps();
goals.same('texts with other values than the plain reference has', differing, 0);
goals.same('texts that share a run with what they never saw', texts.filter((text) => index.look(text)).length, 0);
goals.same('texts that leave the three steps, beside those that `quality` alone keeps', through.length, alone);
goals.atLeast('share of texts that are kept', through.length / texts.length, 0.5);
goals.atLeast('texts with an address', texts.filter((text) => two.find(text).length > 0).length, 5);
goals.same(
  'texts with an address after the three steps',
  through.filter((text) => two.find(text).length > 0).length,
  0,
);
if (other !== undefined)
  goals.atLeast(
    'times as long for datatrove, these together',
    peerSum(...four)! / sum('quality', 'decontaminate', 'pii'),
    40,
  );
finish(import.meta.dirname, page, goals);
