/** Short English sentences by the hundred thousand, and their vectors, kept between runs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedder } from '../../src/core/model.ts';
import { localEmbedder } from '../../src/models/embed-local.ts';
import { scriptedEmbedder } from '../../src/models/scripted-embedder.ts';
import { cacheFolder, readCached } from '../../src/models/weights/cache.ts';
import { weightsCatalog } from '../../src/models/weights/catalog.ts';
import { isShort } from '../arguments.ts';
import { textIn } from '../data-files.ts';
import { banking77, sentencePolarity, smsSpam, trec } from '../weight/labelled-sets.ts';

export interface Pair {
  readonly same: boolean;
  readonly a: number;
  readonly b: number;
}

const linesIn = (data: string, path: string) =>
  textIn(data, path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

interface Pairs {
  readonly pairs: readonly Pair[];
  readonly texts: readonly string[];
}

/** Pairs of rows of `texts`, with what people said of them. In short, when MSR may not be kept here, captions. */
export const readPairs = (data: string): Pairs => (isShort ? captionPairs(data) : paraphrases(data));

/** The MSR Paraphrase Corpus. */
function paraphrases(data: string): Pairs {
  const rows = new Map<string, number>();
  const rowOf = (text: string) => {
    if (!rows.has(text)) rows.set(text, rows.size);
    return rows.get(text)!;
  };
  const [, ...lines] = linesIn(data, 'neardup/msr-paraphrase-train.tsv.gz');
  const pairs = lines.map((line) => {
    const [quality, , , first, second] = line.split('\t');
    return { same: quality === '1', a: rowOf(first!.trim()), b: rowOf(second!.trim()) };
  });
  return { pairs, texts: [...rows.keys()] };
}

/** Captions of one image by two people, and as many of two images. */
function captionPairs(data: string): Pairs {
  const byImage = [...Map.groupBy(captionsIn(data), ({ image_id }) => image_id).values()];
  const texts = byImage.flatMap((group) => group.slice(0, 2).map(({ caption }) => caption.trim()));
  const pairs = byImage.flatMap((_, image) => [
    { same: true, a: 2 * image, b: 2 * image + 1 },
    { same: false, a: 2 * image, b: (2 * image + 3) % texts.length },
  ]);
  return { pairs, texts };
}

interface Caption {
  readonly image_id: number;
  readonly caption: string;
}

const captionsIn = (data: string): readonly Caption[] =>
  (JSON.parse(textIn(data, 'captions/coco-val2017-dev.json.gz')) as { readonly annotations: readonly Caption[] })
    .annotations;

/** All different sentences: questions of customers, captions of images and sounds, news, verses, reviews, messages. */
export function readSentences(data: string): string[] {
  const sets = (isShort ? [banking77, smsSpam] : [banking77, sentencePolarity, smsSpam, trec]).map((make) =>
    make(data),
  );
  const all = [
    ...linesIn(data, 'text/wiki-sentences.txt.gz'),
    ...(isShort ? [] : linesIn(data, 'text/bible-verses.csv.gz').slice(1).map(verseOf)),
    ...captionsIn(data).map(({ caption }) => caption),
    ...(isShort ? [] : othersNotKeptHere(data)),
    ...sets.flatMap(({ train, test }) => [...train, ...test].map(({ text }) => text)),
  ];
  return [...new Set(all.map((text) => text.trim()).filter((text) => text !== ''))];
}

const othersNotKeptHere = (data: string): string[] => [
  ...linesIn(data, 'captions/audiocaps-val.csv.gz').slice(1).map(lastCell),
  ...linesIn(data, 'speech/ljspeech-train.txt.gz').map((line) => line.slice(line.indexOf('|') + 1)),
  ...paraphrases(data).texts,
];

const verseOf = (line: string) => unquoted(line.replace(/^[^,]*,[^,]*,[^,]*,[^,]*,/, ''));
const lastCell = (line: string) => unquoted(line.replace(/^[^,]*,[^,]*,[^,]*,/, ''));
const unquoted = (cell: string) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

const standard = weightsCatalog.find((each) => each.kind === 'embedding' && each.standard)!;

/** Whether MiniLM is to be had without the network. */
export const hasWeights = async (): Promise<boolean> => (await readCached(cacheFolder(), standard.id)) !== undefined;

/** What a bench says of them where they are not. */
export const STAND_IN =
  'all-MiniLM-L6-v2, whose weights are not in the cache: vectors of hashed words stand in for its own.';

/** Vectors of the standard embedder, in one array. In short they are made anew, and without weights of hashed words. */
export async function vectorsOf(texts: readonly string[]): Promise<Float32Array> {
  if (isShort && !(await hasWeights())) return flatOf(await scriptedEmbedder('stand-in').embed(texts));
  const embedder = await localEmbedder();
  try {
    return isShort ? flatOf(await embedder.embed(texts)) : await remembered(texts, embedder);
  } finally {
    embedder.close();
  }
}

/** Read from the temporary folder where the same were made before. */
async function remembered(texts: readonly string[], embedder: Embedder): Promise<Float32Array> {
  const key = createHash('sha256').update(JSON.stringify([embedder.id, texts]));
  const folder = join(tmpdir(), 'synthloom-bench-vectors');
  const path = join(folder, `${key.digest('hex').slice(0, 32)}.f32`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.part`, flatOf(await embedder.embed(texts)));
    renameSync(`${path}.part`, path);
  }
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function flatOf(vectors: readonly Float32Array[]): Float32Array {
  const flat = new Float32Array(vectors.length * vectors[0]!.length);
  vectors.forEach((vector, row) => {
    flat.set(vector, row * vector.length);
  });
  return flat;
}
