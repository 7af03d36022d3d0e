import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Request } from '../core/model.ts';
import { modelSchema } from '../core/recipe.ts';
import { jsonSchemaOf } from './answers/schema-text.ts';
import { scriptedBackend } from './scripted.ts';

const backend = (script?: unknown) => scriptedBackend('teacher', modelSchema.parse({ use: 'scripted', script }));
const request = (over: Partial<Request> = {}): Request => ({
  messages: [{ role: 'user', content: 'Write a customer message about a late parcel.' }],
  maxTokens: 400,
  seed: 1,
  ...over,
});
const signal = new AbortController().signal;
const say = async (script: unknown, over: Partial<Request> = {}) => backend(script).complete(request(over), signal);
const seeds = Array.from({ length: 200 }, (_, index) => index * 7919);

test('the same request and seed give the same answer; seeds and prompts give many', async () => {
  expect(await say(undefined)).toEqual(await say(undefined));
  const texts = await Promise.all(seeds.map(async (seed) => (await say(undefined, { seed })).text));
  expect(new Set(texts).size).toBe(200);
  const other = await say(undefined, { messages: [{ role: 'user', content: 'Write about a garden.' }] });
  expect(other.text).not.toBe((await say(undefined)).text);
});

test('a list of answers is picked from by seed, objects as JSON', async () => {
  const said = await Promise.all(seeds.map(async (seed) => (await say(['one', 'two', { three: 3 }], { seed })).text));
  expect(new Set(said)).toEqual(new Set(['one', 'two', '{"three":3}']));
});

test('the first rule that fits the prompt speaks, else the prose', async () => {
  const script = [
    { when: 'spaceship', say: 'no' },
    { when: '/LATE\\s+parcel/i', say: ['sorry', 'soon'] },
  ];
  expect(['sorry', 'soon']).toContain((await say(script)).text);
  const other = await say(script, { messages: [{ role: 'user', content: 'Hello' }] });
  expect(['no', 'sorry', 'soon']).not.toContain(other.text);
  expect((await say(['else', { when: 'spaceship', say: 'no' }])).text).toBe('else');
});

test('choices are answered by one of them, with probabilities that sum to 1', async () => {
  const choices = ['billing', 'delivery', 'other'];
  const replies = await Promise.all(seeds.map((seed) => say(undefined, { seed, choices })));
  expect(new Set(replies.map((reply) => reply.text))).toEqual(new Set(choices));
  for (const { text, probabilities } of replies) {
    const shares = Object.values(probabilities!);
    expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1);
    expect(probabilities![text]).toBe(Math.max(...shares));
  }
});

test('refuse and garbage happen at their rates', async () => {
  const replies = await Promise.all(
    seeds.map((seed) => say({ refuse: 0.25, garbage: 0.25 }, { seed, schema: { type: 'object' } })),
  );
  const refused = replies.filter((reply) => reply.finish === 'filter').length;
  const broken = replies.filter((reply) => reply.finish === 'stop' && !reply.text.endsWith('}')).length;
  expect(refused).toBeGreaterThan(25);
  expect(refused).toBeLessThan(80);
  expect(broken).toBeGreaterThan(15);
});

test('token limit and stop texts are kept to', async () => {
  expect(await say(['one two three four five six'], { maxTokens: 2 })).toMatchObject({
    text: 'one two ',
    finish: 'length',
  });
  expect(await say(['one two three'], { stop: [' three'] })).toMatchObject({ text: 'one two', finish: 'stop' });
});

test('a bad script is a mistake that names the role', () => {
  expect(() => backend([{ when: 'x' }, 4])).toThrow(/`teacher`.*`script`/s);
  expect(() => backend([{ when: '/(/', say: 'x' }])).toThrow(/regular expression/);
});

test('a stopped call says so', async () => {
  const stop = new AbortController();
  const asking = backend({ delayMs: 60_000 }).complete(request(), stop.signal);
  stop.abort();
  await expect(asking).rejects.toMatchObject({ code: 'stopped' });
});

const forms: readonly [name: string, schema: z.ZodType][] = [
  ['a flat object', z.object({ name: z.string().max(40), age: z.int().min(18).max(99), vip: z.boolean() })],
  ['formats', z.object({ at: z.iso.datetime(), day: z.iso.date(), mail: z.email(), id: z.uuid(), page: z.url() })],
  [
    'ranges and steps',
    z.object({
      a: z.number().gt(0).lt(1),
      b: z.int().min(-5).max(-1),
      c: z.number().multipleOf(0.25),
      d: z.number().max(-200),
    }),
  ],
  ['lengths', z.object({ short: z.string().min(3).max(5), long: z.string().min(400), code: z.string().length(7) })],
  [
    'patterns',
    z.object({
      slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
      plate: z.string().regex(/^[A-Z]{2}-\d{3,4}(?:x|yy)?$/),
    }),
  ],
  [
    'lists',
    z.object({
      two: z.array(z.string()).length(2),
      pair: z.tuple([z.string(), z.number()]),
      set: z
        .array(z.enum(['a', 'b', 'c']))
        .min(1)
        .max(3),
    }),
  ],
  [
    'unions',
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), x: z.number() }),
      z.object({ kind: z.literal('b'), y: z.string().nullable() }),
    ]),
  ],
  [
    'records and optionals',
    z.object({ scores: z.record(z.string(), z.number()), note: z.string().optional(), n: z.number().default(3) }),
  ],
  ['an intersection', z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() }))],
  ['no object at all', z.array(z.enum(['red', 'green']))],
];

test.each(forms)('values of %s fit their schema and differ', async (_, schema) => {
  const json = jsonSchemaOf(schema);
  const texts = await Promise.all(
    seeds.map(async (seed) => (await say(undefined, { seed, schema: json, maxTokens: 5000 })).text),
  );
  for (const text of texts) expect(schema.safeParse(JSON.parse(text)).error).toBeUndefined();
  expect(new Set(texts).size).toBeGreaterThan(10);
});

test('a recursive schema ends', () => {
  interface Tree {
    label: string;
    children: Tree[];
  }
  const tree: z.ZodType<Tree> = z.object({
    label: z.string(),
    get children() {
      return z.array(tree);
    },
  });
  const json = jsonSchemaOf(tree);
  return fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const { text } = await say(undefined, { seed, schema: json, maxTokens: 1e6 });
      expect(tree.safeParse(JSON.parse(text)).success).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each([
  /^\d{3}-\d{4}$/,
  /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/,
  /^(?:low|mid|high)$/,
  /^[A-Z][a-z]+(?: [A-Z][a-z]+)?$/,
  /^#[0-9a-fA-F]{6}$/,
  /^v\d+\.\d+(\.\d+)*$/,
  /^\+?[1-9]\d{1,14}$/,
  /^[\w.-]{3,20}$/,
  /^(a|bc){2,3}x?\/[^0-9]$/,
])('texts made for %s match it', async (pattern) => {
  const schema = { type: 'string', pattern: pattern.source };
  for (const seed of seeds) {
    const text = JSON.parse((await say(undefined, { seed, schema })).text) as string;
    expect(text).toMatch(pattern);
  }
});
