/** Unit vectors in eight bits, or twice eight: less memory than floats, sums without rounding, the same on every machine. */

/** The greatest value of a component; −128 is not used, so that a vector and its opposite are held alike. */
const FULL = 127;

/** Vectors of so many components, −127 to 127, one after another. */
export interface Int8Rows {
  readonly held: Int8Array;
  readonly dimensions: number;
}

/** Lays rows ready, and gives the dot products of each asked row with each of them, one asked row after another: exact. */
export type DotsAgainst = (given: Int8Rows) => { dots(asked: Int8Rows): Int32Array };

export interface Int8Vectors extends Int8Rows {
  readonly size: number;
  /** Holds the vector, of any length but 0; its greatest component becomes 127. */
  set(row: number, vector: ArrayLike<number>): void;
  /**
   * Cosine of two rows: −1 to 1, within about 0.005 of that of the vectors given; of fine ones within 0.00005. 0 for a row
   * that was not set.
   */
  cosine(a: number, b: number): number;
  /** Of fine ones: what the cosine of rows in eight bits may differ by, at most, from `cosine`. */
  roughness(): number;
  /** The unit vector as it is held in eight bits. */
  vector(row: number): Float32Array;
  /**
   * Puts the components with the greatest sum of squares first, in all rows alike: no product of two rows changes, and what
   * tells rows apart stands in the first part of them.
   */
  sort(): void;
}

/** A component of a fine vector is held / 127 + low / (127 · 254) of the greatest. */
const FINE = 2 * FULL;

/**
 * Room for so many rows, `dimensions` + 8 bytes each, in memory that threads can share. Fine ones hold eight bits more of
 * each component, for `cosine` alone.
 */
export function makeInt8Vectors(size: number, dimensions: number, { fine = false } = {}): Int8Vectors {
  const held = new Int8Array(new SharedArrayBuffer(size * dimensions));
  const low = new Int8Array(fine ? held.length : 0);
  const rows = { held, dimensions };
  const squares = new Float64Array(size);
  const dot = fine
    ? (a: number, b: number) => fineDot([held, low], [a * dimensions, b * dimensions], dimensions)
    : (a: number, b: number) => int8Dot(rows, a, { rows, other: b });
  let roughness = 0;
  return {
    ...rows,
    size,
    set(row, vector) {
      const scale = FULL / greatestOf(vector, dimensions);
      let both = 0; // products of the fine vector with the one in eight bits, and of each with itself
      let own = 0;
      let rough = 0;
      for (let at = 0, to = row * dimensions; at < dimensions; at++, to++) {
        const value = vector[at]! * scale;
        const whole = rounded(value);
        const rest = fine ? rounded((value - whole) * FINE) : 0;
        held[to] = whole;
        if (fine) low[to] = rest;
        const exact = fine ? whole * FINE + rest : whole;
        both += exact * whole;
        own += exact * exact;
        rough += whole * whole;
      }
      squares[row] = own;
      // |a·b − a′·b′| ≤ |a − a′| + |b − b′| for unit vectors
      if (rough > 0)
        roughness = Math.max(roughness, 2 * Math.sqrt(Math.max(0, 2 - (2 * both) / Math.sqrt(own * rough))));
    },
    cosine(a, b) {
      const square = squares[a]! * squares[b]!;
      return square === 0 ? 0 : dot(a, b) / Math.sqrt(square); // so it is 1 exactly where they are equal
    },
    roughness: () => roughness,
    vector(row) {
      const length = int8Length(rows, row) || 1;
      return Float32Array.from(held.subarray(row * dimensions, (row + 1) * dimensions), (value) => value / length);
    },
    sort() {
      const order = strongestComponents(rows);
      for (const part of [held, low]) rearrange(part, order);
    },
  };
}

/** 1 where all are 0. */
function greatestOf(vector: ArrayLike<number>, dimensions: number): number {
  let greatest = 0;
  for (let at = 0; at < dimensions; at++) {
    const size = Math.abs(vector[at]!);
    if (size > greatest) greatest = size;
  }
  return greatest || 1;
}

/** Halves away from 0: `Math.round` takes −0.5 to 0 and 0.5 to 1. */
const rounded = (value: number): number => Math.trunc(value + (value < 0 ? -0.5 : 0.5));

type Fine = readonly [held: Int8Array, low: Int8Array];

/** Whole numbers below 2⁵³, and so exact, to eight million dimensions. */
function fineDot([held, low]: Fine, [a, b]: readonly [number, number], dimensions: number): number {
  let sum = 0;
  for (let at = 0; at < dimensions; at++)
    sum += (held[a + at]! * FINE + low[a + at]!) * (held[b + at]! * FINE + low[b + at]!);
  return sum;
}

function strongestComponents({ held, dimensions }: Int8Rows): Uint32Array {
  const squares = new Float64Array(dimensions);
  for (let first = 0; first < held.length; first += dimensions)
    for (let at = 0; at < dimensions; at++) squares[at]! += held[first + at]! ** 2;
  return Uint32Array.from(squares.keys()).sort((a, b) => squares[b]! - squares[a]! || a - b);
}

function rearrange(held: Int8Array, order: Uint32Array): void {
  const row = new Int8Array(order.length);
  for (let first = 0; first < held.length; first += row.length) {
    for (let at = 0; at < row.length; at++) row[at] = held[first + order[at]!]!;
    held.set(row, first);
  }
}

/** The rows with these numbers, in that order: a copy. */
export function int8RowsOf({ held, dimensions }: Int8Rows, numbers: ArrayLike<number>): Int8Rows {
  const copy = new Int8Array(numbers.length * dimensions);
  for (let at = 0; at < numbers.length; at++) {
    const from = numbers[at]! * dimensions;
    copy.set(held.subarray(from, from + dimensions), at * dimensions);
  }
  return { held: copy, dimensions };
}

/** Exact to 130,000 dimensions. */
export function int8Dot(
  { held: a, dimensions }: Int8Rows,
  row: number,
  { rows: { held: b }, other }: { readonly rows: Int8Rows; readonly other: number },
): number {
  let at = row * dimensions;
  let to = other * dimensions;
  const end = at + dimensions;
  let [x, y] = [0, 0]; // two sums, so that a product need not wait for the one before it
  for (; at + 1 < end; at += 2, to += 2) {
    x = (x + Math.imul(a[at]!, b[to]!)) | 0;
    y = (y + Math.imul(a[at + 1]!, b[to + 1]!)) | 0;
  }
  if (at < end) x += Math.imul(a[at]!, b[to]!);
  return x + y;
}

/** 0 for a row that was not set. */
export const int8Length = (rows: Int8Rows, row: number): number => Math.sqrt(int8Dot(rows, row, { rows, other: row }));
