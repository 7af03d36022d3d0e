/** Formats that faker makes, each planted in a real sentence: what is found of them, and what else. */
import { faker } from '@faker-js/faker';
import type { PiiFinder } from '../../src/text/pii/detect.ts';
import type { PiiKind } from '../../src/text/pii/finding.ts';
import { textIn } from '../data-files.ts';

/** A form, the kind it should be found as, and one of it. */
const FORMS: readonly (readonly [string, PiiKind, () => string])[] = [
  ['e-mail', 'email', () => faker.internet.email()],
  ['IPv4', 'ip', () => faker.internet.ipv4()],
  ['IPv6', 'ip', () => faker.internet.ipv6()],
  ['MAC', 'mac', () => faker.internet.mac({ separator: faker.helpers.arrayElement([':', '-']) })],
  ['card', 'card', () => faker.finance.creditCardNumber({ issuer: faker.helpers.arrayElement(ISSUERS) })],
  ['IBAN', 'iban', () => faker.finance.iban({ formatted: faker.datatype.boolean() })],
  ['telephone, +1 …', 'phone', () => faker.phone.number({ style: 'international' })],
  ['telephone, (555) …', 'phone', () => faker.helpers.fromRegExp('([2-9]0[1-9]) [2-9]3[0-9]-[0-9]{4}')],
  ['JSON web token', 'secret', () => faker.internet.jwt()],
  ['AWS key', 'secret', () => faker.helpers.fromRegExp('AKIA[A-Z2-7]{16}')],
  ['GitHub token', 'secret', () => `ghp_${faker.string.alphanumeric(36)}`],
  ['`password: …`', 'secret', () => `password: ${faker.internet.password({ length: 12, pattern: /[A-Za-z0-9]/ })}7`],
  [
    'URL with password',
    'url-credentials',
    () => `https://${faker.internet.username()}:${faker.string.alphanumeric(9)}@${faker.internet.domainName()}/`,
  ],
  [
    'date of birth',
    'birth-date',
    () => `born on ${faker.date.birthdate().toLocaleDateString('en-GB', { dateStyle: 'long' })}`,
  ],
];
const ISSUERS = ['visa', 'mastercard', 'american_express', 'discover', 'jcb'];

interface Planted {
  readonly form: string;
  readonly planted: number;
  readonly found: number;
}

export interface PlantedResult {
  readonly rows: readonly Planted[];
  /** Sentences without anything planted, and findings of these kinds in them. */
  readonly clean: number;
  readonly falseHits: number;
}

export function plantedIn(folder: string, finder: PiiFinder, each: number): PlantedResult {
  faker.seed(4);
  const lines = textIn(folder, 'text/wiki-sentences.txt.gz').split('\n');
  const sentences = lines.filter((line) => line.length > 40 && line.length < 300).slice(0, 5000);
  const rows = FORMS.map(([form, kind, make]) => {
    let found = 0;
    for (let nth = 0; nth < each; nth++) {
      const sentence = sentences[(nth * 7) % sentences.length]!;
      const value = make();
      const cut = sentence.indexOf(' ', sentence.length / 2) + 1;
      const text = `${sentence.slice(0, cut)}${value} ${sentence.slice(cut)}`;
      found += Number(holds(finder, { text, kind, start: cut, end: cut + value.length }));
    }
    return { form, planted: each, found };
  });
  const kinds = new Set(FORMS.map(([, kind]) => kind));
  const falseHits = sentences.flatMap((text) => finder.find(text)).filter(({ kind }) => kinds.has(kind)).length;
  return { rows, clean: sentences.length, falseHits };
}

interface Place {
  readonly text: string;
  readonly kind: PiiKind;
  readonly start: number;
  readonly end: number;
}

/** Found as that kind, to its end: words before it (`password:`) need not be. */
const holds = (finder: PiiFinder, { text, kind, start, end }: Place): boolean =>
  finder
    .find(text)
    .some((found) => found.kind === kind && found.start >= start && found.start < end && found.end >= end - 1);
