/** `semantic-duplicates` on sentence pairs judged by people, and on 122,000 sentences beside all-pairs and SemHash. */
// SYNTHLOOM_DATA=<folder of the public data sets> [SYNTHLOOM_PYTHON=<python with semhash>] node bench/semantic/run.ts [--short]
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import { cosine } from '../../src/math/spherical-kmeans.ts';
import { kernelSpeeds } from './kernel-speeds.ts';
import { type Pair, readPairs, readSentences, vectorsOf } from './sentences.ts';
import { pairsAlike, timedPeer, timedStep, type Vectors } from './whole-set.ts';

const isShort = process.argv.includes('--short');
const data = process.env.SYNTHLOOM_DATA;
if (data === undefined) throw new Error('Set SYNTHLOOM_DATA to the folder that holds `neardup/`.');

const THRESHOLDS = [0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const { pairs, texts } = readPairs(data, isShort ? 500 : Number.POSITIVE_INFINITY);
const news = asVectors(texts, await vectorsOf(texts));
const every = readSentences(data);
const many = isShort ? every.filter((_, at) => at % 60 === 0) : every;
const sentences = asVectors(many, await vectorsOf(many));

const page = `# Sentences that mean the same

Vectors: all-MiniLM-L6-v2 in eight bits. Processor time, embedding left out; Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model.split(' ').slice(0, 2).join(' ')}.

## Pairs judged by people: MSR Paraphrase Corpus

${count(pairs.length)} pairs of sentences from the news, ${share(pairs.filter(({ same }) => same).length / pairs.length)} of them judged by people to mean the same; the others were chosen
to look alike. “Step” is what the step decides: vectors held in sixteen bits. “MiniLM alone” has floats.

| threshold | step P | step R | step F1 | MiniLM alone P | R | F1 |
|---|---|---|---|---|---|---|
${pairRows().join('\n')}

## All sentences against all

The sentences of these pairs, and ${count(many.length)} different ones: verses, captions of images and sounds, wiki, a book
read aloud, reviews, questions of customers, messages. “Still there”: of the pairs with a cosine (floats, all pairs looked
at) of at least the threshold those of which the way keeps both sentences. Both ways are given the same vectors.

| sentences | threshold | such pairs | way | kept | still there | CPU | times the step’s |
|--:|--:|--:|---|--:|--:|--:|--:|
${[...(await wholeSet(news, 0.85)), ...(await wholeSet(sentences, 0.85)), ...(await wholeSet(sentences, 0.9))].join('\n')}

SemHash decides a single pair by the same cosine. Its own default model could not be had here.

## How it grows

| sentences | CPU | µs a sentence |
|--:|--:|--:|
${(await growth()).join('\n')}

## The kernel

${kernelSpeeds(sentences).join('\n')}
`;
process.stdout.write(page);
if (!isShort) await writeFile(new URL('./result.md', import.meta.url), page);

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
    return `| ${threshold} | ${[...step, ...alone].map((value) => value.toFixed(3)).join(' | ')} |`;
  });
}

async function wholeSet(of: Vectors, threshold: number): Promise<string[]> {
  const alike = pairsAlike(of, threshold);
  const step = await timedStep(of, threshold);
  const peer = await timedPeer(of, threshold);
  const row = (name: string, { kept, cpuMs }: { kept: readonly number[]; cpuMs: number }) => {
    const stay = new Set(kept);
    const left = alike.filter(([a, b]) => stay.has(a) && stay.has(b)).length;
    const cells = [count(of.texts.length), threshold, count(alike.length), name, count(kept.length), left];
    return `| ${[...cells, seconds(cpuMs), (cpuMs / step.cpuMs).toFixed(1)].join(' | ')} |`;
  };
  return [row('step', step), ...(peer === undefined ? [] : [row('SemHash', peer)])];
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
