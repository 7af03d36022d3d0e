import { expect, test } from 'vitest';
import { z } from 'zod';
import { objectSchema, SchemaWordsError, valueSchema } from './schema-words.ts';

const words = {
  question: 'string 3..',
  score: 'integer 1..5',
  'note?': 'string',
  tags: ['string'],
  kind: ['a', 'b'],
  people: [{ name: 'string', share: 'number 0..1' }],
};
const good = { question: 'why?', score: 5, tags: [], kind: 'b', people: [{ name: 'Ann', share: 0.5 }] };

test('the short form accepts what it says and nothing else', () => {
  const { schema, keys } = objectSchema(words);
  expect(keys).toEqual(['question', 'score', 'note', 'tags', 'kind', 'people']);
  expect(schema.safeParse(good).success).toBe(true);
  const bad = [
    { ...good, score: 6 },
    { ...good, score: 1.5 },
    { ...good, kind: 'c' },
    { ...good, question: 'hm' },
    { ...good, tags: [1] },
    { ...good, people: [{ name: 'Ann', share: 2 }] },
    { ...good, more: 1 },
    { ...good, note: null },
    [],
  ];
  expect(bad.map((value) => schema.safeParse(value).success)).toEqual(bad.map(() => false));
});

test('it becomes JSON Schema with its bounds, closed to other keys', () => {
  const json = z.toJSONSchema(objectSchema({ score: 'integer 1..5', kind: ['a', 'b'] }).schema);
  expect(json).toMatchObject({
    additionalProperties: false,
    required: ['score', 'kind'],
    properties: { score: { type: 'integer', minimum: 1, maximum: 5 }, kind: { enum: ['a', 'b'] } },
  });
});

test('JSON Schema is taken as it is', () => {
  const { schema, keys } = objectSchema({
    type: 'object',
    properties: { n: { type: 'number', minimum: 0 } },
    required: ['n'],
  });
  expect(keys).toEqual(['n']);
  expect([schema.safeParse({ n: 1 }).success, schema.safeParse({ n: -1 }).success]).toEqual([true, false]);
});

test('a single choice is a choice; a single form is a list', () => {
  expect(valueSchema(['yes']).safeParse('yes').success).toBe(true);
  expect(valueSchema(['integer 0..']).safeParse([0, 3]).success).toBe(true);
  expect(valueSchema([['string']]).safeParse([['a'], []]).success).toBe(true);
});

test.each([
  ['not a map', [], 'must be a map'],
  ['no keys', {}, 'no keys'],
  ['unknown word', { a: 'text' }, '`a`: `text` is not a form'],
  ['empty range', { a: 'integer 5..1' }, 'empty range'],
  ['range of a boolean', { a: 'boolean 0..1' }, 'no range'],
  ['empty list', { a: [] }, 'empty list'],
  ['same choice twice', { a: ['x', 'x'] }, 'same choice twice'],
  ['form among choices', { a: ['string', 'x'] }, 'mixes both'],
  ['null', { a: { b: null } }, '`a.b`: `null` is not a form'],
  ['key twice', { a: 'string', 'a?': 'string' }, 'same key twice'],
  ['JSON Schema of no known type', { type: 'object', properties: { a: { type: 'txt' } } }, 'cannot be used'],
])('%s is refused with its place', (_, form, message) => {
  expect(() => objectSchema(form)).toThrow(SchemaWordsError);
  expect(() => objectSchema(form)).toThrow(message);
});
