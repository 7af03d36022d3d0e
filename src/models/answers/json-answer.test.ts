import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readChoice } from './choice-answer.ts';
import { fitValue } from './fit-value.ts';
import { readJson } from './json-answer.ts';

/** Objects and lists as models write them: keys are words, since a key such as `__proto__` means something else to a parser. */
const written = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('object'),
    tie('list'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

test('JSON comes out of any dressing as it went in', () => {
  fc.assert(
    fc.property(written.object, fc.nat(3), (value, dressing) => {
      const json = JSON.stringify(value, null, dressing % 2 === 0 ? 0 : 2);
      const texts = [json, `\`\`\`json\n${json}\n\`\`\``, `Sure, here it is:\n${json}\nDone!`, `\n\n  ${json}\n`];
      expect(readJson(texts[dressing]!)).toMatchObject({ value });
    }),
    { numRuns: 300 },
  );
});

test('an object that was cut anywhere is never taken for a whole one', () => {
  fc.assert(
    fc.property(written.object, fc.double({ min: 0, max: 1, noNaN: true }), (value, share) => {
      const json = JSON.stringify(value);
      const cut = json.slice(0, Math.min(json.length - 1, Math.floor(json.length * share)));
      expect(readJson(cut)).toHaveProperty('problem');
    }),
    { numRuns: 300 },
  );
});

test('no text makes the readers throw', () => {
  const schema = z.object({ a: z.number(), b: z.array(z.string()), c: z.enum(['x', 'y']).optional() });
  const pieces = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '```json\n',
      '```',
      '“',
      '”',
      'a',
      '1',
      'null',
      ' ',
      '\n',
      "'",
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((each) => each.join('')),
      ),
      (text) => {
        const read = readJson(text);
        if ('value' in read) fitValue(schema, read.value);
        const chosen = readChoice(text, ['a', 'null', 'a b'], []);
        expect([undefined, 'a', 'null', 'a b']).toContain(chosen);
      },
    ),
    { numRuns: 2000 },
  );
});
