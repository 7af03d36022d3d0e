/** Finds rows that are equal to another one: a fast fingerprint finds what may be, SHA-256 of the bytes decides. */
import { hash } from 'node:crypto';
import { makeRowsByPrint, type RowsByPrint } from '../../math/first-rows.ts';
import { rowsWhere } from '../../math/rows.ts';
import type { Compared } from './compared.ts';

export interface Repeats {
  /** For each row the row that stays in its place: a real one where there is one, else the first. */
  readonly first: Uint32Array;
  /** 1 where the row is real. */
  readonly real: Uint8Array;
  /** 1 where a row of the other set is equal. */
  readonly isThere: Uint8Array;
}

/**
 * Reads all rows once, and again those that seem to repeat one. 29 bytes a row, 28 for each of those, and one for each row
 * of the other set.
 */
export async function findRepeats(compared: Compared, signal: AbortSignal, other?: Compared): Promise<Repeats> {
  const { size } = compared;
  const { fingerprints, real } = await readPrints(compared, signal);
  const { first, table } = enterAll(fingerprints, real, compared.nothing);
  const met = await meet(table, { size, other, signal });
  const wanted = new Uint8Array(size);
  for (let row = 0; row < size; row++)
    if (first[row] !== row || met.own[row] === 1) wanted[first[row] as number] = wanted[row] = 1;
  for (let row = 0; row < size; row++) if (met.own[first[row] as number] === 1) wanted[row] = 1;
  const isThere = new Uint8Array(size);
  const rows = rowsWhere(size, (row) => wanted[row] === 1);
  if (rows.length === 0) return { first, real, isThere };
  const proven = enterAll(
    await readDigests(compared, wanted, { count: rows.length, signal }),
    Uint8Array.from(rows, (row) => real[row] as number),
  );
  const again = await meetAgain(proven.table, { met: met.other, size: rows.length, other, signal });
  proven.first.forEach((at, place) => {
    first[rows[place] as number] = rows[at] as number;
    isThere[rows[place] as number] = again[at] as number;
  });
  return { first, real, isThere };
}

async function readPrints(compared: Compared, signal: AbortSignal) {
  const fingerprints = new Uint32Array(compared.size * 4);
  const real = new Uint8Array(compared.size);
  let row = 0;
  for await (const batch of compared.prints()) {
    signal.throwIfAborted();
    fingerprints.set(batch.fingerprints, row * 4);
    real.set(batch.real, row);
    row += batch.real.length;
  }
  return { fingerprints, real };
}

interface Meeting {
  /** Rows of the table. */
  readonly size: number;
  readonly other: Compared | undefined;
  readonly signal: AbortSignal;
}

/** Which rows of the table, the first of each fingerprint, and which of the other set have a fingerprint in common: 1 each. */
async function meet(table: RowsByPrint, { size, other, signal }: Meeting) {
  const met = { own: new Uint8Array(size), other: new Uint8Array(other?.size ?? 0) };
  if (other === undefined) return met;
  let row = 0;
  for await (const { fingerprints, real } of other.prints()) {
    signal.throwIfAborted();
    for (let at = 0; at < real.length; at++, row++) {
      const own = table.find(fingerprints, at * 4);
      if (own >= 0) met.own[own] = met.other[row] = 1;
    }
  }
  return met;
}

/** Of the rows of the table, by digest now: 1 where one of those that were met is equal. */
async function meetAgain(table: RowsByPrint, { met, size, other, signal }: Meeting & { readonly met: Uint8Array }) {
  const again = new Uint8Array(size);
  if (other === undefined || !met.includes(1)) return again;
  for await (const digest of digestsOf(other, met, signal)) {
    const own = table.find(digest, 0);
    if (own >= 0) again[own] = 1;
  }
  return again;
}

async function readDigests(
  compared: Compared,
  wanted: Uint8Array,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): Promise<Uint32Array> {
  const digests = new Uint32Array(count * 4);
  let at = 0;
  for await (const digest of digestsOf(compared, wanted, signal)) {
    digests.set(digest, at);
    at += 4;
  }
  return digests;
}

/** 128 bits of SHA-256 of each: nobody can make two texts that share them. Overwritten by the next. */
async function* digestsOf(compared: Compared, wanted: Uint8Array, signal: AbortSignal): AsyncIterable<Uint32Array> {
  const bytes = new Uint8Array(16);
  const words = new Uint32Array(bytes.buffer);
  for await (const value of compared.bytes(wanted)) {
    signal.throwIfAborted();
    bytes.set(hash('sha256', value, 'buffer').subarray(0, 16));
    yield words;
  }
}

/** Real rows are entered first, so that of equal rows the real one stays wherever it stands; those `alone` never are. */
function enterAll(prints: Uint32Array, real: Uint8Array, alone?: Uint32Array) {
  const table = makeRowsByPrint(prints);
  const isAlone = (row: number) =>
    prints[row * 4] === alone?.[0] && alone?.every((word, i) => prints[row * 4 + i] === word) === true;
  const first = new Uint32Array(real.length);
  for (const turn of [1, 0])
    for (let row = 0; row < first.length; row++)
      if (real[row] === turn) first[row] = isAlone(row) ? row : table.first(row);
  return { first, table };
}
