/** Reads a text once into its words, lines and paragraphs, as numbers. */
import { ALONE, INK, LETTER, MARK, SPACE } from '../character-classes.ts';
import { addSpan, makeSpanNumberer, makeSpans, type Spans } from './span-numbers.ts';

/** What a text is made of. Overwritten by the next text that the same scan reads. */
export interface ScannedText {
  readonly text: string;
  /** Code points. */
  readonly characters: number;
  /** Runs between white space; where a script writes no spaces (Chinese, Japanese, Thai…), characters. */
  readonly words: Spans;
  /** `LETTER` and `INK` of each word: what it has at least one of. */
  readonly wordKinds: Uint8Array;
  /** Lines that are not blank, without the white space at their ends. */
  readonly lines: Spans;
  /** Lines between blank ones, together. */
  readonly paragraphs: Spans;
  /** Line feeds, or what stands for one. */
  readonly lineEnds: number;
}

/** One such function belongs to one thread. */
export function makeTextScan(classOf: (point: number) => number): (text: string) => ScannedText {
  const number = makeSpanNumberer();
  const held = { words: makeSpans(1024), lines: makeSpans(), paragraphs: makeSpans(), wordKinds: new Uint8Array(1024) };
  return (text) => {
    const scanned = read(text, held, classOf);
    number(text, scanned.words);
    number(text, scanned.lines);
    number(text, scanned.paragraphs);
    return scanned;
  };
}

type Held = Pick<ScannedText, 'words' | 'lines' | 'paragraphs'> & { wordKinds: Uint8Array };

/** Where the reader is: in UTF-16 units, and in code points where a name says so. */
interface Cursor {
  characters: number;
  lineEnds: number;
  wordStart: number;
  wordStartCharacter: number;
  wordBits: number;
  /** First and behind the last that is no white space, of the line; -1 while there is none. */
  inkStart: number;
  inkEnd: number;
  inkStartCharacter: number;
  inkEndCharacter: number;
  paragraphStart: number;
  paragraphStartCharacter: number;
  paragraphEnd: number;
  paragraphEndCharacter: number;
}

const atStart = (): Cursor => ({
  characters: 0,
  lineEnds: 0,
  wordStart: -1,
  wordStartCharacter: 0,
  wordBits: 0,
  inkStart: -1,
  inkEnd: -1,
  inkStartCharacter: 0,
  inkEndCharacter: 0,
  paragraphStart: -1,
  paragraphStartCharacter: 0,
  paragraphEnd: -1,
  paragraphEndCharacter: 0,
});

function read(text: string, held: Held, classOf: (point: number) => number): ScannedText {
  for (const spans of [held.words, held.lines, held.paragraphs]) spans.count = 0;
  const cursor = atStart();
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const point = unit >= 0xd800 && unit <= 0xdbff ? (text.codePointAt(at) as number) : unit;
    const bits = classOf(point);
    const next = at + (point > 0xffff ? 2 : 1);
    if ((bits & SPACE) === 0) takeInk(held, cursor, { at, next, bits });
    else {
      endWord(held, cursor, at);
      if (unit === 10 || (unit === 13 && text.charCodeAt(next) !== 10)) endLine(held, cursor);
    }
    cursor.characters++;
    at = next;
  }
  endWord(held, cursor, at);
  closeLine(held, cursor);
  endParagraph(held, cursor);
  return { text, ...held, characters: cursor.characters, lineEnds: cursor.lineEnds };
}

function takeInk(held: Held, cursor: Cursor, { at, next, bits }: { at: number; next: number; bits: number }): void {
  const continues = cursor.wordBits & ALONE ? (bits & MARK) !== 0 : (bits & ALONE) === 0;
  if (!continues) endWord(held, cursor, at);
  if (cursor.wordStart === -1) {
    cursor.wordStart = at;
    cursor.wordStartCharacter = cursor.characters;
    cursor.wordBits = 0;
  }
  cursor.wordBits |= bits;
  if (cursor.inkStart === -1) {
    cursor.inkStart = at;
    cursor.inkStartCharacter = cursor.characters;
  }
  cursor.inkEnd = next;
  cursor.inkEndCharacter = cursor.characters + 1;
}

function endWord(held: Held, cursor: Cursor, end: number): void {
  if (cursor.wordStart === -1) return;
  const at = held.words.count;
  addSpan(held.words, [cursor.wordStart, end], cursor.characters - cursor.wordStartCharacter);
  if (at >= held.wordKinds.length) {
    const wider = new Uint8Array(held.wordKinds.length * 2);
    wider.set(held.wordKinds);
    held.wordKinds = wider;
  }
  held.wordKinds[at] = cursor.wordBits & (LETTER | INK);
  cursor.wordStart = -1;
  cursor.wordBits = 0;
}

function endLine(held: Held, cursor: Cursor): void {
  cursor.lineEnds++;
  if (cursor.inkStart === -1) endParagraph(held, cursor);
  else closeLine(held, cursor);
}

function closeLine(held: Held, cursor: Cursor): void {
  if (cursor.inkStart === -1) return;
  addSpan(held.lines, [cursor.inkStart, cursor.inkEnd], cursor.inkEndCharacter - cursor.inkStartCharacter);
  if (cursor.paragraphStart === -1) {
    cursor.paragraphStart = cursor.inkStart;
    cursor.paragraphStartCharacter = cursor.inkStartCharacter;
  }
  cursor.paragraphEnd = cursor.inkEnd;
  cursor.paragraphEndCharacter = cursor.inkEndCharacter;
  cursor.inkStart = -1;
}

function endParagraph(held: Held, cursor: Cursor): void {
  if (cursor.paragraphStart === -1) return;
  const size = cursor.paragraphEndCharacter - cursor.paragraphStartCharacter;
  addSpan(held.paragraphs, [cursor.paragraphStart, cursor.paragraphEnd], size);
  cursor.paragraphStart = -1;
}
