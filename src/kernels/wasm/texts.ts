/** Texts of many rows: which need folding, folding, fingerprints. */
import type { FoldTable, Kernels, Texts } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';

export type TextFunctions = 'markWide' | 'foldAll' | 'fingerprints';
type TextBench = Bench<TextFunctions>;

export const textKernels = (bench: TextBench): Pick<Kernels, 'wideRows' | 'fold' | 'fingerprints'> => ({
  wideRows: (texts) => wideRows(bench, texts),
  fold: (texts, table) => fold(bench, texts, table),
  fingerprints: (texts) => fingerprints(bench, texts),
});

/** Copies texts in, and gives their addresses. */
export function putTexts(
  { regions }: Pick<Bench<never>, 'regions'>,
  { utf8, offsets }: Texts,
): readonly [text: number, offsets: number] {
  const first = offsets[0] as number;
  const bytes = utf8.subarray(first, offsets.at(-1));
  regions.reserve({ lines: bytes.length + SLACK, offsets: offsets.length * 4 });
  return [regions.put('lines', bytes) - first, regions.put('offsets', offsets)];
}

function wideRows(bench: TextBench, texts: Texts): Uint8Array {
  const rows = texts.offsets.length - 1;
  bench.regions.reserve({ odd: rows });
  const addresses = putTexts(bench, texts);
  const { exports, regions } = bench;
  exports.markWide(...addresses, rows, regions.at('odd'));
  return regions.bytes('odd', rows).slice();
}

/** A character of two bytes becomes seven at most. */
const MOST_GROWTH = 4;

function fold(bench: TextBench, texts: Texts, table: FoldTable) {
  const rows = texts.offsets.length - 1;
  const bytes = texts.offsets[rows]! - texts.offsets[0]!;
  const { exports, regions } = bench;
  regions.reserve({ text: bytes * MOST_GROWTH + SLACK, ends: rows * 4, odd: rows, table: table.length });
  const addresses = putTexts(bench, texts);
  regions.put('table', table);
  exports.foldAll(...addresses, rows, ...['table', 'text', 'ends', 'odd'].map(regions.at));
  const offsets = new Uint32Array(rows + 1);
  offsets.set(regions.words('ends', rows), 1);
  return {
    utf8: regions.bytes('text', offsets[rows] as number).slice(),
    offsets,
    left: regions.bytes('odd', rows).slice(),
  };
}

function fingerprints(bench: TextBench, texts: Texts): Uint32Array {
  const rows = texts.offsets.length - 1;
  bench.regions.reserve({ keys: rows * 16 });
  const addresses = putTexts(bench, texts);
  bench.exports.fingerprints(...addresses, rows, bench.regions.at('keys'));
  return bench.regions.words('keys', rows * 4).slice();
}
