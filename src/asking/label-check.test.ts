import { describe, expect, test } from 'vitest';
import type { Fields } from '../core/sample.ts';
import { drawOne, seededRandom } from '../math/random.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { checkTouches, hasLabel, labelCheckOption } from './label-check.ts';

const random = seededRandom('label check test');
const WORDS: Readonly<Record<string, readonly string[]>> = {
  good: 'fine lovely warm clever delight wonderful'.split(' '),
  bad: 'dull tedious flat boring mess awful'.split(' '),
};
const review = (label: string) => ({
  body: `a film ${drawOne(random, WORDS[label]!)} and ${drawOne(random, WORDS[label]!)}`,
  mood: label,
});
const reviews = (many: number): Fields[] => Array.from({ length: many }, (_, nth) => review(nth % 2 ? 'good' : 'bad'));
const fields = { field: 'body', label: 'mood' };
const byStudent = (more: object = {}) => labelCheckOption.parse({ by: 'student', labels: ['good', 'bad'], ...more });
const lent = (real: readonly Fields[], embed?: (text: string) => number[]) => ({
  real: () => datasetOf(samplesOf(real, true)),
  model: () => {
    throw new Error('no model is asked');
  },
  embedder: () => ({
    id: 'e',
    dimensions: 2,
    embed: async (texts: readonly string[]) => texts.map((text) => Float32Array.from(embed?.(text) ?? [0, 0])),
  }),
});

describe('a student', () => {
  test('reads the label that texts like it have among the real ones', async () => {
    const [check, own] = [byStudent(), lent(reviews(80))];
    const asked = (text: string, label: string) => hasLabel(check, { text, label, origin: text, fields }, own);
    expect(await asked('a film tedious and flat', 'bad')).toBe(true);
    expect(await asked('a film tedious and flat', 'good')).toBe(false);
    expect(await asked('a film lovely and warm', 'good')).toBe(true);
  });

  test('must be as sure as is wanted', async () => {
    const [check, own] = [byStudent({ least: 0.999 }), lent(reviews(80))];
    const text = 'quite another thing';
    const both = await Promise.all(
      ['good', 'bad'].map((label) => hasLabel(check, { text, label, origin: text, fields }, own)),
    );
    expect(both).toEqual([false, false]);
  });

  test('has not seen the text that the one in question was made from', async () => {
    // a wrong label that a student which saw it would repeat, as no other text has these words
    const odd = { body: 'zyx wvu tsr qpo nml', mood: 'good' };
    const given = [...reviews(80).filter(({ mood }) => mood === 'bad'), ...reviews(20), ...Array(30).fill(odd)];
    const text = `${odd.body} indeed`;
    const asked = (origin: string) => hasLabel(byStudent(), { text, label: 'good', origin, fields }, lent(given));
    expect(await asked(odd.body)).toBe(false);
  });

  test('reads meaning too, with an embedder', async () => {
    const codes = Array.from({ length: 60 }, (_, nth) => ({
      body: `${nth}q${nth * 7}`,
      mood: nth % 2 ? 'good' : 'bad',
    }));
    const embed = (text: string) => (Number.parseInt(text, 10) % 2 ? [1, 0] : [0, 1]);
    const check = byStudent({ embedder: 'e' });
    const asked = (text: string) => hasLabel(check, { text, label: 'good', origin: text, fields }, lent(codes, embed));
    expect([await asked('71q1'), await asked('72q1')]).toEqual([true, false]);
  });

  test('that cannot learn is a mistake', async () => {
    const text = 'a film';
    for (const real of [reviews(9), reviews(60).map((each) => ({ ...each, mood: 'good' })), []])
      await expect(
        hasLabel(byStudent(), { text, label: 'good', origin: text, fields }, lent(real)),
      ).rejects.toMatchObject({ code: 'bad-option' });
  });
});

test('who reads is said once', () => {
  const works = (given: object) => labelCheckOption.safeParse({ labels: ['a', 'b'], ...given }).success;
  expect(works({ model: 'reader' })).toBe(true);
  expect(works({})).toBe(false);
  expect(works({ by: 'student' })).toBe(true);
  expect(works({ by: 'student', model: 'reader' })).toBe(false);
  expect(works({ model: 'reader', embedder: 'e' })).toBe(false);
  expect(checkTouches(byStudent({ embedder: 'e' }))).toEqual({ asks: [], embeds: ['e'], real: true });
  expect(checkTouches(undefined)).toEqual({ asks: [], embeds: [], real: false });
});
