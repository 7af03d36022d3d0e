/** Names of people: by lists of names, by what stands around them, and by their shape; no model is asked. */
import type { Finding } from './finding.ts';
import { keyOf, type NameBook } from './name-book.ts';
import { isCued, isPlaceNext, isSubject, isThingNext, isTitleBefore } from './name-cues.ts';
import { endsSurely } from './name-shapes.ts';
import { isShouted, type NamedWord, type Rank, type Word } from './named-word.ts';
import { smallNames } from './small-names.ts';

/** Words with a capital that stand together: particles and initials between them belong to them. */
type Run = readonly Word[];

/** Names among words with a capital, and after `my name is` and its like those without. */
export function personsIn(text: string, words: readonly Word[], book: NameBook): Finding[] {
  const runs = runsOf(text, words);
  const found: Finding[] = [];
  for (const run of runs) {
    const person = personOf(text, run, book);
    if (person !== undefined) found.push(person);
  }
  if (found.length > 0) found.push(...listedWith(found, text, runs));
  found.push(...smallNames(text, book));
  return found.length === 0 ? found : [...found, ...repeatedIn(text, found, book)];
}

/** At most so many words are one name: `María del Carmen García López`. */
const MOST = 5;

/** Between two words of one name: a space, the point of an initial or a title, a particle. */
const BETWEEN =
  /^\.?[ \u00a0](?:(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|ter|la|le|bin|ibn|ben|al|el|zu|af|av|y|e)[ \u00a0]){0,3}$/u;
const LONGEST_GAP = 16;

function runsOf(text: string, words: readonly Word[]): Run[] {
  const runs: Word[][] = [];
  let last: Word | undefined;
  for (const word of words) {
    if (last !== undefined && isJoined(text, last, word.start)) runs.at(-1)!.push(word);
    else runs.push([word]);
    last = word;
  }
  return runs;
}

function isJoined(text: string, last: Word, start: number): boolean {
  if (start === last.end + 1) return text[last.end] === ' ' || text[last.end] === '\u00a0';
  if (start - last.end >= LONGEST_GAP) return false;
  const gap = text.slice(last.end, start);
  return BETWEEN.test(gap) && (gap[0] !== '.' || [...last.known.text].length === 1 || last.known.isTitle);
}

/** `Kónya, Becker and Vasquez`: a word in one list with a name is a name too. */
const LIST_GAP = /^(?:, |,? (?:and|or|&|y|und|et|e|og|och|und) )$/u;

function listedWith(found: readonly Finding[], text: string, runs: readonly Run[]): Finding[] {
  const names = new Set(found.filter(({ certainty }) => certainty > LIKE_PLACE).map(({ start }) => start));
  const isName = (run: Run) => run.some(({ start }) => names.has(start));
  const listed: Finding[] = [];
  const visit = (at: number, from: number) => {
    const [run, other] = [runs[at]!, runs[from]!];
    if (run.length > 2 || isName(run) || !isName(other)) return;
    const [first, second] = at < from ? [run, other] : [other, run];
    if (!LIST_GAP.test(text.slice(first.at(-1)!.end, second[0]!.start))) return;
    if (!run.every(({ known }) => 'FfLlSUI'.includes(known.rank) && !known.isShouted)) return;
    names.add(run[0]!.start);
    listed.push({ kind: 'person', start: run[0]!.start, end: run.at(-1)!.end, certainty: 0.5 });
  };
  for (let at = 1; at < runs.length; at++) visit(at, at - 1);
  for (let at = runs.length - 2; at >= 0; at--) visit(at, at + 1);
  return listed;
}

function personOf(text: string, run: Run, book: NameBook): Finding | undefined {
  const isTitled = isTitleBefore(text, run[0]!.start);
  const [{ known: alone }] = run as [Word];
  if (run.length === 1 && !isTitled && !MAY_STAND_ALONE.includes(alone.rank)) return undefined;
  const titled = run.findLastIndex(({ known }, at) => known.isTitle && at < run.length - 1);
  return personIn(text, run, { titled, isTitled: isTitled || titled >= 0, book });
}

interface Titled {
  /** The last form of address in the run; −1 where none is. */
  readonly titled: number;
  /** … or before it. */
  readonly isTitled: boolean;
  readonly book: NameBook;
}

function personIn(text: string, run: Run, { titled, isTitled, book }: Titled): Finding | undefined {
  const words = run.slice(titled + 1);
  const ranks = words.map((word) => rankIn(text, word));
  const first = ranks.findIndex((rank) => rank !== 'C');
  if (!isTitled && (first < 0 || ranks.includes('X'))) return undefined;
  const from = isTitled ? 0 : first;
  let to = Math.min(words.length, from + MOST);
  while (to > from + 1 && 'CX'.includes(ranks[to - 1]!)) to--;
  const name = words.slice(from, to);
  const [start, end] = [name[0]!.start, name.at(-1)!.end];
  // what stands behind is read behind the whole run, and what stands before only where the name begins it
  const around = { before: from === 0 && titled < 0 ? start : 0, behind: run.at(-1)!.end };
  const certainty = certaintyOf(name, { text, ...around, isTitled, book });
  return certainty === 0 ? undefined : { kind: 'person', start, end, certainty };
}

/** `A` is a word, and with a point an initial. */
const rankIn = (text: string, { known, end }: Word): Rank =>
  known.length === 1 && text[end] === '.' ? 'I' : known.rank;

/** Ranks in a row that are a name wherever they stand; an initial between two words is nothing else. */
const NAMELIKE = /F.*[FfLSlI]|[Ff]I?[LSU]|^[FLf]I|FU|[US][FL]|LF|fl$|lF|[FfLlSU]I[FfLlSU]/;

interface Around {
  readonly text: string;
  readonly before: number;
  readonly behind: number;
  readonly isTitled: boolean;
  readonly book: NameBook;
}

function certaintyOf(words: Run, around: Around): number {
  const { text, before, behind, isTitled, book } = around;
  const shape = words.map((word) => rankIn(text, word)).join('');
  if (isTitled && !/^X+$/.test(shape)) return /^C+$/.test(shape) ? 0.6 : 0.9;
  if (shape === 'P') return 0;
  if (words.length === 1) return certaintyAlone(words[0]!.known, around);
  if (words.every(({ known }) => known.isShouted) && !/[FLS]$/.test(shape)) return 0;
  if (NAMELIKE.test(shape)) {
    const isListedPlace = book.places.has(keyOf(text.slice(words[0]!.start, words.at(-1)!.end)));
    if (isListedPlace && !isCued(text, before)) return 0; // San Diego
    const isPlace = !/[Ff]/.test(shape) && isPlaceNext(text, before) && !isCued(text, before);
    return isPlace ? 0.4 : 0.85;
  }
  if (/^F[PC]$/.test(shape)) return 0.6;
  if (/^[US]S$/.test(shape) && endsSurely(words[1]!.known.key)) return 0.6;
  if (!/[FLSU]/.test(shape) || /[CPX]/.test(shape)) return 0;
  return isCued(text, before) || isSubject(text, behind) ? 0.75 : 0;
}

/** A first name that is a city's or a region's too, and nothing tells which: `Paris`, `Alberta`. */
const LIKE_PLACE = 0.45;

/** Ranks of words that can be a name alone. */
const MAY_STAND_ALONE = 'FfLlSU';

function certaintyAlone({ isShouted: isShout, key, rank }: NamedWord, { text, before, behind, book }: Around): number {
  if (!MAY_STAND_ALONE.includes(rank)) return 0;
  if (isThingNext(text, behind)) return 0;
  if (isCued(text, before)) return isShout && rank === 'U' ? 0 : 0.8;
  if (isPlaceNext(text, before)) return rank === 'F' && !isShout && !book.places.has(key) ? 0.5 : 0;
  const isActing = isSubject(text, behind);
  if (isShout) return rank === 'F' && isActing ? 0.5 : 0;
  if (rank === 'F' && !isActing && book.places.has(key)) return LIKE_PLACE;
  if (rank === 'F') return isActing ? 0.8 : 0.6;
  if (rank === 'L') return isActing ? 0.7 : 0.5;
  if (rank === 'S') return endsSurely(key) ? 0.6 : isActing ? 0.55 : 0;
  if (rank === 'U') return isActing ? 0.5 : 0;
  return isActing && text[behind] === '’' ? 0.4 : 0;
}

/** From here on a name that was found once counts wherever its words stand again. */
const SURE = 0.75;

function repeatedIn(text: string, found: readonly Finding[], book: NameBook): Finding[] {
  const sure = found.filter(({ certainty }) => certainty >= SURE).map(({ start, end }) => text.slice(start, end));
  const names = new Set(sure);
  const words = new Set([...names].flatMap((name) => [name, ...name.split(/[\s.]+/)]));
  const again = [...words].filter((word) => word.length > 2 && text.indexOf(word, text.indexOf(word) + 1) >= 0);
  const loud = [...names].map((name) => name.toUpperCase()).filter((name) => !names.has(name) && text.includes(name));
  return [...again, ...loud].flatMap((word) => {
    if (book.isCommon(keyOf(word)) || (isShouted(word) && !loud.includes(word))) return [];
    return occurrences(text, word).map((start) => ({ ...REPEATED, start, end: start + word.length }));
  });
}

const REPEATED = { kind: 'person', certainty: 0.7 } as const;
const IS_LETTER = /[\p{L}\p{M}\p{N}]/u;

/** Where a word stands whole. */
export function occurrences(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    if (!IS_LETTER.test(text[at - 1] ?? ' ') && !IS_LETTER.test(text[at + word.length] ?? ' ')) places.push(at);
  return places;
}
