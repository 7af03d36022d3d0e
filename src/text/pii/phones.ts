/** Telephone numbers, as the numbering plans of the countries have them. */
import type { CountryCode } from 'libphonenumber-js';
import { type Detector, windowsOf } from './finding.ts';
import { clustersWith, matchesNear, type Reach } from './signs.ts';

/** Digits with what people write between them, and an extension; no line break within. */
const CANDIDATE =
  /(?<![\p{L}\p{N}_/@#$€£]|\d[.,:-])(?:\+ ?|\(\+?)?\d(?:[ \u00a0().\-/]{0,3}\d){5,20}(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\p{L}\p{N}%€]|[.,:]\d)/giu;

const CUE =
  /(?:phone|telefono?|téléphone|telefone|telephone|\btel\b|\btél\b|mobile?|móvil|handy|\bcell|fax|whatsapp|\bsms\b|\bcall(?:ed|ing|s)?\b|\bdial|\bring\b|\breach(?:ed|es)?\b|text me|contact|hotline|pager|voicemail|answering|messages? to|number|numéro|nummer|número|\bdesk\b|\boffice\b)[^\d\n]{0,24}$/iu;
/** Behind a number on a card of business: `416 60 039 office`. */
const CUE_BEHIND = /^ {0,3}\(?(?:office|fax|mobile|cell|home|work|phone|tel|desk|direct)\b/i;
const REACH = 48;

/** Dates, spans of years, money and other numbers that are written in groups. */
const NO_PHONE =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}(?: \d{1,2})?|(?:(?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2]))[-./ ](?:19|20)?\d{2}|(?:1[5-9]|20)\d{2} ?[-/ ] ?(?:1[5-9]|20)\d{2}|\d{1,3}(?:[. ]000)+)$/;
const NO_PHONE_BEFORE =
  /(?:isbn|issn|doi|order|invoice|account|acct|registration|reference|policy|serial|tracking|case|ticket|customer|member|company|\bcard|\bcc\b|version|[$€£¥]) ?(?:no\.?|number|#|:)?(?: is)?:? ?$/i;

/** Seven digits as they are dialled within a town. */
const LOCAL = /^\d{3}[- ]\d{4}$/;

/** `(305) 555-2368` and `305-555-2368` are written so of nothing else, whether a plan has the area or not. */
const AMERICAN = /^(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}$/;

/** Groups of one digit, fractions, decimals between spaces: tables and results. */
const UNLIKE = /\D\d\D|\D\d$|^\d\D(?!.*[()+-])|\/|\d\.\d+ /;

/** Digits of a number, country code and all (ITU-T E.164: 15 at most); Greenland and Andorra have 6, others 7 or more. */
const LEAST = 6;
/** … where no word such as `call` stands by. */
const LEAST_ALONE = 7;
const MOST = 15;

/** `(+` before the first digit; ` extension 123456` behind the last. Between digits stand three characters at most. */
const AROUND: Reach = { before: 2, behind: 17 };

export interface PhoneBook {
  readonly detector: Detector;
  /** The number without country code and what is written around it, and that code; the digits as they are where no plan knows it. */
  partsOf(written: string): { readonly national: string; readonly code: string };
  /** Whether a plan has this number: in the countries asked for, or in the one that it names itself. */
  isValid(written: string): boolean;
}

/** @param countries ISO 3166 codes, in whose way numbers without a country code are read. */
export async function openPhoneBook(countries: readonly string[]): Promise<PhoneBook> {
  const { parsePhoneNumberFromString: parse } = await import('libphonenumber-js/max');
  const read = (written: string, country?: string) => parse(written, country as CountryCode | undefined);
  const isValidAbroad = (written: string) => read(written.replace(/^(?:00|011)[ -]?/, '+'))?.isValid() ?? false;
  const isValidAtHome = (written: string) => countries.some((country) => read(written, country)?.isValid() ?? false);

  const certaintyOf = (text: string, [start, end]: readonly [number, number]): number => {
    const written = text.slice(start, end);
    const digits = written
      .replace(/(?:x|ext).*$/i, '')
      .replace(/\(0\)/, '')
      .replace(/\D/g, '').length;
    if (digits < LEAST || digits > MOST + 2 || NO_PHONE.test(written)) return 0;
    const before = text.slice(Math.max(0, start - REACH), start);
    if (NO_PHONE_BEFORE.test(before)) return 0;
    const isNamed = CUE.test(before) || CUE_BEHIND.test(text.slice(end, end + REACH));
    if (!isNamed && digits < LEAST_ALONE) return 0;
    if (/^\(?(?:\+|00|011)/.test(written))
      return isValidAbroad(written) ? 0.95 : isNamed || /^\(?\+/.test(written) ? 0.75 : 0;
    const isGrouped = /^[(0]/.test(written) ? /\d\D+\d/.test(written) : /\d\D+\d+\D+\d/.test(written);
    if (isNamed) return isValidAtHome(written) ? 0.9 : 0.7;
    if (AMERICAN.test(written)) return 0.65;
    if (LOCAL.test(written)) return 0.5;
    return isGrouped && !UNLIKE.test(written) && isValidAtHome(written) ? 0.65 : 0;
  };

  const detector: Detector = {
    kind: 'phone',
    needs: { digits: LEAST },
    patterns: [CANDIDATE],
    reach: AROUND,
    find: (text, signs) =>
      [...matchesNear(text, CANDIDATE, { places: clustersWith(LEAST, signs), reach: AROUND })].flatMap((candidate) => {
        const { match, start: at } = candidate;
        for (const [from, to] of windowsOf(match[0])) {
          const isOpen = match[0][from] === '(' && !match[0].slice(from, to).includes(')');
          const [start, end] = [at + from + Number(isOpen), at + to];
          const certainty = certaintyOf(text, [start, end]);
          if (certainty > 0) return [{ kind: 'phone' as const, start, end, certainty }];
        }
        return [];
      }),
  };
  const partsOf = (written: string) => {
    const plain = written.replace(/(?:x|ext).*$/i, '').replace(/^\(?(?:00|011)[ -]?/, '+');
    const found = read(plain) ?? countries.map((country) => read(plain, country)).find((each) => each?.isValid());
    return { national: found?.nationalNumber ?? plain.replace(/\D/g, ''), code: found?.countryCallingCode ?? '' };
  };
  return { detector, partsOf, isValid: (written) => isValidAbroad(written) || isValidAtHome(written) };
}
