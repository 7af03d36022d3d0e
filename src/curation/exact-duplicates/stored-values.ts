/** Values of one field of a file of samples: hashed by a kernel, and read again, a few of them, where they stand. */
import { closeSync, openSync, readSync } from 'node:fs';
import { diskFault, guardDisk } from '../../core/disk-fault.ts';
import { sampleIn } from '../../core/line-blocks.ts';
import { type Dataset, type LineBlock, type Sample, whereIs } from '../../core/sample.ts';
import { valueBytes } from '../../core/value-bytes.ts';
import { type HashedLines, LEFT, oneText, placesOf } from '../../kernels/kernels.ts';
import type { Compared, Means } from './compared.ts';

export interface StoredField {
  /** Its rows are those of `path`. */
  readonly samples: Dataset;
  readonly path: string;
  readonly field: string;
}

/** Where the values of some rows stand. */
interface KeptBlock {
  readonly firstRow: number;
  readonly rows: number;
  /** In the spill: where each begins, from the block's own beginning on, and its length; a line in full has `IN_FULL`. */
  readonly spans: number;
  /** In the file; of lines that do not stand there as they are, the lines. */
  readonly from: number | Uint8Array;
}

/** Set in the length of a line that must be parsed. */
const IN_FULL = 0x80000000;

export function storedValues({ samples, path, field }: StoredField, { kernels, spill }: Means): Compared {
  const kept: KeptBlock[] = [];
  const bytesOf = ({ data }: Sample) => valueBytes(data[field]);
  const hashOf = (sample: Sample) =>
    (sample.data[field] ?? null) === null ? 0 : kernels.hashes(oneText(bytesOf(sample)))[0]!;
  return {
    size: samples.size,
    async *hashes() {
      let firstRow = 0;
      for await (const block of samples.blocks()) {
        const { flags, hashes, spans } = completed(kernels.hashLines(block.lines, whereIs(field)), block, hashOf);
        const from = block.position ?? new Uint8Array(block.lines);
        kept.push({ firstRow, rows: flags.length, spans: spill.append(spans), from });
        firstRow += flags.length;
        yield { hashes, real: flags };
      }
    },
    *bytes(wanted) {
      const file = openRanges(path);
      try {
        for (const { firstRow, rows, spans, from } of kept) {
          const places = placesOf(wanted.subarray(firstRow, firstRow + rows), 1);
          if (places.length === 0) continue;
          const all = spill.read(spans, rows * 2);
          const ranges = places.map((place) => [all[place * 2]!, (all[place * 2 + 1]! & ~IN_FULL) >>> 0] as const);
          const found = typeof from === 'number' ? file.read(from, ranges) : ranges.map(rangeIn(from));
          yield found.map((bytes, at) => (all[places[at]! * 2 + 1]! < IN_FULL ? bytes : bytesOf(sampleIn(bytes))));
        }
      } finally {
        file.close();
      }
    },
  };
}

/** With what the kernel left, which is parsed. */
function completed(found: HashedLines, block: LineBlock, hashOf: (sample: Sample) => number): HashedLines {
  const left = placesOf(found.flags, LEFT);
  if (left.length === 0) return found;
  const [flags, hashes, spans] = [found.flags.slice(), found.hashes.slice(), found.spans.slice()];
  block.samples(left).forEach((sample, at) => {
    const row = left[at]!;
    hashes[row] = hashOf(sample);
    flags[row] = sample.origin?.real === true ? 1 : 0;
    spans[row * 2 + 1]! += IN_FULL;
  });
  return { flags, hashes, spans };
}

type Range = readonly [start: number, length: number];

const rangeIn =
  (bytes: Uint8Array) =>
  ([start, length]: Range): Uint8Array =>
    bytes.subarray(start, start + length);

interface Ranges {
  /** Ascending ranges, from `position` on. Overwritten by the next. */
  read(position: number, ranges: readonly Range[]): readonly Uint8Array[];
  close(): void;
}

/** Bytes between two wanted ones that are read rather than stepped over. */
const GAP = 4096;

/** Reads at once what stands close together. */
function openRanges(path: string): Ranges {
  const file = guardDisk(path, () => openSync(path, 'r'));
  let room = new Uint8Array(1 << 18);
  const readTo = (to: number, length: number, position: number): void => {
    for (let done = 0; done < length; ) {
      const read = guardDisk(path, () => readSync(file, room, to + done, length - done, position + done));
      if (read === 0) throw diskFault(path, new Error('it ends earlier than before'));
      done += read;
    }
  };
  return {
    read: (position, ranges) => {
      const pieces = piecesOf(ranges);
      const size = pieces.reduce((sum, [, length]) => sum + length, 0);
      if (room.length < size) room = new Uint8Array(size * 2);
      const found: Uint8Array[] = [];
      let to = 0;
      for (const [start, length, within] of pieces) {
        readTo(to, length, position + start);
        found.push(...within.map(([at, size]) => room.subarray(to + at - start, to + at - start + size)));
        to += length;
      }
      return found;
    },
    close: () => closeSync(file),
  };
}

type Piece = [start: number, length: number, within: Range[]];

function piecesOf(ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  for (const range of ranges) {
    const last = pieces.at(-1);
    if (last === undefined || range[0] > last[0] + last[1] + GAP) pieces.push([...range, [range]]);
    else {
      last[1] = range[0] + range[1] - last[0];
      last[2].push(range);
    }
  }
  return pieces;
}
