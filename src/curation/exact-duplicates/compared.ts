/** What is compared of samples: bytes that are equal exactly where the samples count as equal, and their hashes. */
import type { Spill } from '../../asking/spill.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/** Some rows, one after another; overwritten by the next. */
export interface HashedRows {
  /** Of the bytes of each; 0 of what says nothing that another could repeat, as documents beside questions do. */
  readonly hashes: Uint32Array;
  /** 1 for a row that people made. */
  readonly real: Uint8Array;
}

/** Two ways through the same rows, in order: the first goes before the second. */
export interface Compared {
  readonly size: number;
  hashes(): AsyncIterable<HashedRows>;
  /** The bytes of the rows that are 1 in `wanted`, some at a time; overwritten by the next. */
  bytes(wanted: Uint8Array): AsyncIterable<readonly Uint8Array[]> | Iterable<readonly Uint8Array[]>;
}

export interface Means {
  readonly kernels: Kernels;
  readonly spill: Spill;
}
