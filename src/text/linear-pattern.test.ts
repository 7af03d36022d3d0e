import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linearPattern, PatternError } from './linear-pattern.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '[ab]',
  '[^a-c]',
  'é',
  '😀',
  '\\p{L}',
  '^',
  '$',
  '\\b',
  '\\B',
  '1',
  ' ',
  '\\.',
  '\\u0061',
  '[\\]\\d]',
);
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    piece,
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?'))
      .map(([a, sign]) => `(${a})${sign}`),
  ),
}));
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '\n', 'é', '😀', ']', '.'),
  maxLength: 8,
});

test('says what JavaScript says, for any pattern and text', () => {
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (source, given, ignoreCase) => {
      const expected = new RegExp(source, ignoreCase ? 'usi' : 'us').test(given);
      expect(linearPattern((ignoreCase ? '(?i)' : '') + source)(given)).toBe(expected);
    }),
    { seed: 7, numRuns: 500 },
  );
}, 60_000);

test.each(['^(a+)+$', '^(a|a)*$', '(x+x+)+y', '^(\\w+\\s?)*$', '(.*,){12}P'])(
  '%s does not hang on a hostile text',
  (source) => {
    // JavaScript's own matcher needs more than 2^40 steps for most of these.
    expect(linearPattern(source)(`${'a'.repeat(60)}${'x'.repeat(60)}${','.repeat(40)}!`)).toBe(false);
  },
);

test.each([
  ['(?=a)b', 'look-around'],
  ['(?<!a)b', 'look-around'],
  ['(a)\\1', 'back-references'],
  ['(?<n>a)\\k<n>', 'back-references'],
  ['(a', ''],
  ['[z-a]', ''],
  ['(a{1000}){1000}', 'too many parts'],
  ['a{99999999}', 'too many parts'],
])('%s is refused', (source, message) => {
  expect(() => linearPattern(source)).toThrow(PatternError);
  expect(() => linearPattern(source)).toThrow(message);
});
