/** `decontaminate`: HumanEval and GSM8K planted in web pages, verbatim and edited; clean texts; speed beside datatrove. */
// SYNTHLOOM_DATA=<folder of the public data sets> [DATATROVE_PYTHON=<python with datatrove>] node bench/decontaminate/run.ts [--short]
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { forbiddenIndex } from '../../src/curation/decontaminate/index-of.ts';
import { drawIndex, drawOne, seededRandom } from '../../src/math/random.ts';
import { dataFolder, isShort, peerPython } from '../arguments.ts';
import { RUNNING_TEXTS, rowsIn, runningTexts, textIn } from '../data-files.ts';
import { finish, makeGoals } from '../goals.ts';
import { machine, medianCpuSeconds } from '../measure.ts';

const folder = dataFolder('math/, code/, text/ and instruct/');
const python = peerPython('DATATROVE_PYTHON');
const goals = makeGoals();
const SHARE = 0.4; // the step's defaults
const LEAST_WORDS = 6;
/** Of texts that hold none of the items: one in five thousand; in short there are fewer, so none. */
const MOST_FALSE_HITS = 2e-4;

const GSM8K = 'math/gsm8k-test-first300.jsonl';
const HUMAN_EVAL = 'code/HumanEval.jsonl.gz';
const rows = (file: string) => rowsIn(folder, file);
const web = runningTexts(folder);
const items = [
  ...rows(GSM8K).map(({ question, answer }) => `${question}\n${answer}`),
  ...rows(HUMAN_EVAL).map((row) => `${row.prompt}${row.canonical_solution}`),
];
const indexes = new Map(
  await Promise.all(
    [8, 10, 13].map(
      async (n) =>
        [
          n,
          await forbiddenIndex(
            { against: [GSM8K, HUMAN_EVAL], real: false, n, leastWords: LEAST_WORDS },
            { input: (path) => join(folder, path), real: () => never() },
          ),
        ] as const,
    ),
  ),
);

function never(): never {
  throw new Error('no real samples here');
}

const random = seededRandom('decontaminate bench');
const words = web.join(' ').split(/\s+/);

/** Each word is left out, replaced, or followed by another one, with this chance. */
const edited = (text: string, chance: number) =>
  text.replace(/\S+/g, (word) => {
    if (random() >= chance) return word;
    return drawOne(random, ['', drawOne(random, words), `${word} ${drawOne(random, words)}`]);
  });

/** In the middle of a web page. */
const planted = (text: string) => {
  const page = drawOne(random, web);
  const at = drawIndex(random, page.length);
  return `${page.slice(Math.max(0, at - 600), at)}\n${text}\n${page.slice(at, at + 600)}`;
};

/** With the least share that has to be found with the default, where there is such a goal. */
const ways: readonly (readonly [string, (text: string) => string, number?])[] = [
  ['verbatim', (text) => text, 1],
  ['capitals, no punctuation, other white space', (text) => text.toUpperCase().replace(/[^\p{L}\p{N}<]+/gu, '  '), 1],
  ['1 word in 20 changed', (text) => edited(text, 0.05), 0.99],
  ['1 word in 10 changed', (text) => edited(text, 0.1), 0.95],
  ['1 word in 5 changed', (text) => edited(text, 0.2)],
];
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const shareOf = (n: number, text: string) => indexes.get(n)!.look(text)?.share ?? 0;
const some = isShort ? items.filter((_, at) => at % 2 === 0) : items;

const foundRows = ways.map(([name, way, least]) => {
  const texts = some.map((item) => planted(way(item)));
  const cells = [8, 10, 13].map((n) => {
    const shares = texts.map((text) => shareOf(n, text));
    const found = shares.filter((share) => share >= SHARE).length;
    if (n === 8 && least !== undefined)
      goals.atLeast(`share found of items planted ${name}`, found / texts.length, least);
    return `${percent(found, texts.length)} (${percent(shares.filter((share) => share > 0).length, texts.length)})`;
  });
  return `| ${name} | ${cells.join(' | ')} |`;
});

const clean: readonly (readonly [string, readonly string[]])[] = [
  [RUNNING_TEXTS, web],
  ['addresses (State of the Union)', rows('text/state-of-the-union.jsonl.gz').map(({ text }) => text!)],
  ...(isShort ? [] : notKeptHere()),
  ['sentences (Wikipedia)', textIn(folder, 'text/wiki-sentences.txt.gz').split('\n')],
  ['training set of GSM8K', rows('math/gsm8k-train.jsonl.gz').map(({ question, answer }) => `${question}\n${answer}`)],
];
function notKeptHere(): [string, string[]][] {
  const manuals = ['perl-doc', 'linux-man-pages'].flatMap((name) => rows(`text/${name}.jsonl.gz`));
  const alpaca = JSON.parse(textIn(folder, 'instruct/alpaca-en-demo.json.gz')) as Record<string, string>[];
  return [
    ['manual pages (Perl, Linux)', manuals.map(({ text }) => text!)],
    ['instructions and answers (Alpaca)', alpaca.map((row) => Object.values(row).join('\n'))],
  ];
}

const cleanRows = clean.map(([name, all]) => {
  const texts = isShort ? all.slice(0, 1000) : all;
  const cells = [8, 10, 13].map((n) => {
    const shares = texts.map((text) => shareOf(n, text));
    const dropped = shares.filter((share) => share >= SHARE).length;
    if (n === 8) goals.atMost(`share dropped of ${name}`, dropped / texts.length, MOST_FALSE_HITS);
    return `${dropped} (${shares.filter((share) => share > 0).length})`;
  });
  return `| ${name} | ${texts.length.toLocaleString('en')} | ${cells.join(' | ')} |`;
});

/** Of a turn, so that it lasts long enough to be measured. */
const PASSES = isShort ? 1 : 5;
const speedTexts = web.slice(0, isShort ? 60 : 300);
const bytes = speedTexts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const ours =
  medianCpuSeconds(
    () => {
      for (let turn = 0; turn < PASSES; turn++) for (const text of speedTexts) shareOf(13, text);
    },
    isShort ? 1 : 5,
  ) / PASSES;
const speedRow = (name: string, seconds: number) =>
  `| ${name} | ${Math.round(speedTexts.length / seconds).toLocaleString('en')} | ${(bytes / seconds / 1e6).toFixed(1)} | ${(seconds / ours).toFixed(1)} × |`;

function peer(): string[] {
  if (python === undefined) return [];
  const input = JSON.stringify({ texts: speedTexts, items });
  const said = execFileSync(python, [join(import.meta.dirname, 'peer.py')], { input, maxBuffer: 1 << 26 }).toString();
  return [speedRow('datatrove, Python', (JSON.parse(said) as { seconds: number }).seconds)];
}

const page = `# decontaminate

One process, one run; ${machine()}.

## Found

${some.length} items (GSM8K, beginning of the test set: question and answer; HumanEval: prompt and solution), each in the middle of
another text. Share dropped at \`share: ${SHARE}\`, the default; in brackets those with any run in common.

| planted | \`n: 8\` (default) | \`n: 10\` | \`n: 13\` |
|---|---|---|---|
${foundRows.join('\n')}

## False hits

Texts that hold none of the items: dropped at \`share: ${SHARE}\`; in brackets those with any run in common.

| clean texts | number | \`n: 8\` (default) | \`n: 10\` | \`n: 13\` |
|---|---|---|---|---|
${cleanRows.join('\n')}

## Speed

${speedTexts.length} ${RUNNING_TEXTS}, ${(bytes / 1e6).toFixed(1)} MB, runs of 13 words, CPU time of one core, median; words are what stands between white space for datatrove,
and folded words here.

| | texts a second | MB a second | time |
|---|---|---|---|
${[speedRow('this step', ours), ...peer()].join('\n')}
`;
finish(import.meta.dirname, page, goals);
