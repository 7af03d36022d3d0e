/** Runs of words as shingles, MinHash signatures of sets of shingles, and the keys of their bands. */
import { mix32, mix32x4 } from './mix';
import { hashWords } from './words';

const PERMUTATIONS: u32 = 128;
const STEP: u32 = 0x9e3779b1;

/**
 * Hashes the runs of `least` to `most` words to `out`, and gives their number, (most - least + 1) · count at most. Fewer
 * words than `least` are one run; no words are none. Four runs at a time: reads and writes 12 bytes too far.
 */
export function hashRuns(words: usize, count: u32, least: u32, most: u32, out: usize): u32 {
  if (count == 0) return 0;
  let to = out;
  const longest = min(most, count);
  for (let size = min(least, count); size <= longest; size++) {
    const runs = count - size + 1;
    const length = i32x4.splat(size);
    for (let run: u32 = 0; run < runs; run += 4) {
      const first = words + (<usize>run << 2);
      let hash = v128.load(first);
      for (let i: u32 = 1; i < size; i++)
        hash = i32x4.add(i32x4.mul(hash, i32x4.splat(STEP)), v128.load(first + (<usize>i << 2)));
      v128.store(to + (<usize>run << 2), mix32x4(v128.xor(hash, length)));
    }
    to += <usize>runs << 2;
  }
  return <u32>((to - out) >> 2);
}

/**
 * Writes the signature of `count` hashes to `signature`: 128 times the least of a · x, signed. `family` holds the 128
 * multipliers. Sixteen functions at a time stay in registers, and four hashes are read a turn: writes 12 bytes after them.
 */
export function minHash(hashes: usize, count: u32, family: usize, signature: usize): void {
  const stop = hashes + (<usize>count << 2);
  if (count != 0) v128.store(stop, v128.load_splat<u32>(stop - 4)); // repeated ones change nothing
  for (let part: usize = 0; part < 512; part += 64) {
    const multipliers = family + part;
    const a0 = v128.load(multipliers), a1 = v128.load(multipliers, 16);
    const a2 = v128.load(multipliers, 32), a3 = v128.load(multipliers, 48);
    let least0 = i32x4.splat(0x7fffffff), least1 = least0, least2 = least0, least3 = least0;
    for (let p = hashes; p < stop; p += 16) {
      const x = v128.load_splat<u32>(p);
      least0 = i32x4.min_s(least0, i32x4.mul(x, a0));
      least1 = i32x4.min_s(least1, i32x4.mul(x, a1));
      least2 = i32x4.min_s(least2, i32x4.mul(x, a2));
      least3 = i32x4.min_s(least3, i32x4.mul(x, a3));
      const y = v128.load_splat<u32>(p, 4);
      least0 = i32x4.min_s(least0, i32x4.mul(y, a0));
      least1 = i32x4.min_s(least1, i32x4.mul(y, a1));
      least2 = i32x4.min_s(least2, i32x4.mul(y, a2));
      least3 = i32x4.min_s(least3, i32x4.mul(y, a3));
      const z = v128.load_splat<u32>(p, 8);
      least0 = i32x4.min_s(least0, i32x4.mul(z, a0));
      least1 = i32x4.min_s(least1, i32x4.mul(z, a1));
      least2 = i32x4.min_s(least2, i32x4.mul(z, a2));
      least3 = i32x4.min_s(least3, i32x4.mul(z, a3));
      const w = v128.load_splat<u32>(p, 12);
      least0 = i32x4.min_s(least0, i32x4.mul(w, a0));
      least1 = i32x4.min_s(least1, i32x4.mul(w, a1));
      least2 = i32x4.min_s(least2, i32x4.mul(w, a2));
      least3 = i32x4.min_s(least3, i32x4.mul(w, a3));
    }
    v128.store(signature + part, least0);
    v128.store(signature + part, least1, 16);
    v128.store(signature + part, least2, 32);
    v128.store(signature + part, least3, 48);
  }
}

/** Writes `bands` keys to `keys`, each of the next `size` values of a signature, which is overwritten. */
export function bandKeys(signature: usize, bands: u32, size: u32, keys: usize): void {
  const stop = signature + (<usize>PERMUTATIONS << 2);
  for (let p = signature; p < stop; p += 16) v128.store(p, mix32x4(v128.load(p)));
  let p = signature;
  for (let band: u32 = 0; band < bands; band++) {
    let key = band;
    for (let i: u32 = 0; i < size; i++, p += 4) key = key * STEP + load<u32>(p);
    store<u32>(keys + (<usize>band << 2), mix32(key));
  }
}
