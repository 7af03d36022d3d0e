/** Folding: texts in any script as the words that the kernels read, so that case, accents and width do not count. */
import { oneText, type ShingleShape, type Texts } from './kernels.ts';

/**
 * Lower case, compatibility forms and accents folded, a space for what is no letter or digit. For runs of words, scripts
 * that write none are cut: Chinese and Japanese into overlapping pairs of characters, Thai, Lao, Khmer and Burmese into
 * triples; an emoji is a word.
 */
export function foldText(text: string, shape: ShingleShape): string {
  const folded = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(UNSEEN, '')
    .replace(/ß/g, 'ss')
    .replace(/ς/g, 'σ')
    .normalize('NFC')
    .replace(GAPS, ' ');
  if ('characters' in shape || !UNSPACED.test(folded)) return folded;
  return folded.replace(PIECES, (run) => {
    if (EMOJI.test(run)) return ` ${run} `;
    return ` ${overlapping([...run], TRIPLES.test(run) ? 3 : 2)} `;
  });
}

/** One row, folded. */
export function foldRow({ utf8, offsets }: Texts, row: number, shape: ShingleShape): Texts {
  const text = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.byteLength).toString(
    'utf8',
    offsets[row],
    offsets[row + 1],
  );
  return oneText(Buffer.from(foldText(text, shape)));
}

/**
 * What each character of `FOLD_RANGES` becomes, 8 bytes each: a number of bytes and these, or 255 where it takes more than
 * that to tell.
 */
export type FoldTable = Uint8Array;

/** Code points of a fold table, first and one past the last: Latin, Greek and Cyrillic; punctuation and signs. */
const FOLD_RANGES = [
  [0x80, 0x530],
  [0x2000, 0x2300],
] as const;

/** Each of these characters becomes the same wherever it stands: none joins its neighbours, once accents are gone. */
export function foldTable(shape: ShingleShape): FoldTable {
  const codes = FOLD_RANGES.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
  const table = new Uint8Array(codes.length * 8);
  codes.forEach((code, at) => {
    const bytes = Buffer.from(foldText(String.fromCodePoint(code), shape));
    table[at * 8] = bytes.length <= 7 ? bytes.length : 255;
    if (bytes.length <= 7) table.set(bytes, at * 8 + 1);
  });
  return table;
}

/** Accents of Latin, Greek and Cyrillic, and characters that nobody sees: soft hyphens, joiners, variation selectors. */
const UNSEEN = /(?:[\u0300-\u036f]|\u00ad|[\u200b-\u200d]|\u2060|[\ufe0e\ufe0f]|\ufeff)+/g;
const GAPS = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu;
/** Is there anything that `PIECES` may find? */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2190-\u{1ffff}\u{20000}-\u{3ffff}©®]/u;
const PIECES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u30fc]+|[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+|\p{Extended_Pictographic}/gu;
const TRIPLES = /^[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const EMOJI = /^\p{Extended_Pictographic}/u;

function overlapping(characters: readonly string[], size: number): string {
  if (characters.length <= size) return characters.join('');
  return Array.from({ length: characters.length - size + 1 }, (_, at) => characters.slice(at, at + size).join('')).join(
    ' ',
  );
}
