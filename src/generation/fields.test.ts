import { expect, test } from 'vitest';
import type { Json } from '../core/sample.ts';
import { runStep, type StepTrial } from '../testing/test-step.ts';
import { fields } from './fields.ts';

const EMPTY = (n: number) => Array.from({ length: n }, () => ({}));

async function drawn(options: unknown, n = 200, more: Partial<StepTrial> = {}) {
  const { kept } = await runStep(fields, { given: EMPTY(n), with: options, ...more });
  return kept.map((sample) => sample.data);
}
const column = (rows: readonly { readonly [field: string]: Json }[], field: string) => rows.map((row) => row[field]);
const shareOf = (values: readonly unknown[], wanted: unknown) =>
  values.filter((value) => value === wanted).length / values.length;

test('a category follows its weights and promises its values', async () => {
  const options = { intent: { category: { values: { often: 3, seldom: 1, never: 0 } } } };
  const values = column(await drawn(options, 2000), 'intent');
  expect(Math.abs(shareOf(values, 'often') - 0.75)).toBeLessThan(0.04);
  expect(values).not.toContain('never');
  const { touches } = await runStep(fields, { with: options });
  expect(touches).toMatchObject({ writes: ['intent'], reads: [], values: { intent: ['often', 'seldom'] } });
});

test('later rounds draw what the target still lacks, and only for its field', async () => {
  const options = { intent: { category: ['a', 'b', 'c'] }, other: { category: ['a', 'b', 'c'] } };
  const round = { number: 2, wanted: 400, per: 'intent', missing: { a: 30, b: 10, c: 0 } };
  const rows = await drawn(options, 1000, { round });
  expect(Math.abs(shareOf(column(rows, 'intent'), 'a') - 0.75)).toBeLessThan(0.05);
  expect(column(rows, 'intent')).not.toContain('c');
  expect(shareOf(column(rows, 'other'), 'c')).toBeGreaterThan(0.25);
  const full = await drawn(options, 50, { round: { ...round, missing: { a: 0 } } });
  expect(new Set(column(full, 'intent')).size).toBe(3);
});

test('a subcategory fits the field that decides it', async () => {
  const rows = await drawn({
    city: { subcategory: { of: 'country', values: { fr: ['Paris', 'Lyon'], de: { Bonn: 1, Kiel: 0 } } } },
    country: { category: ['fr', 'de'] },
  });
  expect(new Set(rows.map((row) => `${row.country} ${row.city}`))).toEqual(new Set(['fr Paris', 'fr Lyon', 'de Bonn']));
});

test('a value that nothing is listed for is dropped with its reason', async () => {
  const { says } = await runStep(fields, {
    given: [{ lang: 'fr' }, { lang: 'toString' }, { lang: null }],
    with: { city: { subcategory: { of: 'lang', values: { fr: ['Paris'] } } } },
  });
  expect(says).toEqual(['keep', 'drop no-values-city', 'drop no-values-city']);
});

test('numbers have their shape, their decimals and their bounds', async () => {
  const rows = await drawn(
    {
      stars: { number: { min: 1, max: 5 } },
      height: { number: { distribution: 'normal', mean: 170, sd: 10, min: 150, max: 190, decimals: 1 } },
      price: { number: { distribution: 'log-normal', mean: 3, sd: 1, min: 1, decimals: 2 } },
      calls: { number: { distribution: 'poisson', rate: 2.5 } },
    },
    3000,
  );
  const numbers = (field: string) => column(rows, field) as number[];
  const mean = (field: string) => numbers(field).reduce((sum, value) => sum + value, 0) / rows.length;
  expect(new Set(numbers('stars'))).toEqual(new Set([1, 2, 3, 4, 5]));
  expect(Math.abs(mean('height') - 170)).toBeLessThan(0.7);
  expect([Math.min(...numbers('height')) >= 150, Math.max(...numbers('height')) <= 190]).toEqual([true, true]);
  expect(numbers('price').every((value) => value >= 1 && Number(value.toFixed(2)) === value)).toBe(true);
  expect(Math.abs(mean('calls') - 2.5)).toBeLessThan(0.15);
  expect(numbers('calls').every(Number.isInteger)).toBe(true);
});

test('dates lie between their ends, written as asked', async () => {
  const rows = await drawn({
    day: { date: { from: '2024-02-28', to: '2024-03-01' } },
    german: { date: { from: '2024-02-29', to: '2024-02-29', format: 'DD.MM.YYYY' } },
    moment: { date: { from: '2024-01-01T10:00', to: '2024-01-01T10:01' } },
  });
  expect(new Set(column(rows, 'day'))).toEqual(new Set(['2024-02-28', '2024-02-29', '2024-03-01']));
  expect(rows[0]?.german).toBe('29.02.2024');
  expect(rows.every((row) => /^2024-01-01T10:0[01]:\d\dZ$/.test(String(row.moment)))).toBe(true);
});

test('people, places and companies are of their locale, and of one piece', async () => {
  const rows = await drawn(
    { who: { person: 'de' }, home: { place: { locale: 'de' } }, firm: { company: {} }, far: { place: 'az' } },
    40,
  );
  for (const row of rows) {
    const who = row.who as { [key: string]: Json };
    expect(String(who.name)).toContain(String(who.lastName));
    expect(String(who.email)).toMatch(/@example\.(com|net|org)$/);
    expect(Number(who.age)).toBeGreaterThanOrEqual(18);
    expect((row.home as { [key: string]: Json }).postcode).toMatch(/^\d{5}$/);
    expect((row.firm as { [key: string]: Json }).domain).toMatch(/^[a-z0-9-]+\.example$/);
  }
  expect(new Set(rows.map((row) => (row.who as { name: string }).name)).size).toBeGreaterThan(35);
});

test('an identifier is a version 4 UUID of its own', async () => {
  const ids = column(await drawn({ id: { uuid: true } }), 'id');
  expect(new Set(ids).size).toBe(200);
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(String(id))),
  ).toBe(true);
});

test('templates see other fields whatever the order, and can keep a value', async () => {
  const rows = await drawn({
    greeting: {
      template: '{% if formal %}Dear {{ who.lastName }}{% else %}Hi {{ who.firstName }}{% endif %}, {{ sum }}',
    },
    sum: { template: { text: '{{ one | plus: 2 }}', as: 'value' } },
    one: { constant: 1 },
    who: { person: 'en' },
    formal: { bernoulli: 0.5 },
  });
  expect(rows.every((row) => row.sum === 3 && /^(Dear|Hi) \p{L}.*, 3$/u.test(String(row.greeting)))).toBe(true);
  expect(new Set(rows.map((row) => String(row.greeting).slice(0, 2)))).toEqual(new Set(['De', 'Hi']));
});

test('a coin falls as often as said, on the sides named', async () => {
  const rows = await drawn({ plan: { bernoulli: { probability: 0.2, yes: 'paid', no: 'free' } } }, 2000);
  expect(Math.abs(shareOf(column(rows, 'plan'), 'paid') - 0.2)).toBeLessThan(0.03);
});

test('the same seed draws the same; another field beside it moves nothing', async () => {
  const alone = { n: { number: { min: 0, max: 1e6 } }, who: { person: 'en' } };
  const beside = { extra: { category: ['x', 'y'] }, ...alone, more: { uuid: true } };
  const few = await drawn(alone, 20);
  expect(await drawn(alone, 20)).toEqual(few);
  expect((await drawn(beside, 20)).map(({ n, who }) => ({ n, who }))).toEqual(few);
  expect(await drawn(alone, 20, { seed: 1 })).not.toEqual(few);
});

test('model fields follow their needs; answers are cleaned and mending is noted', async () => {
  const { kept, requests, touches } = await runStep(fields, {
    given: [{ topic: 'tea' }],
    with: {
      check: { structured: { model: 'judge', prompt: 'Rate: {{ title }}', schema: { score: 'integer 1..5' } } },
      title: {
        text: {
          model: 'writer',
          prompt: 'A title about {{ topic }}.',
          system: 'You write.',
          temperature: 1,
          stop: ['\n'],
        },
      },
    },
    script: [{ reply: { text: 'Sure! Here is a title: "Green leaves"' } }, { value: { score: 4 } }],
  });
  expect(kept[0]?.data).toEqual({ topic: 'tea', title: 'Green leaves', check: { score: 4 } });
  expect(kept[0]?.notes.repairs).toBe('preamble; quotes');
  expect(touches).toMatchObject({ reads: ['topic'], asks: ['writer', 'judge'], writes: ['check', 'title'] });
  expect(requests.map((each) => each.messages.at(-1)?.content)).toEqual(['A title about tea.', 'Rate: Green leaves']);
  expect(requests[0]).toMatchObject({ temperature: 1, stop: ['\n'] });
});

test('an answer of wrapping alone, and a key that a template misses, drop the sample and keep what it had', async () => {
  const { dropped } = await runStep(fields, {
    given: [{ who: { name: 'Ann' } }],
    with: { age: { template: '{{ who.age }}' } },
  });
  expect(dropped).toMatchObject([{ reason: 'unfilled-age', sample: { data: { who: { name: 'Ann' } } } }]);
});

test.each([
  ['no field', {}, 'at least one field'],
  ['no kind', { a: {} }, 'exactly one of'],
  ['two kinds', { a: { constant: 1, uuid: true } }, 'exactly one of'],
  ['unknown kind', { a: { categroy: ['x'] } }, 'categroy'],
  ['bad name', { 'a b': { constant: 1 } }, 'letters, digits'],
  ['empty list', { a: { category: [] } }, 'a'],
  ['weights of nothing', { a: { category: { values: { x: 0 } } } }, 'above 0'],
  ['uniform without max', { a: { number: { min: 1 } } }, 'needs `max`'],
  ['bounds crossed', { a: { number: { min: 2, max: 1 } } }, 'above `max`'],
  ['bounds out of reach', { a: { number: { distribution: 'normal', mean: 0, sd: 1, min: 50 } } }, 'not one of 5,000'],
  ['no whole number between', { a: { number: { min: 0.2, max: 0.8 } } }, 'no number with 0 decimals'],
  ['no such day', { a: { date: { from: '2024-02-30', to: '2024-03-01' } } }, '2026-03-01'],
  ['days crossed', { a: { date: { from: '2024-03-02', to: '2024-03-01' } } }, 'after `to`'],
  ['unknown locale', { a: { person: 'xx' } }, 'no locale `xx`'],
  ['path for a locale', { a: { person: '../../x' } }, 'locale'],
  ['broken template', { a: { template: '{{ b' } }, 'template `a.template`'],
  ['broken form', { a: { structured: { model: 'm', prompt: 'x', schema: { s: 'score' } } } }, 'not a form'],
  ['circle', { a: { template: '{{ b }}' }, b: { template: '{{ a }}' } }, 'wait for each other: a, b'],
  [
    'subcategory not covered',
    { c: { category: ['x', 'y'] }, s: { subcategory: { of: 'c', values: { x: ['1'] } } } },
    '`c` can be y',
  ],
])('%s is refused before anything is spent', async (_, options, message) => {
  await expect(runStep(fields, { with: options })).rejects.toThrow(message);
});

test('a text field that is refused drops the sample', async () => {
  const options = { title: { text: { model: 'm', prompt: 'x' } } };
  const script = ["I'm sorry, but I can't assist with that request.", 'Fine words'].map((text) => ({
    reply: { text },
  }));
  expect((await runStep(fields, { given: EMPTY(2), with: options, script })).says).toEqual([
    'drop refused-title',
    'keep',
  ]);
});
