/** What every reader hands out: rows, and what could not be a row, with its place. */

/** A JSON value as it was read. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** The fields of one sample, as its file names them. */
export type Data = { readonly [field: string]: Value };

/** One row of a file. */
export interface Row {
  readonly data: Data;
  /** Line on which it begins, or its row number in a Parquet file; from 1. */
  readonly line: number;
  /** Paths of the numbers that no double can hold, kept as text. */
  readonly exact?: readonly string[];
}

/** A piece of a file that is no row. */
export interface BadRow {
  readonly reason: string;
  /** From 1; absent where the fault is the file's as a whole. */
  readonly line?: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column?: number;
  /** What stood there, cut to `RAW_CHARACTERS`. */
  readonly raw: string;
  /** Nothing after it can be read: skipping it would lose rows unseen. */
  readonly fatal?: boolean;
}

export type Read = Row | BadRow;

export const isBad = (read: Read): read is BadRow => 'reason' in read;

/** Characters of a bad line that go to quarantine. */
const RAW_CHARACTERS = 2000;

export const cut = (text: string): string =>
  text.length <= RAW_CHARACTERS ? text : `${text.slice(0, RAW_CHARACTERS).toWellFormed()}…`;

/** Bytes of one line, CSV record or JSON value, at most: what a hostile file can make us hold. */
export const RECORD_BYTES = 64 << 20;
