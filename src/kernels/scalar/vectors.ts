/** Vectors in eight bits: dot products, and which are alike. */
import { type Int8Rows, int8Dot } from '../../math/int8-vectors.ts';
import type { Against, AlikeWish, Kernels } from '../kernels.ts';

export const vectorKernels = (): Pick<Kernels, 'against'> => ({
  against: (given): Against => ({
    dots: (asked) => dots(asked, given),
    alike: (asked, wish) => alike(asked, given, wish),
  }),
});

const countRows = ({ held, dimensions }: Int8Rows): number => held.length / dimensions;

function dots(asked: Int8Rows, given: Int8Rows): Int32Array {
  const [rows, others] = [countRows(asked), countRows(given)];
  const out = new Int32Array(rows * others);
  for (let row = 0; row < rows; row++)
    for (let other = 0; other < others; other++)
      out[row * others + other] = int8Dot(asked, row, { rows: given, other });
  return out;
}

function alike(asked: Int8Rows, given: Int8Rows, wish: AlikeWish): Uint32Array | undefined {
  const { threshold, upTo, most = Number.POSITIVE_INFINITY } = wish;
  const others = countRows(given);
  const own = lengthsOf(asked);
  const theirs = lengthsOf(given);
  const found: number[] = [];
  for (const [row, length] of own.entries()) {
    for (let other = 0; other < (upTo?.[row] ?? others); other++)
      if (int8Dot(asked, row, { rows: given, other }) / (length * theirs[other]!) >= threshold)
        found.push(row * others + other);
    if (found.length > most) return undefined;
  }
  return Uint32Array.from(found);
}

const lengthsOf = (rows: Int8Rows): Float64Array =>
  Float64Array.from({ length: countRows(rows) }, (_, row) => Math.sqrt(int8Dot(rows, row, { rows, other: row })));
