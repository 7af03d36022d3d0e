/** Makes the files beside it: a small part of the public data sets, enough for the short forms of the benches. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/data/cut.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { publicData } from '../arguments.ts';

const from = publicData('the public data sets');

/** Characters; the verify bench reads no more of an article. */
const OF_ARTICLE = 4000;
const INTENTS = 15;
/** Years of which both editions of an address are taken; of 1963 one edition has two, and 1965 likewise. */
const YEARS = [1963, 1964, 1965, 1973, 1979, 1980, 1986, 1987, 1990, 2001];
const IMAGES = 150;

const first = (count: number) => (text: string) => `${text.split('\n').slice(0, count).join('\n')}\n`;
const ofYears = (text: string) =>
  keptLines(text, (line) => YEARS.includes((JSON.parse(line) as { readonly year: number }).year));
const keptLines = (text: string, isKept: (line: string) => boolean) =>
  `${text
    .split('\n')
    .filter((line) => line !== '' && isKept(line))
    .join('\n')}\n`;
const firstOf = (count: number) => (text: string) =>
  `${JSON.stringify((JSON.parse(text) as unknown[]).slice(0, count))}\n`;

/** The set stands intent after intent; a message between quotes may hold line ends. */
function ofFirstIntents(text: string): string {
  const [head, ...rows] = text.match(/(?:"[^"]*"|[^"\n])+\n/g) ?? [];
  const intentOf = (row: string) => row.slice(row.lastIndexOf(',') + 1).trim();
  const intents = new Set([...new Set(rows.map(intentOf))].slice(0, INTENTS));
  return [head, ...rows.filter((row) => intents.has(intentOf(row)))].join('');
}

const beginnings = (text: string) =>
  text
    .split('\n')
    .map((article) => article.slice(0, OF_ARTICLE))
    .join('\n');

function firstArticles(text: string): string {
  const { version, data } = JSON.parse(text) as { readonly version: string; readonly data: readonly unknown[] };
  return JSON.stringify({ version, data: data.slice(0, 8) });
}

interface Captions {
  readonly info: unknown;
  readonly images: readonly { readonly id: number }[];
  readonly annotations: readonly { readonly image_id: number }[];
}

function firstCaptions(text: string): string {
  const { info, images, annotations } = JSON.parse(text) as Captions;
  const kept = images.slice(0, IMAGES);
  const ids = new Set(kept.map(({ id }) => id));
  return JSON.stringify({ info, images: kept, annotations: annotations.filter((each) => ids.has(each.image_id)) });
}

/** Path in both folders, and what is kept of its text; all where nothing is said. */
const parts: readonly (readonly [path: string, keep?: (text: string) => string])[] = [
  ['captions/coco-val2017-dev.json.gz', firstCaptions],
  ['classify/banking77-test.csv', ofFirstIntents],
  ['classify/banking77-train.csv.gz', ofFirstIntents],
  ['classify/sms-spam.tsv', first(1501)],
  ['code/HumanEval.jsonl.gz'],
  ['code/humaneval-x-js.jsonl.gz'],
  ['grounded/halueval-qa-oneturn.jsonl.gz', first(100)],
  ['instruct/oasst-sft-zh.json.gz', firstOf(25)],
  ['instruct/self-instruct-seed-tasks.jsonl', first(100)],
  ['math/gsm8k-test-first300.jsonl', first(60)],
  ['math/gsm8k-train.jsonl.gz', first(400)],
  ['pii/fake-identities-3000.csv.gz', first(161)],
  ['pii/presidio-synth-v2-dev.json', firstOf(300)],
  ['qa/wiki-demo.txt.gz', beginnings],
  ['qa/xquad-en-dev32.json.gz', firstArticles],
  ['text/gutenberg/austen-persuasion.txt.gz'],
  ['text/state-of-the-union.jsonl.gz', ofYears],
  ['text/state-union-cspan.jsonl.gz', ofYears],
  ['text/wiki-sentences.txt.gz', first(4000)],
];

for (const [path, keep] of parts) {
  const bytes = readFileSync(join(from, path));
  const to = join(import.meta.dirname, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, keep === undefined ? bytes : cut(bytes, { keep, isPacked: path.endsWith('.gz') }));
}

function cut(bytes: Buffer, { keep, isPacked }: { keep: (text: string) => string; isPacked: boolean }): Buffer {
  if (!isPacked) return Buffer.from(keep(bytes.toString()));
  return gzipSync(keep(gunzipSync(bytes).toString()), { level: 9 });
}
