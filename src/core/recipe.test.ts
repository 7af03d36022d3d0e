import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './recipe.ts';

/** The plain form that the quick one must equal. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'null';

test('equal values have one text, whatever the order of their keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const digits = /"(0|[1-9]\d*)":/; // objects put keys that are whole numbers first, sorted or not
      fc.pre(!digits.test(JSON.stringify(value)));
      expect(canonical(value)).toBe(plain(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonical({ b: 1, a: [undefined, { d: undefined, c: 2 }] })).toBe('{"a":[null,{"c":2}],"b":1}');
  expect(canonical({ 10: 'a', 9: 'b' })).toBe('{"10":"a","9":"b"}');
});

test('the same recipe in YAML and in TypeScript is the same', async () => {
  const { parseRecipe } = await import('../execution/load.ts');
  const { canonicalRecipe, recipe } = await import('./recipe.ts');
  const { count } = await import('../source/count.ts');
  const { prompt } = await import('../generation/prompt.ts');
  const written = recipe('same', {
    seed: 3,
    models: { teacher: 'scripted' },
    steps: [count({ n: 2 }), prompt({ prompt: 'Hi', model: 'teacher' })],
  });
  const read = await parseRecipe(
    'steps:\n  - count: { n: 2 }\n  - prompt: { model: teacher, prompt: Hi }\nseed: 3\nrecipe: same\nmodels: { teacher: scripted }\n',
    'same.yaml',
  );
  expect(canonicalRecipe(read)).toBe(canonicalRecipe(written));
});
