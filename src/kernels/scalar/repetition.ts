/** How much a text repeats itself: its lines and paragraphs, and runs of its words. */
import type { RunCharacters } from '../page-counts.ts';
import { type Spans, slotsFor } from './span-numbers.ts';

/** One such function belongs to one thread; its tables are used again. */
export function makeRunCounter(): (words: Spans) => RunCharacters {
  const tables: Tables = { slots: new Int32Array(1024), hashes: new Int32Array(512), times: new Int32Array(512) };
  return (words) => runCharacters(words, tables);
}

/** How many pieces stood before, and their characters. */
export function repeatsOf({ count, firsts, sizes }: Spans): readonly [pieces: number, characters: number] {
  let pieces = 0;
  let characters = 0;
  for (let i = 0; i < count; i++) {
    if (firsts[i] === i) continue;
    pieces++;
    characters += sizes[i] as number;
  }
  return [pieces, characters];
}

interface Tables {
  /** Start of a run + 1; 0 is free. */
  slots: Int32Array;
  /** Of the run that starts there. */
  hashes: Int32Array;
  times: Int32Array;
}

/** Where no run of n words comes twice, no longer one does. */
function runCharacters(words: Spans, tables: Tables): RunCharacters {
  prepare(tables, words);
  let isRepeated = true;
  const found = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => {
    lengthen(tables.hashes, words, n);
    if (!isRepeated) return 0;
    const characters = n <= 4 ? topCharacters(words, tables, n) : repeatedCharacters(words, tables, n);
    isRepeated = characters > 0;
    return characters;
  });
  return found as unknown as RunCharacters;
}

function prepare(tables: Tables, { count, firsts }: Spans): void {
  if (tables.hashes.length < count) {
    tables.hashes = new Int32Array(count * 2);
    tables.times = new Int32Array(count * 2);
  }
  if (tables.slots.length < slotsFor(count)) tables.slots = new Int32Array(slotsFor(count));
  for (let i = 0; i < count; i++) tables.hashes[i] = Math.imul((firsts[i] as number) + 1, 0x9e3779b1);
}

/** Makes hashes of runs of n − 1 words into those of n words. */
function lengthen(hashes: Int32Array, { count, firsts }: Spans, n: number): void {
  for (let i = 0; i + n <= count; i++)
    hashes[i] = (Math.imul(hashes[i] as number, 0x85ebca6b) + (firsts[i + n - 1] as number) + 1) | 0;
}

/** The first start of the same run, itself where it is new (and is then entered). */
function firstStart(
  { slots, hashes }: Tables,
  { firsts, count }: Spans,
  [start, n]: readonly [number, number],
): number {
  const mask = slotsFor(count) - 1;
  const hash = hashes[start] as number;
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const held = (slots[slot] as number) - 1;
    if (held === -1) {
      slots[slot] = start + 1;
      return start;
    }
    let same = 0;
    while (same < n && firsts[held + same] === firsts[start + same]) same++;
    if (same === n) return held;
  }
}

/** Of the commonest run; of several equally common ones, of the first. */
function topCharacters(words: Spans, tables: Tables, n: number): number {
  tables.slots.fill(0, 0, slotsFor(words.count));
  let top = 0;
  for (let start = 0; start + n <= words.count; start++) {
    tables.times[start] = 0;
    const first = firstStart(tables, words, [start, n]);
    const times = (tables.times[first] as number) + 1;
    tables.times[first] = times;
    if (times > (tables.times[top] as number) || (times === tables.times[top] && first < top)) top = first;
  }
  if (words.count < n || (tables.times[top] as number) < 2) return 0;
  return sizeOf(words, [top, n], true) * (tables.times[top] as number);
}

/** As datatrove reckons: reading on behind a run that stood before, so that no character counts twice. */
function repeatedCharacters(words: Spans, tables: Tables, n: number): number {
  tables.slots.fill(0, 0, slotsFor(words.count));
  let characters = 0;
  let start = 0;
  while (start + n <= words.count) {
    const isNew = firstStart(tables, words, [start, n]) === start;
    if (!isNew) characters += sizeOf(words, [start, n], false);
    start += isNew ? 1 : n;
  }
  return characters;
}

/** Characters of the words of a run, with one for white space between two where it counts. */
function sizeOf({ starts, ends, sizes }: Spans, [start, n]: readonly [number, number], withSpaces: boolean): number {
  let size = 0;
  for (let at = start; at < start + n; at++) {
    size += sizes[at] as number;
    if (withSpaces && at > start && starts[at] !== ends[at - 1]) size++;
  }
  return size;
}
