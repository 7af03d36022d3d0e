import { expect, test } from 'vitest';
import { drawIndex, drawOne, seededRandom, shuffled } from '../math/random.ts';
import { syntheticSigns } from './critic-signs.ts';
import { type Pool, trainCritic } from './real-critic.ts';

const random = seededRandom('real critic');
const WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const settings = { folds: 5, lengthMatched: false };
const poolOf = (made: readonly string[], real: readonly string[]): Pool => ({
  texts: [...made, ...real],
  labels: Uint8Array.from([...made, ...real], (_, row) => (row < made.length ? 0 : 1)),
  real: real.length,
});
const noise = () => Array.from({ length: 8 }, () => drawOne(random, WORDS)).join(' ');

test('where there is nothing to find, the interval is as wide as the areas spread from draw to draw', async () => {
  const found = [];
  for (let draw = 0; draw < 24; draw++) {
    const texts = Array.from({ length: 80 }, () => `${noise()} ${drawIndex(random, 1e6).toString(36)}`);
    found.push((await trainCritic(poolOf(texts.slice(40), texts.slice(0, 40)), settings))!);
  }
  expect(found.filter(({ low, high }) => low <= 0.5 && high >= 0.5).length).toBeGreaterThan(20);
  const mean = found.reduce((sum, { auc }) => sum + auc, 0) / found.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
});

test('the order of words that no two texts share betrays those that are mixed', async () => {
  // each text has words of its own; only small words, capitals and marks come again
  const word = () => `${drawOne(random, ['b', 'd', 'f', 'g'])}${drawIndex(random, 1e7).toString(36)}ing`;
  const said = () => `The ${word()} of a ${word()} is in the ${word()}, and so on.`;
  const mixed = () => shuffled(random, said().split(' ')).join(' ');
  const critic = await trainCritic(
    poolOf(Array.from({ length: 100 }, mixed), Array.from({ length: 100 }, said)),
    settings,
  );
  expect(critic!.auc).toBeGreaterThan(0.97);
});

test('the signs of one text are those that speak for synthetic ones, none part of another', async () => {
  const made = Array.from({ length: 60 }, () => `Certainly! ${noise()}`);
  const critic = (await trainCritic(poolOf(made, Array.from({ length: 60 }, noise)), settings))!;
  const wish = { origin: made[0]!, many: 3, settings };
  const signs = await syntheticSigns(critic, made[0]!, { ...wish, isTold: (sign) => /^[a-z ]+$/.test(sign) });
  expect(signs.some((sign) => 'certainly'.includes(sign))).toBe(true);
  expect(signs.length).toBeLessThanOrEqual(3);
  expect(await syntheticSigns(critic, '', wish)).toEqual([]);
});
