/** The different texts of a field, numbered by their content, and their vectors: the order in which they came tells nowhere. */
import { drop, fail, keep } from '../core/define.ts';
import { type Fault, parksItem } from '../core/errors.ts';
import type { Embedder } from '../core/model.ts';
import type { Dataset } from '../core/sample.ts';
import type { Outcome } from '../core/step.ts';
import { makeFirstRows } from '../math/first-rows.ts';
import { fingerprint128 } from '../math/hash.ts';
import { type Int8Vectors, makeInt8Vectors } from '../math/int8-vectors.ts';

export interface Texts {
  /** Different texts. */
  readonly count: number;
  /** The number of each row's text, and the first row that has it. */
  readonly ofRow: Uint32Array;
  readonly firstRow: Uint32Array;
  /** Numbers of texts with nothing in them. */
  isEmpty(text: number): boolean;
}

/** Reads the field of all rows: 24 bytes a row stay. */
export async function numberTexts(samples: Dataset, field: string): Promise<Texts> {
  const fingerprints = new Uint32Array(samples.size * 4);
  const empty = new Uint8Array(samples.size);
  for await (const { utf8, offsets, firstRow } of samples.texts(field))
    for (let at = 0; at + 1 < offsets.length; at++) {
      const range = [offsets[at]!, offsets[at + 1]!] as const;
      fingerprint128(utf8, range, fingerprints, (firstRow + at) * 4);
      empty[firstRow + at] = decode(utf8, range).trim() === '' ? 1 : 0;
    }
  const firstOf = makeFirstRows(fingerprints);
  const first = Uint32Array.from({ length: samples.size }, (_, row) => firstOf(row));
  const firstRow = first.filter((own, row) => own === row).sort((a, b) => byWords(fingerprints, a, b));
  const ofRow = new Uint32Array(samples.size);
  for (const [text, row] of firstRow.entries()) ofRow[row] = text;
  for (const [row, own] of first.entries()) ofRow[row] = ofRow[own]!;
  return { count: firstRow.length, ofRow, firstRow, isEmpty: (text) => empty[firstRow[text]!] === 1 };
}

/** Texts embedded with one call. */
const AT_ONCE = 256;

export interface Reading {
  readonly samples: Dataset;
  readonly field: string;
  readonly texts: Texts;
  readonly signal: AbortSignal;
  /** Texts that an embedder could not take, and why; filled in as it becomes known. */
  readonly faults: Map<number, Fault>;
}

export interface Wanted {
  readonly rows: number;
  rowOf(text: number): number | undefined;
  /** Whether vectors are held fine, in twice the memory. */
  readonly fine?: boolean;
}

/** The texts for which `rowOf` gives a row, as vectors in those rows; each is embedded once. */
export async function embedTexts(
  reading: Reading,
  embedder: Embedder,
  { rows, rowOf, fine = false }: Wanted,
): Promise<Int8Vectors> {
  let vectors: Int8Vectors | undefined;
  for await (const batch of textsIn(reading, (text) => rowOf(text) !== undefined)) {
    reading.signal.throwIfAborted();
    for (const { text, vector } of await embedded(batch, embedder, reading.faults)) {
      vectors ??= makeInt8Vectors(rows, vector.length, { fine });
      vectors.set(rowOf(text)!, vector);
    }
  }
  return vectors ?? makeInt8Vectors(rows, 1, { fine });
}

/** A fault that parks is of one text of the batch: each is then sent alone. Others stop the run. */
async function embedded(batch: readonly Numbered[], embedder: Embedder, faults: Reading['faults']) {
  try {
    const vectors = await embedder.embed(batch.map(({ said }) => said));
    return batch.map(({ text }, at) => ({ text, vector: vectors[at]! }));
  } catch (error) {
    if (!parksItem(error)) throw error;
    if (batch.length === 1) {
      faults.set(batch[0]!.text, error);
      return [];
    }
  }
  const alone: { readonly text: number; readonly vector: Float32Array }[] = [];
  for (const one of batch) alone.push(...(await embedded([one], embedder, faults)));
  return alone;
}

/** A verdict in bulk, but where texts could not be embedded: their samples fail, and real ones stay. */
export async function* withoutFaulty(
  { samples, texts, faults }: Reading,
  verdict: Extract<Outcome, { kind: 'rows' }>,
): AsyncIterable<Outcome> {
  if (faults.size === 0) {
    yield verdict;
    return;
  }
  const reasons = new Map(
    [...verdict.drop].flatMap(([reason, rows]) => [...rows].map((row) => [row, reason] as const)),
  );
  let row = 0;
  for await (const sample of samples) {
    const met = sample.origin.real ? undefined : faults.get(texts.ofRow[row]!);
    const reason = reasons.get(row++);
    if (met !== undefined) yield fail(sample, met);
    else yield reason === undefined ? keep(sample) : drop(sample, reason);
  }
}

type Numbered = { readonly text: number; readonly said: string };

/** The wanted texts with their numbers, some at a time. */
async function* textsIn(
  { samples, field, texts }: Reading,
  isWanted: (text: number) => boolean,
): AsyncIterable<readonly Numbered[]> {
  let waiting: Numbered[] = [];
  for await (const { utf8, offsets, firstRow } of samples.texts(field))
    for (let at = 0; at + 1 < offsets.length; at++) {
      const text = texts.ofRow[firstRow + at]!;
      if (texts.firstRow[text] !== firstRow + at || !isWanted(text)) continue;
      waiting.push({ text, said: decode(utf8, [offsets[at]!, offsets[at + 1]!]) });
      if (waiting.length < AT_ONCE) continue;
      yield waiting;
      waiting = [];
    }
  if (waiting.length > 0) yield waiting;
}

const decode = (utf8: Uint8Array, [start, end]: readonly [number, number]): string =>
  Buffer.from(utf8.buffer, utf8.byteOffset + start, end - start).toString();

function byWords(words: Uint32Array, a: number, b: number): number {
  for (let at = 0; at < 4; at++) {
    const difference = words[a * 4 + at]! - words[b * 4 + at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
