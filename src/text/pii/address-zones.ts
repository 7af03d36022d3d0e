/** Parts of a text in which a postal address may stand, told by what stands beside a number. */
import { clustersWith, type Signs } from './signs.ts';

/** Start and end. Zones are ascending and apart. */
export type Zone = readonly [start: number, end: number];

/** What stands beside the number of an address. */
export interface Beside {
  /** In the words behind a number, up to `NAME_GAPS` gaps on: a street, a box, another number. */
  readonly opens: RegExp;
  /** At the start of a small word behind a number: of a street. */
  readonly opensSmall: RegExp;
  /** At the end of the word before a number: of a street, a box, a flat, a state. */
  readonly closes: RegExp;
  /** A small word before a number that counts only where something announces it. */
  readonly mayClose: RegExp;
  /** In the words before a number: what announces a street, a street whose number follows its name, an address. */
  readonly announces: RegExp;
  /** In what stands directly before a number: a post code that is called one. */
  readonly callsCode: RegExp;
  /** At the start of a word: the number beside it is a date or a chapter. */
  readonly denies: RegExp;
}

/** Gaps between words from a number to either end of an address, at most: of a street with its names, a box with its unit. */
const MOST_GAPS = 12;
/** Characters that so many words and gaps take, at most: words of 40, gaps of 3, signs between them. */
const MOST_REACH = 640;
/** Characters of a word before a number, at most, with signs around it. */
const LONGEST_WORD = 64;
/** Gaps from a number to the word that makes a street of the names behind it, at most. */
const NAME_GAPS = 9;
/** Characters before a number within which a post code is called one: 13 of the word, 11 up to the code, 4 up to its digit. */
const CALLED = 44;
/** An address without a number, which must have a zone of its own. */
const CORNER = 'the corner of ';

/**
 * Every match of the patterns of an address lies in one of these zones. Each pattern has a number, or is that of corners. Of
 * each pattern one number stands so: behind it a blank, and then a capital, a number, a character beyond ASCII or a small
 * word, and what `opens` has; before it a blank, point or `#`, and then what `closes` has, or a word with a capital or of
 * `mayClose` and further on what `announces` has; or a capital touches it, as in British post codes; or it is called a post code.
 */
export function zonesOf(text: string, signs: Signs, beside: Beside): Zone[] {
  const found = [...numbersIn(text, signs)].filter((number) => mayBeOfAddress(text, number, beside));
  for (let at = text.indexOf(CORNER); at >= 0; at = text.indexOf(CORNER, at + 1)) found.push([at, at + CORNER.length]);
  const zones: [number, number][] = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    const last = zones.at(-1);
    const [from, to] = [gapsBefore(text, start), gapsBehind(text, end, MOST_GAPS)];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else zones.push([from, to]);
  }
  return zones;
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isBlank = (code: number) => code === 32 || code === 0xa0;
const isSmall = (code: number) => code >= 97 && code <= 122;
const isCapital = (code: number) => code >= 65 && code <= 90;
const isSpace = (code: number) => isBlank(code) || (code >= 9 && code <= 13) || code === 0x2028 || code === 0x2029;

/** Start and end of each run of digits. */
function* numbersIn(text: string, signs: Signs): Generator<Zone> {
  for (const [first, last] of clustersWith(1, signs))
    for (let start = first; start < last; start++) {
      if (!isDigit(text.charCodeAt(start))) continue;
      let end = start + 1;
      while (end < last && isDigit(text.charCodeAt(end))) end++;
      yield [start, end];
      start = end;
    }
}

function mayBeOfAddress(text: string, [start, end]: Zone, beside: Beside): boolean {
  return (
    isOpening(text, [start, end], beside) ||
    isClosing(text, start, beside) ||
    (start > 0 && isCapital(text.charCodeAt(start - 1))) ||
    beside.callsCode.test(text.slice(Math.max(0, start - CALLED), start))
  );
}

/** Behind `12`, `12b`, `12.` or `12,` a blank and what a street may begin with. */
function isOpening(text: string, [start, end]: Zone, { opens, opensSmall, announces, denies }: Beside): boolean {
  let at = end;
  if (isCapital(text.charCodeAt(at) & ~32)) at++;
  if (text[at] === '.') at++;
  if (text[at] === ',') at++;
  const gap = at;
  while (isBlank(text.charCodeAt(at))) at++;
  if (at === gap || at >= text.length) return false;
  const code = text.charCodeAt(at);
  if (!isCapital(code) && !isDigit(code) && code < 128) return isSmall(code) && opensSmall.test(wordsBehind(text, at));
  const words = wordsBehind(text, at);
  if (denies.test(words)) return false;
  return opens.test(words) || announces.test(text.slice(gapsBefore(text, start), start));
}

const wordsBehind = (text: string, at: number) => text.slice(at, gapsBehind(text, at, NAME_GAPS));

/** Before `12`, `#12` or `.12` a word that may end a street, or a word for a box or flat. */
function isClosing(text: string, start: number, { closes, mayClose, announces, denies }: Beside): boolean {
  let at = start;
  if (text[at - 1] === '#') at--;
  while (isBlank(text.charCodeAt(at - 1))) at--;
  const isApart = at < start || text[at - 1] === '.';
  if (!isApart || at === 0) return false;
  let first = at;
  while (first > Math.max(0, at - LONGEST_WORD) && !isSpace(text.charCodeAt(first - 1))) first--;
  const word = text.slice(first, at);
  if (closes.test(word)) return true;
  const isLoud = /[A-Z]|[^\0-\x7f]/.test(word) && !(denies.test(word) && IS_ONE_WORD.test(word));
  return (isLoud || mayClose.test(word)) && announces.test(text.slice(gapsBefore(text, start), start));
}

const IS_ONE_WORD = /^[^\p{L}]*\p{L}+[^\p{L}]*$/u;

/** Where, going back from a place, the last of so many gaps has been passed. */
function gapsBefore(text: string, from: number): number {
  let at = from;
  for (let gaps = 0; at > Math.max(0, from - MOST_REACH); at--)
    if (isSpace(text.charCodeAt(at - 1)) && (at < 2 || !isSpace(text.charCodeAt(at - 2))) && ++gaps > MOST_GAPS) break;
  return at;
}

function gapsBehind(text: string, from: number, most: number): number {
  let at = from;
  for (let gaps = 0; at < Math.min(text.length, from + MOST_REACH); at++)
    if (isSpace(text.charCodeAt(at)) && !isSpace(text.charCodeAt(at - 1)) && ++gaps > most) break;
  return at;
}
