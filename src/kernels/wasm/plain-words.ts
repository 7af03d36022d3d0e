/** Reads texts as numbers of plain words, with a vocabulary and a memory of its own for each reader. */
import { fillClasses, POINTS } from '../character-classes.ts';
import type { Kernels } from '../kernels.ts';
import { NO_PLACES, plainWord, type ReadWords, type RunReader } from '../run-reader.ts';
import { type Bench, openBench, SLACK } from './module.ts';
import { makeSieve, type SieveFunctions } from './sieve.ts';
import { utf8Length, writeUtf8, writeWtf8 } from './utf8.ts';
import { ASK, makeVocabulary, NEXT, UNKNOWN, type Vocabulary, type VocabularyFunctions } from './vocabulary.ts';

type RunFunctions = 'findWords' | 'replacementCount' | 'numberPlainWords' | VocabularyFunctions | SieveFunctions;

export const runKernels = (): Pick<Kernels, 'openRunReader'> => ({ openRunReader });

function openRunReader(run: number): RunReader {
  const desk = makeDesk(openBench<RunFunctions>());
  const sieve = makeSieve(desk.bench, run);
  return {
    learn: (text) => {
      desk.vocabulary.forget(); // what was unknown may be learned now
      return learn(desk, text);
    },
    expect: sieve.enter,
    read: (text): ReadWords => {
      desk.vocabulary.forgetMany();
      const count = read(desk, text);
      const { regions } = desk.bench;
      const passed = sieve.places(desk.at.ids, count);
      const ids = regions.words('ids', count);
      return {
        count,
        ids: new Int32Array(ids.buffer, ids.byteOffset, count),
        spans: regions.words('unitSpans', 2 * count),
        places: passed === 0 ? NO_PLACES : regions.words('places', passed),
      };
    },
  };
}

interface Desk {
  readonly bench: Bench<RunFunctions>;
  readonly vocabulary: Vocabulary;
  /** Bytes of a text that there is room for. */
  room: number;
  readonly at: Record<(typeof PARTS)[number], number>;
}

/** Parts of the memory, by the text at hand. */
const PARTS = ['text', 'lower', 'byteSpans', 'unitSpans', 'ids', 'asked', 'keys'] as const;

function makeDesk(bench: Bench<RunFunctions>): Desk {
  bench.regions.reserve({ classes: POINTS });
  const desk: Desk = { bench, vocabulary: makeVocabulary(bench), room: 0, at: {} as Desk['at'] };
  makeRoom(desk, 1 << 14);
  return desk;
}

function makeRoom(desk: Desk, bytes: number): void {
  if (bytes <= desk.room) return;
  desk.room = bytes;
  const { regions } = desk.bench;
  const [words, text] = [bytes / 2 + 2, bytes + 64 + SLACK];
  regions.reserve({ text, lower: text, byteSpans: words * 8, unitSpans: words * 8 });
  regions.reserve({ ids: words * 4, asked: words * 4, keys: words * 8 + 8 });
  for (const part of PARTS) desk.at[part] = regions.at(part);
}

/** Gives the number of words. */
function find(desk: Desk, text: string): number {
  makeRoom(desk, utf8Length(text));
  const { exports, regions } = desk.bench;
  const count = findIn(desk, writeUtf8(text, regions.bytes('text', desk.room)));
  if (exports.replacementCount() === 0 || text.isWellFormed()) return count;
  return findIn(desk, writeWtf8(text, regions.bytes('text', desk.room)));
}

function findIn({ bench: { exports, regions }, at }: Desk, bytes: number): number {
  for (;;) {
    const count = exports.findWords(at.text, bytes, regions.at('classes'), 1, at.lower, at.byteSpans, at.unitSpans);
    if (count >= 0) return count;
    fillClasses(regions.bytes('classes', POINTS), -1 - count);
  }
}

function learn(desk: Desk, text: string): Int32Array {
  const count = find(desk, text);
  return Int32Array.from({ length: count }, (_, word) => {
    const { from, length, start, end } = wordAt(desk, word);
    const known = desk.vocabulary.place(from, length, length === end - start ? NEXT : ASK); // at once where it is ASCII
    return known === ASK ? settle(desk, text, { word, number: NEXT }) : known;
  });
}

/** Writes the numbers of the words, and gives how many they are. */
function read(desk: Desk, text: string): number {
  const count = find(desk, text);
  const { bench, vocabulary, at } = desk;
  const { exports, regions } = bench;
  const asked = exports.numberPlainWords(at.lower, at.byteSpans, at.unitSpans, count, at.ids, at.asked, at.keys);
  for (let i = 0; i < asked; i++) {
    const word = regions.words('asked', asked)[i] as number;
    const { from, length } = wordAt(desk, word);
    const known = vocabulary.place(from, length, ASK); // the text may have had it before
    regions.words('ids', count)[word] = known === ASK ? settle(desk, text, { word, number: ASK }) : known;
  }
  return count;
}

/** Numbers a word beyond ASCII that was never met, by what it is without accents and the like. */
function settle(
  desk: Desk,
  text: string,
  { word, number }: { readonly word: number; readonly number: number },
): number {
  const { from, length, start, end } = wordAt(desk, word);
  const plain = desk.vocabulary.placePlain(plainWord(text.slice(start, end)), number);
  return desk.vocabulary.place(from, length, plain === ASK ? UNKNOWN : plain);
}

/** Address and bytes of a word in lower case, and its UTF-16 units. */
function wordAt({ bench: { regions }, at }: Desk, word: number) {
  const bytes = regions.words('byteSpans', 2 * word + 2);
  const units = regions.words('unitSpans', 2 * word + 2);
  const first = bytes[2 * word] as number;
  return {
    from: at.lower + first,
    length: (bytes[2 * word + 1] as number) - first,
    start: units[2 * word] as number,
    end: units[2 * word + 1] as number,
  };
}
