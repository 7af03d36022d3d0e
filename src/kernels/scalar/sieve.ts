/** A sieve for runs of numbers: those that were entered pass, and some one in a hundred of the others. */
import { mix32 } from '../../math/hash.ts';
import { NO_PLACES, SIEVE_BITS } from '../run-reader.ts';

interface Sieve {
  /** Enters the runs that begin at the first `starts` numbers. */
  enter(ids: Int32Array, starts: number): void;
  /** Where runs begin that pass. Runs with a negative number do not. */
  places(ids: Int32Array): Uint32Array;
}

/** For runs of `size` numbers: a Bloom filter, with both bits of a run in one word of 64 bits, which is two of 32 here. */
export function makeSieve(size: number): Sieve {
  const entered: (readonly [ids: Int32Array, starts: number])[] = [];
  let runs = 0;
  let bits = 10;
  let words = new Uint32Array(2 << bits);
  const put = (ids: Int32Array, starts: number): void =>
    eachRun(ids, size, (at, hash) => {
      if (at >= starts) return;
      const [first, second] = bitsOf(hash, bits);
      words[first >>> 5]! |= 1 << (first & 31);
      words[second >>> 5]! |= 1 << (second & 31);
    });
  return {
    enter(ids, starts) {
      entered.push([ids, starts]);
      runs += starts;
      if (runs * SIEVE_BITS <= 64 << bits) return put(ids, starts);
      while (runs * SIEVE_BITS > 64 << bits) bits++;
      words = new Uint32Array(2 << bits);
      for (const each of entered) put(...each);
    },
    places(ids) {
      const found: number[] = [];
      eachRun(ids, size, (at, hash) => {
        const [first, second] = bitsOf(hash, bits);
        const isIn = (words[first >>> 5]! >>> (first & 31)) & (words[second >>> 5]! >>> (second & 31)) & 1;
        if (isIn === 1) found.push(at);
      });
      return found.length === 0 ? NO_PLACES : Uint32Array.from(found);
    },
  };
}

/** Two bits of the sieve. */
function bitsOf(hash: number, bits: number): readonly [number, number] {
  const mixed = mix32(hash);
  const more = Math.imul(mixed, 0x9e3779b1);
  const word = (mixed >>> (32 - bits)) * 64;
  return [word + (more >>> 26), word + ((more >>> 20) & 63)];
}

const BASE = 0x01000193;

/** Calls `take` with each run of `size` numbers, none of them negative, and a polynomial in these. */
function eachRun(ids: Int32Array, size: number, take: (at: number, hash: number) => void): void {
  let highest = 1; // BASE to the power of size − 1
  for (let i = 1; i < size; i++) highest = Math.imul(highest, BASE);
  let hash = 0;
  let known = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] as number;
    if (id < 0) {
      hash = 0;
      known = 0;
      continue;
    }
    if (known === size) hash = (hash - Math.imul((ids[at - size] as number) + 1, highest)) | 0;
    else known++;
    hash = (Math.imul(hash, BASE) + id + 1) | 0;
    if (known === size) take(at - size + 1, hash);
  }
}
