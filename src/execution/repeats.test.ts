import { describe, expect, test } from 'vitest';
import type { Plan } from '../core/plan.ts';
import { hashText, headSchema } from '../core/recipe.ts';
import type { Fields, Sample } from '../core/sample.ts';
import { seededRandom, shuffled } from '../math/random.ts';
import { Repeats } from './repeats.ts';

const planOf = (per?: string): Plan => ({
  head: headSchema.parse({ recipe: 'test', target: { accepted: 9, ...(per && { per }) } }),
  models: new Map(),
  line: [
    { key: 'p', title: 'p', step: {} as never, options: {}, touches: { reads: ['topic'], avoids: ['text'] } },
    { key: 'q', title: 'q', step: {} as never, options: {}, touches: { reads: ['other'] } },
  ],
  hash: '',
  folder: '',
  warnings: [],
});

const sampleOf = (data: Fields, nth: number, real = false): Sample => ({
  id: hashText(`${nth} ${JSON.stringify(data)}`, 16),
  data,
  notes: {},
  origin: { step: 'count', parents: [], real, nth, round: 1 },
});

async function told(dropped: readonly Sample[], accepted: readonly Sample[], per?: string) {
  const repeats = new Repeats(planOf(per));
  for (const sample of dropped) repeats.add(sample);
  const stream = async function* () {
    yield* accepted;
  };
  return (await repeats.told(stream())).text ?? [];
}

const words = ['card', 'pin', 'rate', 'fee', 'loan'];
const texts = (n: number, from = 0) =>
  Array.from({ length: n }, (_, at) =>
    sampleOf({ text: `about my ${words[at % 5]}`, topic: words[at % 5]! }, at + from),
  );
const stock = words.map((word, at) => sampleOf({ text: `About my ${word}.`, topic: word }, 9000 + at));

describe('what the next round hears of repeats', () => {
  test('is the accepted text nearest to each, with what was asked of the one that was dropped', async () => {
    const dropped = [sampleOf({ text: 'about my PIN', topic: 'fee', other: 'x' }, 1)];
    expect(await told(dropped, stock)).toEqual([{ text: 'About my pin.', asked: { topic: 'fee' } }]);
  });

  test('is at most 64 of a group, whatever the order in which they were dropped or accepted', async () => {
    const dropped = texts(500);
    const expected = await told(dropped, stock);
    expect(expected).toHaveLength(64);
    for (const seed of ['a', 'b'])
      expect(await told(shuffled(seededRandom(seed), dropped), shuffled(seededRandom(seed), stock))).toEqual(expected);
  });

  test('holds most of what was repeated most', async () => {
    const often = Array.from({ length: 300 }, (_, at) => sampleOf({ text: 'about my card', topic: 'card' }, at));
    const seldom = Array.from({ length: 60 }, (_, at) => sampleOf({ text: 'about my loan', topic: 'loan' }, at + 300));
    const cards = (await told([...often, ...seldom], stock)).filter(({ text }) => text === 'About my card.');
    expect(cards.length).toBeGreaterThan(64 * 0.7);
    expect(cards.length).toBeLessThan(64);
  });

  test('is shared evenly among the values of the target, rare ones too, and stays bounded for thousands of values', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) =>
      sampleOf({ text: 'about my card', topic: at % 100 === 0 ? 'rare' : `t${at % 30}` }, at),
    );
    const shares = Map.groupBy(await told(many, stock, 'topic'), ({ asked }) => asked.topic);
    expect([...shares.values()].map((each) => each.length)).toEqual(new Array(31).fill(16));
    const scattered = Array.from({ length: 3000 }, (_, at) => sampleOf({ text: 'my card', topic: `t${at}` }, at));
    const held = await told(scattered, stock, 'topic');
    expect(held).toHaveLength(256);
    expect(await told(scattered.toReversed(), stock, 'topic')).toEqual(held);
  });

  test('never holds what people wrote, dropped or accepted', async () => {
    const real = stock.map(({ data }, at) => sampleOf({ ...data, text: `${data.text} (real)` }, at, true));
    const dropped = [sampleOf({ text: 'about my pin (real)', topic: 'pin' }, 5, true), ...texts(10)];
    const shown = await told(dropped, [...real, ...stock]);
    expect(shown).toHaveLength(10);
    expect(shown.filter(({ text }) => text.includes('real'))).toEqual([]);
    expect(await told(texts(10), real)).toEqual([]);
  });

  test('shows the beginning of a long text, cut between characters, and leaves long values out', async () => {
    const long = `${'a'.repeat(499)}😀${' word'.repeat(500)}`;
    const [only] = await told([sampleOf({ text: long, topic: 'x'.repeat(201) }, 1)], [sampleOf({ text: long }, 2)]);
    expect(only).toEqual({ text: `${'a'.repeat(499)}…`, asked: {} });
  });

  test('is counted, and nothing held, where no step avoids it', async () => {
    const plan = planOf();
    const repeats = new Repeats({ ...plan, line: plan.line.slice(1) });
    for (const sample of texts(7)) repeats.add(sample);
    expect([repeats.isWanted, repeats.count]).toEqual([false, 7]);
  });

  test('skips a repeat that shares no word with anything accepted', async () => {
    expect(await told([sampleOf({ text: 'zebra', topic: 'x' }, 1), sampleOf({ topic: 'y' }, 2)], stock)).toEqual([]);
  });
});
