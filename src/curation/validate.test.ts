import { expect, test } from 'vitest';
import type { Json } from '../core/sample.ts';
import { runStep } from '../testing/test-step.ts';
import { validate } from './validate.ts';

const checkX = async (rule: object, ...values: (Json | undefined)[]) => {
  const given = values.map((x): Record<string, Json> => (x === undefined ? {} : { x }));
  const { says } = await runStep(validate, { given, with: { fields: { x: rule } } });
  return says.map((said) => said === 'keep');
};

test.each<[string, object, Json[], (Json | undefined)[]]>([
  ['presence', {}, ['a', 0, false, []], [undefined, null, '']],
  ['absence allowed', { required: false, type: 'integer' }, [undefined as never, null, 3], ['3', 1.5]],
  ['string', { type: 'string' }, ['a'], [1, ['a'], { a: 1 }]],
  ['number', { type: 'number' }, [1.5, -2], ['1', true]],
  ['boolean', { type: 'boolean' }, [false], ['false', 0]],
  ['list', { type: 'list' }, [[], [1]], [{ 0: 1 }, 'a']],
  ['map', { type: 'map' }, [{}, { a: 1 }], [[], 'a', 3]],
  ['range', { min: 1, max: 5 }, [1, 5, 2.5], [0.9, 5.1, '3']],
  ['length of text', { minLength: 2, maxLength: 3 }, ['ab', '😀😀😀'], ['a', 'abcd']],
  ['length of list', { minLength: 1, maxLength: 2 }, [['abcdef'], [1, 2]], [[], [1, 2, 3]]],
  ['pattern', { pattern: '^[A-Z][^\\n]*[.!?]$' }, ['Yes.', 'Why?'], ['yes.', 'Yes', 'A.\nB.']],
  ['pattern of any case', { pattern: '(?i)^hello' }, ['HELLO there'], ['oh hello']],
  ['forbidden pattern', { notPattern: '\\b\\d{16}\\b' }, ['card 1234'], ['card 1234567812345678 lost']],
  ['choice', { oneOf: ['a', 1, { k: [1] }] }, ['a', 1, { k: [1] }], ['b', '1', { k: [2] }]],
  ['value', { equals: { b: 1, a: 2 } }, [{ a: 2, b: 1 }], [{ a: 2 }]],
  ['words', { contains: ['card', 'lost'] }, ['I LOST my Card'], ['my card']],
  ['no words', { notContains: 'as an AI' }, ['an aide'], ['As an ai model']],
  ['form', { form: { q: 'string', n: 'integer 1..5' } }, [{ q: 'x', n: 5 }], [{ q: 'x', n: 6 }, { q: 'x' }, 'x']],
])('%s', async (_, rule, good, bad) => {
  expect(await checkX(rule, ...good)).toEqual(good.map(() => true));
  expect(await checkX(rule, ...bad)).toEqual(bad.map(() => false));
});

test('the drop names the field or the reason given, and notes what was broken', async () => {
  const fields = { a: { min: 3 }, b: { pattern: '^x', reason: 'no-x' } };
  const given = [
    { a: 1, b: 'x' },
    { a: 3, b: 'y' },
    { a: 3, b: 'x' },
  ];
  const { says, dropped, touches } = await runStep(validate, { given, with: { fields } });
  expect(says).toEqual(['drop invalid-a', 'drop no-x', 'keep']);
  expect(dropped.map(({ sample }) => sample.notes.invalid)).toEqual([
    'a: it is below 3',
    'b: it does not match `pattern`',
  ]);
  expect(touches.reads).toEqual(['a', 'b']);
});

test('conditions compare fields; one that cannot be answered is not true', async () => {
  const given = [
    { q: 'x', a: { kind: 1 } },
    { q: 'x', a: 'x' },
    { q: 'x', a: '' },
    { q: 'x', a: { deep: 1 } },
  ];
  const conditions = [
    { when: '{{ q != a }}', reason: 'same' },
    { when: '{{ a }}' },
    { when: '{{ a.kind }}', reason: 'kindless' },
  ];
  const { says, touches } = await runStep(validate, { given, with: { conditions } });
  expect(says).toEqual(['keep', 'drop same', 'drop failed-condition', 'drop kindless']);
  expect(touches.reads).toEqual(['q', 'a']);
});

test('an optional field need not be written by anyone', async () => {
  const { touches } = await runStep(validate, { with: { fields: { a: { required: false, min: 1 }, b: {} } } });
  expect(touches.reads).toEqual(['b']);
});

test('a pattern made to hang on a hostile text does not', async () => {
  expect(await checkX({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toEqual([false]);
});

test.each([
  ['nothing', {}, 'give `fields`'],
  ['look-ahead', { fields: { a: { pattern: '(?=x)y' } } }, 'look-around'],
  ['broken pattern', { fields: { a: { pattern: '(' } } }, 'pattern'],
  ['broken form', { fields: { a: { form: 'integr' } } }, 'not a form'],
  ['broken condition', { conditions: [{ when: '{{ a' }] }, 'conditions.0.when'],
  ['reason with spaces', { fields: { a: { reason: 'not good' } } }, 'kebab-case'],
  ['unknown rule', { fields: { a: { minimum: 3 } } }, 'minimum'],
])('%s is refused', async (_, options, message) => {
  await expect(runStep(validate, { with: options })).rejects.toThrow(message);
});
