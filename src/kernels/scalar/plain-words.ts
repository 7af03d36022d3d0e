/** Reads texts as numbers of plain words, in plain TypeScript. */
import { ALONE, INK, MARK } from '../character-classes.ts';
import type { Kernels } from '../kernels.ts';
import { plainWord, type ReadWords, type RunReader } from '../run-reader.ts';
import { makeSieve } from './sieve.ts';

type ClassOf = (point: number) => number;

export const runKernels = (classOf: ClassOf): Pick<Kernels, 'openRunReader'> => ({
  openRunReader: (run) => openRunReader(run, classOf),
});

function openRunReader(run: number, classOf: ClassOf): RunReader {
  const numberOf = makeVocabulary();
  const sieve = makeSieve(run);
  let ids = new Int32Array(1024);
  let spans = new Uint32Array(2048);
  const read = (text: string, learn: boolean): Omit<ReadWords, 'places'> => {
    if (ids.length < text.length) {
      ids = new Int32Array(text.length * 2); // a word has at least one unit
      spans = new Uint32Array(text.length * 4);
    }
    let count = 0;
    for (let at = 0; at < text.length; ) {
      const end = wordEnd(text, at, classOf);
      if (end === at) at++;
      else {
        spans[count * 2] = at;
        spans[count * 2 + 1] = end;
        ids[count++] = numberOf(text, [at, end], learn);
        at = end;
      }
    }
    return { count, ids: ids.subarray(0, count), spans };
  };
  return {
    learn: (text) => read(text, true).ids.slice(),
    expect: sieve.enter,
    read: (text) => {
      const words = read(text, false);
      return { ...words, places: sieve.places(words.ids) };
    },
  };
}

/** 0: between words · 1: in a word · 2: a word of its own · 3: a mark, which goes on with what stands before it. */
type Kind = 0 | 1 | 2 | 3;

/** Halves of pairs count as letters, which keeps rare scripts and emoji. */
function kindOf(unit: number, classOf: ClassOf): Kind {
  if ((unit & 0xf800) === 0xd800) return 1;
  const bits = classOf(unit);
  if (bits & MARK) return 3;
  return bits & ALONE ? 2 : bits & INK ? 1 : 0;
}

/** The end of the word that begins here; `at` itself where none does. */
function wordEnd(text: string, at: number, classOf: ClassOf): number {
  const kind = kindOf(text.charCodeAt(at), classOf);
  if (kind === 0 || kind === 3) return at;
  let end = at + 1;
  for (; end < text.length; end++) {
    const next = kindOf(text.charCodeAt(end), classOf);
    if (next !== 3 && (next !== 1 || kind === 2)) break;
  }
  return end;
}

/** Gives each different word a number, from 0; characters are compared, so that two words never share one. */
function makeVocabulary(): (text: string, place: readonly [number, number], learn: boolean) => number {
  let slots = new Int32Array(4096); // number + 1; 0 is free
  const words: string[] = [];
  const slotOf = (text: string, start: number, end: number): number => {
    const mask = slots.length - 1;
    for (let slot = hashOf(text, start, end) & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot] as number;
      if (held === 0 || isWord(words[held - 1] as string, text, [start, end])) return slot;
    }
  };
  const enter = (word: string): number => {
    words.push(word);
    if (words.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2);
      for (const [id, each] of words.entries()) slots[slotOf(each, 0, each.length)] = id + 1;
    } else slots[slotOf(word, 0, word.length)] = words.length;
    return words.length - 1;
  };
  const numberOf = (text: string, [start, end]: readonly [number, number], learn: boolean): number => {
    const held = slots[slotOf(text, start, end)] as number;
    return held > 0 ? held - 1 : learn ? enter(text.slice(start, end).toLowerCase()) : -1;
  };
  return (text, [start, end], learn) => {
    if (isAscii(text, start, end)) return numberOf(text, [start, end], learn);
    const word = plainWord(text.slice(start, end));
    return numberOf(word, [0, word.length], learn);
  };
}

const lower = (unit: number): number => (unit >= 65 && unit <= 90 ? unit | 32 : unit);

/** FNV-1a over the units in lower case, as far as they are ASCII. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ lower(text.charCodeAt(at)), 0x01000193);
  return hash ^ (hash >>> 15);
}

function isWord(word: string, text: string, [start, end]: readonly [number, number]): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== lower(text.charCodeAt(start + at))) return false;
  return true;
}

function isAscii(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) >= 128) return false;
  return true;
}
