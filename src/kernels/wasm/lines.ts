/** Fields of lines of JSON: copied, hashed, signed. */
import { type Kernels, LEFT, type ShingledLines, type ShingleShape, type Signing, type Where } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';
import { isTooMuch, type Lend, mostShingles } from './scratch.ts';

export type LineFunctions = 'choosePaths' | 'extractLines' | 'findLines' | 'hashLines' | 'signLines' | 'shingleLines';
type LineBench = Bench<LineFunctions>;
type Names = 'extractField' | 'hashLines' | 'signLines' | 'shingleLines';

export const lineKernels = (bench: LineBench, lend: Lend): Pick<Kernels, Names> => ({
  extractField: (lines, where) => extract(putLines(bench, lines, where)),
  hashLines: (lines, where) => hash(putLines(bench, lines, where)),
  signLines: (lines, where, signing) => sign(putLines(bench, lines, where), lend, signing),
  shingleLines: (lines, where, of) => shingle(putLines(bench, lines, where), lend, of),
});

/** Lines that were copied in. */
interface Given {
  readonly bench: LineBench;
  readonly lines: Uint8Array;
  readonly rows: number;
  /** Where they begin, their number, and where the addresses of their newlines are: as the module takes them. */
  readonly places: readonly [from: number, rows: number, ends: number];
}

function putLines(bench: LineBench, lines: Uint8Array, { field, flag }: Where): Given {
  const { exports, regions } = bench;
  regions.reserve({ lines: lines.length + 2 * SLACK });
  exports.choosePaths(putPaths(regions, [...field, ...flag]));
  const from = regions.put('lines', lines);
  regions.reserve({ lineEnds: lines.length * 4 + SLACK }); // of which a line in a thousand bytes touches little
  const ends = regions.at('lineEnds');
  const rows = exports.findLines(from, from + lines.length, ends);
  regions.reserve({ flags: rows });
  return { bench, lines, rows, places: [from, rows, ends] };
}

/** Writes the keys one after another, and where each is; gives the address of these. */
function putPaths(regions: LineBench['regions'], path: readonly string[]): number {
  const keys = path.map((key) => Buffer.from(key));
  regions.reserve({ keys: keys.reduce((sum, { length }) => sum + length, 0) + SLACK });
  let start = regions.put('keys', Buffer.concat(keys));
  const places = new Uint32Array(keys.length * 2);
  keys.forEach(({ length }, i) => {
    places.set([start, length], i * 2);
    start += length;
  });
  return regions.put('paths', places);
}

const flagsOf = ({ bench, rows }: Given) => bench.regions.bytes('flags', rows).slice();
/** Of the wanted lines each is left; of the others nothing is said. */
const leftOf = (wanted: Uint8Array, rows: number) =>
  Uint8Array.from({ length: rows }, (_, row) => (wanted[row] === 1 ? LEFT : 0));
const allLeft = ({ rows }: Given) => new Uint8Array(rows).fill(LEFT);

function extract(given: Given) {
  const { bench, lines, rows, places } = given;
  const { exports, regions } = bench;
  regions.reserve({ text: lines.length + SLACK, ends: rows * 4 });
  exports.extractLines(...places, ...['text', 'ends', 'flags'].map(regions.at));
  const offsets = offsetsOf(given);
  return { utf8: regions.bytes('text', offsets[rows] as number).slice(), offsets, flags: flagsOf(given) };
}

function offsetsOf({ bench: { regions }, rows }: Given): Uint32Array {
  const offsets = new Uint32Array(rows + 1);
  offsets.set(regions.words('ends', rows), 1);
  return offsets;
}

function hash(given: Given) {
  const { bench, rows, places } = given;
  const { exports, regions } = bench;
  regions.reserve({ rowHashes: rows * 4, spans: rows * 8 });
  exports.hashLines(...places, ...['rowHashes', 'spans', 'flags'].map(regions.at));
  return {
    flags: regions.bytes('flags', rows),
    hashes: regions.words('rowHashes', rows),
    spans: regions.words('spans', rows * 2),
  };
}

function sign(given: Given, lend: Lend, { shape, bands }: Signing) {
  const { bench, lines, rows, places } = given;
  const { exports, regions } = bench;
  const size = rows * bands.bands;
  if (isTooMuch(lines.length, shape)) {
    const none = () => new Uint32Array(rows);
    const shingles = new Int32Array(0);
    return { keys: new Uint32Array(size), counts: none(), characters: none(), flags: allLeft(given), shingles };
  }
  lend(lines.length, shape, true);
  const sets = mostShingles(lines.length, shape) * 4 + SLACK;
  regions.reserve({ text: lines.length + SLACK, lineKeys: size * 4, lineCounts: rows * 4, lengths: rows * 4, sets });
  const out = ['text', 'lineKeys', 'lineCounts', 'lengths', 'flags', 'sets'].map(regions.at);
  exports.signLines(...places, bands.bands, bands.rows, ...out);
  const counts = regions.words('lineCounts', rows);
  return {
    keys: regions.words('lineKeys', size),
    counts,
    shingles: signedWords(regions, 'sets', sum(counts)),
    characters: regions.words('lengths', rows),
    flags: regions.bytes('flags', rows),
  };
}

function shingle(
  given: Given,
  lend: Lend,
  { shape, wanted }: { readonly shape: ShingleShape; readonly wanted: Uint8Array },
): ShingledLines {
  const { bench, lines, rows, places } = given;
  const { exports, regions } = bench;
  if (isTooMuch(lines.length, shape))
    return { flags: leftOf(wanted, rows), shingles: new Int32Array(0), offsets: new Uint32Array(rows + 1) };
  lend(lines.length, shape, true);
  regions.reserve({ text: lines.length + SLACK, sets: mostShingles(lines.length, shape) * 4 + SLACK, ends: rows * 4 });
  const at = regions.put('wanted', wanted.subarray(0, rows));
  exports.shingleLines(...places, at, ...['text', 'sets', 'ends', 'flags'].map(regions.at));
  const offsets = offsetsOf(given);
  return { flags: flagsOf(given), offsets, shingles: signedWords(regions, 'sets', offsets[rows] as number) };
}

function signedWords(regions: LineBench['regions'], name: string, length: number): Int32Array {
  const { buffer, byteOffset } = regions.words(name, length);
  return new Int32Array(buffer, byteOffset, length);
}

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
