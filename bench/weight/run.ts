/** Labels flipped in three public sets: how well weights find them, and what a student trained with the weights can do. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/weight/run.ts [--set <name>], or --short
// SYNTHLOOM_DATA=… SYNTHLOOM_BENCH_CACHE=<folder> node bench/weight/run.ts --chat: polarity alone, read by TinyLlama too, which
// takes two hours of a core once.
import { join } from 'node:path';
import { featureReader } from '../../src/asking/label-student.ts';
import type { VectorReader } from '../../src/asking/vector-reader.ts';
import type { Sample } from '../../src/core/sample.ts';
import { weight } from '../../src/curation/weight.ts';
import { aucOf } from '../../src/learn/auc.ts';
import { accuracyOf, probabilitiesOf, scoresOf } from '../../src/learn/classifier.ts';
import { crossFit, foldOf } from '../../src/learn/cross-fit.ts';
import { makeNgramHasher, USUAL_NGRAMS } from '../../src/learn/hashed-ngrams.ts';
import { classesOf } from '../../src/learn/labelled.ts';
import { fitLinear } from '../../src/learn/linear.ts';
import { choosePenalty } from '../../src/learn/penalty.ts';
import { type Rows, takeRows } from '../../src/learn/rows.ts';
import { runStep } from '../../src/testing/test-step.ts';
import { argumentOf, dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince } from '../measure.ts';
import { flipped, type LabelledSet, type LabelledText, sentencePolarity, smsSpam, trec } from './labelled-sets.ts';
import { vectorsOf } from './vectors.ts';

const data = dataFolder('classify/');
const goals = makeGoals();
const only = argumentOf('set');
const SHARES = isShort ? [0.2] : [0.2, 0.4];
const METHODS = ['sungen', 'confident'] as const;
const makers = { sms: smsSpam, trec, polarity: sentencePolarity };
/** Opinions are what MiniLM is weak at. */
const isChat = process.argv.includes('--chat');
const wanted = wantedSets();

const lines: string[] = [];
for (const name of wanted) {
  const set = makers[name as keyof typeof makers](data);
  for (const [reads, weights] of readings()) {
    const texts = [...set.train, ...set.test].map(({ text }) => text);
    const trial = await makeTrial(set, reads, weights === undefined ? undefined : await vectorsOf(texts, weights));
    lines.push(trial.cleanLine());
    for (const share of SHARES) for await (const line of trial.linesAt(share)) lines.push(line);
  }
}
finish(only === undefined ? join(import.meta.dirname, isChat ? 'chat' : '.') : undefined, report(), goals);

function wantedSets(): readonly string[] {
  if (isShort) return ['sms'];
  if (isChat) return ['polarity'];
  return Object.keys(makers).filter((name) => only === undefined || name === only);
}

/** What a set is read by, and the weights that make vectors of it. */
function readings(): readonly (readonly [reads: string, weights?: string])[] {
  if (isShort) return [['words']];
  const usual = [['words'], ['words, MiniLM', 'minilm-l6-v2-q8']] as const;
  return isChat ? [...usual, ['words, TinyLlama', 'tinyllama-1.1b-chat']] : usual;
}

type Vectors = ReadonlyMap<string, Float32Array> | undefined;

interface Line {
  readonly share: number;
  readonly what: string;
  readonly auc?: number | undefined;
  readonly accuracy?: number | undefined;
  readonly cpuSeconds?: number | undefined;
}

/** One set, read in one way. */
async function makeTrial({ name, train, test }: LabelledSet, reads: string, vectors: Vectors) {
  const { numbers } = classesOf(train.map(({ label }) => label));
  const classes = numbers.size;
  const reader: VectorReader | undefined = vectors && {
    faults: new Map(),
    read: async (texts) => texts.map((text) => vectors.get(text.trim())!),
  };
  const read = featureReader(makeNgramHasher({ ...USUAL_NGRAMS, bits: 15 }), reader);
  const textsOf = (set: readonly LabelledText[]) => set.map(({ text }) => text);
  const [rows, asked] = [await read(textsOf(train)), await read(textsOf(test))];
  const labelsOf = (set: readonly LabelledText[]) => Uint32Array.from(set, ({ label }) => numbers.get(label)!);
  const [labels, truth] = [labelsOf(train), labelsOf(test)];
  const folds = train.map(({ text }) => foldOf(text.toLowerCase(), 3));
  /** The penalty is the one that does best on a third that it has not seen, each row counting by its weight. */
  const accuracy = (seen: Rows, own: Uint32Array, rowWeights: Float64Array, of = folds) => {
    const l2 = choosePenalty(seen, own, { classes, folds: of, rowWeights });
    return accuracyOf(scoresOf(fitLinear(seen, own, { classes, l2, rowWeights }), asked), truth);
  };
  const even = new Float64Array(train.length).fill(1);
  const clean = accuracy(rows, labels, even);
  const cell = ({ share, what, auc, accuracy: right, cpuSeconds }: Line) => {
    const ofClean = right === undefined ? '–' : percent(right / clean, 1);
    const told = right === undefined ? '–' : percent(right, 1);
    const seconds = cpuSeconds?.toFixed(1) ?? '–';
    const line = `| ${name} | ${reads} | ${percent(share)} | ${what} | ${auc?.toFixed(3) ?? '–'} | ${told} | ${ofClean} | ${seconds} |`;
    if (!isShort) console.error(line);
    return line;
  };
  /** How well somebody who learnt right labels of the other texts would tell the wrong ones. */
  const ceiling = (noisy: Uint32Array, wrong: Uint8Array) => {
    const l2 = choosePenalty(rows, labels, { classes, folds });
    const { scores } = crossFit(rows, { of: folds, count: 3 }, (seen, which) =>
      fitLinear(
        seen,
        which.map((row) => labels[row]!),
        { classes, l2 },
      ),
    );
    const { values } = probabilitiesOf(scores);
    return aucOf(
      [...noisy].map((label, row) => -values[row * classes + label]!),
      wrong,
    ).auc;
  };
  return {
    cleanLine: () => cell({ share: 0, what: 'labels as they are', accuracy: clean }),
    async *linesAt(share: number) {
      const { rows: given, wrong } = flipped(train, share, name);
      const own = labelsOf(given);
      const left = Math.round(train.length * (1 - (share * classes) / (classes - 1)) ** 2);
      const some = Uint32Array.from({ length: left }, (_, row) => row);
      const few = accuracy(takeRows(rows, some), labels.slice(0, left), even.slice(0, left), folds.slice(0, left));
      yield cell({ share, what: 'ceiling: learnt from right labels', auc: ceiling(own, wrong) });
      yield cell({ share, what: `${left} right labels, no others`, accuracy: few });
      yield cell({ share, what: 'no weights', accuracy: accuracy(rows, own, even) });
      for (const method of METHODS) {
        const before = process.cpuUsage();
        const kept = await weighed(given, method, vectors);
        const cpuSeconds = cpuSecondsSince(before);
        const sign = kept.map(({ notes }) => -((notes['weight.right'] ?? notes.weight) as number));
        const weights = Float64Array.from(kept, ({ notes }) => notes.weight as number);
        const found = { auc: aucOf(sign, wrong).auc, accuracy: accuracy(rows, own, weights) };
        const who = `${name}, ${reads}, ${percent(share)} flipped, ${method}`;
        goals.atLeast(`${who}: AUC`, found.auc, 0.9);
        goals.atLeast(`${who}: accuracy beside that with clean labels`, found.accuracy / clean, 0.95);
        yield cell({ share, what: method, ...found, cpuSeconds });
      }
    },
  };
}

/** In the order of the rows. */
async function weighed(rows: readonly LabelledText[], method: string, vectors: Vectors): Promise<readonly Sample[]> {
  const given = rows.map(({ text, label }) => ({ text, label }));
  if (vectors === undefined) return (await runStep(weight, { given, with: { method } })).kept;
  const none = new Float32Array(vectors.values().next().value!.length); // of the empty text, which tells their length
  const embed = (text: string) => [...(vectors.get(text) ?? none)];
  return (await runStep(weight, { given, with: { method, embedder: 'minilm' }, embed })).kept;
}

function percent(share: number, decimals = 0): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

function report(): string {
  return `# Weights for labels of which some are wrong

That share of the training labels is another one, drawn at random. AUC: the chance that a wrong label gets a smaller weight than
a right one (of \`confident\`, a smaller probability). Accuracy is that of a linear student, trained with the weights and asked
about a clean test set; its penalty is the one whose probabilities fit a third of the given labels best, wrong ones included. No
step is told which labels are right. Goals: AUC at least 0.9, accuracy at least 95 % of that with labels as they are.

Two lines tell what the noise and the features leave of these goals, whatever the method. “Ceiling” is the AUC of a student of
the same features that learnt the right labels of the other texts. Of labels flipped by chance as much can be learnt as from
(1 − share × classes / (classes − 1))² as many right ones: two in five of two classes leave a twenty-fifth. “Right labels, no
others” is what a student learns from as many. Weights can beat it only by what texts tell without labels.

| set | reads | flipped | weights | AUC | accuracy | of clean | CPU seconds |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
