/** The shingles of rows, repeats included, for comparing them in full. */
import { makeRowLists } from '../../asking/row-lists.ts';
import { memorySpill, type Spill } from '../../asking/spill.ts';
import type { RowPlaces } from '../../math/row-places.ts';

export interface ShingleSets {
  /** The set is copied. */
  add(row: number, set: Int32Array): void;
  /** Of a row that was added. */
  get(row: number): Int32Array;
}

/** Bytes of shingles that are kept as they come. */
const KEPT_BYTES = 2 ** 28;

/** The shingles of all rows, as they came with the signatures. */
export interface KeptShingles extends Pick<ShingleSets, 'get'> {
  /** False once they were too many: then they are gone, and the texts must be read again. */
  readonly isWhole: boolean;
  add(rows: { readonly firstRow: number; readonly counts: Uint32Array; readonly shingles: Int32Array }): void;
}

/** Eight bytes a row, and four a shingle. */
export function keepShingles(rows: number): KeptShingles {
  const memory = memorySpill();
  const batches: { readonly firstRow: number; readonly name: number }[] = [];
  const starts = new Uint32Array(rows);
  const lengths = new Uint32Array(rows);
  let bytes = 0;
  return {
    get isWhole() {
      return bytes <= KEPT_BYTES;
    },
    add: ({ firstRow, counts, shingles }) => {
      bytes += shingles.byteLength;
      if (bytes > KEPT_BYTES) return memory.close();
      batches.push({ firstRow, name: memory.append(asWords(shingles)) });
      for (let at = 0, start = 0; at < counts.length; at++) {
        starts[firstRow + at] = start;
        lengths[firstRow + at] = counts[at] as number;
        start += counts[at] as number;
      }
    },
    get: (row) => {
      const { name } = batches[lastUpTo(batches, row)]!;
      return asHashes(memory.read(name + starts[row]!, lengths[row]!));
    },
  };
}

const asWords = ({ buffer, byteOffset, length }: Int32Array) => new Uint32Array(buffer, byteOffset, length);
const asHashes = ({ buffer, byteOffset, length }: Uint32Array) => new Int32Array(buffer, byteOffset, length);

/** The place of the last batch that begins at or before a row. */
function lastUpTo(batches: readonly { readonly firstRow: number }[], row: number): number {
  let [from, to] = [0, batches.length - 1];
  while (from < to) {
    const middle = (from + to + 1) >>> 1;
    if (batches[middle]!.firstRow <= row) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** Of some rows alone. */
export function makeShingleSets(places: RowPlaces, spill: Spill): ShingleSets {
  const lists = makeRowLists(places, spill);
  return {
    add: (row, set) => lists.add(row, asWords(set)),
    get: (row) => asHashes(lists.get(row)),
  };
}
