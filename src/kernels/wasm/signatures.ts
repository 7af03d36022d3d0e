/** Shingles and MinHash signatures. */
import { type BandShape, minHashFamily, PERMUTATIONS } from '../../math/minhash.ts';
import type { Kernels, ShingleShape, Signed, Texts } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';
import { putTexts } from './texts.ts';

export type SignatureFunctions = 'hashWords' | 'hashRuns' | 'hashCharacters' | 'minHash' | 'bandKeys' | 'signAll';
type SignatureBench = Bench<SignatureFunctions>;

export function signatureKernels(bench: SignatureBench): Pick<Kernels, 'shingles' | 'sign'> {
  const { multipliers, summands } = minHashFamily();
  bench.regions.put('family', Int32Array.of(...multipliers, ...summands));
  return {
    shingles: (texts, row, shape) => shinglesOf(bench, putRow(bench, texts, row), shape),
    sign: (texts, shape, bands) =>
      'words' in shape
        ? signWords(bench, texts, { words: shape.words, bands })
        : signEach(bench, texts, { shape, bands }),
  };
}

interface Row {
  readonly from: number;
  readonly length: number;
}

function putRow({ regions }: SignatureBench, { utf8, offsets }: Texts, row: number): Row {
  const bytes = utf8.subarray(offsets[row], offsets[row + 1]);
  regions.reserve({ lines: bytes.length + SLACK });
  return { from: regions.put('lines', bytes), length: bytes.length };
}

/** Room for the longest text: in lower case, its masks, its words or characters, its shingles. */
function reserveFor({ regions }: SignatureBench, length: number, shape: ShingleShape): void {
  const sizes = 'words' in shape ? shape.words[1] - shape.words[0] + 1 : 1;
  const most = 'words' in shape ? (length + 1) >> 1 : length; // words and characters that a text can have
  regions.reserve({
    lower: length + 2 * SLACK,
    masks: (length >> 3) + 2 * SLACK,
    starts: (most + 2) * 4 + SLACK,
    shingles: (most * sizes + 1) * 4 + SLACK,
  });
}

function shinglesOf(bench: SignatureBench, { from, length }: Row, shape: ShingleShape): Int32Array {
  reserveFor(bench, length, shape);
  const { exports, regions } = bench;
  const [lower, masks, starts, out] = ['lower', 'masks', 'starts', 'shingles'].map(regions.at) as [
    number,
    number,
    number,
    number,
  ];
  let count: number;
  if ('words' in shape) {
    const words = exports.hashWords(from, length, lower, masks, starts);
    count = exports.hashRuns(starts, words, ...shape.words, out);
  } else count = exports.hashCharacters(from, length, shape.characters, lower, masks, starts, out);
  const hashes = regions.words('shingles', count);
  return new Int32Array(hashes.buffer, hashes.byteOffset, count);
}

function signWords(
  bench: SignatureBench,
  texts: Texts,
  { words, bands }: { readonly words: readonly [number, number]; readonly bands: BandShape },
): Signed {
  const rows = texts.offsets.length - 1;
  reserveFor(bench, longestOf(texts), { words });
  bench.regions.reserve({ signature: PERMUTATIONS * 4, counts: rows * 4, keys: rows * bands.bands * 4 });
  const addresses = putTexts(bench, texts);
  const { exports, regions } = bench;
  const scratch = ['lower', 'masks', 'starts', 'shingles', 'family', 'signature', 'counts', 'keys'].map(regions.at);
  exports.signAll(...addresses, rows, ...words, bands.bands, bands.rows, ...scratch);
  return { counts: regions.words('counts', rows).slice(), keys: regions.words('keys', rows * bands.bands).slice() };
}

function signEach(
  bench: SignatureBench,
  texts: Texts,
  { shape, bands }: { readonly shape: ShingleShape; readonly bands: BandShape },
): Signed {
  const rows = texts.offsets.length - 1;
  const counts = new Uint32Array(rows);
  const keys = new Uint32Array(rows * bands.bands);
  const { exports, regions } = bench;
  regions.reserve({ signature: PERMUTATIONS * 4, keys: bands.bands * 4 });
  for (let row = 0; row < rows; row++) {
    counts[row] = shinglesOf(bench, putRow(bench, texts, row), shape).length;
    exports.minHash(regions.at('shingles'), counts[row]!, regions.at('family'), regions.at('signature'));
    exports.bandKeys(regions.at('signature'), bands.bands, bands.rows, regions.at('keys'));
    keys.set(regions.words('keys', bands.bands), row * bands.bands);
  }
  return { counts, keys };
}

function longestOf({ offsets }: Texts): number {
  let longest = 0;
  for (let row = 0; row + 1 < offsets.length; row++)
    longest = Math.max(longest, (offsets[row + 1] as number) - (offsets[row] as number));
  return longest;
}
