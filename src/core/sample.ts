/** The thing that travels: a sample, and many of them. */
import type { Where } from '../kernels/kernels.ts';

/** A JSON value, read-only all the way down. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The user's own fields of a sample, and nothing of ours. */
export type Fields = { readonly [field: string]: Json };

/** What steps noted about a sample: scores, weights, repairs. */
export type Notes = { readonly [name: string]: number | string | boolean };

/** Where a sample came from. Written by the engine, never by a step. */
export interface Origin {
  /** Key of the step that began it, such as `count` or `evolve→instruction`. */
  readonly step: string;
  /** Ids of the samples it was made from; empty for what a source began. */
  readonly parents: readonly string[];
  /** True for data that people made; what descends from it is synthetic again. */
  readonly real: boolean;
  /** Its number among its siblings, from 1: those begun by the same step, of the same parents. */
  readonly nth: number;
  /** Round of the run in which it began, from 1. */
  readonly round: number;
}

/** One item of a dataset. */
export interface Sample {
  /** 16 hexadecimal digits, from its parents and the step that made it: never from a clock or a position. */
  readonly id: string;
  readonly data: Fields;
  readonly notes: Notes;
  readonly origin: Origin;
}

/** One text field of many samples as bytes: row i is `utf8[offsets[i] .. offsets[i + 1])`. */
export interface TextBatch {
  /** Row number, within the dataset, of this batch's first row. */
  readonly firstRow: number;
  readonly utf8: Uint8Array;
  /** rows + 1 entries; ascending. */
  readonly offsets: Uint32Array;
  /** 1 for a row that people made. */
  readonly real: Uint8Array;
}

/** Many samples as they are stored: lines of JSON, a newline after each. */
export interface LineBlock {
  /** UTF-8; overwritten when the next block is asked for. */
  readonly lines: Uint8Array;
  /** Where they begin in the dataset's file; absent where there is none. */
  readonly position?: number;
  /** Found by looking at all bytes. */
  countLines(): number;
  /** Some of its samples in full, by their place in the block, ascending. */
  samples(places: readonly number[]): Sample[];
}

/** Where kernels find a field of a stored sample, and whether people made it. */
export const whereIs = (field: string): Where => ({ field: ['data', field], flag: ['origin', 'real'] });

/** Every sample that reached a point of the line, on disk; readable again and again, in the same order. */
export interface Dataset extends AsyncIterable<Sample> {
  readonly size: number;
  /** A field's texts in columnar batches, every row present; of a list or an object the texts within it. */
  texts(field: string): AsyncIterable<TextBatch>;
  /** All of it in blocks of about a quarter of a megabyte, for kernels that read lines themselves. */
  blocks(): AsyncIterable<LineBlock>;
  /** The file of these lines, for threads that read parts of it by themselves; absent where there is none. */
  readonly file?: string;
  /** The datasets that it is made of, one after another; absent where it is one. */
  readonly parts?: readonly Dataset[];
}
