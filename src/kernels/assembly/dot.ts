/** Dot products of vectors in eight bits: whole numbers, exact. Two rows by four at a time stay in registers. */

/** Components that a row is filled up to with zeros: four parts of as many groups of eight. */
const STEP: u32 = 32;
/** Rows of `b` that are held against all of `a` before the next ones: 24 kB of 384 components stay in the nearest cache. */
const TILE: u32 = 32;
/** Of the product of two lengths: what rounding to 32 bits can take from a bound, many times over. */
const SLACK: f32 = 1e-5;

/** Components in memory of a row with so many. */
// @ts-ignore: decorator
@inline
function padded(dimensions: u32): u32 {
  return (dimensions + STEP - 1) & ~(STEP - 1);
}

/**
 * Writes rows of `dimensions` bytes as 16 bits, filled up with zeros, and zeros for further rows up to `most`. Reads 7
 * bytes too far.
 */
export function widen(from: usize, rows: u32, dimensions: u32, most: u32, out: usize): void {
  const width = padded(dimensions);
  for (let row: u32 = 0; row < rows; row++) {
    const p = from + <usize>row * dimensions;
    const to = out + ((<usize>row * width) << 1);
    for (let at: u32 = 0; at < dimensions; at += 8) v128.store(to + (<usize>at << 1), v128.load_ext<i8>(p + at));
    memory.fill(to + (<usize>dimensions << 1), 0, <usize>(width - dimensions) << 1);
  }
  memory.fill(out + ((<usize>rows * width) << 1), 0, (<usize>(most - rows) * width) << 1);
}

/**
 * Dot products of each row of `a` with each of `b`, both widened; `as` is a multiple of two and `bs` of four. A row of
 * `out` is `bs` i32.
 */
export function dotRows(a: usize, as: u32, b: usize, bs: u32, dimensions: u32, out: usize): void {
  const bytes = <usize>padded(dimensions) << 1;
  for (let first: u32 = 0; first < bs; first += TILE)
    for (let i: u32 = 0; i < as; i += 2)
      for (let j = first, end = min(first + TILE, bs); j < end; j += 4) {
        let s00 = i32x4.splat(0), s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        const a0 = a + <usize>i * bytes, a1 = a0 + bytes;
        const b0 = b + <usize>j * bytes, b1 = b0 + bytes, b2 = b1 + bytes, b3 = b2 + bytes;
        for (let k: usize = 0; k < bytes; k += 16) {
          const x0 = v128.load(a0 + k), x1 = v128.load(a1 + k);
          const y0 = v128.load(b0 + k), y1 = v128.load(b1 + k), y2 = v128.load(b2 + k), y3 = v128.load(b3 + k);
          s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x0, y0));
          s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x0, y1));
          s02 = i32x4.add(s02, i32x4.dot_i16x8_s(x0, y2));
          s03 = i32x4.add(s03, i32x4.dot_i16x8_s(x0, y3));
          s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x1, y0));
          s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x1, y1));
          s12 = i32x4.add(s12, i32x4.dot_i16x8_s(x1, y2));
          s13 = i32x4.add(s13, i32x4.dot_i16x8_s(x1, y3));
        }
        const to = out + ((<usize>i * bs + j) << 2);
        v128.store(to, sums(s00, s01, s02, s03));
        v128.store(to + (<usize>bs << 2), sums(s10, s11, s12, s13));
      }
}

/**
 * Writes the length of each widened row to `lengths`, as f64, and to `parts` four columns of `rows` f32: its length, and
 * that of what is left of it after a quarter, a half and three quarters.
 */
export function measureRows(from: usize, rows: u32, dimensions: u32, lengths: usize, parts: usize): void {
  const part = <usize>padded(dimensions) >> 1; // bytes of a quarter
  const column = <usize>rows << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const p = from + <usize>row * (part << 2);
    const to = parts + (<usize>row << 2);
    let square = ownDot(p + 3 * part, part);
    store<f32>(to + 3 * column, Mathf.sqrt(<f32>square));
    square += ownDot(p + 2 * part, part);
    store<f32>(to + 2 * column, Mathf.sqrt(<f32>square));
    square += ownDot(p + part, part);
    store<f32>(to + column, Mathf.sqrt(<f32>square));
    square += ownDot(p, part);
    store<f32>(to, Mathf.sqrt(<f32>square));
    store<f64>(lengths + (<usize>row << 3), Math.sqrt(<f64>square));
  }
}

/** What `measureRows` wrote of the rows that are held against each other, and where the next pair goes. */
let lengthsA: usize = 0, lengthsB: usize = 0, partsA: usize = 0, partsB: usize = 0;
let found: usize = 0;

/**
 * Writes i · bs + j, as u32, for each row i of `a` and each j below `upTo[i]` of `b` whose cosine is at least `threshold`;
 * gives their number. `as` is a multiple of two and `bs` of four; rows that fill up have an `upTo` of 0, or are beyond
 * all. Eight pairs are given up together where no rest of them can make up for what is missing (Cauchy and Schwarz).
 */
export function alikeRows(
  a: usize, as: u32, b: usize, bs: u32, dimensions: u32, threshold: f64, upTo: usize,
  ownA: usize, quartersA: usize, ownB: usize, quartersB: usize, out: usize,
): u32 {
  const bytes = <usize>padded(dimensions) << 1;
  lengthsA = ownA;
  lengthsB = ownB;
  partsA = quartersA;
  partsB = quartersB;
  found = out;
  for (let first: u32 = 0; first < bs; first += TILE)
    for (let i: u32 = 0; i < as; i += 2) {
      const limit0 = load<u32>(upTo + (<usize>i << 2)), limit1 = load<u32>(upTo + (<usize>i << 2), 4);
      const end = min(first + TILE, max(limit0, limit1));
      for (let j = first; j < end; j += 4)
        compareEight(a + <usize>i * bytes, b + <usize>j * bytes, bytes, i, j, as, bs, threshold, limit0, limit1);
    }
  return <u32>((found - out) >> 2);
}

// @ts-ignore: decorator
@inline
function compareEight(
  a0: usize, b0: usize, bytes: usize, i: u32, j: u32, as: u32, bs: u32, threshold: f64, limit0: u32, limit1: u32,
): void {
  let s00 = i32x4.splat(0), s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  const a1 = a0 + bytes;
  const b1 = b0 + bytes, b2 = b1 + bytes, b3 = b2 + bytes;
  const columnA = <usize>as << 2, columnB = <usize>bs << 2;
  let left0 = partsA + (<usize>i << 2), leftB = partsB + (<usize>j << 2);
  const least = f32x4.splat(<f32>threshold - SLACK);
  const lengths = f32x4.mul(least, v128.load(leftB));
  const goal0 = f32x4.mul(lengths, v128.load_splat<f32>(left0));
  const goal1 = f32x4.mul(lengths, v128.load_splat<f32>(left0 + 4));
  let k: usize = 0;
  let r0 = s00, r1 = s00;
  for (let stop = bytes >> 2; ; stop += bytes >> 2) {
    for (; k < stop; k += 16) {
      const x0 = v128.load(a0 + k), x1 = v128.load(a1 + k);
      const y0 = v128.load(b0 + k), y1 = v128.load(b1 + k), y2 = v128.load(b2 + k), y3 = v128.load(b3 + k);
      s00 = i32x4.add(s00, i32x4.dot_i16x8_s(x0, y0));
      s01 = i32x4.add(s01, i32x4.dot_i16x8_s(x0, y1));
      s02 = i32x4.add(s02, i32x4.dot_i16x8_s(x0, y2));
      s03 = i32x4.add(s03, i32x4.dot_i16x8_s(x0, y3));
      s10 = i32x4.add(s10, i32x4.dot_i16x8_s(x1, y0));
      s11 = i32x4.add(s11, i32x4.dot_i16x8_s(x1, y1));
      s12 = i32x4.add(s12, i32x4.dot_i16x8_s(x1, y2));
      s13 = i32x4.add(s13, i32x4.dot_i16x8_s(x1, y3));
    }
    r0 = sums(s00, s01, s02, s03);
    r1 = sums(s10, s11, s12, s13);
    if (stop == bytes) break;
    left0 += columnA;
    leftB += columnB;
    const left = v128.load(leftB);
    const most0 = f32x4.add(f32x4.convert_i32x4_s(r0), f32x4.mul(left, v128.load_splat<f32>(left0)));
    const most1 = f32x4.add(f32x4.convert_i32x4_s(r1), f32x4.mul(left, v128.load_splat<f32>(left0 + 4)));
    if (!v128.any_true(v128.or(f32x4.ge(most0, goal0), f32x4.ge(most1, goal1)))) return;
  }
  const most0 = f32x4.ge(f32x4.convert_i32x4_s(r0), goal0);
  const most1 = f32x4.ge(f32x4.convert_i32x4_s(r1), goal1);
  if (!v128.any_true(v128.or(most0, most1))) return;
  decideFour(r0, i, j, bs, threshold, limit0);
  decideFour(r1, i + 1, j, bs, threshold, limit1);
}

function decideFour(dots: v128, i: u32, j: u32, bs: u32, threshold: f64, limit: u32): void {
  const own = load<f64>(lengthsA + (<usize>i << 3));
  for (let lane: u32 = 0; lane < 4 && j + lane < limit; lane++) {
    const cosine = <f64>i32x4.extract_lane(dots, 0) / (own * load<f64>(lengthsB + (<usize>(j + lane) << 3)));
    dots = v128.shuffle<i32>(dots, dots, 1, 2, 3, 0);
    if (!(cosine >= threshold)) continue; // nor where a length is 0
    store<u32>(found, i * bs + j + lane);
    found += 4;
  }
}

/** The sum of the four lanes of each. */
// @ts-ignore: decorator
@inline
function sums(x: v128, y: v128, z: v128, w: v128): v128 {
  const low = i32x4.add(v128.shuffle<i32>(x, y, 0, 4, 1, 5), v128.shuffle<i32>(x, y, 2, 6, 3, 7));
  const high = i32x4.add(v128.shuffle<i32>(z, w, 0, 4, 1, 5), v128.shuffle<i32>(z, w, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(low, high, 0, 1, 4, 5), v128.shuffle<i32>(low, high, 2, 3, 6, 7));
}

function ownDot(from: usize, bytes: usize): i32 {
  let sum = i32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    const x = v128.load(from + k);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(x, x));
  }
  return i32x4.extract_lane(sums(sum, sum, sum, sum), 0);
}
