/** Numbers of payment cards and bank accounts. */
import { holdsIban, holdsLuhn } from './check-digits.ts';
import { type Detector, type Finding, windowsOf } from './finding.ts';
import { clustersWith, matchesNear, type Reach } from './signs.ts';

const CARD = /(?<![\p{L}\p{N}]|\d[.,])\d(?:[ -]?\d){11,22}(?![\p{L}\p{N}]|[.,-]\d)/gu;

/**
 * Networks by first digits and lengths (ISO/IEC 7812-1; the networks' own tables as of 2024).
 * The name is what a fake keeps.
 */
const NETWORKS: readonly { readonly name: string; readonly first: RegExp; readonly lengths: readonly number[] }[] = [
  { name: 'visa', first: /^4/, lengths: [13, 16, 19] },
  { name: 'mastercard', first: /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/, lengths: [16] },
  { name: 'amex', first: /^3[47]/, lengths: [15] },
  { name: 'diners', first: /^(30[0-5]|3095|36|3[89])/, lengths: [14, 16, 19] },
  { name: 'discover', first: /^(6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] },
  { name: 'jcb', first: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { name: 'jcb', first: /^(1800|2131)/, lengths: [15] },
  { name: 'unionpay', first: /^(62|81)/, lengths: [16, 17, 18, 19] },
  { name: 'maestro', first: /^(50|5[6-9]|6[0-9])/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
  { name: 'mir', first: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  { name: 'rupay', first: /^(508|60|65|8[12])/, lengths: [16] },
];

/** The network of a number with a right check digit; undefined for others. */
export function cardNetwork(digits: string): string | undefined {
  if (!holdsLuhn(digits) || !isVaried(digits)) return undefined;
  return NETWORKS.find(({ first, lengths }) => first.test(digits) && lengths.includes(digits.length))?.name;
}

const isVaried = (digits: string) => !/^(\d)\1+$/.test(digits);

/** A text that calls a number a card is believed, whatever network it is of: the check digit must hold. */
const CALLED = /\b(?:cards?|cc|visa|master ?card|amex|maestro|diners|jcb|discover|karte|carte|tarjeta|cartão|carta)\b/i;
const REACH = 32;

/** Digits of a card, at least. */
const LEAST = 12;
/** From digit to digit, with one other character between two at most. */
const WITHIN: Reach = { before: 0, behind: 0 };

export const cards: Detector = {
  kind: 'card',
  needs: { digits: LEAST },
  patterns: [CARD],
  reach: WITHIN,
  find: (text, signs) =>
    [...matchesNear(text, CARD, { places: clustersWith(LEAST, signs), reach: WITHIN })].flatMap(({ match, start }) => {
      const isCalled = CALLED.test(text.slice(Math.max(0, start - REACH), start));
      const found = cardAt(match[0], isCalled);
      if (found === undefined) return [];
      const { from, to, network } = found;
      return [{ kind: 'card' as const, start: start + from, end: start + to, certainty: 0.99, type: network }];
    }),
};

function cardAt(run: string, isCalled: boolean): { from: number; to: number; network: string } | undefined {
  for (const [from, to] of windowsOf(run)) {
    const digits = run.slice(from, to).replace(/\D/g, '');
    const network = cardNetwork(digits) ?? (isCalled && holdsLuhn(digits) && isVaried(digits) ? 'other' : undefined);
    if (network !== undefined && digits.length >= LEAST) return { from, to, network };
  }
  return undefined;
}

/** Country and check digits. */
const IBAN_HEAD = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}/giu;
/** From the head on; to be asked where one is. */
const IBAN = /[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}(?![\p{L}\p{N}])/iuy;

/** Lengths by country: SWIFT, IBAN Registry, release 97, and Iran's. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
  FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IR26 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
  LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
  RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The country stands before the first digits, side by side; what follows is asked of the text itself. */
const HEAD_REACH: Reach = { before: 2, behind: 0 };

export const ibans: Detector = {
  kind: 'iban',
  needs: { digits: 2 },
  patterns: [IBAN_HEAD],
  reach: HEAD_REACH,
  find(text, signs) {
    const found: Finding[] = [];
    let end = 0; // a run may hold the next number too
    for (const { start } of matchesNear(text, IBAN_HEAD, { places: clustersWith(2, signs), reach: HEAD_REACH })) {
      if (start < end) continue;
      IBAN.lastIndex = start;
      const run = IBAN.exec(text)?.[0];
      const length = run === undefined ? undefined : ibanAt(run);
      if (length === undefined) continue;
      end = start + length;
      found.push({ kind: 'iban', start, end, certainty: 1 });
    }
    return found;
  },
};

/** How many characters of a run, from its start, are an IBAN: a word behind it may have been taken for part of it. */
function ibanAt(run: string): number | undefined {
  const wanted = IBAN_LENGTHS.get(run.slice(0, 2).toUpperCase());
  if (wanted === undefined) return undefined;
  let [taken, at] = [0, 0];
  for (; at < run.length && taken < wanted; at++) if (/[A-Z\d]/i.test(run[at] as string)) taken++;
  const plain = run.slice(0, at).replace(/[ -]/g, '').toUpperCase();
  const endsWord = at === run.length || /[ -]/.test(run[at] as string);
  return taken === wanted && endsWord && holdsIban(plain) ? at : undefined;
}
