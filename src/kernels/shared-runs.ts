/** Finds what a text has in common with known texts, by runs of words that stand in both. */
import type { Kernels } from './kernels.ts';
import type { ReadWords } from './run-reader.ts';
import { makeRunTable, type RunTable } from './run-table.ts';

/** What a text shares with one known text. */
export interface Shared {
  /** The known text, by the order in which they were added. */
  readonly index: number;
  /** Words of the known text that stand in shared runs, and all of its words. */
  readonly words: number;
  readonly of: number;
  /** Words of the longest shared run, and where it stands in the text that was looked at, in UTF-16 units. */
  readonly longest: number;
  readonly start: number;
  readonly end: number;
}

export interface SharedRunFinder {
  /** A text to look for. One with fewer words than a run counts as one run, where it has at least `least`. */
  add(text: string): void;
  /** Texts added, and those among them that are too short to be looked for. */
  readonly texts: number;
  readonly tooShort: number;
  /** Different runs. */
  readonly runs: number;
  /** What the text shares with each known text; most words first. */
  find(text: string): { readonly words: number; readonly shared: readonly Shared[] };
}

/** How long runs are, in words. */
export interface RunLengths {
  readonly run: number;
  /** Words that a known text must have to be looked for; at most `run`, and that when absent. */
  readonly least?: number;
}

/** Words are compared as `run-reader.ts` has them; every word of a run is, so that equal hashes alone are never a hit. */
export function makeSharedRunFinder(kernels: Kernels, { run, least = run }: RunLengths): SharedRunFinder {
  const reader = kernels.openRunReader(least);
  const known: Int32Array[] = [];
  const tables = new Map<number, RunTable>([[run, makeRunTable(known, run)]]);
  let tooShort = 0;
  return {
    add(text) {
      const ids = reader.learn(text);
      const index = known.push(ids) - 1;
      if (ids.length < least) {
        tooShort++;
        return;
      }
      const length = Math.min(run, ids.length);
      const table = tables.get(length) ?? makeRunTable(known, length);
      tables.set(length, table);
      table.add(index);
      reader.expect(ids, ids.length - length + 1);
    },
    get texts() {
      return known.length;
    },
    get tooShort() {
      return tooShort;
    },
    get runs() {
      return [...tables.values()].reduce((sum, { size }) => sum + size, 0);
    },
    find(text) {
      const words = reader.read(text);
      return { words: words.count, shared: words.places.length === 0 ? [] : sharedIn(words, { known, tables }) };
    },
  };
}

interface Index {
  readonly known: readonly Int32Array[];
  /** By the length of their runs; each text stands in one of them. */
  readonly tables: ReadonlyMap<number, RunTable>;
}

function sharedIn(words: ReadWords, { known, tables }: Index): Shared[] {
  const found = new Map<number, Found>();
  for (const at of words.places)
    for (const table of tables.values())
      table.eachPlace(words.ids, at, (index, from) => {
        const held = found.get(index) ?? newFound(known[index]!.length);
        found.set(index, held);
        extend(held, { known: known[index]!, words, at, from });
      });
  const shared = [...found].map(([index, each]) => summary(index, each, words));
  return shared.sort((a, b) => b.words - a.words || a.index - b.index);
}

interface Found {
  /** 1 for each word of the known text that stands in a shared run. */
  readonly covered: Uint8Array;
  /** Place in the text less place in the known text → where the run that was followed there ends. */
  readonly followed: Map<number, number>;
  longest: number;
  longestAt: number;
}

const newFound = (words: number): Found => ({
  covered: new Uint8Array(words),
  followed: new Map(),
  longest: 0,
  longestAt: 0,
});

interface Hit {
  readonly known: Int32Array;
  readonly words: ReadWords;
  readonly at: number;
  readonly from: number;
}

/** Follows a run as far as it goes, once. */
function extend(found: Found, { known, words: { ids, count }, at, from }: Hit): void {
  if ((found.followed.get(at - from) ?? -1) > at) return;
  let length = 0;
  while (at + length < count && from + length < known.length && ids[at + length] === known[from + length]) length++;
  found.covered.fill(1, from, from + length);
  found.followed.set(at - from, at + length);
  if (length <= found.longest) return;
  found.longest = length;
  found.longestAt = at;
}

function summary(index: number, { covered, longest, longestAt }: Found, { spans }: ReadWords): Shared {
  let words = 0;
  for (const each of covered) words += each;
  const start = spans[longestAt * 2] as number;
  const end = spans[(longestAt + longest - 1) * 2 + 1] as number;
  return { index, words, of: covered.length, longest, start, end };
}
