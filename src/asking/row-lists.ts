/** Lists of words, one for each of some rows, in a spill. */
import { roomyWords } from '../math/roomy.ts';
import type { RowPlaces } from '../math/row-places.ts';
import type { Spill } from './spill.ts';

export interface RowLists {
  /** The words are copied. */
  add(row: number, list: Uint32Array): void;
  /** Of a row that was added; nobody may change it. It stays as it is while some others are asked for, and not for ever. */
  get(row: number): Uint32Array;
}

/** 12 bytes for each of the rows, and their words where the spill is. */
export function makeRowLists({ rows, of }: RowPlaces, spill: Spill): RowLists {
  const names = new Float64Array(rows.length);
  const lengths = new Uint32Array(rows.length);
  const remember = spill.isAtHand ? undefined : makeMemory();
  const read = (row: number, room?: Uint32Array) => spill.read(names[of(row)]!, lengths[of(row)]!, room);
  return {
    add: (row, list) => {
      names[of(row)] = spill.append(list);
      lengths[of(row)] = list.length;
    },
    get: (row) => remember?.(row, lengths[of(row)]!, read) ?? read(row),
  };
}

/** Lists at hand beside those on disk: a place for each of the last digits of a row, and 16 MB for them all. */
const AT_HAND = 1 << 16;
const ROOM_WORDS = 1 << 22;
/** A longer list is read again and again. */
const LONGEST = ROOM_WORDS / 8;

/** The last lists that were read, in a ring: what is still half of it away from being overwritten is at hand. */
function makeMemory() {
  const room = roomyWords(ROOM_WORDS);
  const rows = new Int32Array(AT_HAND).fill(-1);
  const starts = new Float64Array(AT_HAND); // in words that were ever written
  let next = 0;
  return (row: number, length: number, read: (row: number, room: Uint32Array) => void): Uint32Array | undefined => {
    if (length > LONGEST) return undefined;
    const place = row % AT_HAND;
    const isAtHand = rows[place] === row && next - starts[place]! <= ROOM_WORDS / 2;
    if (!isAtHand) {
      if ((next % ROOM_WORDS) + length > ROOM_WORDS) next += ROOM_WORDS - (next % ROOM_WORDS);
      rows[place] = row;
      starts[place] = next;
      next += length;
    }
    const start = starts[place]! % ROOM_WORDS;
    const list = room.subarray(start, start + length);
    if (!isAtHand) read(row, list);
    return list;
  };
}
