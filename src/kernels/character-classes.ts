/** What the kernels know of characters: bits for each code point, from the Unicode tables of the engine. */

/** White space, the ends of lines included; it has no other bit. */
export const SPACE = 1;
export const LETTER = 2;
/** No punctuation, symbol or control: a letter, mark or number. */
export const INK = 4;
/** Of a script that writes no spaces: a word of its own, with the marks after it. */
export const ALONE = 8;
export const MARK = 16;
/** Ends a sentence; an ellipsis does too. */
export const ENDS = 32;
/** Every class has it, so that 0 in a table tells that nobody looked yet. `assembly/characters.ts` has the same bits. */
const KNOWN = 128;

/** The one letter beyond ASCII that is of ASCII in lower case: k. */
export const KELVIN = '\u212a';

/** Code points, the halves of pairs among them. */
export const POINTS = 0x110000;
/** Tables are filled in by so many neighbours: who uses one uses others. */
const NEIGHBOURS = 64;

/** Fills in the class of a code point, and those next to it. */
export function fillClasses(table: Uint8Array, point: number): void {
  const first = point - (point % NEIGHBOURS);
  for (let each = first; each < first + NEIGHBOURS; each++) table[each] = classOf(each);
}

/** Gives classes, and remembers them. */
export function makeClasses(): (point: number) => number {
  let table = new Uint8Array(0);
  return (point) => {
    if (table.length === 0) table = new Uint8Array(POINTS);
    if (table[point] === 0) fillClasses(table, point);
    return table[point] as number;
  };
}

function classOf(point: number): number {
  const character = String.fromCodePoint(point);
  if (/\s/u.test(character)) return KNOWN | SPACE;
  const bit = (pattern: RegExp, value: number) => (pattern.test(character) ? value : 0);
  const ink = /[\p{P}\p{S}\p{C}]/u.test(character) ? 0 : INK;
  return (
    KNOWN | ink | bit(/\p{L}/u, LETTER) | bit(WITHOUT_SPACES, ALONE) | bit(/\p{M}/u, MARK) | bit(SENTENCE_END, ENDS)
  );
}

const WITHOUT_SPACES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc]/u;
const SENTENCE_END = /[\p{Sentence_Terminal}…]/u;
