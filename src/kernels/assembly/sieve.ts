/** A sieve for runs of words: those that were entered pass, and few others. */
import { mix32 } from './mix';

const BASE: u32 = 0x01000193;

/**
 * Sifts the runs of `size` known words. Each has a hash, a polynomial in their numbers, and two bits in one of 2^bits words of
 * 64 bits. With `stop` > 0 the bits of runs that begin before it are set. With 0 the places of runs whose bits are both set
 * are written to `out`, and their number is given.
 */
export function siftRuns(
  ids: usize, total: u32, size: u32, stop: u32, sieve: usize, bits: u32, out: usize,
): u32 {
  let highest: u32 = 1;
  for (let i: u32 = 1; i < size; i++) highest *= BASE;
  let hash: u32 = 0;
  let known: u32 = 0;
  let found: u32 = 0;
  for (let i: u32 = 0; i < total; i++) {
    const place = ids + (<usize>i << 2);
    const id = load<i32>(place);
    if (id < 0) {
      hash = known = 0;
      continue;
    }
    if (known == size) hash -= (load<u32>(place - (<usize>size << 2)) + 1) * highest;
    else known++;
    hash = hash * BASE + <u32>id + 1;
    if (known < size) continue;
    const mixed = mix32(hash);
    const more = mixed * 0x9e3779b1;
    const word = sieve + (<usize>(mixed >>> (32 - bits)) << 3);
    const both = ((<u64>1) << <u64>(more >>> 26)) | ((<u64>1) << <u64>((more >>> 20) & 63));
    const start = i + 1 - size;
    if (stop > 0) {
      if (start < stop) store<u64>(word, load<u64>(word) | both);
    } else if ((load<u64>(word) & both) == both) store<u32>(out + (<usize>(found++) << 2), start);
  }
  return found;
}
