/** Numbers that a state gives to a person, by country, with their check digits. */
import { holdsLuhn, holdsMod11And10, holdsVerhoeff, longModulo, weightedSum } from './check-digits.ts';
import type { Detector, Finding } from './finding.ts';
import { clustersWith, matchesNear, type Reach, type Signs } from './signs.ts';

export interface NationalId {
  /** Country and number: `us-ssn`. */
  readonly type: string;
  /** The number as it is written, without what stands around it. */
  readonly form: string;
  /** Digits that the form has at least, in one cluster. */
  readonly digits: number;
  /** Takes the number in capital letters without separators. */
  readonly holds: (plain: string) => boolean;
  /** Words of which one must stand close before it; absent where form and check digits are proof enough. */
  readonly words?: string;
}

/** Characters before a number in which such a word is looked for. */
const REACH = 48;

const digitsOf = (plain: string) => plain.replace(/\D/g, '');
const isDate = (month: number, day: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31;
/** `yymmdd` at the start. */
const startsWithDate = (plain: string) => isDate(Number(plain.slice(2, 4)), Number(plain.slice(4, 6)));
/** `ddmmyy` at the start; 40 is added to days that are no days (Norway's and Finland's foreigners). */
const startsWithDay = (plain: string) => isDate(Number(plain.slice(2, 4)), Number(plain.slice(0, 2)) % 40);
const isVaried = (plain: string) => new Set(plain).size > 1;

/** Area, group and serial as the Social Security Administration gives them since 2011 (20 CFR 422.103; POMS RM 10201). */
const holdsSsn = (plain: string) =>
  !/^(000|666|9)/.test(plain) && plain.slice(3, 5) !== '00' && plain.slice(5) !== '0000' && isVaried(plain);

const SPANISH = 'TRWAGMYFPDXBNJZSQVHLCKE';
const holdsDni = (plain: string) => {
  const number = plain.slice(0, -1).replace(/^[XYZ]/, (letter) => `${'XYZ'.indexOf(letter)}`);
  return SPANISH[Number(number) % 23] === plain.at(-1);
};

const ODD_VALUES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
/** D.M. 23 December 1976, no. 345: values by odd and even place, modulo 26. */
const holdsCodiceFiscale = (plain: string) => {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const code = plain.charCodeAt(at);
    const value = code < 65 ? code - 48 : code - 65;
    sum += at % 2 === 0 ? (ODD_VALUES[value] as number) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === plain[15];
};

/** 97 − n mod 97; Corsica's departments are counted as 19 and 18. */
const holdsNir = (plain: string) => {
  const number = plain.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - longModulo(number, 97) === Number(plain.slice(13));
};

const holdsCpf = (plain: string) =>
  isVaried(plain) &&
  [9, 10].every((count) => {
    const weights = Array.from({ length: count }, (_, at) => count + 1 - at);
    return ((weightedSum(plain, weights) * 10) % 11) % 10 === Number(plain[count]);
  });

/** Steuer-Identifikationsnummer: of the first ten digits one stands two or three times, and not all others occur. */
const holdsSteuerId = (plain: string) => {
  const different = new Set(plain.slice(0, 10)).size;
  return plain[0] !== '0' && (different === 9 || different === 8) && holdsMod11And10(plain);
};

const holdsElevenTest = (plain: string) =>
  isVaried(plain) && weightedSum(plain, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

const holdsBelgian = (plain: string) => {
  const check = Number(plain.slice(9));
  return [plain.slice(0, 9), `2${plain.slice(0, 9)}`].some((number) => 97 - longModulo(number, 97) === check);
};

const holdsPesel = (plain: string) => {
  const date = isDate(Number(plain.slice(2, 4)) % 20, Number(plain.slice(4, 6)));
  return date && (weightedSum(plain, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) + Number(plain[10])) % 10 === 0;
};

const FINNISH = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const holdsHetu = (plain: string) => {
  const digits = digitsOf(plain.slice(0, -1));
  return startsWithDay(digits) && FINNISH[Number(digits) % 31] === plain.at(-1);
};

const holdsNorwegian = (plain: string) => {
  const first = 11 - (weightedSum(plain, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11);
  const second = 11 - (weightedSum(plain, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return startsWithDay(plain) && first % 11 === Number(plain[9]) && second % 11 === Number(plain[10]);
};

/** GB 11643-1999, ISO 7064 MOD 11-2. */
const holdsChinese = (plain: string) => {
  const rest = weightedSum(plain, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
  return isDate(Number(plain.slice(10, 12)), Number(plain.slice(12, 14))) && '10X98765432'[rest] === plain[17];
};

/** EAN-13, of which 756 is Switzerland. */
const holdsAhv = (plain: string) => weightedSum(plain, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

const holdsNhs = (plain: string) => {
  const rest = 11 - (weightedSum(plain, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return isVaried(plain) && rest % 11 === Number(plain[9]);
};

const holdsNif = (plain: string) => {
  const rest = weightedSum(plain, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return Number(plain[8]) === (rest < 2 ? 0 : 11 - rest);
};

const holdsTfn = (plain: string) => isVaried(plain) && weightedSum(plain, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

const holdsCzech = (plain: string) => {
  const date = isDate((Number(plain.slice(2, 4)) % 50) % 20, Number(plain.slice(4, 6)));
  return date && (plain.length === 9 || longModulo(plain, 11) === 0 || longModulo(plain.slice(0, 9), 11) === 10);
};

const holdsKorean = (plain: string) => {
  const rest = (11 - (weightedSum(plain, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10;
  return startsWithDate(plain) && rest === Number(plain[12]);
};

const IDENTITY = 'national|identity|identification|personal|citizen|\\bid\\b|\\bid:|passport';
const TAX = '\\btax|\\btin\\b|fiscal|steuer|contribuinte';

/** Sources: python-stdnum's modules of each country name the acts; forms are the ones that people write. */
export const nationalIds: readonly NationalId[] = [
  { type: 'us-ssn', form: String.raw`\d{3}([- ])\d{2}\1\d{4}`, digits: 9, holds: holdsSsn },
  { type: 'us-ssn', form: String.raw`\d{9}`, digits: 9, holds: holdsSsn, words: 'ssn|social security|\\bsoc\\b' },
  {
    type: 'us-itin',
    form: String.raw`9\d{2}([- ]?)(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\1\d{4}`,
    digits: 9,
    holds: isVaried,
    words: 'itin|taxpayer|\\btax|ssn|social security',
  },
  {
    type: 'us-driver-license',
    form: String.raw`[A-Z]{0,2}\d(?:[ -]?\d){4,15}[A-Z]{0,2}`,
    digits: 5,
    holds: isVaried,
    words: "driver'?’?s? licen[sc]e|driving licen[sc]e",
  },
  {
    type: 'gb-nino',
    form: String.raw`(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]( ?)\d{2}\1\d{2}\1\d{2}\1[A-D]`,
    digits: 6,
    holds: isVaried,
  },
  {
    type: 'gb-nino', // without the letter that tells when its holder may collect benefits
    form: String.raw`(?!BG|GB|KN|NK|NT|TN|ZZ)[A-Z]{2}( ?)\d{2}\1\d{2}\1\d{2}`,
    digits: 6,
    holds: isVaried,
    words: `national insurance|\\bnino\\b|\\bni\\b|${IDENTITY}`,
  },
  {
    type: 'gb-nhs',
    form: String.raw`\d{3}([ -]?)\d{3}\1\d{4}`,
    digits: 10,
    holds: holdsNhs,
    words: '\\bnhs\\b|patient',
  },
  {
    type: 'fr-nir',
    form: String.raw`[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}`,
    digits: 14,
    holds: holdsNir,
  },
  {
    type: 'de-steuer-id',
    form: String.raw`\d{2} ?\d{3} ?\d{3} ?\d{3}`,
    digits: 11,
    holds: holdsSteuerId,
    words: `${TAX}|idnr|\\bid\\b`,
  },
  { type: 'es-dni', form: String.raw`(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-HJ-NP-TV-Z]`, digits: 7, holds: holdsDni },
  {
    type: 'it-codice-fiscale',
    form: String.raw`[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]`,
    digits: 7,
    holds: holdsCodiceFiscale,
  },
  { type: 'br-cpf', form: String.raw`\d{3}\.\d{3}\.\d{3}-\d{2}`, digits: 11, holds: holdsCpf },
  { type: 'br-cpf', form: String.raw`\d{11}`, digits: 11, holds: holdsCpf, words: 'cpf|cadastro' },
  {
    type: 'nl-bsn',
    form: String.raw`\d{4}([. ]?)\d{2}\1\d{3}|\d{9}`,
    digits: 9,
    holds: holdsElevenTest,
    words: 'bsn|burgerservice|sofi',
  },
  { type: 'be-national', form: String.raw`\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}`, digits: 11, holds: holdsBelgian },
  {
    type: 'be-national',
    form: String.raw`\d{11}`,
    digits: 11,
    holds: holdsBelgian,
    words: 'rijksregister|registre national|niss|insz',
  },
  { type: 'pl-pesel', form: String.raw`\d{11}`, digits: 11, holds: holdsPesel, words: `pesel|${IDENTITY}` },
  {
    type: 'se-personnummer',
    form: String.raw`(?:19|20)?\d{6}[-+]\d{4}`,
    digits: 10,
    holds: (plain) => startsWithDate(digitsOf(plain).slice(-10)) && holdsLuhn(digitsOf(plain).slice(-10)),
  },
  { type: 'fi-hetu', form: String.raw`\d{6}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]`, digits: 9, holds: holdsHetu },
  { type: 'no-fodselsnummer', form: String.raw`\d{6} ?\d{5}`, digits: 11, holds: holdsNorwegian },
  {
    type: 'dk-cpr',
    form: String.raw`\d{6}-\d{4}`,
    digits: 10,
    holds: startsWithDay,
    words: `cpr|personnummer|${IDENTITY}`,
  },
  {
    type: 'pt-nif',
    form: String.raw`[1-35689]\d{2} ?\d{3} ?\d{3}`,
    digits: 9,
    holds: holdsNif,
    words: `\\bnif\\b|${TAX}`,
  },
  { type: 'ch-ahv', form: String.raw`756\.\d{4}\.\d{4}\.\d{2}|756\d{10}`, digits: 13, holds: holdsAhv },
  { type: 'cz-rodne-cislo', form: String.raw`\d{6}\/\d{3,4}`, digits: 9, holds: holdsCzech },
  {
    type: 'in-aadhaar',
    form: String.raw`[2-9]\d{3}([ -]?)\d{4}\1\d{4}`,
    digits: 12,
    holds: holdsVerhoeff,
    words: `aadhaa?r|uidai|${IDENTITY}`,
  },
  {
    type: 'in-pan',
    form: String.raw`[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]`,
    digits: 4,
    holds: isVaried,
    words: '\\bpan\\b|permanent account|income tax',
  },
  {
    type: 'ca-sin',
    form: String.raw`\d{3}([- ])\d{3}\1\d{3}`,
    digits: 9,
    holds: holdsLuhn,
    words: `\\bsin\\b|social insurance|${IDENTITY}`,
  },
  { type: 'au-tfn', form: String.raw`\d{3}( ?)\d{3}\1\d{3}`, digits: 9, holds: holdsTfn, words: '\\btfn\\b|tax file' },
  {
    type: 'mx-curp',
    form: String.raw`[A-Z][AEIOUX][A-Z]{2}\d{6}[HM][A-Z]{5}[A-Z\d]\d`,
    digits: 6,
    holds: (plain) => startsWithDate(plain.slice(4)),
  },
  { type: 'cn-resident', form: String.raw`[1-9]\d{5}(?:19|20)\d{9}[\dX]`, digits: 17, holds: holdsChinese },
  { type: 'kr-rrn', form: String.raw`\d{6}-[1-8]\d{6}`, digits: 13, holds: holdsKorean },
  {
    type: 'za-id',
    form: String.raw`\d{6} ?\d{4} ?[01][89]\d`,
    digits: 13,
    holds: (plain) => startsWithDate(plain) && holdsLuhn(plain),
  },
  { type: 'identity-card', form: String.raw`[A-Z]{2} ?\d{5,8}[A-Z]{0,2}`, digits: 5, holds: isVaried, words: IDENTITY },
  { type: 'passport', form: String.raw`[A-Z]{0,2}\d{6,9}[A-Z]?`, digits: 6, holds: isVaried, words: 'passport' },
];

/** Letters before the first digit; behind the last digit of a cluster those of Mexico, with one more digit. */
const AROUND: Reach = { before: 6, behind: 8 };

const FEWEST = Math.min(...nationalIds.map(({ digits }) => digits));

interface Searched extends NationalId {
  readonly pattern: RegExp;
  readonly cue: RegExp | undefined;
}

const searched: readonly Searched[] = nationalIds.map((id) => ({
  ...id,
  pattern: new RegExp(`(?<!\\w|\\d[-.,/])(?:${id.form})(?!\\w|[-.,/]\\d)`, 'gi'),
  cue: id.words === undefined ? undefined : new RegExp(id.words, 'i'),
}));

export const nationalIdNumbers: Detector = {
  kind: 'national-id',
  needs: { digits: FEWEST },
  patterns: searched.map(({ pattern }) => pattern),
  reach: AROUND,
  find: (text, signs) => searched.flatMap((id) => findingsOf(id, text, signs)),
};

function findingsOf({ type, digits, holds, pattern, cue }: Searched, text: string, signs: Signs): Finding[] {
  const places = clustersWith(digits, signs);
  const found: Finding[] = [];
  for (const { match, start, end } of matchesNear(text, pattern, { places, reach: AROUND })) {
    const isNamed = cue === undefined || cue.test(text.slice(Math.max(0, start - REACH), start));
    const certainty = cue === undefined ? 0.97 : 0.99;
    if (isNamed && holds(plainId(match[0]))) found.push({ kind: 'national-id', start, end, certainty, type });
  }
  return found;
}

const plainId = (written: string) => written.toUpperCase().replace(/[^A-Z\d]/g, '');

/** Whether this is a valid number of that type; fakes must not be. */
export const isNationalId = (type: string, written: string): boolean =>
  nationalIds.some((each) => each.type === type && each.holds(plainId(written)));
