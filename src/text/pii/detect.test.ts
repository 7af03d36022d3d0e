import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeEye } from '../../curation/pii/eye.ts';
import { openKernels } from '../../kernels/open.ts';
import { openPiiFinder, type PiiFinder } from './detect.ts';
import { type Finding, piiKinds, withoutOverlaps } from './finding.ts';

const countries = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'SE', 'CH'];
const eye = makeEye(openKernels());
let finder: PiiFinder;
beforeAll(async () => {
  finder = await openPiiFinder({ kinds: piiKinds, countries, certainty: 0.5 }, eye);
});

const found = (text: string) => finder.find(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);

/** Pieces that detectors look for, whole and cut, and what may stand between them. */
const pieces = [
  ...[
    'a.b@example.org',
    'ü@b.de',
    '@',
    'https://u:p4ss@h.io/x',
    '10.0.0.1',
    '2001:db8::1',
    '::1',
    '00:1B:44:11:3A:B7',
    '001b.4411.3ab7',
  ],
  ...[
    '4111 1111 1111 1111',
    'DE89 3704 0044 0532 0130 00',
    'MT84MALT011000012345MTLCAST001S',
    '536-90-4399',
    'AB123456C',
    'X-1234567L',
  ],
  ...[
    'RSSMRA85T10A562S',
    'BOXW310820HNERXN09',
    'PAN ABCPE1234F',
    'passport C01234567',
    '131052-308T',
    '710319/2745',
    '756.9217.0769.85',
  ],
  ...[
    '+46 (0)8 928 571 38',
    '(602)272-9781',
    'call 781 1704',
    '345-899-3560x4587',
    'born 1/2/71',
    'geboren am 3. Mai 1971',
    '1971',
  ],
  ...[
    'AKIAIOSFODNN7EXAMPLE',
    'password: hunter22',
    '-----BEGIN PRIVATE KEY-----\nMIIB',
    'token=0a1b2c3d4e5f60718293a4b5',
  ],
  ...[
    '12 Baker Street',
    'Puruntie 82',
    'PO Box 12',
    'Apt. 3',
    'NW1 6XE',
    'TX 78413',
    'zip code is 35350',
    'the corner of 5th and Main',
  ],
  ...['My name is Anna Smith', 'Mr. Pálffy', 'Berlin', 'in France', 'the', '.', ', ', '\n', '7', '12', 'x', '-', ':'],
];
const texts = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', '', '\n', ', '), fc.string({ maxLength: 3 })), {
    maxLength: 8,
  })
  .map((parts) => parts.map(([piece, gap, noise]) => `${piece}${gap}${noise}`).join(''));

const inOrder = (all: readonly Finding[]) =>
  all.map(({ kind, start, end, certainty, type }) => `${start} ${end} ${kind} ${certainty} ${type}`).sort();

describe('the quick look', () => {
  const expectSame = (text: string) => {
    expect(inOrder(finder.everything(text))).toEqual(inOrder(finder.everything(text, false)));
  };

  test('loses nothing and makes nothing up: the same findings as without it', () => {
    fc.assert(fc.property(texts, expectSame), { numRuns: 400 });
  });

  test('also where a piece is cut anywhere', () => {
    const cut = fc.tuple(fc.constantFrom(...pieces), fc.nat(40), fc.nat(40), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(cut, ([piece, from, to, noise]) => {
        expectSame(`${piece.slice(from % piece.length)}${noise}${piece.slice(0, to)}`);
      }),
      { numRuns: 600 },
    );
  });
});

describe('findings', () => {
  const finding = fc
    .tuple(fc.constantFrom(...piiKinds), fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.constantFrom(0.5, 0.8, 1))
    .map(([kind, start, length, certainty]): Finding => ({ kind, start, end: start + length, certainty }));

  test('never overlap, are in order, and leave nothing open that a form does not own', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }), (all) => {
        const kept = withoutOverlaps(all);
        for (const [at, each] of kept.slice(1).entries()) expect(each.start).toBeGreaterThanOrEqual(kept[at]!.end);
        const soft = all.filter(({ certainty }) => certainty < 0.95);
        for (const each of withoutOverlaps(soft)) expect(each.end).toBeGreaterThan(each.start);
        const covered = withoutOverlaps(soft);
        for (const { start, end } of soft) expect(covered.some((by) => by.start <= start && end <= by.end)).toBe(true);
      }),
    );
  });

  test('the longest and most certain wins', () => {
    const phone: Finding = { kind: 'phone', start: 0, end: 19, certainty: 0.65 };
    const card: Finding = { kind: 'card', start: 0, end: 19, certainty: 0.99 };
    const email: Finding = { kind: 'email', start: 5, end: 20, certainty: 0.98 };
    const person: Finding = { kind: 'person', start: 0, end: 10, certainty: 0.85 };
    expect(withoutOverlaps([phone, card])).toEqual([card]);
    expect(withoutOverlaps([person, email])).toEqual([email]);
  });
});

describe('what is found', () => {
  test.each([
    ['Write to anna.b+x@mail.example.co.uk.', ['email anna.b+x@mail.example.co.uk']],
    ['https://bob:s3cret@db.acme.io/x', ['url-credentials bob:s3cret@db.acme.io']],
    [
      'from 41.173.96.26 and 6e40:4041:c617:e898:c11:40d2:c669:2eb4',
      ['ip 41.173.96.26', 'ip 6e40:4041:c617:e898:c11:40d2:c669:2eb4'],
    ],
    ['version 1.2.3.4 at 12:30:45, 999.1.1.1', []],
    ['MAC 00-1B-44-11-3A-B7', ['mac 00-1B-44-11-3A-B7']],
    ['Call 905-674-3793 or +46 (0)8 928 571 38', ['phone 905-674-3793', 'phone +46 (0)8 928 571 38']],
    ['On 2011-04-05 there were 1 234 567 of 1990-1994, order no. 905-674-3793', []],
    ['in 2008 (402) 735-6015 was said', ['phone (402) 735-6015']],
    ['on 19 December 2008 3779-767388-35129 was lost', ['card 3779-767388-35129']],
    ['key AKIAIOSFODNN7EXAMPLE', ['secret AKIAIOSFODNN7EXAMPLE']],
    ['password: Hunter22!', ['secret Hunter22']],
    ['The password is required; the token is invalid.', []],
    ['Born on 3 May 1971 and married on 4 June 1999', ['birth-date 3 May 1971']],
    ['DOB: 12/05/1971', ['birth-date 12/05/1971']],
    ['It was built in 1971.', []],
    ['I live at 12 Baker Street, London NW1 6XE', ['address 12 Baker Street, London NW1 6XE']],
    ['Hauptstraße 5, rue de la Paix 12', ['address Hauptstraße 5, rue de la Paix 12']],
    ['He took 3 steps down the street in May 2011.', []],
    ['My name is Aantje Mourik but everyone calls me Aantje', ['person Aantje Mourik', 'person Aantje']],
    ['Mr. Pálffy met Patricia Desrosiers.', ['person Pálffy', 'person Patricia Desrosiers']],
    ['my name is patricia, please call back', ['person patricia']],
    ['Capitalized words like Wisdom and Discipline are often mistaken with names.', []],
    ['CAN I SPEAK TO A REAL PERSON?!?!', []],
    ['She moved here from Estonia', ['place Estonia']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('findings below the asked certainty are let pass', async () => {
    const sure = await openPiiFinder({ kinds: ['person', 'email'], countries, certainty: 0.9 }, eye);
    expect(sure.find('Hannah wrote to a@example.org').map(({ kind }) => kind)).toEqual(['email']);
  });

  test('long runs of what patterns begin with do not make them hang', () => {
    for (const worst of [
      '1 ',
      'a.',
      'A ',
      '12-',
      'a:',
      '@a',
      '-----BEGIN PRIVATE KEY-----',
      'password ',
      'Street 1 ',
      'the corner of ',
    ])
      expect(finder.find(worst.repeat(20_000 / worst.length)).length).toBeGreaterThanOrEqual(0);
  });
});
