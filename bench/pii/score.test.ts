import { expect, test } from 'vitest';
import { makeEye } from '../../src/curation/pii/eye.ts';
import { pii } from '../../src/curation/pii.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { openPiiFinder } from '../../src/text/pii/detect.ts';
import { piiKinds } from '../../src/text/pii/finding.ts';
import { identityTexts, recallByField } from './identities.ts';
import { precisions, wilson } from './precision.ts';
import { alsoRightFor, type Labelled, labelledTexts, pairings, scoreOf, unitsOf } from './score.ts';

const labelled: Labelled[] = [{ text: 'Anna met Bob', spans: [{ type: 'PERSON', start: 0, end: 4 }] }];
const pairing = { gold: 'PERSON', found: ['person'] };
const said = (start: number, end: number) => [[{ type: 'person', start, end }]];

test('half of a label has to be found, and half of a finding labelled', () => {
  expect(scoreOf(labelled, said(0, 2), pairing)).toMatchObject({ recall: 1, precision: 1, f2: 1 });
  expect(scoreOf(labelled, said(0, 1), pairing)).toMatchObject({ recall: 0, precision: 1 });
  expect(scoreOf(labelled, said(0, 12), pairing)).toMatchObject({ recall: 1, precision: 0 });
  expect(scoreOf(labelled, [[]], pairing)).toMatchObject({ labels: 1, recall: 0, f2: 0 });
});

test('labels count code points, texts UTF-16 units', () => {
  expect(unitsOf('a😀b')).toEqual([0, 1, 3, 4]);
});

test('intervals of shares', () => {
  expect(wilson(8, 10).map((end) => Number(end.toFixed(3)))).toEqual([0.49, 0.943]);
  expect(wilson(0, 5)[0]).toBeCloseTo(0);
});

const folder = process.env.SYNTHLOOM_DATA;
const why = folder === undefined ? ' (skipped: SYNTHLOOM_DATA is not set)' : '';

test.skipIf(folder === undefined)(`formats and names in a part of the labelled sentences${why}`, async () => {
  const { countries } = pii.step.options.parse({});
  const finder = await openPiiFinder({ kinds: piiKinds, countries, certainty: 0.5 }, makeEye(openKernels()));
  const texts = (await labelledTexts(folder as string)).slice(0, 300);
  const spans = texts.map(({ text }) => finder.find(text).map(({ kind, start, end }) => ({ type: kind, start, end })));
  const recall = (gold: string) => {
    const pair = pairings.find((each) => each.gold === gold)!;
    return scoreOf(texts, spans, pair, alsoRightFor(gold)).recall;
  };
  for (const form of ['CREDIT_CARD', 'EMAIL_ADDRESS', 'IP_ADDRESS', 'PHONE_NUMBER', 'US_SSN'])
    expect([form, recall(form) >= 0.99]).toEqual([form, true]);
  expect(recall('PERSON')).toBeGreaterThan(0.85);
});

test.skipIf(folder === undefined)(`identities that no rule was mended by, and judged findings${why}`, async () => {
  const { countries } = pii.step.options.parse({});
  const finder = await openPiiFinder({ kinds: piiKinds, countries, certainty: 0.5 }, makeEye(openKernels()));
  const planted = await identityTexts(folder as string, { first: 1, every: 38 });
  const spans = planted.map(({ text }) =>
    finder.find(text).map(({ kind, start, end }) => ({ type: kind, start, end })),
  );
  const recalls = recallByField(planted, spans, undefined);
  const FORMS = ['e-mail', 'telephone, with +', 'card, six digits of the table', 'date of birth', 'password'];
  for (const { field, planted: count, ours } of recalls) {
    expect(count).toBeGreaterThan(15);
    expect([field, ours / count >= (FORMS.includes(field) ? 0.99 : 0.4)]).toEqual([field, true]);
  }
  for (const { judged, found, foundRight } of await precisions(folder as string, finder)) {
    expect(found).toBeGreaterThan(judged / 2);
    expect(foundRight / found).toBeGreaterThan(0.65);
  }
});
