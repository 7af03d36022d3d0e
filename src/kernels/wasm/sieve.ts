/** A sieve for runs of numbers, in the memory of a kernel. */
import { SIEVE_BITS } from '../run-reader.ts';
import type { Bench } from './module.ts';

export type SieveFunctions = 'siftRuns';

interface Sieve {
  /** Enters the runs that begin at the first `starts` numbers. */
  enter(ids: Int32Array, starts: number): void;
  /** Writes where runs begin that pass to the region `places`; gives their number. */
  places(ids: number, count: number): number;
}

/** For runs of `size` numbers; `scalar/sieve.ts` says what it is. */
export function makeSieve({ exports, regions }: Bench<SieveFunctions>, size: number): Sieve {
  const entered: (readonly [ids: Int32Array, starts: number])[] = [];
  let runs = 0;
  let bits = 10;
  let room = 0;
  regions.reserve({ sieve: 8 << bits, places: 0 });
  const put = (ids: Int32Array, starts: number): void => {
    if (starts > 0) exports.siftRuns(regions.put('list', ids), ids.length, size, starts, regions.at('sieve'), bits, 0);
  };
  return {
    enter(ids, starts) {
      entered.push([ids, starts]);
      runs += starts;
      if (runs * SIEVE_BITS <= 64 << bits) return put(ids, starts);
      while (runs * SIEVE_BITS > 64 << bits) bits++;
      regions.reserve({ sieve: 8 << bits });
      regions.bytes('sieve', 8 << bits).fill(0);
      for (const each of entered) put(...each);
    },
    places(ids, count) {
      if (count > room) {
        room = count;
        regions.reserve({ places: 4 * room });
      }
      return exports.siftRuns(ids, count, size, 0, regions.at('sieve'), bits, regions.at('places'));
    },
  };
}
