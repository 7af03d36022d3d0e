import { expect, test } from 'vitest';
import {
  byteWords,
  countWords,
  dollarWords,
  durationWords,
  figureWords,
  listWords,
  percentWords,
  plural,
  roundSteps,
} from './numbers.ts';

test.each([
  [countWords(1234567), '1,234,567'],
  [countWords(Number.NaN), '–'],
  [plural(1, 'sample'), '1 sample'],
  [plural(0, 'sample'), '0 samples'],
  [percentWords(0), '0 %'],
  [percentWords(0.0001), '< 1 %'],
  [percentWords(0.9999), '> 99 %'],
  [percentWords(1), '100 %'],
  [percentWords(0 / 0), '–'],
  [dollarWords(0), '$0.00'],
  [dollarWords(1234.5), '$1,234.50'],
  [dollarWords(0.0042), '$0.0042'],
  [dollarWords(0.00000123), '$0.0000012'],
  [durationWords(0.84), '0.8 s'],
  [durationWords(59.6), '1 min'],
  [durationWords(192), '3 min 12 s'],
  [durationWords(7500), '2 h 5 min'],
  [durationWords(7199), '2 h'],
  [durationWords(59.4), '59 s'],
  [durationWords(3599.7), '1 h'],
  [durationWords(86_399), '1 d'],
  [durationWords(0), '0 s'],
  [durationWords(100_992), '1 d 4 h'],
  [byteWords(999), '999 bytes'],
  [byteWords(14322), '14.3 kB'],
  [figureWords(0.12345), '0.123'],
  [figureWords(-12345.6), '−12,346'],
  [figureWords(0), '0'],
  [listWords(['a', 'b', 'c']), 'a, b and c'],
  [listWords([]), ''],
])('%s', (words, expected) => {
  expect(words).toBe(expected);
});

test('steps of an axis are round, begin at 0 and do not pass the end', () => {
  expect(roundSteps(97, 5)).toEqual([0, 20, 40, 60, 80]);
  expect(roundSteps(0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(roundSteps(0, 5)).toEqual([0]);
  expect(roundSteps(Number.NaN, 5)).toEqual([0]);
});
