/** Fakes of names, e-mail addresses, places and postal addresses: word by word, so that a person keeps one fake everywhere. */
import { drawIndex, drawOne } from '../../math/random.ts';
import { isWordOfAddress } from '../../text/pii/addresses.ts';
import { keyOf, type NameBook, PARTICLES, plainKey } from '../../text/pii/name-book.ts';

/** Draws that belong to a text: the same for the same text, wherever it stands. */
export type DrawsOf = (of: string) => Promise<() => number>;

/** Replaces every match of a pattern by what a promise gives. */
async function replacedEach(
  text: string,
  pattern: RegExp,
  replace: (match: string) => Promise<string>,
): Promise<string> {
  const matches = [...text.matchAll(pattern)];
  const fakes = await Promise.all(matches.map(([match]) => replace(match)));
  let out = '';
  let at = 0;
  matches.forEach((match, nth) => {
    out += text.slice(at, match.index) + fakes[nth]!;
    at = match.index + match[0].length;
  });
  return out + text.slice(at);
}

const WORD = /[\p{L}\p{M}]+/gu;

/** Fakes of words that name: of people, places, streets and mailboxes. */
export interface NameFaker {
  /** First names by first names of the same language and gender, family names by family names; particles stay. */
  person(written: string): Promise<string>;
  /** The words of a name within it get the fakes of that name; the domain is one kept for examples (RFC 2606). */
  email(written: string): Promise<string>;
  place(written: string): Promise<string>;
  /** Numbers are drawn anew, names of streets and places replaced; words such as `Street` and `Apt.` stay. */
  address(written: string): Promise<string>;
}

export function makeNameFaker(book: NameBook, drawsOf: DrawsOf): NameFaker {
  const nameWord = (word: string) => fakeName(word, book, drawsOf);
  const place = async (written: string) => {
    const key = keyOf(written);
    const list = book.countries.has(key) ? book.regions : book.cities;
    return inCaseOf(written, otherThan(key, list, await drawsOf(`place ${key}`)));
  };
  const streetWord = (word: string) =>
    book.places.has(keyOf(word)) ? place(word) : fakeStreetWord(word, book, drawsOf);
  return {
    person: (written) => replacedEach(written, WORD, nameWord),

    async email(written) {
      const at = written.lastIndexOf('@');
      const [local, domain] = [written.slice(0, at), written.slice(at + 1)];
      const parts = local.replace(/(\p{Ll})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, `$1$2${SEAM}`);
      const named = await replacedEach(parts, WORD, async (word) =>
        ROLES.has(word.toLowerCase()) ? word : inCaseOf(word, ascii(await nameWord(word))),
      );
      const random = await drawsOf(`local ${keyOf(local)}`);
      const plain = named.replaceAll(SEAM, '').replace(/\d/g, () => `${drawIndex(random, 10)}`);
      const ending = drawOne(await drawsOf(`domain ${keyOf(domain)}`), ['com', 'net', 'org']);
      return `${plain.replace(/[^\p{L}\d._+'-]/gu, '') || 'user'}@example.${ending}`;
    },

    place,

    async address(written) {
      const numbers = await drawsOf(`address ${keyOf(written).replace(/[^\p{L}\p{N}]+/gu, ' ')}`);
      const drawn = written.replace(/\d/g, (digit) => (digit === '0' ? '0' : `${1 + drawIndex(numbers, 9)}`));
      return replacedEach(drawn, /[\p{L}\p{M}]+\.?/gu, streetWord);
    },
  };
}

/** Mailboxes that are nobody's. */
const ROLES: ReadonlySet<string> = new Set(
  'support info contact sales admin help service office mail team hello noreply reply no webmaster postmaster billing'.split(
    ' ',
  ),
);

/** Between two words that are written as one: `MarieHamanova`. */
const SEAM = '\u0000';

async function fakeName(word: string, book: NameBook, drawsOf: DrawsOf): Promise<string> {
  const key = keyOf(word);
  if (PARTICLES.has(key)) return word;
  const random = await drawsOf(`name ${plainKey(key)}`);
  if ([...word].length === 1) return inCaseOf(word, letter(random));
  const [part, entry] = book.entryOf(key) ?? ['last', { locale: 'en', gender: 'generic' }];
  return inCaseOf(word, otherThan(key, book.listOf(part, entry), random));
}

async function fakeStreetWord(word: string, book: NameBook, drawsOf: DrawsOf): Promise<string> {
  if (isWordOfAddress(word)) return word;
  const random = await drawsOf(`street ${keyOf(word)}`);
  if ([...word].length <= 2) return word.replace(/\p{L}/gu, (each) => inCaseOf(each, letter(random)));
  const ending = STREET_ENDING.exec(word)?.[0] ?? '';
  return inCaseOf(word, `${otherThan(keyOf(word), book.streets, random)}${ending.toLowerCase()}`);
}

/** Endings by which one word is a street. */
const STREET_ENDING =
  /(?:straße|strasse|gasse|weg|platz|allee|straat|laan|gracht|gatan|vägen|vej|gade|katu|tie|utca)$/iu;

const letter = (random: () => number) => String.fromCharCode(65 + drawIndex(random, 26));

/** One of the list that is one word where that can be had, and not the original. */
function otherThan(key: string, list: readonly string[], random: () => number): string {
  const from = drawIndex(random, list.length);
  for (let step = 0; step < list.length; step++) {
    const name = list[(from + step) % list.length] as string;
    if (keyOf(name) !== key && !/[\s-]/.test(name) === !/[\s-]/.test(key)) return name;
  }
  return list.find((name) => keyOf(name) !== key) ?? 'Robin';
}

/** `ANNA` → `MARIA`, `anna` → `maria`. */
function inCaseOf(model: string, name: string): string {
  if (model === model.toLowerCase()) return name.toLowerCase();
  return model.length > 1 && model === model.toUpperCase() ? name.toUpperCase() : name;
}

/** Letters of an e-mail address: without accents. */
const ascii = (name: string) => name.normalize('NFD').replace(/\p{M}|[^\p{L}]/gu, '');
