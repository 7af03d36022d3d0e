/** Finds what is personal or secret in a text: a quick look first, then the detectors that it leaves something for. */
import { addresses } from './addresses.ts';
import { birthDates } from './birth-dates.ts';
import { hasCapital, makeCapitalReader } from './capitals.ts';
import { emails, ipv4, ipv6, macs, urlCredentials } from './contacts.ts';
import { type Detector, type Finding, type Need, type PiiKind, withoutOverlaps } from './finding.ts';
import { type NameBook, openNameBook } from './name-book.ts';
import { namedWord } from './named-word.ts';
import { nationalIdNumbers } from './national-ids.ts';
import { cards, ibans } from './payment.ts';
import { personsIn } from './persons.ts';
import { openPhoneBook, type PhoneBook } from './phones.ts';
import { placesIn } from './places.ts';
import { knownSecrets, namedSecrets, privateKeys } from './secrets.ts';
import { type Eye, type Signs, wholeText } from './signs.ts';
import { makeRaiser, type Raiser } from './small-names.ts';

export interface Wanted {
  readonly kinds: readonly PiiKind[];
  /** ISO 3166 codes, for telephone numbers without a country code. */
  readonly countries: readonly string[];
  /** True: the lists of names are opened whatever the kinds, for fakes. */
  readonly withNames?: boolean;
  /** Findings below are left out, 0 to 1. */
  readonly certainty: number;
}

export interface PiiFinder {
  /** In order, without overlaps. `more` are findings of another source, such as a model. */
  find(text: string, more?: readonly Finding[]): Finding[];
  /** What the detectors said, one by one; without the quick look all of them read all of every text. */
  everything(text: string, quickly?: boolean): Finding[];
  /** Present when names or places are wanted. */
  readonly names: NameBook | undefined;
  readonly phones: PhoneBook;
}

/** All but those that must be opened. */
export const fixedDetectors: readonly Detector[] = [
  emails,
  urlCredentials,
  ipv4,
  ipv6,
  macs,
  cards,
  ibans,
  nationalIdNumbers,
  privateKeys,
  knownSecrets,
  namedSecrets,
  birthDates,
  addresses,
];

/** Opens what is large (numbering plans, lists of names) only where it is wanted. `eye` looks at each text first. */
export async function openPiiFinder(
  { kinds, countries, certainty, withNames = false }: Wanted,
  eye: Eye,
): Promise<PiiFinder> {
  const isNamed = withNames || kinds.includes('person') || kinds.includes('place');
  const [phones, names] = await Promise.all([openPhoneBook(countries), isNamed ? openNameBook() : undefined]);
  const detectors = [...fixedDetectors, phones.detector].filter(({ kind }) => kinds.includes(kind));
  const raise: Raiser = names === undefined ? (text) => text : makeRaiser(names);
  const namesIn = names === undefined ? () => [] : namesBy({ names, kinds, eye, raise });
  const everything = (text: string, quickly = true) => {
    if (detectors.length === 0) return namesIn(text);
    const found: Finding[] = [];
    const signs = quickly ? eye.signs(text) : wholeText(text);
    const digits = mostDigits(signs);
    for (const { kind, needs, find } of detectors)
      if (isMet(needs, signs, digits)) found.push(...find(kind === 'address' ? raise(text) : text, signs));
    found.push(...namesIn(text));
    return found;
  };
  const find = (text: string, more: readonly Finding[] = []) => {
    const all = everything(text);
    if (more.length > 0) all.push(...more);
    return all.length === 0 ? all : withoutOverlaps(all.filter((each) => each.certainty >= certainty));
  };
  return { find, everything, names, phones };
}

/** Digits of the richest cluster. */
function mostDigits({ clusters }: Signs): number {
  let most = 0;
  for (let at = 2; at < clusters.length; at += 3) most = Math.max(most, clusters[at]!);
  return most;
}

function isMet(needs: Need, signs: Signs, digits: number): boolean {
  if (typeof needs === 'object') return digits >= needs.digits;
  if (needs === 'at') return signs.hasAt;
  if (needs === 'colons') return signs.hasColons;
  return needs === 'dashes' ? signs.hasDashes : signs.runs.length > 0;
}

interface NamesWanted {
  readonly names: NameBook;
  readonly kinds: readonly PiiKind[];
  readonly eye: Eye;
  readonly raise: Raiser;
}

/** Names of people and places, told by capitals, and found in small texts by putting them in. */
function namesBy({ names, kinds, eye, raise }: NamesWanted): (text: string) => Finding[] {
  const finders = [...(kinds.includes('person') ? [personsIn] : []), ...(kinds.includes('place') ? [placesIn] : [])];
  if (finders.length === 0) return () => [];
  const read = makeCapitalReader((written) => namedWord(written, names));
  return (text) => {
    const seen = eye.capitals(text);
    const shown = hasCapital(seen) ? text : raise(text);
    const words = read(shown, shown === text ? seen : eye.capitals(shown));
    return finders.flatMap((find) => find(shown, words, names));
  };
}
