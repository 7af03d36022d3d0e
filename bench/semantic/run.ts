/** `semantic-duplicates` on sentence pairs judged by people, and on 122,000 sentences beside all-pairs and SemHash. */
// SYNTHLOOM_DATA=<folder of the public data sets> [SYNTHLOOM_PYTHON=<python with semhash>] node bench/semantic/run.ts [--short]
import { makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import { cosine } from '../../src/math/spherical-kmeans.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { machine } from '../measure.ts';
import { kernelSpeeds } from './kernel-speeds.ts';
import { hasWeights, type Pair, readPairs, readSentences, STAND_IN, vectorsOf } from './sentences.ts';
import { type Alike, pairsAlike, timedPeer, timedStep, type Vectors } from './whole-set.ts';

const data = dataFolder('neardup/, text/, captions/, classify/ and speech/');
const goals = makeGoals();
const isStandIn = isShort && !(await hasWeights());
if (isStandIn) goals.leftOut(STAND_IN);

const THRESHOLDS = [0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
/** In short there are few sentences, and fewer that are much alike. */
const LEAST = isShort ? 0.7 : 0.85;
/** The step holds vectors in sixteen bits: it may decide otherwise on a pair so near the mark. */
const ROUNDING = 0.001;
const ALONE = isStandIn ? 'hashed words' : 'MiniLM';
const KINDS = isShort
  ? 'wiki, captions of images, questions of customers, messages'
  : 'verses, captions of images and sounds, wiki, a book\nread aloud, reviews, questions of customers, messages';
const { pairs, texts } = readPairs(data);
const news = asVectors(texts, await vectorsOf(texts));
const every = readSentences(data);
const many = isShort ? every.filter((_, at) => at % 4 === 0) : every;
const sentences = asVectors(many, await vectorsOf(many));

const page = `# Sentences that mean the same

Vectors: ${isStandIn ? ALONE : 'all-MiniLM-L6-v2 in eight bits'}. Processor time, embedding left out; ${machine()}.

${pairsSaid()}

| threshold | step P | step R | step F1 | ${ALONE} alone P | R | F1 |
|---|---|---|---|---|---|---|
${pairRows().join('\n')}

## All sentences against all

The sentences of these pairs, and ${count(many.length)} different ones: ${KINDS}. “Still there”: of the pairs with a cosine (floats, all pairs looked
at) of at least the threshold those of which the way keeps both sentences. Both ways are given the same vectors.

| sentences | threshold | such pairs | way | kept | still there | CPU | times the step’s |
|--:|--:|--:|---|--:|--:|--:|--:|
${[...(await wholeSet(news, LEAST)), ...(await wholeSet(sentences, LEAST)), ...(await wholeSet(sentences, 0.9))].join('\n')}

SemHash decides a single pair by the same cosine. Its own default model could not be had here.

## How it grows

| sentences | CPU | µs a sentence |
|--:|--:|--:|
${(await growth()).join('\n')}

## The kernel

${kernelSpeeds(sentences, goals).join('\n')}
`;
finish(import.meta.dirname, page, goals);

function pairsSaid(): string {
  const same = share(pairs.filter((each) => each.same).length / pairs.length);
  const step = '“Step” is what the step decides: vectors held in sixteen bits. “Alone” has floats.';
  if (isShort)
    return `## Captions of one image and of two

${count(pairs.length)} pairs of captions, ${same} of them of one image. ${step}`;
  return `## Pairs judged by people: MSR Paraphrase Corpus

${count(pairs.length)} pairs of sentences from the news, ${same} of them judged by people to mean the same; the others were chosen
to look alike. ${step}`;
}

function asVectors(of: readonly string[], flat: Float32Array): Vectors {
  const dimensions = flat.length / of.length;
  return { texts: of, flat, dimensions, row: (at) => flat.subarray(at * dimensions, (at + 1) * dimensions) };
}

function score(isSame: (pair: Pair) => boolean): number[] {
  const found = pairs.filter(isSame);
  const right = found.filter(({ same }) => same).length;
  const precision = right / Math.max(1, found.length);
  const recall = right / pairs.filter(({ same }) => same).length;
  return [precision, recall, (2 * precision * recall) / Math.max(1e-9, precision + recall)];
}

function pairRows(): string[] {
  const held = makeInt8Vectors(texts.length, news.dimensions);
  for (let at = 0; at < texts.length; at++) held.set(at, news.row(at));
  return THRESHOLDS.map((threshold) => {
    const step = score(({ a, b }) => held.cosine(a, b) >= threshold);
    const alone = score(({ a, b }) => cosine(news.row(a), news.row(b)) >= threshold);
    goals.atMost(`F1 at ${threshold}, step and floats apart by`, Math.abs(step[2]! - alone[2]!), 0.02);
    if (isShort && !isStandIn && threshold === 0.7) goals.atLeast(`precision at ${threshold}`, step[0]!, 0.95);
    return `| ${threshold} | ${[...step, ...alone].map((value) => value.toFixed(3)).join(' | ')} |`;
  });
}

async function wholeSet(of: Vectors, threshold: number): Promise<string[]> {
  const near = pairsAlike(of, threshold - ROUNDING);
  const alike = near.filter(([, , each]) => each >= threshold);
  const step = await timedStep(of, threshold);
  const clear = alike.filter(([, , each]) => each >= threshold + ROUNDING);
  judge(`${count(of.texts.length)} sentences at ${threshold}`, { near, clear, kept: step.kept, all: of.texts.length });
  const peer = await timedPeer(of, threshold);
  const row = (name: string, { kept, cpuMs }: { kept: readonly number[]; cpuMs: number }) => {
    const stay = new Set(kept);
    const left = alike.filter(([a, b]) => stay.has(a) && stay.has(b)).length;
    const cells = [count(of.texts.length), threshold, count(alike.length), name, count(kept.length), left];
    return `| ${[...cells, seconds(cpuMs), (cpuMs / step.cpuMs).toFixed(1)].join(' | ')} |`;
  };
  return [row('step', step), ...(peer === undefined ? [] : [row('SemHash', peer)])];
}

interface Outcome {
  /** Pairs that may be alike where bits are few, and those that are however many there are. */
  readonly near: readonly Alike[];
  readonly clear: readonly Alike[];
  readonly kept: readonly number[];
  readonly all: number;
}

function judge(what: string, { near, clear, kept, all }: Outcome): void {
  const stay = new Set(kept);
  const left = clear.filter(([a, b]) => stay.has(a) && stay.has(b)).length;
  const likeOneThatStays = new Set(
    near.flatMap(([a, b]) => [...(stay.has(a) ? [b] : []), ...(stay.has(b) ? [a] : [])]),
  );
  const gone = Array.from({ length: all }, (_, row) => row).filter((row) => !stay.has(row));
  goals.atLeast(`${what}: pairs to look for`, clear.length, 10);
  goals.atMost(`${what}: share of the pairs that are still there`, left / clear.length, 0.001);
  const wrong = gone.filter((row) => !likeOneThatStays.has(row)).length;
  goals.same(`${what}: gone without one that stays and is alike`, wrong, 0);
}

async function growth(): Promise<string[]> {
  const rows: string[] = [];
  for (const parts of [8, 4, 2, 1]) {
    const size = Math.floor(sentences.texts.length / parts);
    const { cpuMs } = await timedStep({ ...sentences, texts: spread(size) }, 0.85);
    rows.push(`| ${count(size)} | ${seconds(cpuMs)} | ${((cpuMs * 1000) / size).toFixed(0)} |`);
  }
  return rows;
}

/** So many sentences from all over the set. */
function spread(size: number): string[] {
  const all = sentences.texts;
  return Array.from({ length: size }, (_, at) => all[Math.floor((at * all.length) / size)]!);
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function share(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
