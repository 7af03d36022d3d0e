/** Cranfield: our BM25 against the plain formula, and a reranker trained on queries that `queries` wrote against BM25. */
// SYNTHLOOM_DATA=<folder> node bench/retrieval/run.ts [--embedded [documents]]
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapMean } from '../../src/math/bootstrap.ts';
import { seededRandom } from '../../src/math/random.ts';
import { ndcgAt, recallAt, reciprocalRankAt } from '../../src/math/ranking.ts';
import { localEmbedder } from '../../src/models/embed-local.ts';
import { type Bm25Index, type Bm25Settings, bm25Builder } from '../../src/text/bm25.ts';
import { termsOf } from '../../src/text/terms.ts';
import { publicData } from '../arguments.ts';
import { readCranfield } from './cranfield.ts';
import { plainBm25, type Reference } from './reference.ts';
import {
  type Asked,
  FEATURES,
  featuresOf,
  type Group,
  type Page,
  pageOf,
  type Reranker,
  trainReranker,
} from './reranker.ts';
import { drawNegatives, extracted, generated, hasTerms, type TrainingQuery } from './training-sets.ts';

const data = publicData('retrieval/cranfield/');
const at = process.argv.indexOf('--embedded');
const many = at === -1 ? 0 : Number(process.argv[at + 1] ?? 120);

/** Documents that are put in a new order. */
const DEPTH = 100;
const NEGATIVES = 8;
/** The filter: the own document among so many. */
const WITHIN = 10;
/** How the names of arms begin. */
const ARMS = ['sentences', 'queries'];

const { documents, queries, grades } = readCranfield(data);
const texts = documents.map(({ title, text }) => (text === '' ? title : text));
const settings: Bm25Settings = { k1: 0.9, b: 0.4 };
const index = indexOf(settings);
const reference = plainBm25(texts, settings);
const rowOf = new Map(documents.map(({ id }, row) => [id, row]));

const embedder = await localEmbedder();
const vectors = await embedder.embed(texts);
const askedVectors = await embedder.embed(queries.map(({ text }) => text));
const pages: readonly Page[] = documents.map(({ title }, row) => pageOf(title, texts[row]!, vectors[row]));

const page = ['# Retrieval on Cranfield', '', ...baseline(), '', ...(await rerankers()), ''].join('\n');
embedder.close();
process.stdout.write(page);
const result = new URL('./result.md', import.meta.url);
// figures with the model are not written over by a run without
if (many > 0 || !existsSync(result)) await writeFile(result, page);

function indexOf(given: Bm25Settings): Bm25Index {
  const builder = bm25Builder();
  for (const text of texts) builder.add(termsOf(text));
  return builder.finish(given);
}

function baseline(): string[] {
  const rows = [settings, { k1: 1.2, b: 0.75 }].map((given) => {
    const own = indexOf(given);
    const rankings = queries.map(({ text }) => own.search(termsOf(text), DEPTH).map(({ row }) => documents[row]!.id));
    const mean = (measure: (ranking: readonly string[], query: number) => number) =>
      (rankings.reduce((sum, ranking, query) => sum + measure(ranking, query), 0) / queries.length).toFixed(4);
    const cells = [
      mean((ranking, query) => ndcgAt(ranking, grades.get(queries[query]!.id)!, 10)),
      mean((ranking, query) => reciprocalRankAt(ranking, grades.get(queries[query]!.id)!, 10)),
      mean((ranking, query) => recallAt(ranking, grades.get(queries[query]!.id)!, DEPTH)),
    ];
    return `| k1 ${given.k1}, b ${given.b} | ${cells.join(' | ')} | ${farthest(own, plainBm25(texts, given)).toExponential(1)} |`;
  });
  return [
    `${documents.length} abstracts, ${queries.length} questions, binary judgements but for one row. Stop words and Porter stems. Published`,
    'figures for BM25 on this collection lie around 0.4, with graded judgements and other lists of stop words.',
    '',
    '| BM25 | nDCG@10 | MRR@10 | recall@100 | farthest from the plain formula, all scores |',
    '|---|---|---|---|---|',
    ...rows,
  ];
}

/** The greatest difference between a score of the index and of the formula, over all questions and documents. */
function farthest(own: Bm25Index, { score, documents: terms }: Reference): number {
  let most = 0;
  for (const { text } of queries) {
    const query = termsOf(text);
    const scores = new Float64Array(terms.length);
    for (const { row, score: found } of own.search(query, terms.length)) scores[row] = found;
    for (const [row, document] of terms.entries())
      most = Math.max(most, Math.abs(scores[row]! - score(query, document)));
  }
  return most;
}

interface Arm {
  readonly name: string;
  readonly set: readonly TrainingQuery[];
}

async function rerankers(): Promise<string[]> {
  const arms = [...extractedArms(), ...(many > 0 ? await generatedArms() : [])];
  const plain = queries.map(({ text, id }) =>
    ndcgAt(
      search(text).map(({ row }) => documents[row]!.id),
      grades.get(id)!,
      10,
    ),
  );
  const rows: string[] = [];
  const weights: string[] = [];
  const outcomes: Outcome[] = [];
  for (const { name, set } of arms) {
    const queryVectors = await embedder.embed(set.map(({ query }) => query));
    const ownVectors = await embedder.embed(set.map(({ text }) => text));
    for (const withVectors of [false, true]) {
      const groups = set.map((each, nth) =>
        groupOf(each, withVectors ? { query: queryVectors[nth]!, own: ownVectors[nth]! } : undefined),
      );
      const reranker = trainReranker(groups.filter((group) => group.length > 1));
      const found = queries.map((_, query) => reranked(query, reranker, withVectors));
      outcomes.push({ name, what: withVectors ? 'words and vectors' : 'words', found });
      const { mean, low, high } = bootstrapMean(
        found.map((value, query) => value - plain[query]!),
        seededRandom('cranfield'),
      );
      const ndcg = found.reduce((sum, value) => sum + value, 0) / found.length;
      const what = withVectors ? 'words and vectors' : 'words';
      rows.push(
        `| ${name} | ${set.length} | ${what} | ${ndcg.toFixed(4)} | ${signed(mean)} | ${signed(low)} to ${signed(high)} |`,
      );
      if (withVectors) weights.push(`| ${name} | ${reranker.weights.map((weight) => weight.toFixed(2)).join(' | ')} |`);
    }
  }
  const base = plain.reduce((sum, value) => sum + value, 0) / plain.length;
  return [...rerankHeading(base), ...rows, '', ...filterTable(outcomes), '', ...weightsHeading(), ...weights];
}

interface Outcome {
  readonly name: string;
  readonly what: string;
  /** nDCG@10 of each question. */
  readonly found: readonly number[];
}

/** What the filter gives or takes: the same arm with and without it, question by question. */
function filterTable(outcomes: readonly Outcome[]): string[] {
  const rows = outcomes.flatMap((filtered) => {
    const arm = ARMS.find((name) => filtered.name.startsWith(name) && filtered.name.includes('rank'));
    const whole = outcomes.find(
      ({ name, what }) => arm !== undefined && name.startsWith(arm) && name.endsWith('all') && what === filtered.what,
    );
    if (whole === undefined) return [];
    const { mean, low, high } = bootstrapMean(
      filtered.found.map((value, query) => value - whole.found[query]!),
      seededRandom('filter'),
    );
    return [`| ${arm} | ${filtered.what} | ${signed(mean)} | ${signed(low)} to ${signed(high)} |`];
  });
  return ['| training set | features | kept by the filter against all | interval |', '|---|---|---|---|', ...rows];
}

function extractedArms(): Arm[] {
  const set = extracted(documents.filter(({ text }) => text !== '')).map((each) => ({
    ...each,
    rank: standing(each.query, each.text, each.document).rank,
  }));
  return [
    { name: 'sentences of the documents, all', set },
    { name: `sentences, rank ≤ ${WITHIN}`, set: set.filter(({ rank }) => rank <= WITHIN) },
  ];
}

/** Two runs in one directory: the second asks the model nothing. */
async function generatedArms(): Promise<Arm[]> {
  const directory = join('runs', 'bench-retrieval');
  const all = await generated(documents, { directory, many, keep: { keep: 'all' } });
  const kept = await generated(documents, { directory, many, keep: { keep: 'rank', within: WITHIN } });
  const name = `queries by the embedded model for ${many} documents`;
  const usable = ({ query }: TrainingQuery) => hasTerms(query);
  return [
    { name: `${name}, all`, set: all.queries.filter(usable) },
    { name: `${name}, rank ≤ ${WITHIN}`, set: kept.queries.filter(usable) },
  ];
}

function search(text: string) {
  return index.search(termsOf(text), DEPTH);
}

/** Score and rank that a text would have in the collection in place of its document. */
function standing(
  query: string,
  text: string,
  own: string,
): { readonly bm25: number; readonly rank: number; readonly best: number } {
  const bm25 = reference.score(termsOf(query), termsOf(text));
  const others = search(query).filter(({ row }) => documents[row]!.id !== own);
  const above = others.filter(({ score }) => score > bm25).length;
  return { bm25, rank: above + 1, best: Math.max(bm25, others[0]?.score ?? 0) };
}

/** Features of the own document first, then of its negatives. */
function groupOf(
  each: TrainingQuery,
  known: { readonly query: Float32Array; readonly own: Float32Array } | undefined,
): Group {
  const asked: Asked = { terms: termsOf(each.query), vector: known?.query };
  const title = documents[rowOf.get(each.document)!]!.title;
  const own = standing(each.query, each.text, each.document);
  const ranking = search(each.query);
  const places = new Map(
    ranking.map(({ row, score }, place) => [documents[row]!.id, { bm25: score, rank: place + 1 }]),
  );
  const negatives =
    each.negatives.length > 0 ? each.negatives : drawNegatives([...places.keys()], each.document, NEGATIVES);
  const rows = negatives.flatMap((id) => {
    const place = places.get(id);
    return place === undefined
      ? []
      : [featuresOf(asked, { page: pages[rowOf.get(id)!]!, ...place, best: own.best }, index)];
  });
  return [featuresOf(asked, { page: pageOf(title, each.text, known?.own), ...own }, index), ...rows];
}

/** nDCG@10 of a question of the collection, its first hundred put in the reranker's order. */
function reranked(query: number, reranker: Reranker, withVectors: boolean): number {
  const { id, text } = queries[query]!;
  const asked: Asked = { terms: termsOf(text), vector: withVectors ? askedVectors[query] : undefined };
  const found = search(text);
  const scored = found.map(({ row, score }, place) => {
    const candidate = { page: pages[row]!, bm25: score, rank: place + 1, best: found[0]!.score };
    return { id: documents[row]!.id, score: reranker.score(featuresOf(asked, candidate, index)) };
  });
  scored.sort((a, b) => b.score - a.score);
  return ndcgAt(
    scored.map((each) => each.id),
    grades.get(id)!,
    10,
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

function rerankHeading(base: number): string[] {
  return [
    '## A reranker learnt from made-up queries',
    '',
    `The first ${DEPTH} of BM25 (k1 ${settings.k1}, b ${settings.b}; nDCG@10 ${base.toFixed(4)}) in a new order. The reranker is linear, over ${FEATURES.length - 1} features of words, or with the`,
    'cosine of MiniLM vectors too, fitted to order each query’s own document above its negatives. It never sees a question or',
    `a judgement of the collection. The filter keeps queries that find their own document in the first ${WITHIN}. The interval is`,
    'that of the mean difference over the 225 questions, 95 %, by paired bootstrap.',
    '',
    '| training set | queries | features | nDCG@10 | against BM25 | interval |',
    '|---|---|---|---|---|---|',
  ];
}

function weightsHeading(): string[] {
  return [
    'What it learnt, in standard deviations of each feature:',
    '',
    `| training set | ${FEATURES.join(' | ')} |`,
    `|---|${FEATURES.map(() => '---|').join('')}`,
  ];
}
