/** Keys and passwords: by the forms that services give their keys, and by what looks drawn behind a word such as `token`. */
import { type Detector, type Finding, matchesOf } from './finding.ts';
import { clustersWith, matchesNear, type Reach, runsOf, type Signs } from './signs.ts';

/**
 * Forms as the services' own documents and GitHub's list of secret-scanning patterns give them. The first part is what a
 * fake keeps.
 */
const FORMS: readonly { readonly type: string; readonly form: string }[] = [
  { type: 'aws-access-key', form: '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}' },
  { type: 'github-token', form: String.raw`(?:gh[pousr]_[A-Za-z\d]{36,255}|github_pat_[A-Za-z\d_]{60,255})` },
  { type: 'gitlab-token', form: String.raw`glpat-[\w-]{20,64}` },
  { type: 'slack-token', form: String.raw`xox[abeoprs]-[A-Za-z\d-]{10,250}` },
  {
    type: 'slack-webhook',
    form: String.raw`https:\/\/hooks\.slack\.com\/services\/T[A-Z\d]+\/B[A-Z\d]+\/[A-Za-z\d]{16,}`,
  },
  { type: 'stripe-key', form: String.raw`(?:sk|rk|pk)_(?:live|test)_[A-Za-z\d]{16,250}` },
  { type: 'anthropic-key', form: String.raw`sk-ant-[\w-]{20,200}` },
  { type: 'openai-key', form: String.raw`sk-(?:proj-|svcacct-|admin-)?[A-Za-z\d_-]{20,200}` },
  { type: 'google-api-key', form: String.raw`AIza[\w-]{35}` },
  { type: 'google-oauth', form: String.raw`(?:ya29\.[\w-]{20,250}|GOCSPX-[\w-]{28})` },
  { type: 'hugging-face-token', form: 'hf_[A-Za-z]{30,40}' },
  { type: 'npm-token', form: String.raw`npm_[A-Za-z\d]{36}` },
  { type: 'pypi-token', form: String.raw`pypi-[\w-]{50,250}` },
  { type: 'sendgrid-key', form: String.raw`SG\.[\w-]{22}\.[\w-]{43}` },
  { type: 'twilio-key', form: String.raw`(?:SK|AC)[a-f\d]{32}` },
  { type: 'mailgun-key', form: String.raw`key-[a-f\d]{32}` },
  { type: 'digitalocean-token', form: String.raw`do[oprs]_v1_[a-f\d]{64}` },
  { type: 'shopify-token', form: String.raw`shp(?:at|ca|pa|ss)_[a-fA-F\d]{32}` },
  { type: 'telegram-token', form: String.raw`\d{8,10}:AA[\w-]{33}` },
  { type: 'json-web-token', form: String.raw`eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}` },
];

/** A form that some names end on (`pk_test_…`) may not begin within a word. */
const KNOWN = new RegExp(
  `(?<![\\w-])(?:${FORMS.map(({ form, type }) => `(?<${type.replaceAll('-', '_')}>${form})`).join('|')})(?![A-Za-z\\d_])`,
  'g',
);

/** RFC 7468: the whole block, or to the end of a text that was cut. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END [A-Z ]{0,40}-----|$)/g;

/** Begins with five hyphens. */
export const privateKeys: Detector = {
  kind: 'secret',
  needs: 'dashes',
  patterns: [PRIVATE_KEY],
  find: (text) => [...matchesOf(text, PRIVATE_KEY)].map(({ span }) => secretAt(span, 1, 'private-key')),
};

const WITHIN: Reach = { before: 0, behind: 0 };

/** All forms are within a run: the shortest, of Slack, has 15 characters, and none has a sign that a run has not. */
export const knownSecrets: Detector = {
  kind: 'secret',
  needs: 'runs',
  patterns: [KNOWN],
  reach: WITHIN,
  find: (text, signs) =>
    [...matchesNear(text, KNOWN, { places: runsOf(signs), reach: WITHIN })].map(({ match, start, end }) => {
      const name = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? 'secret';
      return secretAt([start, end], 1, name.replaceAll('_', '-'));
    }),
};

const NAMED =
  /(?<![\p{L}])(?:pass(?:word|wd|phrase|code)?|pwd|secret|(?:api|access|auth|secret|private|encryption)[ _-]?key|token|bearer|credential)s?["'`]?\s{0,3}(?:is\s|are\s|[:=]{1,2}>?|\s)\s{0,3}["'`]?([^\s"'`<>{}()[\],;]{6,256})/dgiu;
/** Words that name one: a text around a number without any of them has no secret that is called so. */
const NAMES = /pass|pwd|secret|key|token|bearer|credential/i;
/** Characters from the name of a secret to its value, at most: `encryption_keys"   are   "`. */
const LONGEST_NAME = 40;

/**
 * Bits a character (Shannon) from which a text looks drawn and not written: English words of this length stay below 3.3,
 * random hexadecimal digits come to 3.4 and base 64 to 4.2 from 20 characters on.
 */
const DRAWN_BITS = 3.2;
const DRAWN_LENGTH = 16;

/** What is secret has a digit, and so a value is a text without gaps around a digit. */
export const namedSecrets: Detector = {
  kind: 'secret',
  needs: { digits: 1 },
  patterns: [], // a value has a digit, which the pattern does not ask for
  find: (text, signs) =>
    signs.isWhole
      ? namedAt(text, [0, text.length])
      : [...valuesIn(text, signs)].flatMap((value) => namedAt(text, value)),
};

const OF_VALUE = /[^\s"'`<>{}()[\],;]/;
const isAsciiOfValue = Uint8Array.from({ length: 128 }, (_, code) => Number(OF_VALUE.test(String.fromCharCode(code))));
const LEAST_VALUE = 6;

function isOfValue(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? isAsciiOfValue[code] === 1 : OF_VALUE.test(text[at]!);
}

const isDigit = (code: number) => code >= 48 && code <= 57;

/** Start and end of each text without gaps that has a digit, and may be a value. */
function* valuesIn(text: string, signs: Signs): Generator<[number, number]> {
  let end = 0;
  for (const [first, last] of clustersWith(1, signs))
    for (let digit = Math.max(first, end); digit < last; digit = Math.max(digit + 1, end)) {
      if (!isDigit(text.charCodeAt(digit))) continue;
      let start = digit;
      while (start > end && isOfValue(text, start - 1)) start--;
      end = digit + 1;
      while (end < text.length && isOfValue(text, end)) end++;
      if (end - start >= LEAST_VALUE) yield [start, end];
    }
}

/** A name may stand before the text or in it: `password hunter22`, `password=hunter22`. */
function namedAt(text: string, [start, end]: readonly [number, number]): Finding[] {
  const from = Math.max(0, start - LONGEST_NAME);
  const around = text.slice(from, end);
  if (!NAMES.test(around)) return [];
  const found: Finding[] = [];
  for (NAMED.lastIndex = 0; ; ) {
    const match = NAMED.exec(around);
    if (match === null) return found;
    NAMED.lastIndex = match.index + 1; // a word that was taken for a value may name the next one
    const at = from + match.indices![1]![0];
    const value = match[1]!.replace(/[.!?:]+$/, '');
    const isAssigned = /[:=]/.test(match[0].slice(0, match[0].length - match[1]!.length));
    if (at >= start && looksSecret(value, isAssigned)) found.push(secretAt([at, at + value.length], 0.8, 'named'));
  }
}

/** After `password:` anything with a digit or sign among letters counts; without the mark it must look drawn. */
function looksSecret(value: string, isAssigned: boolean): boolean {
  if (value.length < 6 || /^(https?:|www\.)/i.test(value)) return false;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(value)).length;
  if (isAssigned && kinds >= 2 && /\d/.test(value)) return true;
  const isDrawn = value.length >= DRAWN_LENGTH && /\d/.test(value) && bitsACharacter(value) >= DRAWN_BITS;
  return isDrawn || (kinds >= 3 && /\d/.test(value));
}

/** Shannon entropy of the characters of a text, in bits. */
function bitsACharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = [...text].length;
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

const secretAt = ([start, end]: readonly [number, number], certainty: number, type: string): Finding => ({
  kind: 'secret',
  start,
  end,
  certainty,
  type,
});
