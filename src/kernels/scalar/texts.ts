/** Texts of many rows: shingles, signatures, hashes. */
import { isAscii } from 'node:buffer';
import { mix32 } from '../../math/hash.ts';
import { type BandShape, makeMinHash, PERMUTATIONS, writeBandKeys } from '../../math/minhash.ts';
import { foldRow } from '../fold.ts';
import type { Kernels, ShingleShape, Signed, Signing, Texts } from '../kernels.ts';
import { hashes } from './hashes.ts';

export function textKernels(): Pick<Kernels, 'shingles' | 'sign' | 'signSets' | 'hashes'> {
  const shingles = makeShingles();
  return { shingles, sign: (texts, signing) => sign(texts, signing, shingles), signSets, hashes };
}

function sign(texts: Texts, { shape, bands }: Signing, shingles: Kernels['shingles']): Signed {
  const rows = texts.offsets.length - 1;
  const counts = new Uint32Array(rows);
  const keys = new Uint32Array(rows * bands.bands);
  const keysOf = makeKeys(bands);
  for (let row = 0; row < rows; row++) {
    const hashes = shingles(texts, row, shape);
    counts[row] = hashes.length;
    keys.set(keysOf(hashes), row * bands.bands);
  }
  return { counts, keys };
}

function signSets(hashes: Int32Array, offsets: Uint32Array, bands: BandShape): Uint32Array {
  const keys = new Uint32Array((offsets.length - 1) * bands.bands);
  const keysOf = makeKeys(bands);
  for (let row = 0; row + 1 < offsets.length; row++)
    keys.set(keysOf(hashes.subarray(offsets[row], offsets[row + 1])), row * bands.bands);
  return keys;
}

/** The keys of a set of hashes; overwritten by the next. */
function makeKeys(bands: BandShape): (hashes: Int32Array) => Uint32Array {
  const minHash = makeMinHash();
  const signature = new Int32Array(PERMUTATIONS);
  const keys = new Uint32Array(bands.bands);
  return (hashes) => {
    minHash(hashes, signature, 0);
    writeBandKeys(signature, bands, (band, key) => {
      keys[band] = key;
    });
    return keys;
  };
}

function makeShingles(): Kernels['shingles'] {
  let lower = new Uint8Array(1024);
  let words = new Int32Array(1024);
  let out = new Int32Array(4096);
  return (texts, row, shape: ShingleShape) => {
    const given = texts.utf8.subarray(texts.offsets[row], texts.offsets[row + 1]);
    const text = isAscii(given) ? given : foldRow(texts, row, shape).utf8;
    const widest = 'words' in shape ? shape.words[1] - shape.words[0] + 1 : 1;
    if (lower.length < text.length) lower = new Uint8Array(text.length * 2);
    if (words.length < text.length + 2) words = new Int32Array(text.length * 2);
    if (out.length < text.length * widest) out = new Int32Array(text.length * widest * 2);
    const squeezed = lower.subarray(0, squeeze(text, lower));
    if ('characters' in shape)
      return out.subarray(0, hashCharacters(squeezed, shape.characters, { starts: words, out }));
    return out.subarray(0, hashRuns(words.subarray(0, hashWords(squeezed, words)), shape.words, out));
  };
}

const SPACE = 0x20;

/** 0 for what is between words, else the byte in lower case; bytes beyond ASCII are of words. */
const inWord = (byte: number): number => {
  if ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80) return byte;
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : 0;
};

/** Writes the words of a text in lower case, a space between them; gives the number of bytes. */
function squeeze(text: Uint8Array, out: Uint8Array): number {
  let count = 0;
  let isGap = false;
  for (const byte of text) {
    const letter = inWord(byte);
    if (letter === 0) {
      isGap = count > 0;
      continue;
    }
    if (isGap) out[count++] = SPACE;
    isGap = false;
    out[count++] = letter;
  }
  return count;
}

function hashWords(squeezed: Uint8Array, out: Int32Array): number {
  let count = 0;
  for (let start = 0; start < squeezed.length; ) {
    const space = squeezed.indexOf(SPACE, start);
    const end = space < 0 ? squeezed.length : space;
    out[count++] = hashWord(squeezed, start, end);
    start = end + 1;
  }
  return count;
}

/**
 * Four lanes of 32 bits, of which the sum tells a word: 16 bytes a turn, the last filled up with zeros. Each lane has
 * numbers of its own, so that bytes cannot change places.
 */
function hashWord(bytes: Uint8Array, start: number, end: number): number {
  let sum = Math.imul(end - start, 0x9e3779b1);
  for (let lane = 0; lane < 4; lane++) {
    let value = SEEDS[lane]!;
    for (let p = start; p < end; p += 16) {
      value = Math.imul(value ^ fourBytes(bytes, p + 4 * lane, end), BEFORE[lane]!);
      value = Math.imul(value ^ (value >>> 15), AFTER[lane]!);
    }
    sum = (sum + value) | 0;
  }
  return mix32(sum);
}

const SEEDS = [0x7f4a7c15, 0x2545f491, 0x6a09e667, 0x3c6ef372];
const BEFORE = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1];
const AFTER = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x2c1b3c6d];

function fourBytes(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = 0; i < 4 && at + i < end; i++) value |= (bytes[at + i] as number) << (8 * i);
  return value;
}

/** Runs of `least` to `most` words; fewer words than `least` are one run. */
function hashRuns(words: Int32Array, [least, most]: readonly [number, number], out: Int32Array): number {
  if (words.length === 0) return 0;
  let count = 0;
  for (let size = Math.min(least, words.length); size <= Math.min(most, words.length); size++)
    for (let start = 0; start + size <= words.length; start++) {
      let hash = 0;
      for (let i = start; i < start + size; i++) hash = (Math.imul(hash, 0x9e3779b1) + (words[i] as number)) | 0;
      out[count++] = mix32(hash ^ size);
    }
  return count;
}

function hashCharacters(
  squeezed: Uint8Array,
  size: number,
  { starts, out }: { readonly starts: Int32Array; readonly out: Int32Array },
): number {
  let characters = 0;
  for (let i = 0; i < squeezed.length; i++) if (((squeezed[i] as number) & 0xc0) !== 0x80) starts[characters++] = i;
  if (characters === 0) return 0;
  starts[characters] = squeezed.length;
  const runs = Math.max(1, characters - size + 1);
  for (let run = 0; run < runs; run++)
    out[run] = hashWord(squeezed, starts[run] as number, starts[Math.min(run + size, characters)] as number);
  return runs;
}
