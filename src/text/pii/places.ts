/** Cities, regions and countries: by lists, and by the words that stand before places. */
import type { Finding } from './finding.ts';
import { keyOf, type NameBook } from './name-book.ts';
import { wordBefore } from './name-cues.ts';
import type { Word } from './named-word.ts';

/** Places among the words with a capital. */
export function placesIn(text: string, words: readonly Word[], book: NameBook): Finding[] {
  const found: Finding[] = [];
  for (let at = 0; at < words.length; ) at = nextFrom({ text, words, book }, at, found);
  return found;
}

interface Scene {
  readonly text: string;
  readonly words: readonly Word[];
  readonly book: NameBook;
}

/** Between two words of one place: a space, or one and particles. */
const BETWEEN = /^ (?:(?:de|da|do|del|la|le|les|am|an|of|sur|nad|v|u|y) ){0,2}$/u;
const LONGEST_GAP = 12;
/** Words of a place, particles and all. */
const MOST = 4;

/** Notes what stands in a chain of words, and gives where the next one begins. */
function nextFrom(scene: Scene, first: number, found: Finding[]): number {
  const { text, words } = scene;
  let end = first + 1;
  while (end < words.length && isChained(text, words[end - 1]!, words[end]!)) end++;
  let isListed = false;
  for (let at = first; at < end; ) {
    const to = words[at]!.known.placeWords === 0 ? undefined : longestFrom(scene, at, end);
    if (to !== undefined) found.push(placeAt(words[at]!.start, words[to]!.end, 0.6));
    isListed ||= to !== undefined;
    at = (to ?? at) + 1;
  }
  if (!isListed && isUnlistedPlace(text, words.slice(first, end)))
    found.push(placeAt(words[first]!.start, words[end - 1]!.end, 0.5));
  return end;
}

function isChained(text: string, { end }: Word, { start }: Word): boolean {
  if (start === end + 1) return text[end] === ' ';
  return start - end <= LONGEST_GAP && BETWEEN.test(text.slice(end, start));
}

/** The last word of the longest place of a list that begins here. */
function longestFrom({ text, words, book }: Scene, from: number, end: number): number | undefined {
  for (let to = Math.min(end, from + MOST) - 1; to >= from; to--)
    if (isListed(text.slice(words[from]!.start, words[to]!.end), book)) return to;
  return undefined;
}

/** Behind these a place stands that no list has. */
const BEFORE_PLACE =
  /\b(?:in|near|visit|visiting|across|throughout|moved (?:here )?from|travel(?:led|ed)? to|flew to|flying to|originally from|southern|northern|eastern|western|university of|city of|town of)\s+$/i;
const LAST_BEFORE_PLACE: ReadonlySet<string> = new Set(
  'in near visit visiting across throughout from to southern northern eastern western of'.split(' '),
);
const REACH = 24;

function isUnlistedPlace(text: string, chain: readonly Word[]): boolean {
  const { start } = chain[0]!;
  return (
    chain.every(({ known }) => known.isUnlisted && !isAbbreviation(known.text)) &&
    LAST_BEFORE_PLACE.has(wordBefore(text, start)) &&
    BEFORE_PLACE.test(text.slice(Math.max(0, start - REACH), start))
  );
}

/** `XML`, `U`: after “in” they are seldom places. */
const isAbbreviation = (text: string) => text.length <= LONGEST_ABBREVIATION && text === text.toUpperCase();
const LONGEST_ABBREVIATION = 3;

function isListed(phrase: string, { places, countries, isCommon, first }: NameBook): boolean {
  const key = keyOf(phrase.replace(/['’]s$/u, ''));
  return countries.has(key) || (places.has(key) && !isCommon(key) && !first.has(key));
}

const placeAt = (start: number, end: number, certainty: number): Finding => ({ kind: 'place', start, end, certainty });
