import { describe, expect, test } from 'vitest';
import type { RoundRecord } from '../core/manifest.ts';
import { headSchema } from '../core/recipe.ts';
import { isSaturated, saturationWords } from './saturation.ts';

type Round = readonly [begun: number, repeated: number, accepted: number];
const records = (...rounds: readonly Round[]): RoundRecord[] =>
  rounds.map(([begun, repeated, accepted], at) => ({
    round: at + 1,
    begun,
    ended: begun,
    repeated,
    accepted,
    missing: { '*': 300 - accepted },
  }));
const { target } = headSchema.parse({ recipe: 'test', target: { accepted: 300 } });
const words = (given: readonly RoundRecord[], spent = { calls: 0, costUsd: 0 }) =>
  saturationWords(given, { target: target!, spent });

describe('saturation', () => {
  test('takes two hundred begun in vain, whatever they were lost to', () => {
    expect(isSaturated(records([300, 0, 100], [150, 0, 101]), 0.02)).toBe(false);
    expect(isSaturated(records([300, 0, 100], [150, 0, 101], [50, 0, 101]), 0.02)).toBe(true);
    expect(isSaturated(records([300, 0, 100], [200, 0, 104]), 0.02)).toBe(false);
  });

  test('takes a hundred where nearly all was there already', () => {
    expect(isSaturated(records([300, 200, 100], [100, 99, 101]), 0.02)).toBe(true);
    expect(isSaturated(records([300, 200, 100], [100, 80, 101]), 0.02)).toBe(false);
    expect(isSaturated(records([300, 200, 100], [100, 97, 103]), 0.02)).toBe(false);
  });

  test('never ends a run on its first round', () => {
    expect(isSaturated(records([5000, 5000, 0]), 0.02)).toBe(false);
  });

  test('reads the records of older manifests', () => {
    const old = records([300, 0, 100], [200, 0, 100]).map(({ ended: _, repeated: __, ...rest }) => rest);
    expect(isSaturated(old, 0.02)).toBe(true);
  });
});

describe('what a saturated run says', () => {
  test('how much was there already, how far it came, and what a new sample would cost', () => {
    const given = records([345, 130, 200], [250, 230, 214]);
    expect(words(given, { calls: 595, costUsd: 1.19 })).toBe(
      '92 % of what round 2 made was there already: 214 of 300 reached; more rounds would cost about $0.04 for each new sample. All of it is kept. Other prompts, more attributes, `avoid`, or another model or seed may.',
    );
    expect(words(given, { calls: 595, costUsd: 0 })).toContain('about 18 calls for each new sample');
    expect(words(given)).toContain('would begin about 18 samples for each new one');
  });

  test('of rounds that brought nothing, and of sources that have no more', () => {
    expect(words(records([345, 300, 20], [250, 250, 20]))).toContain('the last 250 samples begun brought nothing new');
    expect(words(records([345, 300, 20], [0, 0, 20]))).toBe(
      'Round 2 made nothing: its sources have no more. 20 of 300 reached. All of it is kept.',
    );
  });

  test('that the target allows no more rounds', () => {
    const { target: short } = headSchema.parse({ recipe: 'test', target: { accepted: 300, rounds: 2 } });
    const said = saturationWords(records([345, 0, 200], [90, 20, 240]), {
      target: short!,
      spent: { calls: 0, costUsd: 0 },
    });
    expect(said).toContain('The target allows 2 rounds. All of it is kept.');
  });

  test('of samples that were lost to other things', () => {
    expect(words(records([345, 0, 20], [250, 0, 22]))).toContain(
      'Of 250 samples that round 2 made, 2 came through: 22',
    );
  });

  test('of a target for each value alone', () => {
    const perValue = headSchema.parse({ recipe: 'test', target: { per: 'kind', min: 50 } }).target!;
    const said = saturationWords(records([345, 130, 200], [250, 230, 214]), {
      target: perValue,
      spent: { calls: 0, costUsd: 0 },
    });
    expect(said).toContain('214 of 300 reached');
  });
});
