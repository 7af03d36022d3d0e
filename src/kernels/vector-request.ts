/** What can be asked about vectors in shared memory, on this thread or on another. */
import { type Int8Rows, int8Length, int8RowsOf } from '../math/int8-vectors.ts';
import type { Kernels } from './kernels.ts';

/** Rows that are held against each other. */
export interface Meeting {
  /** Places among the rows that ask. */
  readonly asked: Uint32Array;
  readonly given: Uint32Array;
  /** Of each that is asked: how many of the given ones, from the first on, it is held against. */
  readonly upTo: Uint32Array;
}

interface AlikeRequest {
  readonly kind: 'alike';
  /** Rows that ask: copied together once, since each is in many meetings. */
  readonly asking: Uint32Array;
  readonly meetings: readonly Meeting[];
  readonly threshold: number;
  /** Pairs that may be found, over all meetings. */
  readonly most: number;
}

interface NearestRequest {
  readonly kind: 'nearest';
  readonly range: readonly [from: number, to: number];
  readonly wish: NearestWish;
}

export type VectorRequest = AlikeRequest | NearestRequest;

export interface NearestWish {
  /** 65,536 at most. */
  readonly centres: Int8Rows;
  readonly most: number;
}

/**
 * For `alike` one list a meeting: pairs, ascending, as place in `asked` × number of the given + place in `given`. None at
 * all where there are more than may be found.
 * For `nearest` one list: the numbers of the centres nearest to each row, nearest first; of equals the first.
 */
export type VectorReply = readonly Uint32Array[] | readonly Uint16Array[];

export function answerVectors(kernels: Pick<Kernels, 'against'>, rows: Int8Rows, request: VectorRequest): VectorReply {
  return request.kind === 'nearest' ? [nearest(kernels, rows, request)] : alike(kernels, rows, request);
}

function alike(kernels: Pick<Kernels, 'against'>, rows: Int8Rows, request: AlikeRequest): readonly Uint32Array[] {
  const { meetings, threshold, most } = request;
  const asking = int8RowsOf(rows, request.asking);
  const found: Uint32Array[] = [];
  let left = most;
  for (const { asked, given, upTo } of meetings) {
    const wish = { threshold, upTo, most: left };
    const pairs = kernels.against(int8RowsOf(rows, given)).alike(int8RowsOf(asking, asked), wish);
    if (pairs === undefined) return [];
    left -= pairs.length;
    found.push(pairs);
  }
  return found;
}

/** Rows of which the products with all centres are held at a time. */
const ROWS_AT_ONCE = 1024;

function nearest(
  kernels: Pick<Kernels, 'against'>,
  { held, dimensions }: Int8Rows,
  { range: [from, to], wish: { centres, most } }: NearestRequest,
): Uint16Array {
  const count = centres.held.length / dimensions;
  const scales = Float64Array.from({ length: count }, (_, centre) => 1 / (int8Length(centres, centre) || 1));
  const against = kernels.against(centres);
  const best = new Uint16Array((to - from) * most);
  for (let first = from; first < to; first += ROWS_AT_ONCE) {
    const last = Math.min(to, first + ROWS_AT_ONCE);
    const products = against.dots({ held: held.subarray(first * dimensions, last * dimensions), dimensions });
    for (let row = first; row < last; row++)
      greatest(
        products.subarray((row - first) * count, (row - first + 1) * count),
        scales,
        best.subarray((row - from) * most, (row - from + 1) * most),
      );
  }
  return best;
}

/** Writes where the greatest of products × scales stand, as many as there is room for. */
function greatest(products: Int32Array, scales: Float64Array, best: Uint16Array): void {
  const values = new Float64Array(best.length).fill(Number.NEGATIVE_INFINITY);
  const last = best.length - 1;
  for (let at = 0; at < products.length; at++) {
    const value = products[at]! * scales[at]!;
    if (!(value > values[last]!)) continue;
    let place = last;
    for (; place > 0 && value > values[place - 1]!; place--) {
      values[place] = values[place - 1]!;
      best[place] = best[place - 1]!;
    }
    values[place] = value;
    best[place] = at;
  }
}
