/** What personal data cannot be without, and words that begin with a capital. */
import type { Capitals, Kernels, PersonalSigns, Texts } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';
import type { Regions } from './regions.ts';

export type PersonalFunctions = 'personal' | 'capitals';
type PersonalBench = Bench<PersonalFunctions>;
type Names = 'personal' | 'capitals';

/** Longer batches would take a gigabyte of memory. */
const MOST_BYTES = 1 << 26;

/** @param plain for texts that are too long for this memory. */
export function personalKernels(bench: PersonalBench, plain: Pick<Kernels, Names>): Pick<Kernels, Names> {
  const put = makePut(bench);
  const isLong = ({ offsets }: Texts) => offsets[offsets.length - 1]! - offsets[0]! > MOST_BYTES;
  return {
    personal: (texts, bytes = 'utf8') =>
      isLong(texts) ? plain.personal(texts, bytes) : personal(bench, put(texts), bytes),
    capitals: (texts) => (isLong(texts) ? plain.capitals(texts) : capitals(bench, put(texts))),
  };
}

const NONE = new Uint32Array(0);

/** Views of the memory, which hold until it grows. */
interface Room {
  readonly text: Uint8Array;
  readonly offsets: Uint32Array;
  readonly signs: Uint32Array;
  readonly clusters: Uint32Array;
  readonly runs: Uint32Array;
}

interface Placed extends Room {
  readonly rows: number;
  readonly bytes: number;
  /** Where offset 0 of the texts lies. */
  readonly at: number;
}

/** Copies texts in. Most come alone, and are short: room is made, and views of it, only where there is too little. */
function makePut({ regions }: PersonalBench): (texts: Texts) => Placed {
  let room: Room | undefined;
  return ({ utf8, offsets }) => {
    const rows = offsets.length - 1;
    const first = offsets[0]!;
    const bytes = first === 0 && offsets[rows] === utf8.length ? utf8 : utf8.subarray(first, offsets[rows]);
    // a memory that has grown leaves views of no length behind
    if (room === undefined || room.text.length < bytes.length + 1 || room.offsets.length < rows + 1)
      room = makeRoom(
        regions,
        Math.max(bytes.length, room?.text.length ?? 0),
        Math.max(rows, room?.offsets.length ?? 0),
      );
    room.text.set(bytes);
    room.offsets.set(offsets);
    return { ...room, rows, bytes: bytes.length, at: room.text.byteOffset - first };
  };
}

function makeRoom(regions: Regions, bytes: number, rows: number): Room {
  const sizes = { signs: rows * 3, clusters: 3 * Math.ceil(bytes / 5 + rows), runs: 2 * Math.ceil(bytes / 15 + rows) };
  const needs = Object.entries(sizes).map(([name, words]) => [`personal ${name}`, words * 4] as const);
  regions.reserve({ personal: bytes + SLACK, 'personal offsets': (rows + 1) * 4, ...Object.fromEntries(needs) });
  return {
    text: regions.bytes('personal', bytes + 1),
    offsets: regions.words('personal offsets', rows + 1),
    signs: regions.words('personal signs', sizes.signs),
    clusters: regions.words('personal clusters', sizes.clusters),
    runs: regions.words('personal runs', sizes.runs),
  };
}

function personal({ exports }: PersonalBench, placed: Placed, bytes: 'utf8' | 'units'): PersonalSigns {
  const { rows, at, offsets, signs, clusters, runs } = placed;
  const isUnits = bytes === 'units' ? 1 : 0;
  const out = [signs.byteOffset, clusters.byteOffset, runs.byteOffset] as const;
  exports.personal(at, offsets.byteOffset, rows, isUnits, ...out);
  const [clusterCount, runCount] = rows === 0 ? [0, 0] : [signs[rows * 3 - 2]!, signs[rows * 3 - 1]!];
  return {
    signs: signs.subarray(0, rows * 3),
    clusters: clusterCount === 0 ? NONE : clusters.subarray(0, clusterCount * 3),
    runs: runCount === 0 ? NONE : runs.subarray(0, runCount * 2),
  };
}

function capitals({ exports, regions }: PersonalBench, { rows, bytes, at, offsets }: Placed): Capitals {
  const [text, rowsAt] = [at, offsets.byteOffset];
  regions.reserve({ capitals: 12 * Math.ceil(bytes / 2 + rows), 'capital ends': rows * 4 });
  exports.capitals(text, rowsAt, rows, regions.at('capitals'), regions.at('capital ends'));
  const ends = regions.words('capital ends', rows);
  return { ends, words: regions.words('capitals', (ends[rows - 1] ?? 0) * 3) };
}
