/** A table of runs of numbers, each of the same length, with all places where it stands. */

/** Lists of numbers in which runs stand, by their index. */
export type Lists = readonly Int32Array[];

export interface RunTable {
  /** Different runs. */
  readonly size: number;
  /** Enters every run of list `index`, which has no negative numbers. */
  add(index: number): void;
  /** Calls `found` with every place where the run stands that begins at `at`. */
  eachPlace(ids: Int32Array, at: number, found: (index: number, from: number) => void): void;
}

// Of a place, four numbers.
const INDEX = 0;
const FROM = 1;
/** The next place of the same run, or -1. */
const NEXT = 2;
const HASH = 3;
const WIDTH = 4;

/** Numbers are compared, so that equal hashes alone are never a hit. */
export function makeRunTable(lists: Lists, length: number): RunTable {
  let places = new Int32Array(256 * WIDTH);
  let used = 0;
  let size = 0;
  let slots = new Int32Array(1024); // where the first place of a run lies, + 1; 0 is free

  const slotOf = (ids: Int32Array, at: number, hash: number): number => {
    const mask = slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const held = (slots[slot] as number) - 1;
      if (held === -1) return slot;
      if (places[held + HASH] !== hash) continue;
      const list = lists[places[held + INDEX] as number] as Int32Array;
      const from = places[held + FROM] as number;
      let same = 0;
      while (same < length && list[from + same] === ids[at + same]) same++;
      if (same === length) return slot;
    }
  };
  const widen = () => {
    const old = slots;
    slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (const head of old) {
      if (head === 0) continue;
      let slot = spread(places[head - 1 + HASH] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = head;
    }
  };
  const enter = (ids: Int32Array, index: number, from: number) => {
    if (used === places.length) {
      const wide = new Int32Array(used * 2);
      wide.set(places);
      places = wide;
    }
    const hash = hashAt(ids, from, length);
    const slot = slotOf(ids, from, hash);
    const head = (slots[slot] as number) - 1;
    places.set([index, from, head === -1 ? -1 : (places[head + NEXT] as number), hash], used);
    if (head === -1) {
      slots[slot] = used + 1;
      size++;
    } else places[head + NEXT] = used;
    used += WIDTH;
    if (size * 2 > slots.length) widen();
  };
  return {
    get size() {
      return size;
    },
    add(index) {
      const ids = lists[index] as Int32Array;
      for (let from = 0; from + length <= ids.length; from++) enter(ids, index, from);
    },
    eachPlace(ids, at, found) {
      if (at + length > ids.length) return;
      const head = (slots[slotOf(ids, at, hashAt(ids, at, length))] as number) - 1;
      for (let place = head; place !== -1; place = places[place + NEXT] as number)
        found(places[place + INDEX] as number, places[place + FROM] as number);
    },
  };
}

const spread = (hash: number): number => hash ^ (hash >>> 15);

function hashAt(ids: Int32Array, at: number, length: number): number {
  let hash = 0;
  for (let i = at; i < at + length; i++) hash = (Math.imul(hash, 0x01000193) + (ids[i] as number) + 1) | 0;
  return hash;
}
