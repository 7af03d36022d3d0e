import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '../../core/model.ts';
import type { Json } from '../../core/sample.ts';
import { grammarOf } from './grammar.ts';

/** The runtime's own matcher decides, so that what is tested is what samples. */
let fits: (schema: JsonSchema, text: string) => Promise<boolean>;

beforeAll(async () => {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled, progressLogs: false });
  fits = async (schema, text) => {
    const grammar = await llama.createGrammar({ grammar: grammarOf(schema) });
    return (grammar as unknown as { _testText(text: string): boolean })._testText(text);
  };
});

const of = (schema: z.ZodType) => z.toJSONSchema(schema) as JsonSchema;

const person = z.object({
  name: z.string(),
  age: z.int().min(0).max(99),
  nick: z.string().nullable(),
  mood: z.enum(['happy', 'sa"d']),
  tags: z.array(z.string()).max(2),
});

const node: z.ZodType = z.object({
  name: z.string(),
  get children() {
    return z.array(node);
  },
});

describe.each<[string, JsonSchema, readonly Json[], readonly Json[]]>([
  [
    'objects',
    of(person),
    [
      { name: 'Ann', age: 0, nick: null, mood: 'happy', tags: [] },
      { name: 'Zoë "Z"\n', age: 99, nick: 'z', mood: 'sa"d', tags: ['a', 'b'] },
    ],
    [
      { name: 'Ann', age: 100, nick: null, mood: 'happy', tags: [] },
      { name: 'Ann', age: -1, nick: null, mood: 'happy', tags: [] },
      { name: 'Ann', age: 1, nick: null, mood: 'mad', tags: [] },
      { name: 'Ann', age: 1, nick: null, mood: 'happy', tags: ['a', 'b', 'c'] },
      { name: 'Ann', age: 1, nick: null, mood: 'happy' },
    ],
  ],
  [
    'optional properties before, between and after needed ones',
    of(z.object({ a: z.int().optional(), b: z.int(), c: z.int().optional(), d: z.int(), e: z.int().optional() })),
    [
      { b: 1, d: 2 },
      { a: 1, b: 2, c: 3, d: 4, e: 5 },
      { b: 1, c: 2, d: 3 },
      { a: 1, b: 2, d: 3 },
    ],
    [{ a: 1, b: 2 }, { d: 1, b: 2 }, {}],
  ],
  [
    'only optional properties',
    of(z.object({ a: z.int().optional(), b: z.int().optional(), c: z.int().optional() })),
    [{}, { a: 1 }, { c: 1 }, { a: 1, c: 2 }, { b: 1, c: 2 }, { a: 1, b: 2, c: 3 }],
    [{ c: 1, a: 2 }, { d: 1 }],
  ],
  ['no properties', of(z.object({})), [{}], [{ a: 1 }]],
  [
    'unions and literals',
    of(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a'), x: z.boolean() }),
        z.object({ kind: z.literal(2) }),
      ]),
    ),
    [{ kind: 'a', x: true }, { kind: 2 }],
    [{ kind: 'a' }, { kind: 2, x: true }, { kind: 'b' }],
  ],
  ['intersections', of(z.object({ a: z.int() }).and(z.object({ b: z.int() }))), [{ a: 1, b: 2 }], [{ a: 1 }, { b: 2 }]],
  ['several types', { type: ['string', 'null'] }, ['x', null], [1, true]],
  ['records', of(z.record(z.string(), z.number())), [{}, { a: 1.5, b: -2 }], [{ a: 'x' }]],
  ['records with known keys', of(z.partialRecord(z.enum(['x', 'y']), z.int())), [{ x: 1 }, { y: 2 }], [{ z: 1 }]],
  ['tuples', of(z.tuple([z.string(), z.int()])), [['a', 1]], [['a'], [1, 'a']]],
  ['tuples with a rest', of(z.tuple([z.string()], z.int())), [['a'], ['a', 1, 2]], [['a', 'b'], []]],
  [
    'array lengths',
    of(z.array(z.int()).min(2).max(3)),
    [
      [1, 2],
      [1, 2, 3],
    ],
    [[], [1], [1, 2, 3, 4]],
  ],
  ['string lengths', of(z.string().min(2).max(3)), ['ab', 'a"c'], ['a', 'abcd']],
  ['dates', of(z.iso.date()), ['2024-12-31'], ['2024-13-01', 'soon']],
  ['negative ranges', of(z.int().min(-2).max(1)), [-2, 0, 1], [-3, 2]],
  ['exclusive ranges', of(z.int().gt(0).lt(3)), [1, 2], [0, 3]],
  ['wide ranges leave the value to validation', of(z.int().min(0).max(100_000)), [7, 999_999], [-1, 1.5]],
  ['numbers', of(z.number()), [0, -1.25, 12], ['1']],
  ['anything', {}, [null, true, 'x', 1, [1, 'a'], { a: { b: [] } }], []],
  [
    'recursion',
    of(node),
    [{ name: 'a', children: [{ name: 'b', children: [] }] }],
    [{ name: 'a', children: [{ name: 'b' }] }],
  ],
])('%s', (_, schema, good, bad) => {
  test.each(good.map((value) => [JSON.stringify(value)]))('takes %s', async (text) => {
    expect(await fits(schema, text)).toBe(true);
  });
  test.each(bad.map((value) => [JSON.stringify(value)]))('refuses %s', async (text) => {
    expect(await fits(schema, text)).toBe(false);
  });
});

test('one space after colons and commas, and no more white space than that', async () => {
  const schema = of(z.object({ a: z.int(), b: z.array(z.int()) }));
  expect(await fits(schema, '{"a": 1, "b": [1, 2]}')).toBe(true);
  expect(await fits(schema, '{"a":1,"b":[1,2]}')).toBe(true);
  expect(await fits(schema, '{"a":  1,"b":[]}')).toBe(false);
  expect(await fits(schema, '{\n"a":1,"b":[]}')).toBe(false);
});

test('property names and values with quotes, backslashes and line ends', async () => {
  const schema = { type: 'object', properties: { 'a"\\b': { const: 'x\n"\\' } }, required: ['a"\\b'] };
  expect(await fits(schema, JSON.stringify({ 'a"\\b': 'x\n"\\' }))).toBe(true);
});

test('strings take no raw control characters', async () => {
  expect(await fits({ type: 'string' }, '"a\nb"')).toBe(false);
  expect(await fits({ type: 'string' }, '"a\\nb"')).toBe(true);
});
