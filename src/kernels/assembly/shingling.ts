/** Texts in any script to shingles and signatures, with scratch memory that is lent once for many texts. */
import { foldRow } from './fold';
import { bandKeys, hashRuns, minHash } from './minhash';
import { hashCharacters, hashWords, hasHighBit } from './words';

/** Of runs of words the least and the most; of runs of characters their length, which is 0 for words. */
let least: u32 = 0;
let most: u32 = 0;
let characters: u32 = 0;
/** Scratch: see `lend`. */
let table: usize = 0;
let folded: usize = 0;
let lower: usize = 0;
let masks: usize = 0;
let words: usize = 0;
let wordEnds: usize = 0;
let shingles: usize = 0;
let family: usize = 0;
let signature: usize = 0;

/** What shingles are: runs of `from` to `to` words, or, where it is not 0, of `size` characters. */
export function shapeShingles(from: u32, to: u32, size: u32): void {
  least = from;
  most = to;
  characters = size;
}

/**
 * Scratch for texts of up to n bytes, folded or not: the fold table, 0 for texts that are folded already; n + 64 bytes each
 * for the folded text and for it in lower case, n / 8 + 64 for masks, 4 · n + 128 for words, half of it for their ends, and
 * 4 bytes a shingle, and 16, for these.
 */
export function lend(
  table_: usize, folded_: usize, lower_: usize, masks_: usize, words_: usize, wordEnds_: usize, shingles_: usize,
): void {
  table = table_;
  folded = folded_;
  lower = lower_;
  masks = masks_;
  words = words_;
  wordEnds = wordEnds_;
  shingles = shingles_;
}

/** The multipliers of signatures, and 512 bytes for one. */
export function lendFamily(family_: usize, signature_: usize): void {
  family = family_;
  signature = signature_;
}

/** Says where the shingles of the next texts go; reads and writes 16 bytes beyond them. */
export function aimShingles(to: usize): void {
  shingles = to;
}

/** More shingles than any text has: it has characters that the fold table does not know. */
export const UNKNOWN: u32 = 0xffffffff;

/** Whether the text that was shingled last has bytes beyond ASCII. */
export let wasWide: bool = false;

/** Hashes the shingles of a text to scratch, repeats included, and gives their number; `UNKNOWN` where it cannot fold it. */
export function shingleText(from: usize, length: u32): u32 {
  let text = from;
  let bytes = length;
  wasWide = hasHighBit(from, from + length);
  if (wasWide && table != 0) {
    const foldedEnd = foldRow(from, from + length, table, folded);
    if (foldedEnd == 0) return UNKNOWN;
    text = folded;
    bytes = <u32>(foldedEnd - folded);
  }
  if (characters != 0) return hashCharacters(text, bytes, characters, lower, masks, words, shingles);
  return hashRuns(words, hashWords(text, bytes, lower, masks, words, wordEnds), least, most, shingles);
}

/** Writes the keys of a text's bands to `keys`, and gives the number of its shingles. */
export function signText(from: usize, length: u32, bands: u32, size: u32, keys: usize): u32 {
  const count = shingleText(from, length);
  if (count == UNKNOWN) return count;
  minHash(shingles, count, family, signature);
  bandKeys(signature, bands, size, keys);
  return count;
}

/** The same of a batch: text `row` lies at `text + offsets[row] .. text + offsets[row + 1]`. */
export function signAll(text: usize, offsets: usize, rows: u32, bands: u32, size: u32, counts: usize, keys: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const ends = offsets + (<usize>row << 2);
    const start = load<u32>(ends);
    const count = signText(text + start, load<u32>(ends, 4) - start, bands, size, keys + <usize>(row * bands) * 4);
    store<u32>(counts + (<usize>row << 2), count);
  }
}

/** The keys of sets of hashes: set `row` is `offsets[row] .. offsets[row + 1]` of those at `hashes`. Reads and writes 16 bytes beyond the last. */
export function signSets(hashes: usize, offsets: usize, rows: u32, bands: u32, size: u32, keys: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const ends = offsets + (<usize>row << 2);
    const start = load<u32>(ends);
    const stop = hashes + (<usize>load<u32>(ends, 4) << 2);
    const next = v128.load(stop); // minHash writes there
    minHash(hashes + (<usize>start << 2), load<u32>(ends, 4) - start, family, signature);
    v128.store(stop, next);
    bandKeys(signature, bands, size, keys + <usize>(row * bands) * 4);
  }
}
