/** E-mail addresses, addresses of machines, and addresses with a password in them. */
import { isIP } from 'node:net';
import { type Detector, type Finding, matchesOf } from './finding.ts';
import { clustersWith, matchesNear, type Reach, runsOf, type Signs } from './signs.ts';

// Lengths are those of RFC 5321, §4.5.3.1: 64 before the @, 255 behind it, 63 a label.
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu;

/** The `@` is in every match. */
export const emails: Detector = {
  kind: 'email',
  needs: 'at',
  patterns: [EMAIL],
  find: (text) => [...matchesOf(text, EMAIL)].map(({ span }) => found('email', span, 0.98)),
};

/** RFC 3986, §3.2.1: the `user:password@` of an authority, with the host behind it. */
const CREDENTIALS = /\b[a-z][a-z\d+.-]{1,30}:\/\/([^\s/?#:@"'<>]{1,128}:[^\s/?#@"'<>]{1,256}@[^\s/?#"'<>]{1,255})/dgi;

/** So it is in these: between the password and the host. */
export const urlCredentials: Detector = {
  kind: 'url-credentials',
  needs: 'at',
  patterns: [CREDENTIALS],
  find: (text) => [...matchesOf(text, CREDENTIALS)].map(({ span }) => found('url-credentials', span, 1)),
};

const IP_4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)/g;
// Without the flag `u`, which makes classes slow: neighbours beyond ASCII do not matter here.
const IP_6 = /(?<![\w:.])(?:[\dA-Fa-f]{0,4}:){2,7}(?:[\dA-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/g;

/** All that such an address has stands between its first digit and its last, and its parts are one character apart. */
const WITHIN: Reach = { before: 0, behind: 0 };
const LEAST_V4 = 4;
/** `1.1.1.1` */
const SHORTEST_V4 = 7;

const mayBeV4 = (signs: Signs) => clustersWith(LEAST_V4, signs).filter(([start, end]) => end - start >= SHORTEST_V4);

export const ipv4: Detector = {
  kind: 'ip',
  needs: { digits: LEAST_V4 },
  patterns: [IP_4],
  reach: WITHIN,
  find: (text, signs) => machines(text, 4, matchesNear(text, IP_4, { places: mayBeV4(signs), reach: WITHIN })),
};

/** Two colons, with a group of four digits between them at most. */
export const ipv6: Detector = {
  kind: 'ip',
  needs: 'colons',
  patterns: [IP_6],
  find: (text) =>
    machines(text, 6, whole(text, IP_6)).filter(({ start, end }) => /[\da-f]/i.test(text.slice(start, end))),
};

/** A version such as `1.2.3.4` looks the same: it is taken for one where the text calls it so. */
const VERSION_BEFORE = /(?:\bv|version|release|build|section|§)\s*$/i;

interface Match {
  readonly match: RegExpExecArray;
  readonly start: number;
  readonly end: number;
}

function* whole(text: string, pattern: RegExp): Generator<Match> {
  for (const { match, span } of matchesOf(text, pattern)) yield { match, start: span[0], end: span[1] };
}

const machines = (text: string, family: 4 | 6, matches: Iterable<Match>): Finding[] =>
  [...matches]
    .filter(({ match }) => isIP(match[0]) === family)
    .filter(({ start }) => !VERSION_BEFORE.test(text.slice(Math.max(0, start - 12), start)))
    .map(({ start, end }) => ({ ...found('ip', [start, end], 0.95), type: `ipv${family}` }));

const MAC =
  /(?<![\w:.-])(?:[\dA-Fa-f]{2}(?::[\dA-Fa-f]{2}){5}|[\dA-Fa-f]{2}(?:-[\dA-Fa-f]{2}){5}|[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}\.[\dA-Fa-f]{4})(?![\w:-]|\.[\dA-Fa-f])/g;

/** Seventeen characters, or fourteen with points: all of a run, which holds them without a gap. */
export const macs: Detector = {
  kind: 'mac',
  needs: 'runs',
  patterns: [MAC],
  reach: WITHIN,
  find: (text, signs) =>
    [...matchesNear(text, MAC, { places: runsOf(signs), reach: WITHIN })].map(({ start, end }) =>
      found('mac', [start, end], 0.97),
    ),
};

const found = (kind: Finding['kind'], [start, end]: [number, number], certainty: number): Finding => ({
  kind,
  start,
  end,
  certainty,
});
