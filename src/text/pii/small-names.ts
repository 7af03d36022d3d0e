/** Names in small letters: of people who write everything small, and behind words such as `my name is`. */
import { type Finding, matchesOf } from './finding.ts';
import { keyOf, type NameBook, PARTICLES, remembered } from './name-book.ts';
import { endsSurely } from './name-shapes.ts';
import { matchesNear, type Reach } from './signs.ts';

/** Gives each name that is no common word a capital in texts that have no capitals at all. Offsets stay the same. */
export type Raiser = (text: string) => string;

export function makeRaiser(book: NameBook): Raiser {
  const raised = remembered((word) => raisedWord(word, book));
  return (text) => {
    if (/\p{Lu}/u.test(text)) return text;
    return text.replace(/\p{Ll}[\p{L}\p{M}\p{N}'’-]*@?/gu, (word, at: number) =>
      IS_BESIDE.test(text[at - 1] ?? ' ') || word.endsWith('@') ? word : raised(word),
    );
  };
}

/** Behind these a word is a part of something else. */
const IS_BESIDE = /[\p{L}\p{N}@.]/u;

function raisedWord(word: string, book: NameBook): string {
  const key = keyOf(word);
  const isKnown = book.first.has(key) || book.last.has(key) || book.places.has(key) || endsSurely(word);
  const raised = `${word[0]!.toUpperCase()}${word.slice(1)}`;
  return !isKnown || book.isCommon(key) || PARTICLES.has(key) || raised.length !== word.length ? word : raised;
}

/** `my name is bob`: after these also without a capital, where the word is in the lists or looks like a name. */
const SMALL =
  /(?:\b[Mm]y name is|\b[Nn]ame's|\b[Cc]alls? me|\bnamed|\b[Mm]s\.|\b[Mm]rs\.|\b[Mm]r\.|\b[Dd]r\.|\bI['’]?m|\bI am|\b[Hh]i|\b[Hh]ello|\b[Dd]ear) +(\p{Ll}[\p{L}\p{M}'’-]+)(?: (\p{Ll}[\p{L}\p{M}'’-]+))?/gu;
/** Its words, as far as they are quickly found: it matches only where they stand. */
const ROUGHLY = /(?:me is|e's|lls? me|amed|[MmDd]r?s?\.|I['’]?m|I am|[Hh]i|ello|[Dd]ear) +[^A-Z\s]/g;
/** From the start of these words to the start of the pattern: `my na|me is`. Behind them two names at most. */
const AROUND: Reach = { before: 6, behind: 120 };

export function smallNames(text: string, book: NameBook): Finding[] {
  const places = [...matchesOf(text, ROUGHLY)].map(({ span }) => span);
  if (places.length === 0) return [];
  const isName = (word: string, list: NameBook['first']) =>
    (list.has(keyOf(word)) || endsSurely(word)) && !book.isCommon(keyOf(word)) && !PARTICLES.has(word);
  return [...matchesNear(text, SMALL, { places, reach: AROUND })].flatMap(({ match, end }) => {
    const [first, last] = [match[1]!, match[2]];
    if (!isName(first, book.first)) return [];
    const hasLast = last !== undefined && isName(last, book.last);
    const start = end - (last === undefined ? 0 : last.length + 1) - first.length;
    return [{ kind: 'person' as const, start, end: hasLast ? end : start + first.length, certainty: 0.75 }];
  });
}
