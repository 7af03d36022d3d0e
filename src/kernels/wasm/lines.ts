/** Fields of lines of JSON. */
import type { Extracted, Kernels } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';

export type LineFunctions = 'extractField' | 'flagTrue';
type LineBench = Bench<LineFunctions>;

export const lineKernels = (bench: LineBench): Pick<Kernels, 'extractField' | 'extractValue' | 'flagTrue'> => ({
  extractField: (lines, path) => extract(bench, lines, { path, whole: 0 }),
  extractValue: (lines, path) => extract(bench, lines, { path, whole: 1 }),
  flagTrue: (lines, path) => flagTrue(bench, lines, path),
});

type Path = readonly [outer: string, inner: string];

/** Copies lines and a path in; gives the first six numbers that reading them takes, and the number of lines. */
function putLines({ regions }: LineBench, lines: Uint8Array, path: Path) {
  const [outer, inner] = path.map((key) => Buffer.from(key)) as [Buffer, Buffer];
  const rows = newlinesIn(lines);
  regions.reserve({ lines: lines.length + SLACK, odd: rows });
  const from = regions.put('lines', lines);
  const keys = [regions.put('outer', outer), outer.length, regions.put('inner', inner), inner.length];
  return { rows, given: [from, from + lines.length, ...keys] };
}

/** Bytes that a value may take beyond those of its line: that of a missing one. */
const MISSING = 5;

function extract(
  bench: LineBench,
  lines: Uint8Array,
  { path, whole }: { readonly path: Path; readonly whole: 0 | 1 },
): Extracted {
  const { rows, given } = putLines(bench, lines, path);
  const { exports, regions } = bench;
  regions.reserve({ text: lines.length + rows * MISSING + SLACK, ends: rows * 4 });
  exports.extractField(...given, ...['text', 'ends', 'odd'].map(regions.at), whole);
  const offsets = new Uint32Array(rows + 1);
  offsets.set(regions.words('ends', rows), 1);
  return {
    utf8: regions.bytes('text', offsets[rows] as number).slice(),
    offsets,
    odd: regions.bytes('odd', rows).slice(),
  };
}

function flagTrue(bench: LineBench, lines: Uint8Array, path: Path): Uint8Array {
  const { rows, given } = putLines(bench, lines, path);
  bench.exports.flagTrue(...given, bench.regions.at('odd'));
  return bench.regions.bytes('odd', rows).slice();
}

function newlinesIn(lines: Uint8Array): number {
  let count = 0;
  for (let at = lines.indexOf(0x0a); at >= 0; at = lines.indexOf(0x0a, at + 1)) count++;
  return count;
}
