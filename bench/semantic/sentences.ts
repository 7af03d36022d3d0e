/** Short English sentences by the hundred thousand, and their vectors, kept between runs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { localEmbedder } from '../../src/models/embed-local.ts';
import { banking77, sentencePolarity, smsSpam, trec } from '../weight/labelled-sets.ts';

export interface Pair {
  readonly same: boolean;
  readonly a: number;
  readonly b: number;
}

const linesIn = (data: string, path: string) =>
  gunzipSync(readFileSync(join(data, path)))
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The MSR Paraphrase Corpus: pairs of rows of `texts`, with what people said of them. */
export function readPairs(data: string, most: number): { readonly pairs: Pair[]; readonly texts: string[] } {
  const rows = new Map<string, number>();
  const rowOf = (text: string) => {
    if (!rows.has(text)) rows.set(text, rows.size);
    return rows.get(text)!;
  };
  const pairs = linesIn(data, 'neardup/msr-paraphrase-train.tsv.gz')
    .slice(1, most + 1)
    .map((line) => {
      const [quality, , , first, second] = line.split('\t');
      return { same: quality === '1', a: rowOf(first!.trim()), b: rowOf(second!.trim()) };
    });
  return { pairs, texts: [...rows.keys()] };
}

/** All different sentences: questions of customers, captions of images and sounds, news, verses, reviews, messages. */
export function readSentences(data: string): string[] {
  const sets = [banking77(data), sentencePolarity(data), smsSpam(data), trec(data)];
  const labelled = sets.flatMap(({ train, test }) => [...train, ...test].map(({ text }) => text));
  const captions = JSON.parse(gunzipSync(readFileSync(join(data, 'captions/coco-val2017-dev.json.gz'))).toString()) as {
    readonly annotations: readonly { readonly caption: string }[];
  };
  const all = [
    ...linesIn(data, 'text/wiki-sentences.txt.gz'),
    ...linesIn(data, 'text/bible-verses.csv.gz').slice(1).map(verseOf),
    ...captions.annotations.map(({ caption }) => caption),
    ...linesIn(data, 'captions/audiocaps-val.csv.gz').slice(1).map(lastCell),
    ...linesIn(data, 'speech/ljspeech-train.txt.gz').map((line) => line.slice(line.indexOf('|') + 1)),
    ...readPairs(data, Number.POSITIVE_INFINITY).texts,
    ...labelled,
  ];
  return [...new Set(all.map((text) => text.trim()).filter((text) => text !== ''))];
}

const verseOf = (line: string) => unquoted(line.replace(/^[^,]*,[^,]*,[^,]*,[^,]*,/, ''));
const lastCell = (line: string) => unquoted(line.replace(/^[^,]*,[^,]*,[^,]*,/, ''));
const unquoted = (cell: string) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

/** Vectors of the standard embedder, in one array; read from the temporary folder where the same were made before. */
export async function vectorsOf(texts: readonly string[]): Promise<Float32Array> {
  const embedder = await localEmbedder();
  const key = createHash('sha256').update(JSON.stringify([embedder.id, texts]));
  const folder = join(tmpdir(), 'synthloom-bench-vectors');
  const path = join(folder, `${key.digest('hex').slice(0, 32)}.f32`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const vectors = await embedder.embed(texts);
    writeFileSync(`${path}.part`, Buffer.concat(vectors.map(bytesOf)));
    renameSync(`${path}.part`, path);
  }
  embedder.close();
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);
