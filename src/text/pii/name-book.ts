/** First names, family names and places of many countries, from the locale data of faker (MIT licence); nothing is fetched. */
import { familiarWords } from '../familiar-words.ts';
import { basesOf } from '../inflection.ts';
import { synonymTable } from '../synonym-table.ts';
import { nameWords } from './name-words.ts';

/** What is known of a name. */
interface NameEntry {
  /** Locales that have it, in faker's order. */
  readonly locale: string;
  /** `female`, `male`, or `generic` where a locale does not tell. */
  readonly gender: string;
}

export interface NameBook {
  /** By the name's key (`keyOf`). */
  readonly first: ReadonlyMap<string, NameEntry>;
  readonly last: ReadonlyMap<string, NameEntry>;
  readonly places: ReadonlySet<string>;
  /** Those of `places` that are countries. */
  readonly countries: ReadonlySet<string>;
  /** Words of the longest place that begins with this word; 0 where none does. */
  placeWords(key: string): number;
  /** A word that is common in English, or a form of one: as a name it counts only where more speaks for it. */
  isCommon(key: string): boolean;
  /** Of a name in a list of first or else of family names, with its accents or without, as in an e-mail address. */
  entryOf(key: string): readonly ['first' | 'last', NameEntry] | undefined;
  /** Names of a kind to draw fakes from; the English ones where a locale has none. */
  listOf(part: 'first' | 'last', entry: NameEntry): readonly string[];
  readonly cities: readonly string[];
  /** Countries, in English. */
  readonly regions: readonly string[];
  readonly streets: readonly string[];
}

/** Case, and the way accents are coded, do not matter. */
export const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/** Without accents: `óladóttir` and `oladottir` are one. */
export const plainKey = (key: string): string =>
  key
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łøđðþßæœı]/g, (letter) => UNDIVIDED[letter]!);

/** Letters with a stroke and joined ones, which Unicode does not take apart. */
const UNDIVIDED: Readonly<Record<string, string>> = {
  ...{ ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' },
};

type Lists = Readonly<Record<string, unknown>>;
interface Locale {
  readonly person?: { readonly first_name?: Lists | null; readonly last_name?: Lists | null } | null;
  readonly location?: Lists | null;
  readonly word?: Lists | null;
}

/** Takes about half a second and 50 MB; open it once for a run. */
export async function openNameBook(): Promise<NameBook> {
  const { allLocales } = await import('@faker-js/faker');
  const locales = Object.entries(allLocales as Readonly<Record<string, Locale>>).filter(([name]) => name !== 'base');
  const [first, last] = (['first_name', 'last_name'] as const).map((part) => namesOf(locales, part));
  const common = commonWords(allLocales.en as Locale);
  const named = (key: string) => first!.has(key) || common.has(key);
  const countries = countriesIn(
    locales.map(([name]) => name),
    named,
  );
  const places = placesOf(locales, countries);
  const placeStarts = wordsByStart(places);
  const isCommon = remembered((key) => common.has(key) || basesOf(key).some(({ base }) => common.has(base)));
  const listOf = (part: 'first' | 'last', { locale, gender }: NameEntry): readonly string[] => {
    const own = (at: string) => (allLocales as Readonly<Record<string, Locale>>)[at]?.person?.[`${part}_name`];
    const lists = [own(locale)?.[gender], own(locale)?.generic, own('en')?.[gender], own('en')?.generic];
    return lists.map(plainNames).find((list) => list.length > 1) ?? ['Alex', 'Robin'];
  };
  const cities = plainNames(allLocales.en.location?.city_name);
  const streets = plainNames(allLocales.en.person?.last_name?.generic);
  return {
    first: first!,
    last: last!,
    places,
    countries,
    placeWords: (key) => placeStarts.get(key) ?? 0,
    isCommon,
    entryOf: makeEntryOf(first!, last!),
    listOf,
    cities,
    regions: regionNames('en'),
    streets,
  };
}

/** Words that are remembered, at most: the same few thousand begin most sentences. Longer ones are none worth remembering. */
const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 40;

/** The same function, quicker for words it was asked before. */
export function remembered<Answer>(ask: (word: string) => Answer): (word: string) => Answer {
  const known = new Map<string, Answer>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const answer = ask(word);
    if (word.length > LONGEST_REMEMBERED) return answer;
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(word, answer);
    return answer;
  };
}

function namesOf(locales: readonly [string, Locale][], part: 'first_name' | 'last_name'): Map<string, NameEntry> {
  const entries = new Map<string, NameEntry>();
  for (const [locale, { person }] of inOrder(locales))
    for (const gender of ['female', 'male', 'generic'])
      for (const name of plainNames(person?.[part]?.[gender]))
        for (const key of new Set([keyOf(name), ...keyOf(name).split(/[\s-]+/)]))
          if (key.length > 1 && !entries.has(key) && !PARTICLES.has(key)) entries.set(key, { locale, gender });
  return entries;
}

type Entries = ReadonlyMap<string, NameEntry>;

function makeEntryOf(first: Entries, last: Entries): NameBook['entryOf'] {
  let plain: { readonly first: Entries; readonly last: Entries } | undefined; // made when a fake is first asked for
  const look = (key: string, lists: { readonly first: Entries; readonly last: Entries }) => {
    const part = lists.first.has(key) ? 'first' : 'last';
    const entry = lists[part].get(key);
    return entry === undefined ? undefined : ([part, entry] as const);
  };
  return (key) => {
    plain ??= { first: plainly(first), last: plainly(last) };
    return look(plainKey(key), plain);
  };
}

/** By keys without accents; where two become one, the first stays. */
function plainly(entries: Entries): Map<string, NameEntry> {
  const plain = new Map<string, NameEntry>();
  for (const [key, entry] of entries) if (!plain.has(plainKey(key))) plain.set(plainKey(key), entry);
  return plain;
}

/** English first: a name that many languages share is replaced by one that is as wide-spread. */
const inOrder = (locales: readonly [string, Locale][]) =>
  [...locales].sort(([a], [b]) => Number(b.startsWith('en')) - Number(a.startsWith('en')));

/** Parts of names that are names in no list: `van der Berg`. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'de da do dos das del della di du des van von der den ter ten la le las los el al bin ibn ben abu y e zu zum af av st'.split(
    ' ',
  ),
);

/** Some lists have weights: `{ value, weight }`. */
const plainNames = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.flatMap((each: string | { value?: unknown }) => {
        const name = typeof each === 'string' ? each : each?.value;
        return typeof name === 'string' ? [name] : [];
      })
    : [];

/** Cities and states of the lists, and countries. */
function placesOf(locales: readonly [string, Locale][], countries: ReadonlySet<string>): Set<string> {
  const places = new Set(countries);
  const listed = locales.flatMap(([, { location }]) => [location?.city_name, location?.state].flatMap(plainNames));
  for (const place of [...listed, ...citiesOfZones()]) if ([...place].length >= LEAST_PLACE) places.add(keyOf(place));
  return places;
}

/** Some four hundred large cities, by which time zones are called: `Europe/Vienna`. */
const citiesOfZones = (): string[] =>
  Intl.supportedValuesOf('timeZone')
    .map((zone) => zone.split('/'))
    .filter(([area]) => ['Africa', 'America', 'Asia', 'Australia', 'Europe'].includes(area!))
    .map((parts) => parts.at(-1)!.replaceAll('_', ' '));

function wordsByStart(places: ReadonlySet<string>): Map<string, number> {
  const longest = new Map<string, number>();
  for (const place of places) {
    const words = place.split(' ');
    longest.set(words[0]!, Math.max(words.length, longest.get(words[0]!) ?? 0));
  }
  return longest;
}

/** Shorter names are codes of states, and words. */
const LEAST_PLACE = 3;

/** As their own and the English language call them; not where another language's name is a first name, or a word of English. */
function countriesIn(locales: readonly string[], isWord: (key: string) => boolean): Set<string> {
  const keys = (names: readonly string[]) => names.filter((name) => [...name].length >= LEAST_PLACE).map(keyOf);
  const foreign = [...new Set(locales.map((name) => name.slice(0, 2)))].flatMap(regionNames);
  return new Set([...keys([...COUNTRY_WORDS, ...regionNames('en')]), ...keys(foreign).filter((key) => !isWord(key))]);
}

/** ISO 3166 regions in the words of a language; none where this build of Node does not have the language. */
function regionNames(language: string): string[] {
  if (Intl.DisplayNames.supportedLocalesOf([language]).length === 0) return [];
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return [...LETTERS].flatMap((a) => [...LETTERS].flatMap((b) => names.of(a + b) ?? []));
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What languages are called in English: with a capital they are no places. */
function languages(): string[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return [...LETTERS].flatMap((a) => [...LETTERS].flatMap((b) => names.of(`${a}${b}`.toLowerCase()) ?? []));
}

/** What speakers say that is in no register. */
const COUNTRY_WORDS = [
  'USA',
  'U.S.',
  'UK',
  'U.K.',
  'America',
  'Britain',
  'Great Britain',
  'England',
  'Scotland',
  'Wales',
  'Holland',
  'Czech Republic',
  'Europe',
  'Asia',
  'Africa',
  'North America',
  'South America',
  'Latin America',
  'Middle East',
  'European Union',
];

function commonWords({ word }: Locale): Set<string> {
  const listed = Object.values(word ?? {}).flatMap(plainNames);
  const synonyms = synonymTable.flatMap((line) => line.split(';').flatMap((entry) => entry.split(/[ ,]/)));
  return new Set(
    [...listed, ...synonyms, ...familiarWords(), ...nameWords(), ...languages(), ...STARTERS.split(/\s+/)].map(keyOf),
  );
}

/** Small words, days, months, peoples and forms of address: with a capital they are still no names. */
const STARTERS = `
i i'm i'll i've i'd a an the this that these those he she it we you they me him her us them my your his its our their who
what when where why how which whose is are was were be been am do does did has have had can could will would shall should
may might must not no yes ok okay hi hello hey dear thanks thank please sorry and or but if so as at by for from in into of
on to up with about after before between during without within against among per via than then there here now just also
only even still again ever never always often all any both each every few many more most much none one two three four five
six seven eight nine ten first second last next other some such same too very new old let let's get got go goes went gone
come came make made take took say says said see saw know knew think want need like love use find give tell told call try
ask feel become leave put mean keep begin help talk turn start show hear play run move live believe bring happen write
provide sit stand lose pay meet include continue set learn change lead understand watch follow stop create speak read
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december mr mrs ms miss dr prof sir madam lord lady king queen prince princess president mom dad mother father
english french german spanish italian dutch swedish danish norwegian finnish polish czech slovak hungarian russian greek
turkish arabic chinese japanese korean indian american british scottish irish welsh canadian australian african european
asian mexican brazilian portuguese austrian swiss belgian croatian serbian slovenian ukrainian romanian bulgarian estonian
latvian lithuanian icelandic israeli jewish christian muslim catholic buddhist hindu internet web bot user customer agent
assistant system name address phone email mobile fax desk office card credit bank account number date birth city state
country zip street st road rd avenue ave suite apt unit box company inc ltd llc corp corporation group university college
school hospital club hotel restaurant museum orchestra band album song film movie book novel series season north south east
west northern southern eastern western central international national royal united states republic kingdom union entertainment
weekly day night morning evening today tomorrow yesterday christmas easter labor border force lending home world science
magazine news times post journal press park square place center centre house hall court church bridge river lake mount island
regarding unlike follow billing mission statement answer question note warning error subject re fwd when's where's what's
server client host router port login username website online
who's it's that's there's here's he's she's we're you're they're don't doesn't didn't can't couldn't won't wouldn't isn't
aren't wasn't weren't c'mon meet inject select update insert delete written directed produced starring features
`.trim();
