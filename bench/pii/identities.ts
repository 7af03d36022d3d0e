/** A held-out check: made-up identities of thirty countries, planted in sentences of our own between sentences of old books. */
import { seededRandom } from '../../src/math/random.ts';
import { luhnDigit } from '../../src/text/pii/check-digits.ts';
import type { PiiKind } from '../../src/text/pii/finding.ts';
import { textIn } from '../data-files.ts';
import type { Span } from './score.ts';

type Identity = Readonly<Record<string, string>>;

/** What is planted: how it is called in the report, which kinds and which types of Presidio count for it. */
interface Field {
  readonly name: string;
  readonly kinds: readonly PiiKind[];
  readonly theirs: RegExp;
  /** '' where an identity has none. */
  readonly value: (of: Identity, random: () => number) => string;
  /** Sentences with `{}` for the value. */
  readonly in: readonly string[];
}

const NAMED = [
  'My name is {} and I would like to close my account.',
  'Could you tell {} that the parcel has come?',
  'We met {} at the door.',
  'The form was filled in by {} last week.',
  '{} asked for a refund and never heard from us again.',
  'Thanks, {}',
  'According to {}, nobody had opened the letter.',
  'Attendees: {}, two interns, and the caterer.',
  'It was {} who found the leak.',
  'The tenant, {}, pays on the first of the month.',
  'I gave the keys to {} before lunch.',
  'Signed: {}',
];
const WRITTEN = [
  'You can write to {} at any hour.',
  'Contact: {}',
  'Her address there was {}, but it bounces.',
  'Send the invoice to {}, please.',
  '<{}> wrote on Monday:',
  'user={};role=editor',
  'Is {} still in use?',
  'Reply-To: {}',
];
const CALLED = [
  'Call me on {} after six.',
  'My phone number is {}.',
  'Tel. {}',
  'You reach the workshop under {}, mornings only.',
  'phone: {}, e-mail on request',
  'Text me at {} if the train is late.',
  'The number {} does not answer.',
  'Mobile {}',
];
const LIVED = [
  'I live at {} with two cats.',
  'Please deliver to {}.',
  'The flat is at {}, third floor.',
  'Address: {}',
  'We moved to {} in spring.',
  'Our office is at {} now.',
  'Ship it to {} and ring twice.',
  'The parcel for {} came back.',
];
const BEEN = [
  'I have lived in {} for six years.',
  'We flew to {} on a Tuesday.',
  'It rained in {} all week.',
  'My aunt comes from {}.',
  'The office in {} is closed.',
  'She was visiting {} when it happened.',
  'He moved to {} with his brother.',
  'Our driver is near {} now.',
];
const BORN = [
  'I was born on {}.',
  'Date of birth: {}',
  'DOB {}, no allergies.',
  'Her birthday is {}.',
  'born {} in a small town',
  'The patient, born on {}, was sent home.',
];
const CARDED = [
  'My card {} was declined.',
  'Charge it to {}.',
  'card number: {}',
  'I lost the card with the number {} on the bus.',
  'Pay with {}, then sign.',
  'It says {} on the front.',
];
const NUMBERED = [
  'My national identity number is {}.',
  'ID: {}',
  'Personal number {}, as on the passport.',
  'The citizen with the national ID {} asked for a copy.',
  'Identity number on file: {}',
  'personal identification number {}',
];
const KEPT = [
  'password: {}',
  'The password is {}, do not share it.',
  'pwd={}',
  'My passwd: {} (changed in May)',
  'Login with the password "{}".',
];
const CODED = ['My zip code is {}.', 'Postcode: {}', 'postal code {}, please check', 'The ZIP is {}.'];

const phoneAbroad = (of: Identity): string =>
  `+${of.TelephoneCountryCode} ${of.TelephoneNumber!.replace(/^\(0/, '(').replace(/^0/, of.Country === 'IT' ? '0' : '')}`;

/** The table was saved by a spreadsheet that kept six digits of each card: the others are drawn, the last one is right. */
function card({ CCNumber = '', CCType }: Identity, random: () => number): string {
  const first = CCNumber.replace(/\D|E.*$/g, '').slice(0, 6);
  const length = CCType === 'American Express' ? 15 : 16;
  if (first.length < 6) return '';
  const drawn = Array.from({ length: length - 7 }, () => Math.floor(random() * 10)).join('');
  const digits = `${first}${drawn}${luhnDigit(`${first}${drawn}`)}`;
  return random() < 0.5 ? digits : digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

const nationalId = ({ NationalID = '' }: Identity) => (/E\+/.test(NationalID) ? '' : NationalID);
const THEIR_IDS = /^(?:US|UK|ES|IT|PL|FI|AU|IN|SG|KR|SE|TH|CA|DE|FR|NG|TR)_/;
const FIELDS: readonly Field[] = [
  { name: 'e-mail', kinds: ['email'], theirs: /^EMAIL/, in: WRITTEN, value: ({ EmailAddress = '' }) => EmailAddress },
  {
    name: 'telephone, as in its country',
    kinds: ['phone'],
    theirs: /^PHONE/,
    in: CALLED,
    value: ({ TelephoneNumber = '' }) => TelephoneNumber,
  },
  { name: 'telephone, with +', kinds: ['phone'], theirs: /^PHONE/, in: CALLED, value: phoneAbroad },
  { name: 'card, six digits of the table', kinds: ['card'], theirs: /^CREDIT/, in: CARDED, value: card },
  { name: 'date of birth', kinds: ['birth-date'], theirs: /^DATE/, in: BORN, value: ({ Birthday = '' }) => Birthday },
  { name: 'national number', kinds: ['national-id'], theirs: THEIR_IDS, in: NUMBERED, value: nationalId },
  {
    name: 'password',
    kinds: ['secret'],
    theirs: /^PASSWORD/,
    in: KEPT,
    value: ({ Password = '' }) => (/\d/.test(Password) ? Password : ''),
  },
  {
    name: 'post code, called so',
    kinds: ['address'],
    theirs: /^LOCATION/,
    in: CODED,
    value: ({ ZipCode = '' }) => ZipCode,
  },
  {
    name: 'street and number',
    kinds: ['address'],
    theirs: /^LOCATION/,
    in: LIVED,
    value: ({ StreetAddress = '' }) => StreetAddress,
  },
  {
    name: 'street, post code, city',
    kinds: ['address'],
    theirs: /^LOCATION/,
    in: LIVED,
    value: (of) => `${of.StreetAddress}, ${of.ZipCode} ${of.City}`,
  },
  {
    name: 'first and family name',
    kinds: ['person'],
    theirs: /^PERSON/,
    in: NAMED,
    value: (of) => `${of.GivenName} ${of.Surname}`,
  },
  {
    name: 'title and family name',
    kinds: ['person'],
    theirs: /^PERSON/,
    in: NAMED,
    value: (of) => `${of.Title} ${of.Surname}`,
  },
  { name: 'first name', kinds: ['person'], theirs: /^PERSON/, in: NAMED, value: ({ GivenName = '' }) => GivenName },
  { name: 'family name', kinds: ['person'], theirs: /^PERSON/, in: NAMED, value: ({ Surname = '' }) => Surname },
  {
    name: 'country',
    kinds: ['place', 'address'],
    theirs: /^LOCATION/,
    in: BEEN,
    value: ({ CountryFull = '' }) => CountryFull,
  },
  { name: 'city', kinds: ['place', 'address'], theirs: /^LOCATION/, in: BEEN, value: ({ City = '' }) => City },
];

/** A text with one value planted in it. */
export interface PlantedText {
  readonly field: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Which identities: every so many, from the first or second one on. Rules were mended by those at even places only. */
export interface Part {
  readonly first: 0 | 1;
  /** Even, so that the places stay even or odd. */
  readonly every: number;
}

/** Of so many identities the second was read, to see what replacing them makes of a text. */
const READ = 30;

/** For each field one text of each identity. */
export function identityTexts(folder: string, { first, every }: Part): PlantedText[] {
  const all = tableIn(textIn(folder, 'pii/fake-identities-3000.csv.gz'));
  const identities = all.filter((_, at) => at % every === first && at % READ !== 1);
  const carriers = sentencesIn(textIn(folder, 'text/gutenberg/austen-persuasion.txt.gz'));
  const random = seededRandom('identities bench');
  return FIELDS.flatMap(({ name, value, in: sentences }, nth) =>
    identities.flatMap((of, at) => {
      const written = value(of, random);
      if (written === '') return [];
      const [before, behind] = [
        carriers[(at * 13 + nth) % carriers.length]!,
        carriers[(at * 7 + nth) % carriers.length]!,
      ];
      const [head, tail] = sentences[at % sentences.length]!.split('{}') as [string, string];
      const start = before.length + 1 + head.length;
      const gap = /[.?!]$/.test(tail) ? ' ' : '\n';
      return [
        { field: name, text: `${before} ${head}${written}${tail}${gap}${behind}`, start, end: start + written.length },
      ];
    }),
  );
}

export interface FieldRecall {
  readonly field: string;
  readonly planted: number;
  readonly ours: number;
  /** Undefined where nobody else looked. */
  readonly theirs: number | undefined;
}

/** How many of the values were found: half of the characters, at least, as one of the kinds that count. */
export function recallByField(
  texts: readonly PlantedText[],
  ours: readonly (readonly Span[])[],
  theirs: readonly (readonly Span[])[] | undefined,
): FieldRecall[] {
  return FIELDS.map((field) => {
    const rows = texts.flatMap((each, at) => (each.field === field.name ? [{ ...each, at }] : []));
    const hits = (spans: readonly (readonly Span[])[], counts: (type: string) => boolean) =>
      rows.filter(({ start, end, at }) => {
        const own = spans[at]!.filter(({ type }) => counts(type));
        const covered = own.reduce(
          (sum, span) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
          0,
        );
        return covered * 2 >= end - start;
      }).length;
    return {
      field: field.name,
      planted: rows.length,
      ours: hits(ours, (type) => field.kinds.includes(type as PiiKind)),
      theirs: theirs === undefined ? undefined : hits(theirs, (type) => field.theirs.test(type)),
    };
  });
}

function tableIn(text: string): Identity[] {
  const [head, ...lines] = text
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/);
  const names = cellsOf(head!);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}

/** Cells of a line of CSV; no cell of this table has a line end. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );

function sentencesIn(text: string): string[] {
  const sentences = text.replace(/\s+/g, ' ').split(/(?<=[.!?]) (?=[A-Z])/);
  return sentences.filter(({ length }) => length > 30 && length < 160);
}
