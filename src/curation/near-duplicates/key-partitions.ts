/** Keys of bands, apart by band and by their first bits, so that each part fits a processor's cache. */
import type { Kernels, Signed } from '../../kernels/kernels.ts';
import { roomyWords } from '../../math/roomy.ts';
import type { Spill } from './spill.ts';

export interface KeyPartitions {
  /** The keys of some rows; a text without words is like none, and has none. */
  add(rows: Signed & { readonly firstRow: number }): void;
  /**
   * For each part pairs of rows that share a key: the first that has it, and another, which ascend. After the last `add`, as
   * often as wished; overwritten by the next.
   */
  repeats(): Iterable<Uint32Array>;
}

/** Rows of a part, about: a table of half a megabyte; larger on disk, so that what is written at once is not too small. */
const PART_ROWS = { atHand: 1 << 15, onDisk: 1 << 17 };
/** Words that wait in memory before they are written, in all. */
const WAITING_WORDS = 1 << 22;
/** A key and a row. */
const RECORD = 2;

export interface PartitionSize {
  readonly rows: number;
  readonly bands: number;
  /** Only pairs whose first row is before this one are given; absent: all. */
  readonly own?: number;
  readonly kernels: Pick<Kernels, 'repeatedKeys'>;
}

export function makeKeyPartitions({ rows, bands, own = rows, kernels }: PartitionSize, spill: Spill): KeyPartitions {
  const bits = Math.max(0, Math.ceil(Math.log2(rows / PART_ROWS[spill.isAtHand ? 'atHand' : 'onDisk'])));
  const parts = bands * 2 ** bits;
  const room = Math.max(16, RECORD * Math.floor(Math.min(WAITING_WORDS, rows * bands * RECORD) / parts / RECORD));
  const waiting = roomyWords(parts * room);
  const fill = new Uint32Array(parts);
  const written: number[][] = Array.from({ length: parts }, () => []);
  const empty = (part: number): void => {
    written[part]!.push(spill.append(waiting.subarray(part * room, (part + 1) * room)));
    fill[part] = 0;
  };
  return {
    add: ({ firstRow, counts, keys }) => {
      for (let row = 0, at = 0; row < counts.length; row++, at += bands) {
        if (counts[row] === 0) continue;
        for (let band = 0; band < bands; band++) {
          const key = keys[at + band] as number;
          const part = bits === 0 ? band : (band << bits) + (key >>> (32 - bits));
          const filled = fill[part] as number;
          waiting[part * room + filled] = key;
          waiting[part * room + filled + 1] = firstRow + row;
          fill[part] = filled + RECORD;
          if (filled + RECORD === room) empty(part);
        }
      }
    },
    *repeats() {
      let all = roomyWords(0); // of one part after the other
      for (let part = 0; part < parts; part++) {
        const size = room * written[part]!.length + (fill[part] as number);
        if (all.length < size) all = roomyWords(size * 2);
        written[part]!.forEach((name, piece) => {
          all.set(spill.read(name, room), piece * room);
        });
        all.set(waiting.subarray(part * room, part * room + (fill[part] as number)), size - (fill[part] as number));
        const repeats = kernels.repeatedKeys(all.subarray(0, size));
        yield own < rows ? beginningBefore(own, repeats) : repeats;
      }
    },
  };
}

/** Of pairs those whose first row is before `own`, in the same place. */
function beginningBefore(own: number, pairs: Uint32Array): Uint32Array {
  let kept = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    if ((pairs[i] as number) >= own) continue;
    pairs[kept++] = pairs[i] as number;
    pairs[kept++] = pairs[i + 1] as number;
  }
  return pairs.subarray(0, kept);
}
