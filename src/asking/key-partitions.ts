/** Keys of bands, apart by band and by their first bits, so that each part fits a processor's cache. */
import type { Kernels, Signed } from '../kernels/kernels.ts';
import { roomyWords } from '../math/roomy.ts';
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
/** Records that wait in memory before they are written, in all. */
const WAITING_RECORDS = 1 << 21;
/** Words of a record: a key and a row. */
const RECORD = 2;

export interface PartitionSize {
  readonly rows: number;
  readonly bands: number;
  /** Only pairs whose first row is before this one are given; absent: all. */
  readonly own?: number;
  readonly kernels: Pick<Kernels, 'repeatedKeys' | 'openScatter'>;
}

export function makeKeyPartitions({ rows, bands, own = rows, kernels }: PartitionSize, spill: Spill): KeyPartitions {
  const bits = Math.max(0, Math.ceil(Math.log2(rows / PART_ROWS[spill.isAtHand ? 'atHand' : 'onDisk'])));
  const parts = bands * 2 ** bits;
  const room = Math.max(8, Math.floor(Math.min(WAITING_RECORDS, rows * bands) / parts));
  const scatter = kernels.openScatter({ bands, bits, room });
  const written: number[][] = Array.from({ length: parts }, () => []);
  const keep = (part: number, records: Uint32Array): void => {
    written[part]!.push(spill.append(records));
  };
  return {
    add: (signed) => scatter.add(signed, keep),
    *repeats() {
      let all = roomyWords(0); // of one part after the other
      for (let part = 0; part < parts; part++) {
        const last = scatter.waiting(part);
        const before = room * RECORD * written[part]!.length;
        if (all.length < before + last.length) all = roomyWords((before + last.length) * 2);
        written[part]!.forEach((name, piece) => {
          all.set(spill.read(name, room * RECORD), piece * room * RECORD);
        });
        all.set(last, before);
        const repeats = kernels.repeatedKeys(all.subarray(0, before + last.length));
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
