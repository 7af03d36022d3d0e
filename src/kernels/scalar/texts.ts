/** Texts of many rows: which need folding, folding, fingerprints. */
import { fingerprint128 } from '../../math/hash.ts';
import { FOLD_RANGES, type FoldTable, type Kernels, type Texts } from '../kernels.ts';

export const textKernels = (): Pick<Kernels, 'wideRows' | 'fold' | 'fingerprints'> => ({
  wideRows,
  fold,
  fingerprints,
});

function wideRows({ utf8, offsets }: Texts): Uint8Array {
  return Uint8Array.from({ length: offsets.length - 1 }, (_, row) =>
    utf8.subarray(offsets[row], offsets[row + 1]).some((byte) => byte >= 0x80) ? 1 : 0,
  );
}

function fingerprints({ utf8, offsets }: Texts): Uint32Array {
  const out = new Uint32Array((offsets.length - 1) * 4);
  for (let row = 0; row + 1 < offsets.length; row++)
    fingerprint128(utf8, [offsets[row] as number, offsets[row + 1] as number], out, row * 4);
  return out;
}

function fold({ utf8, offsets }: Texts, table: FoldTable) {
  const rows = offsets.length - 1;
  const left = new Uint8Array(rows);
  const ends = new Uint32Array(rows + 1);
  const parts: Buffer[] = [];
  for (let row = 0; row < rows; row++) {
    const text = Buffer.from(
      utf8.buffer,
      utf8.byteOffset + offsets[row]!,
      offsets[row + 1]! - offsets[row]!,
    ).toString();
    const folded = foldRow(text, table);
    left[row] = folded === undefined ? 1 : 0;
    if (folded !== undefined) parts.push(folded);
    ends[row + 1] = ends[row]! + (folded?.length ?? 0);
  }
  return { utf8: Buffer.concat(parts), offsets: ends, left };
}

function foldRow(text: string, table: FoldTable): Buffer | undefined {
  const parts: Uint8Array[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) parts.push(Uint8Array.of(code));
    else {
      const [low, signs] = FOLD_RANGES;
      const isLow = code < low[1];
      if (!isLow && (code < signs[0] || code >= signs[1])) return undefined;
      const at = 8 * (isLow ? code - low[0] : low[1] - low[0] + code - signs[0]);
      if (table[at] === 255) return undefined;
      parts.push(table.subarray(at + 1, at + 1 + table[at]!));
    }
  }
  return Buffer.concat(parts);
}
