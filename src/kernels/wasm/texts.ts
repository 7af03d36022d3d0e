/** Texts of many rows: shingles, signatures, hashes. */
import type { BandShape } from '../../math/minhash.ts';
import { foldRow } from '../fold.ts';
import type { Kernels, ShingleShape, Signed, Signing, Texts } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';
import { isTooMuch, type Lend } from './scratch.ts';

export type TextFunctions = 'shingleText' | 'signAll' | 'signSets' | 'hashes';
type TextBench = Bench<TextFunctions>;
type Names = 'shingles' | 'sign' | 'signSets' | 'hashes';

/** @param plain for texts that are too long for this memory. */
export const textKernels = (bench: TextBench, lend: Lend, plain: Pick<Kernels, Names>): Pick<Kernels, Names> => ({
  shingles: (texts, row, shape) =>
    isTooMuch(bytesOf(texts, row), shape)
      ? plain.shingles(texts, row, shape)
      : shingles(bench, lend, { texts, row, shape, folds: true }),
  sign: (texts, signing) =>
    isTooMuch(bytesIn(texts), signing.shape)
      ? plain.sign(texts, signing)
      : sign(bench, lend, { texts, signing, folds: true }),
  signSets: (hashes, offsets, bands) => signSets(bench, hashes, { offsets, bands }),
  hashes: (texts) => hashes(bench, texts),
});

const bytesIn = ({ offsets }: Texts) => offsets[offsets.length - 1]! - offsets[0]!;
const bytesOf = ({ offsets }: Texts, row: number) => offsets[row + 1]! - offsets[row]!;

/** Copies texts in, and gives their addresses. */
function putTexts({ regions }: TextBench, { utf8, offsets }: Texts): readonly [text: number, offsets: number] {
  const first = offsets[0] as number;
  const bytes = utf8.subarray(first, offsets.at(-1));
  regions.reserve({ lines: bytes.length + SLACK, offsets: offsets.length * 4 });
  return [regions.put('lines', bytes) - first, regions.put('offsets', offsets)];
}

function hashes(bench: TextBench, texts: Texts): Uint32Array {
  const rows = texts.offsets.length - 1;
  bench.regions.reserve({ rowHashes: rows * 4 });
  const addresses = putTexts(bench, texts);
  bench.exports.hashes(...addresses, rows, bench.regions.at('rowHashes'));
  return bench.regions.words('rowHashes', rows).slice();
}

/** As the module says of a text with a character that its table does not know. */
const UNKNOWN = 0xffffffff;

interface OneText {
  readonly texts: Texts;
  readonly row: number;
  readonly shape: ShingleShape;
  /** Without it, bytes beyond ASCII are taken as they are: the text is folded already. */
  readonly folds: boolean;
}

function shingles(bench: TextBench, lend: Lend, text: OneText): Int32Array {
  const { texts, row, shape } = text;
  let count = shingleInto(bench, lend, text);
  if (count === UNKNOWN)
    count = shingleInto(bench, lend, { texts: foldRow(texts, row, shape), row: 0, shape, folds: false });
  const words = bench.regions.words('shingles', count);
  return new Int32Array(words.buffer, words.byteOffset, count);
}

function shingleInto(bench: TextBench, lend: Lend, { texts, row, shape, folds }: OneText): number {
  const { exports, regions } = bench;
  const bytes = texts.utf8.subarray(texts.offsets[row], texts.offsets[row + 1]);
  lend(bytes.length, shape, folds);
  regions.reserve({ lines: bytes.length + SLACK });
  return exports.shingleText(regions.put('lines', bytes), bytes.length) >>> 0;
}

interface ManyTexts {
  readonly texts: Texts;
  readonly signing: Signing;
  readonly folds: boolean;
}

/** Rows with characters that the module does not know are folded here, one by one, and signed again. */
function sign(bench: TextBench, lend: Lend, given: ManyTexts): Signed {
  const { texts, signing } = given;
  const signed = signAll(bench, lend, given);
  const { bands } = signing.bands;
  for (let row = signed.counts.indexOf(UNKNOWN); row >= 0; row = signed.counts.indexOf(UNKNOWN, row + 1)) {
    const folded = signAll(bench, lend, { texts: foldRow(texts, row, signing.shape), signing, folds: false });
    signed.counts.set(folded.counts, row);
    signed.keys.set(folded.keys, row * bands);
  }
  return signed;
}

function signAll(bench: TextBench, lend: Lend, { texts, signing: { shape, bands }, folds }: ManyTexts): Signed {
  const { exports, regions } = bench;
  const rows = texts.offsets.length - 1;
  const size = rows * bands.bands;
  lend(bytesIn(texts), shape, folds);
  regions.reserve({ counts: rows * 4, keyed: size * 4 });
  const places = [...putTexts(bench, texts), rows, bands.bands, bands.rows, regions.at('counts'), regions.at('keyed')];
  exports.signAll(...places);
  return { counts: regions.words('counts', rows).slice(), keys: regions.words('keyed', size).slice() };
}

function signSets(
  { exports, regions }: TextBench,
  hashes: Int32Array,
  { offsets, bands }: { readonly offsets: Uint32Array; readonly bands: BandShape },
): Uint32Array {
  const rows = offsets.length - 1;
  const size = rows * bands.bands;
  regions.reserve({ sets: hashes.byteLength + SLACK, setKeys: size * 4 });
  const places = [regions.put('sets', hashes), regions.put('offsets', offsets), rows];
  exports.signSets(...places, bands.bands, bands.rows, regions.at('setKeys'));
  return regions.words('setKeys', size).slice();
}
