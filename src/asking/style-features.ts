/** How a text is written, as rows of features: words, characters, the order of small words and of forms, length, and a vector. */
import { columnOf, eachNgram, hashedNgrams, mixed, type NgramShape, USUAL_NGRAMS } from '../learn/hashed-ngrams.ts';
import { besideRows, type Rows, rowGatherer } from '../learn/rows.ts';
import { wordsOf } from '../text/words.ts';
import { EDGE, FORMS, lengthSign, partSign, REST, runSign, type Sign } from './sign-names.ts';
import { type VectorReader, vectorRows } from './vector-reader.ts';

/** Bands of length, two for each doubling of the number of words. */
const BANDS = 40;
/** Beside words and characters, which together have the length 1. */
const LENGTH_WEIGHT = 0.5;

/** Runs of tokens in place of which something else stands: what sort of words follow each other. */
const ORDER: NgramShape = { words: [2, 3], characters: [1, 0], bits: 16, signed: true };
/** Characters of a word that stands as it is, and of an ending. */
const [SMALL, ENDING] = [4, 2];

interface Block {
  readonly shape: NgramShape;
  /** First column. */
  readonly from: number;
  /** The text whose runs are counted. */
  said(text: string): string;
}

/** In the order of their columns; lengths come behind, and then the vector. */
const BLOCKS: readonly Block[] = [
  { shape: USUAL_NGRAMS, from: 0, said: (text) => text },
  { shape: ORDER, from: 2 ** USUAL_NGRAMS.bits, said: orderText },
  { shape: ORDER, from: 2 ** USUAL_NGRAMS.bits + 2 ** ORDER.bits, said: formText },
];
const LENGTHS_FROM = 2 ** USUAL_NGRAMS.bits + 2 * 2 ** ORDER.bits;

export interface StyleSettings {
  /** Lengths are no feature. */
  readonly lengthMatched: boolean;
  readonly vectors?: VectorReader | undefined;
}

export async function styleFeatures(
  texts: readonly string[],
  { lengthMatched, vectors }: StyleSettings,
): Promise<Rows> {
  const ngrams = BLOCKS.map(({ shape, said }) => hashedNgrams(texts.map(said), shape)).reduce(besideRows);
  const told = lengthMatched ? ngrams : besideRows(ngrams, lengths(texts));
  if (vectors === undefined || texts.length === 0) return told;
  return besideRows(told, await vectorRows(vectors, texts));
}

/** Each sequence of tokens whose order can be usual or not, as numbers: words, and words by their kind and form. */
export const tokenSequences = (text: string): readonly Uint32Array[] =>
  [text.toLowerCase(), orderText(text), formText(text)].map((said) =>
    Uint32Array.from([EDGE, ...tokensIn(said), EDGE], hashOf),
  );

const tokensIn = (text: string): string[] => text.normalize('NFKC').match(/[\p{L}\p{M}\p{N}]+|\S/gu) ?? [];

function hashOf(token: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/**
 * Only small words stand as they are, and of the others their endings: texts that share no word still share the order of
 * “the …ed by a …”.
 */
function orderText(text: string): string {
  const small = tokensIn(text).map((token) => (token.length <= SMALL ? token : `${REST}${token.slice(-ENDING)}`));
  return [EDGE, ...small, EDGE].join(' ');
}

/** Words by their form, marks as they are: where capitals stand, and what stands between sentences. */
function formText(text: string): string {
  return [EDGE, ...tokensIn(text).map(formOf), EDGE].join(' ');
}

function formOf(token: string): string {
  if (/^\p{N}/u.test(token)) return FORMS.number;
  if (!/^[\p{L}\p{M}]/u.test(token)) return token;
  if (!/^\p{Lu}/u.test(token)) return FORMS.small;
  return token.length > 1 && token === token.toUpperCase() ? FORMS.capitals : FORMS.capital;
}

/** The wanted columns that a text has, and the sign that each stands for. */
export function signsIn(
  text: string,
  { lengthMatched }: Pick<StyleSettings, 'lengthMatched'>,
  wanted: ReadonlySet<number>,
): Map<number, Sign> {
  const found = new Map<number, Sign>();
  for (const block of BLOCKS) note(found, wanted, { text, block });
  const length = LENGTHS_FROM + bandOf(text);
  if (!lengthMatched && wanted.has(length)) found.set(length, signOfBand(bandOf(text)));
  return found;
}

interface Told {
  readonly text: string;
  readonly block: Block;
}

function note(found: Map<number, Sign>, wanted: ReadonlySet<number>, { text, block }: Told): void {
  const { shape, from, said } = block;
  const places = new Map<number, readonly [name: typeof runSign, start: number, end: number]>();
  const visitor = (name: typeof runSign) => (hash: number, start: number, end: number) => {
    const column = from + columnOf(hash, shape.bits);
    if (wanted.has(column)) places.set(column, [name, start, end]);
  };
  const folded = eachNgram(said(text), shape, { word: visitor(runSign), characters: visitor(partSign) });
  for (const [column, [name, start, end]] of places) found.set(column, name(folded.slice(start, end)));
}

/** A number for the length of a text, two for each doubling of its words. */
export const bandOf = (text: string): number =>
  Math.min(BANDS - 1, Math.floor(2 * Math.log2(Math.max(1, wordsOf(text).length))));

function signOfBand(band: number): Sign {
  const from = Math.ceil(2 ** (band / 2));
  return lengthSign(from, band === BANDS - 1 ? Number.POSITIVE_INFINITY : Math.ceil(2 ** ((band + 1) / 2)) - 1);
}

function lengths(texts: readonly string[]): Rows {
  const gather = rowGatherer(BANDS);
  for (const text of texts) {
    gather.put(bandOf(text), LENGTH_WEIGHT);
    gather.close();
  }
  return gather.rows();
}
