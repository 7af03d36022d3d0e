import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEye } from '../../curation/pii/eye.ts';
import { openKernels } from '../../kernels/open.ts';
import { isNoAddress } from './addresses.ts';
import { fixedDetectors } from './detect.ts';
import type { Detector } from './finding.ts';
import { openPhoneBook } from './phones.ts';
import { clustersWith, runsOf, type Signs } from './signs.ts';

const eye = makeEye(openKernels());
const { detector: phones } = await openPhoneBook(['US', 'DE']);
const patterns = [...fixedDetectors, phones].flatMap((detector) =>
  detector.patterns.map((pattern) => [`${detector.kind} ${pattern.source.slice(0, 50)}`, detector, pattern] as const),
);

/** Where a detector looks in a text; nowhere is as much as nothing that could be found. */
function placesOf({ needs, reach, zones }: Detector, text: string, signs: Signs): (readonly [number, number])[] {
  const all = [[0, text.length]] as const;
  if (needs === 'at') return signs.hasAt ? [...all] : [];
  if (needs === 'colons') return signs.hasColons ? [...all] : [];
  if (needs === 'dashes') return signs.hasDashes ? [...all] : [];
  if (zones !== undefined) return [...zones(text, signs)];
  const near = needs === 'runs' ? runsOf(signs) : clustersWith(needs.digits, signs);
  return [...near].map(([start, end]) => [start - reach!.before, end + reach!.behind]);
}

/** Every match of the pattern lies in a place that is looked at. Gives how many there were. */
function expectSeen(detector: Detector, pattern: RegExp, text: string): number {
  const places = placesOf(detector, text, eye.signs(text));
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const isSeen = places.some(([from, to]) => from <= start && end <= to);
    const isDenied = detector.kind === 'address' && isNoAddress(match[0]);
    expect(isSeen || isDenied, `${JSON.stringify(match[0])} in ${JSON.stringify(text)}`).toBe(true);
    count++;
  }
  return count;
}

/** The pattern for a generator that knows no neighbours: what separates stays the same from group to group. */
function generable({ source, flags }: RegExp): RegExp {
  let plain = withoutLooks(source).replace(/\\b/g, '');
  const separator = /\((\[[-. ]+\]\??| \??)\)/.exec(plain)?.[0];
  if (separator !== undefined)
    plain = plain
      .replace(separator, separator.includes('-') ? '-' : ' ')
      .replace(/\\1/g, separator.includes('-') ? '-' : ' ');
  return new RegExp(`^(?:${plain})$`, flags.replace(/[^u]/g, ''));
}

function withoutLooks(source: string): string {
  const look = /(?<!\\)\(\?<?[=!]/.exec(source);
  if (look === null) return source;
  let depth = 0;
  let isClass = false;
  for (let at = look.index; at < source.length; at++) {
    const sign = source[at]!;
    if (sign === '\\') at++;
    else if (sign === '[') isClass = true;
    else if (sign === ']') isClass = false;
    else if (!isClass && sign === '(') depth++;
    else if (!isClass && sign === ')' && --depth === 0)
      return withoutLooks(source.slice(0, look.index) + source.slice(at + 1));
  }
  throw new Error(`a group that does not end: ${source}`);
}

const around = fc.oneof(
  fc.constantFrom('', ' ', '. ', ' and 12 ', '\n', '(', 'é ', '😀 ', ' 2008 ', '—', ' '.repeat(5)),
  fc.string({ maxLength: 6 }),
);

describe('the quick look lets through all that exact patterns match', () => {
  test.each(patterns)('%s', (_, detector, pattern) => {
    const matching = fc.stringMatching(generable(pattern), { size: 'xsmall' });
    let matches = 0;
    fc.assert(
      fc.property(around, matching, around, ([...before], made, after) => {
        matches += expectSeen(detector, pattern, `${before.join('')}${made}${after}`);
      }),
      { numRuns: 60 },
    );
    expect(matches).toBeGreaterThan(0);
  });
});

const folder = process.env.SYNTHLOOM_DATA;
const crawled = join(folder ?? '', 'text/c4-demo.jsonl.gz');
const why = folder === undefined ? ' (skipped: SYNTHLOOM_DATA is not set)' : '';

test.skipIf(folder === undefined || !existsSync(crawled))(`and all that they match in crawled pages${why}`, () => {
  const lines = gunzipSync(readFileSync(crawled)).toString().trim().split('\n');
  const texts = lines.map((line) => String(JSON.parse(line).text));
  const counts = patterns.map(([name, detector, pattern]) => {
    const count = texts.reduce((sum, text) => sum + expectSeen(detector, pattern, text), 0);
    return [name, count] as const;
  });
  expect(counts.filter(([, count]) => count > 0).length).toBeGreaterThan(10);
});
