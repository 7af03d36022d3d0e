/** Vectors in eight bits: dot products, and which are alike. */
import type { Int8Rows } from '../../math/int8-vectors.ts';
import type { Against, AlikeWish, Kernels } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';

export type VectorFunctions = 'widen' | 'dotRows' | 'measureRows' | 'alikeRows';
type VectorBench = Bench<VectorFunctions>;

/** As `padded` of `assembly/dot.ts`. */
const widthOf = (dimensions: number): number => Math.ceil(dimensions / 32) * 32;
const ceilTo = (multiple: number, count: number): number => Math.ceil(count / multiple) * multiple;
const countRows = ({ held, dimensions }: Int8Rows): number => held.length / dimensions;

/** Pairs looked at with one call: what it finds is 4 MB at most. */
const PAIRS_AT_ONCE = 1 << 20;

/** Both sides have regions of their own, named by these. */
type Side = 'asked' | 'given';

/** Rows that lie ready: widened, and, once measured, with their lengths. */
interface Ready {
  readonly side: Side;
  readonly dimensions: number;
  readonly rows: number;
  /** `rows`, and those that fill up: a multiple of two where asked, of four where given. */
  readonly filled: number;
}

export function vectorKernels(bench: VectorBench): Pick<Kernels, 'against'> {
  let latest: Int8Rows | undefined;
  return {
    against(given) {
      latest = given;
      const ready = putRows(bench, 'given', given);
      let isMeasured = false;
      const check = ({ dimensions }: Int8Rows): void => {
        if (latest !== given) throw new Error('these rows have made room for others');
        if (dimensions !== given.dimensions) throw new Error('vectors of different dimensions');
      };
      const against: Against = {
        dots(asked) {
          check(asked);
          return dots(bench, asked, ready);
        },
        alike(asked, wish) {
          check(asked);
          if (!isMeasured) measure(bench, ready);
          isMeasured = true;
          return alike(bench, asked, { ready, wish });
        },
      };
      return against;
    },
  };
}

/** Rows that are copied in before they are widened: few, since they are needed no longer then. */
const ROWS_AT_ONCE = 1024;

function putRows({ exports, regions }: VectorBench, side: Side, { held, dimensions }: Int8Rows): Ready {
  const rows = held.length / dimensions;
  const filled = ceilTo(side === 'asked' ? 2 : 4, rows);
  const width = widthOf(dimensions) * 2;
  regions.reserve({ bytes: ROWS_AT_ONCE * dimensions + SLACK, [side]: filled * width + SLACK });
  for (let first = 0; first < filled; first += ROWS_AT_ONCE) {
    const last = Math.min(rows, first + ROWS_AT_ONCE);
    const length = (last - first) * dimensions;
    const from = regions.put('bytes', new Uint8Array(held.buffer, held.byteOffset + first * dimensions, length));
    const most = Math.min(filled, first + ROWS_AT_ONCE) - first;
    exports.widen(from, last - first, dimensions, most, regions.at(side) + first * width);
  }
  return { side, dimensions, rows, filled };
}

function measure({ exports, regions }: VectorBench, { side, dimensions, filled }: Ready): void {
  regions.reserve({ [`${side}Lengths`]: filled * 8, [`${side}Parts`]: filled * 16 });
  exports.measureRows(regions.at(side), filled, dimensions, regions.at(`${side}Lengths`), regions.at(`${side}Parts`));
}

/** So many rows at once, with the number of the first. */
function* pieces(asked: Int8Rows, given: Ready): Iterable<readonly [first: number, Int8Rows]> {
  const { held, dimensions } = asked;
  const most = Math.max(2, Math.floor(PAIRS_AT_ONCE / Math.max(1, given.filled)));
  for (let first = 0; first < countRows(asked); first += most)
    yield [first, { held: held.subarray(first * dimensions, (first + most) * dimensions), dimensions }];
}

function dots(bench: VectorBench, asked: Int8Rows, given: Ready): Int32Array {
  const { exports, regions } = bench;
  const out = new Int32Array(countRows(asked) * given.rows);
  for (const [first, piece] of pieces(asked, given)) {
    const { rows, filled } = putRows(bench, 'asked', piece);
    regions.reserve({ found: filled * given.filled * 4 });
    exports.dotRows(
      ...[regions.at('asked'), filled, regions.at('given'), given.filled],
      ...[piece.dimensions, regions.at('found')],
    );
    const found = regions.words('found', filled * given.filled);
    if (given.filled === given.rows) out.set(found.subarray(0, rows * given.rows), first * given.rows);
    else
      for (let row = 0; row < rows; row++)
        out.set(found.subarray(row * given.filled, row * given.filled + given.rows), (first + row) * given.rows);
  }
  return out;
}

function alike(
  bench: VectorBench,
  asked: Int8Rows,
  { ready: given, wish }: { readonly ready: Ready; readonly wish: AlikeWish },
): Uint32Array | undefined {
  const { exports, regions } = bench;
  const all: Uint32Array[] = [];
  let left = wish.most ?? Number.POSITIVE_INFINITY;
  for (const [first, piece] of pieces(asked, given)) {
    const own = putRows(bench, 'asked', piece);
    measure(bench, own);
    regions.reserve({ found: own.filled * given.filled * 4 });
    const limits = new Uint32Array(own.filled); // 0 for rows that fill up
    for (let row = 0; row < own.rows; row++) limits[row] = wish.upTo?.[first + row] ?? given.rows;
    const upTo = regions.put('limits', limits);
    const count = exports.alikeRows(
      ...[regions.at('asked'), own.filled, regions.at('given'), given.filled, piece.dimensions, wish.threshold, upTo],
      ...['askedLengths', 'askedParts', 'givenLengths', 'givenParts', 'found'].map(regions.at),
    );
    left -= count;
    if (left < 0) return undefined;
    const found = regions.words('found', count).slice().sort();
    all.push(
      found.map((pair) => pair + (Math.floor(pair / given.filled) * (given.rows - given.filled) + first * given.rows)),
    );
  }
  return joined(all);
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  if (parts.length === 1) return parts[0]!;
  const out = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
