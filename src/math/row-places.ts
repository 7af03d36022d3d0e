/** Numbers chosen rows by their order, so that columns need to hold no others. */
import { rowsWhere } from './rows.ts';

export interface RowPlaces {
  /** The chosen rows, ascending: a row's place is where it stands here. */
  readonly rows: Uint32Array;
  /** The place of a chosen row. */
  of(row: number): number;
}

/** Those that are 1 in `chosen`: a quarter of a byte a row, and four bytes a chosen one. */
export function placeRows(chosen: Uint8Array): RowPlaces {
  const words = (chosen.length >>> 5) + 1;
  const bits = new Uint32Array(words);
  const before = new Uint32Array(words); // chosen rows before those of a word
  const rows = rowsWhere(chosen.length, (row) => chosen[row] === 1);
  for (const row of rows) bits[row >>> 5]! |= 1 << (row & 31);
  for (let word = 1; word < words; word++) before[word] = before[word - 1]! + onesIn(bits[word - 1]!);
  return {
    rows,
    of: (row) => before[row >>> 5]! + onesIn(bits[row >>> 5]! & ((1 << (row & 31)) - 1)),
  };
}

/** All of so many rows, each at its own number. */
export function allPlaces(count: number): RowPlaces {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return { rows, of: (row) => row };
}

/** Ones among 32 bits, counted in pairs, fours and bytes at once (Warren, Hacker's Delight, 5-1). */
function onesIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
