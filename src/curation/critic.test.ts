import { describe, expect, test } from 'vitest';
import { trainCritic } from '../asking/real-critic.ts';
import { fault } from '../core/errors.ts';
import type { Fields } from '../core/sample.ts';
import { drawIndex, drawOne, seededRandom, shuffled } from '../math/random.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { gatherPool } from './critic/pool.ts';
import { critic } from './critic.ts';

const random = seededRandom('critic test');
const SUBJECTS = ['my card', 'the transfer', 'your app', 'this payment', 'the new limit'];
const VERBS = ['has not arrived', 'was declined', 'keeps failing', 'looks wrong', 'went through twice'];
const ENDS = ['since Monday', 'again', 'in Spain', 'at the shop', 'for a week', 'without a reason'];
const message = () =>
  `${drawOne(random, SUBJECTS)} ${drawOne(random, VERBS)} ${drawOne(random, ENDS)} ${drawIndex(random, 500)}`;
const messages = (many: number, of = message): Fields[] => Array.from({ length: many }, () => ({ text: of() }));

const run = (given: readonly Fields[], real: readonly Fields[], options: object = {}) =>
  runStep(critic, { given, real, with: options });
const measured = (result: StepResult, name: string) => result.measures.find((each) => each.name === name)?.value;
const syntheticKept = (result: StepResult) => result.kept.filter(({ origin }) => !origin.real);

describe('critic', () => {
  test('cannot tell real from real', async () => {
    const result = await run(messages(250), messages(250));
    expect(measured(result, 'auc-low')).toBeLessThan(0.5);
    expect(measured(result, 'auc-high')).toBeGreaterThan(0.5);
    expect(measured(result, 'auc')).toBeGreaterThan(0.4);
    expect(measured(result, 'auc')).toBeLessThan(0.6);
    expect(result.dropped).toEqual([]);
    const scores = syntheticKept(result).map(({ notes }) => notes.critic as number);
    expect(scores).toHaveLength(250);
    expect(Math.max(...scores)).toBeLessThan(0.75); // it knows that it does not know
  });

  test('tells shuffled words at once', async () => {
    const mixed = () => shuffled(random, message().split(' ')).join(' ');
    const result = await run(messages(250, mixed), messages(250));
    expect(measured(result, 'auc')).toBeGreaterThan(0.97);
    expect(syntheticKept(result)).toHaveLength(250);
  });

  test('says in words what betrays them, and how many have it', async () => {
    const given = messages(200, () => (random() < 0.5 ? `As an AI, I say: ${message()}` : message()));
    const { measures } = await run(given, messages(200), { tell: 6 });
    const signs = measures.filter(({ name }) => name === 'betrays');
    expect(signs.length).toBeLessThanOrEqual(6);
    const isPart = (sign: string) => 'as an ai , i say :'.includes(sign.replaceAll(/[␣·]/g, ''));
    const told = signs.find(({ labels }) => labels.towards === 'synthetic' && isPart(labels.sign!))!;
    expect(Number.parseFloat(told.labels.synthetic!)).toBeGreaterThan(35);
    expect(told.labels.real).toBe('0.0 %');
  });

  test('drops the least real, by share or by mark, and keeps real ones as they are', async () => {
    const odd = (nth: number) => ({ text: `Certainly! Here is a message: ${message()}`, odd: nth });
    const given = [...Array.from({ length: 50 }, (_, nth) => odd(nth)), ...messages(150)];
    const real = messages(200);
    const byShare = await run(given, real, { dropShare: 0.25 });
    expect(byShare.dropped).toHaveLength(50);
    expect(byShare.dropped.every(({ sample, reason }) => reason === 'unreal' && 'odd' in sample.data)).toBe(true);
    expect(byShare.kept.filter(({ origin }) => origin.real).map(({ notes }) => notes)).toEqual(real.map(() => ({})));
    const byMark = await run(given, real, { least: 0.3 });
    expect(byMark.dropped.every(({ sample }) => (sample.notes.critic as number) < 0.3)).toBe(true);
    expect(byMark.dropped.length).toBeGreaterThan(40);
  });

  test('length betrays, unless lengths are matched', async () => {
    const words = (from: number, to: number) => () =>
      Array.from({ length: from + drawIndex(random, to - from) }, () => `w${drawIndex(random, 40)}`).join(' ');
    const [given, real] = [messages(300, words(3, 24)), messages(300, words(12, 40))];
    const plain = await run(given, real, { tell: 4 });
    const matched = await run(given, real, { lengthMatched: true });
    expect(measured(plain, 'auc')).toBeGreaterThan(0.8);
    expect(measured(matched, 'auc')).toBeLessThan(0.62);
    expect(plain.measures.some(({ labels }) => /^\d+ (to \d+ )?words/.test(labels.sign ?? ''))).toBe(true);
  });

  test('no text is judged by a critic that saw it, or a copy of it', async () => {
    // random texts, each twice among the synthetic ones: who had seen the copy would know it
    const noise = () => Array.from({ length: 12 }, () => drawIndex(random, 1e6).toString(36)).join(' ');
    const once = messages(150, noise);
    const result = await run(
      [...once, ...once.map(({ text }) => ({ text: `${text}`.replaceAll(' ', '  ') }))],
      messages(300, noise),
    );
    expect(measured(result, 'auc')).toBeGreaterThan(0.4);
    expect(measured(result, 'auc')).toBeLessThan(0.6);
  });

  test('the order of samples changes nothing', async () => {
    const samples = [...samplesOf(messages(60, () => `Sure! ${message()}`)), ...samplesOf(messages(60), true)];
    const options = { ...critic.step.options.parse({}), most: 40 };
    const judged = async (given: typeof samples) => {
      const pool = await gatherPool(datasetOf(given), options, new AbortController().signal);
      const critique = await trainCritic(pool, options);
      return [pool.texts.length, critique?.auc, critique?.temperature, critique?.models[0]?.weights];
    };
    expect(await judged(samples.toReversed())).toEqual(await judged(samples));
    expect((await judged(samples))[0]).toBe(80);
  });

  test('with an embedder it sees what words hide', async () => {
    const colour = (warm: boolean) => () => `${warm ? 'a' : 'b'}${drawIndex(random, 1e9).toString(36)}`;
    const embed = (text: string) => [text.startsWith('A') || text.startsWith('a') ? 1 : -1, 0.5];
    const [given, real] = [messages(60, colour(true)), messages(60, colour(false))];
    const seen = await runStep(critic, { given, real, with: { embedder: 'e' }, embed });
    expect(measured(seen, 'auc')).toBeGreaterThan(0.99);
    expect(seen.touches.embeds).toEqual(['e']);
    const some = (text: string) => {
      if (text === given[3]!.text) throw fault('refused', { model: 'e', detail: '' });
      return embed(text);
    };
    const { failed } = await runStep(critic, { given, real, with: { embedder: 'e' }, embed: some });
    expect(failed.map(({ sample, code }) => [sample.data.text, code])).toEqual([[given[3]!.text, 'refused']]);
  });

  test('too few to learn from: says so and judges none; blank texts are dropped', async () => {
    const result = await run([...messages(10), { text: ' ' }, {}], messages(100), { least: 0.9 });
    expect(measured(result, 'judged')).toBe(0);
    expect(measured(result, 'auc')).toBeUndefined();
    expect(result.dropped.map(({ reason }) => reason)).toEqual(['no-text', 'no-text']);
    expect(result.kept).toHaveLength(110);
    const enough = await run([...messages(30), { text: '' }], messages(30));
    expect(enough.dropped.map(({ reason }) => reason)).toEqual(['no-text']);
  });

  test('texts judged together or one by one are judged alike, and row order decides nothing', async () => {
    const pool = {
      texts: [...messages(40, () => `Sure! ${message()}`), ...messages(40)].map(({ text }) => `${text}`),
      labels: Uint8Array.from({ length: 80 }, (_, row) => (row < 40 ? 0 : 1)),
      real: 40,
    };
    const trained = (await trainCritic(pool, { folds: 5, lengthMatched: false }))!;
    const asked = [...pool.texts.slice(30, 50), 'something quite different'];
    const together = await trained.judge(asked);
    const alone = await Promise.all(asked.map(async (text) => (await trained.judge([text]))[0]));
    expect([...together]).toEqual(alone);
    expect([...(await trained.judge(asked.toReversed()))].reverse()).toEqual([...together]);
  });

  test('without one sample the others are judged nearly as before', async () => {
    const [given, real] = [messages(120, () => `Sure! ${message()}`), messages(120)];
    const notesOf = async (shown: readonly Fields[]) => {
      const kept = syntheticKept(await run(shown, real));
      return new Map(kept.map(({ data, notes }) => [`${data.text}`, notes.critic as number]));
    };
    const [all, fewer] = [await notesOf(given), await notesOf(given.slice(1))];
    for (const [text, own] of fewer) expect(Math.abs(own - all.get(text)!)).toBeLessThan(0.1);
  });

  test('a text that was made from another is judged by a critic that has not seen that', async () => {
    const noise = () => Array.from({ length: 12 }, () => drawIndex(random, 1e6).toString(36)).join(' ');
    const texts = Array.from({ length: 120 }, noise);
    const pool = { texts, labels: Uint8Array.from(texts, (_, row) => row % 2), real: 60 };
    const trained = (await trainCritic(pool, { folds: 5, lengthMatched: false }))!;
    const changed = texts.map((text) => `${text} ${noise().slice(0, 4)}`);
    const right = (odds: Float64Array) => odds.filter((each, row) => each > 0 === (row % 2 === 1)).length / 120;
    expect(right(await trained.judge(changed))).toBeGreaterThan(0.8); // most critics saw what they were made from
    expect(right(await trained.judge(changed, texts))).toBeLessThan(0.65);
  });

  test('one text over and over: no critic can learn both kinds, and nothing breaks', async () => {
    const result = await run(
      messages(40, () => 'always the same'),
      messages(40),
    );
    expect(result.kept).toHaveLength(80);
  });
});
