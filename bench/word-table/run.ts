/** Would a table of word vectors do as a first, cheap embedder? What it finds of the pairs of MiniLM, and what it must send on. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/word-table/run.ts [--short]
import { openKernels } from '../../src/kernels/open.ts';
import { type Int8Vectors, int8RowsOf, makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { hasWeights, readSentences, STAND_IN, vectorsOf } from '../semantic/sentences.ts';
import { pairsAlike } from '../semantic/whole-set.ts';

const THRESHOLD = 0.85;
const FIRST = [0.5, 0.6, 0.7, 0.8];
/** Frequent words count less: a / (a + share of the word), Arora et al. 2017, A simple but tough-to-beat baseline. */
const SMOOTHING = 1e-3;
/** Texts of which all pairs are looked at, of so many. */
const OF = 16;

const goals = makeGoals();
const isStandIn = isShort && !(await hasWeights());
if (isStandIn) goals.leftOut(STAND_IN);
const MODEL = isStandIn ? 'hashed words' : 'all-MiniLM-L6-v2';
const every = readSentences(dataFolder('text/, neardup/, captions/, classify/ and speech/'));
const texts = isShort ? every.filter((_, at) => at % 8 === 0) : every;
const flat = await vectorsOf(texts);
const dimensions = flat.length / texts.length;
const row = (at: number) => flat.subarray(at * dimensions, (at + 1) * dimensions);
const wanted = pairsAlike({ texts, flat, dimensions, row }, THRESHOLD);
const table = await tableVectors();
const shares = sentOn(table);
const rows = FIRST.map((least, at) => {
  const found = wanted.filter(([a, b]) => table.cosine(a, b) >= least).length;
  const what = `share of the pairs that the table finds from ${least} on`;
  if (at === 0) goals.atLeast(what, found / wanted.length, isShort ? 0.5 : 0.9); // few texts tell little of how frequent words are
  goals.atLeast(`${what}, beside that of texts it sends on`, found / wanted.length, shares[at]!);
  return `| ${least} | ${percent(found / wanted.length)} | ${percent(shares[at]!)} |`;
});
const page = `# A table of word vectors as a first embedder

${texts.length.toLocaleString('en')} short sentences; ${wanted.length.toLocaleString('en')} pairs have a cosine of ${THRESHOLD} or more in ${MODEL}. The table: its own vector of each
word, in a mean where frequent words count less. What it does not find is lost; what it sends on the model must embed.

| cosine of the table from which a pair is sent on | of the model’s pairs | texts that the model must embed |
|--:|--:|--:|
${rows.join('\n')}
`;
goals.atLeast('pairs to look for', wanted.length, 10);
if (isShort) judgeShares();
finish(import.meta.dirname, page, goals);

/** The shares again, from one cosine after another. */
function judgeShares(): void {
  const sample = texts.flatMap((_, at) => (at % OF === 0 ? [at] : []));
  const highest = sample.map((own) =>
    texts.reduce((most, _, other) => (other === own ? most : Math.max(most, table.cosine(own, other))), 0),
  );
  for (const [at, least] of FIRST.entries()) {
    const plain = highest.filter((value) => value >= least).length / sample.length;
    goals.atMost(`share sent on from ${least} on, kernels and cosines apart by`, Math.abs(shares[at]! - plain), 0.01);
  }
}

/** Each text as the weighted mean of MiniLM's vectors of its words, all of them around 0. */
async function tableVectors(): Promise<Int8Vectors> {
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const words = [...counts.keys()];
  const entries = centred(await vectorsOf(words));
  const place = new Map(words.map((word, at) => [word, at]));
  const means = new Float32Array(flat.length);
  for (const [at, text] of texts.entries()) {
    const mean = means.subarray(at * dimensions, (at + 1) * dimensions);
    for (const word of wordsOf(text)) {
      const weight = SMOOTHING / (SMOOTHING + counts.get(word)! / total);
      const from = place.get(word)! * dimensions;
      for (let each = 0; each < dimensions; each++) mean[each]! += weight * entries[from + each]!;
    }
    const length = Math.hypot(...mean) || 1;
    for (let each = 0; each < dimensions; each++) mean[each]! /= length;
  }
  const around = centred(means);
  const vectors = makeInt8Vectors(texts.length, dimensions);
  for (let at = 0; at < texts.length; at++) vectors.set(at, around.subarray(at * dimensions, (at + 1) * dimensions));
  return vectors;
}

function centred(given: Float32Array): Float32Array {
  const count = given.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let at = 0; at < given.length; at++) mean[at % dimensions]! += given[at]! / count;
  return given.map((value, at) => value - mean[at % dimensions]!);
}

/** For each first threshold the share of texts that have a pair from it on. */
function sentOn(vectors: Int8Vectors): number[] {
  const kernels = openKernels();
  const sample = Uint32Array.from({ length: Math.ceil(texts.length / OF) }, (_, at) => at * OF);
  const asked = int8RowsOf(vectors, sample);
  const highest = new Float64Array(sample.length);
  for (let first = 0; first < texts.length; first += 1024) {
    const given = Uint32Array.from({ length: Math.min(1024, texts.length - first) }, (_, at) => first + at);
    const found = kernels.against(int8RowsOf(vectors, given)).alike(asked, { threshold: FIRST[0]! })!;
    for (const pair of found) {
      const [place, other] = [Math.floor(pair / given.length), given[pair % given.length]!];
      if (sample[place] !== other) highest[place] = Math.max(highest[place]!, vectors.cosine(sample[place]!, other));
    }
  }
  return FIRST.map((least) => highest.filter((value) => value >= least).length / sample.length);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
