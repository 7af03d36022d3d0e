import { expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { count } from './count.ts';

test('begins as many empty samples as asked, each with an id of its own', async () => {
  const { kept } = await runStep(count, { with: { n: 50 } });
  expect(kept.map((sample) => sample.data)).toEqual(Array(50).fill({}));
  expect(new Set(kept.map((sample) => sample.id)).size).toBe(50);
  expect(kept[0]?.origin).toMatchObject({ step: 'count', parents: [], real: false, round: 1 });
});

test('more samples do not move the ids of the first', async () => {
  const few = await runStep(count, { with: { n: 3 } });
  const more = await runStep(count, { with: { n: 5 } });
  expect(more.kept.slice(0, 3).map((sample) => sample.id)).toEqual(few.kept.map((sample) => sample.id));
});

test.each([
  [{ number: 1, wanted: 7 }, 4],
  [{ number: 2, wanted: 7 }, 7],
  [{ number: 3, wanted: 0 }, 0],
  [{ number: 2 }, 0],
])('in round %o it begins %d', async (round, made) => {
  expect((await runStep(count, { with: { n: 4 }, round })).kept).toHaveLength(made);
});

test.each([0, -1, 2.5, '10'])('refuses n = %s', async (n) => {
  await expect(runStep(count, { with: { n } })).rejects.toThrow();
});

test('without a number the target decides; without either it says so', async () => {
  expect((await runStep(count, { with: {}, round: { number: 1, wanted: 6 } })).kept).toHaveLength(6);
  await expect(runStep(count, { with: {} })).rejects.toMatchObject({ code: 'bad-option' });
});
