/** Finds rows that are equal to another one: hashes find what may be, the bytes decide. */
import { type KeyPartitions, makeKeyPartitions } from '../../asking/key-partitions.ts';
import { makeRowLists, type RowLists } from '../../asking/row-lists.ts';
import { placeRows } from '../../math/row-places.ts';
import type { Compared, Means } from './compared.ts';

export interface Repeats {
  /** Rows whose bytes another row has, own or of the other set; ascending. */
  readonly rows: Uint32Array;
  /** For each of them the first row with its bytes, which may be itself. */
  readonly first: Uint32Array;
  /** First rows whose bytes the other set has. */
  readonly isThere: ReadonlySet<number>;
  /** 1 for a row that people made; of all rows. */
  readonly real: Uint8Array;
}

export interface Search extends Means {
  /** Rows from this one on are another set's: they are compared with those before alone. */
  readonly own: number;
  readonly signal: AbortSignal;
}

/**
 * Reads all rows once, and those whose hash another has again. Two bytes a row stay in memory, and about 40 for each of those;
 * what else it needs is where the spill is.
 */
export async function findRepeats(compared: Compared, search: Search): Promise<Repeats> {
  const { size } = compared;
  const { own, spill, kernels } = search;
  const keys = makeKeyPartitions({ rows: size, bands: 1, own, kernels }, spill);
  const real = await enterHashes(compared, keys, search);
  const pairs = Array.from(keys.repeats(), (part) => part.slice());
  return { ...(await prove(compared, pairs, search)), real };
}

async function enterHashes(compared: Compared, keys: KeyPartitions, { signal }: Search): Promise<Uint8Array> {
  const real = new Uint8Array(compared.size);
  let firstRow = 0;
  for await (const batch of compared.hashes()) {
    signal.throwIfAborted();
    keys.add({ firstRow, keys: batch.hashes, counts: batch.hashes }); // what is 0 has no key
    if (batch.real.includes(1)) real.set(batch.real, firstRow); // zeros that nobody writes take no memory
    firstRow += batch.real.length;
  }
  return real;
}

/** Holds each row against those before it that have its hash: nearly always one, which is equal. */
async function prove(compared: Compared, parts: readonly Uint32Array[], { own, spill, signal }: Search) {
  const isWanted = new Uint8Array(compared.size);
  for (const part of parts) for (const row of part) isWanted[row] = 1;
  const { rows, of } = placeRows(isWanted);
  const heads = rows.slice();
  for (const pairs of parts) for (let i = 0; i < pairs.length; i += 2) heads[of(pairs[i + 1]!)] = pairs[i]!;
  const different = differentRows(makeRowLists({ rows, of }, spill));
  const first = new Uint32Array(rows.length);
  const isThere = new Set<number>();
  let place = 0;
  for await (const batch of rows.length === 0 ? [] : compared.bytes(isWanted))
    for (const bytes of batch) {
      signal.throwIfAborted();
      const row = rows[place]!;
      const equal = different.enter(row, bytes, heads[place]!);
      if (row >= own) isThere.add(equal);
      first[place++] = equal;
    }
  let ofOwn = rows.length;
  while (ofOwn > 0 && rows[ofOwn - 1]! >= own) ofOwn--;
  return { rows: rows.subarray(0, ofOwn), first: first.subarray(0, ofOwn), isThere };
}

interface DifferentRows {
  /** The first row with these bytes: the one given, or one that was entered earlier under the same `head`. */
  enter(row: number, bytes: Uint8Array, head: number): number;
}

/** Rows of the same hash are under the first of them. */
function differentRows(lists: RowLists): DifferentRows {
  const pack = packer();
  const others = new Map<number, number[]>(); // those that only share a hash with the head
  const holds = (bytes: Uint8Array) => (row: number) => Buffer.compare(unpacked(lists.get(row)), bytes) === 0;
  return {
    enter: (row, bytes, head) => {
      const met = row === head ? undefined : [head, ...(others.get(head) ?? [])].find(holds(bytes));
      if (met !== undefined) return met;
      lists.add(row, pack(bytes));
      if (row !== head) others.set(head, [...(others.get(head) ?? []), row]);
      return row;
    },
  };
}

/** Makes words of bytes: their number, and they. Overwritten by the next. */
function packer(): (bytes: Uint8Array) => Uint32Array {
  let room = new Uint8Array(1 << 12); // a multiple of four
  return (bytes) => {
    if (room.length < bytes.length + 4) room = new Uint8Array(bytes.length * 8);
    const words = new Uint32Array(room.buffer, 0, 1 + Math.ceil(bytes.length / 4));
    words[0] = bytes.length;
    room.set(bytes, 4);
    return words;
  };
}

const unpacked = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset + 4, words[0]);
