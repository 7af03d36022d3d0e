import { describe, expect, it } from 'vitest';
import type { Fields } from '../core/sample.ts';
import { drawOne, seededRandom, shuffled } from '../math/random.ts';
import { keptRows } from '../testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { mix } from './mix.ts';

const rows = (count: number, data: Fields = {}): Fields[] =>
  Array.from({ length: count }, (_, nth) => ({ label: 'a', nth, ...data }));
const run = (real: readonly Fields[], given: readonly Fields[], options: object, files: Record<string, string> = {}) =>
  runStep(mix, { given, real, with: options, files });
const counts = ({ kept }: StepResult) => [
  kept.filter(({ origin }) => origin.real).length,
  kept.filter(({ origin }) => !origin.real).length,
];
const reasons = (result: StepResult) => [...new Set(result.dropped.map(({ reason }) => reason))];

describe('mix', () => {
  it('reaches the share by dropping what is too many', async () => {
    const many = await run(rows(30), rows(200), { realShare: 0.3 });
    expect(counts(many)).toEqual([30, 70]);
    expect(reasons(many)).toEqual(['surplus-synthetic']);
    expect(many.measures).toEqual([{ name: 'real-share', value: 0.3, unit: 'ratio', labels: {} }]);
    const few = await run(rows(100), rows(70), { realShare: 0.3 });
    expect(counts(few)).toEqual([30, 70]);
    expect(reasons(few)).toEqual(['surplus-real']);
  });

  it('drops only the kind it may', async () => {
    expect(counts(await run(rows(100), rows(70), { realShare: 0.3, drop: 'synthetic' }))).toEqual([100, 70]);
    expect(counts(await run(rows(30), rows(200), { realShare: 0.3, drop: 'synthetic' }))).toEqual([30, 70]);
    expect(counts(await run(rows(30), rows(200), { realShare: 0.3, drop: 'real' }))).toEqual([30, 200]);
    expect(counts(await run(rows(100), rows(70), { realShare: 0.3, drop: 'real' }))).toEqual([30, 70]);
  });

  it('holds the share in each group, and leaves a group of one kind as it is', async () => {
    const real = [...rows(10), ...rows(5, { label: 'b' }), ...rows(4, { label: 'd' })];
    const given = [...rows(40), ...rows(3, { label: 'b' }), ...rows(8, { label: 'c' })];
    const result = await run(real, given, { realShare: 0.5, per: 'label' });
    const tally = (label: string) =>
      counts({ ...result, kept: result.kept.filter(({ data }) => data.label === label) });
    expect(['a', 'b', 'c', 'd'].map(tally)).toEqual([
      [10, 10],
      [3, 3],
      [0, 8],
      [4, 0],
    ]);
    const told = result.measures.map(({ labels, value }) => [labels.value, value]);
    expect(told).toContainEqual(['a', 0.5]);
    expect(told).toContainEqual(['c', 0]);
  });

  it('keeps the same samples whatever their order', async () => {
    const random = seededRandom('mix');
    const samples = [...samplesOf(rows(40), true), ...samplesOf(rows(90))];
    const keptOf = async (given: typeof samples) => {
      const context = { options: mix.step.options.parse({ realShare: 0.5 }) };
      for await (const said of mix.step.run(datasetOf(given), context as never))
        if (said.kind === 'rows')
          return keptRows(said, given.length)
            .map((row) => given[row]!.id)
            .toSorted();
      return [];
    };
    const kept = await keptOf(samples);
    expect(kept).toHaveLength(80);
    expect(await keptOf(shuffled(random, samples))).toEqual(kept);
  });

  it('takes nothing, and one kind alone', async () => {
    expect((await run([], [], { realShare: 0.5 })).outcomes).toEqual([]);
    expect(counts(await run(rows(3), [], { realShare: 0.5 }))).toEqual([3, 0]);
  });
});

describe('the curve of mix', () => {
  const random = seededRandom('curve');
  const WORDS = { up: ['good', 'fine', 'great', 'lovely'], down: ['bad', 'poor', 'awful', 'sad'] };
  const example = (label: 'up' | 'down', isRight = true): Fields => {
    const shown = isRight ? label : label === 'up' ? 'down' : 'up';
    const words = Array.from({ length: 6 }, () => drawOne(random, [...WORDS[shown], 'the', 'it', 'was', 'a']));
    return { text: `${words.join(' ')} ${drawOne(random, WORDS[shown])}`, label };
  };
  const examples = (count: number, isRight = true) =>
    Array.from({ length: count }, (_, nth) => example(nth % 2 === 0 ? 'up' : 'down', isRight));
  const test = examples(60)
    .map((row) => JSON.stringify(row))
    .join('\n');
  const curve = { test: 'test.jsonl', field: 'text', label: 'label' };

  it('falls where synthetic labels are wrong, and every student learns from as many', async () => {
    const given = examples(80, false);
    const result = await run(examples(60), given, { realShare: 0.5, curve }, { 'test.jsonl': test });
    const points = result.measures.filter(({ name }) => name === 'accuracy');
    expect(points.map(({ labels }) => labels.realShare)).toEqual(['0', '0.25', '0.5', '0.75', '1']);
    expect(points[0]!.value).toBeLessThan(0.2);
    expect(points[4]!.value).toBeGreaterThan(0.9);
    expect(new Set(points.map(({ labels }) => labels.learntFrom))).toEqual(new Set(['60']));
  });

  it('is not drawn from a handful', async () => {
    const result = await run(examples(5), examples(80), { realShare: 0.5, curve }, { 'test.jsonl': test });
    expect(result.measures.map(({ name }) => name)).toEqual(['real-share']);
  });

  it('refuses a test set without the fields before the run', async () => {
    const wrong = { ...curve, label: 'intent' };
    await expect(run(examples(5), [], { realShare: 0.5, curve: wrong }, { 'test.jsonl': test })).rejects.toMatchObject({
      code: 'bad-option',
    });
    await expect(run(examples(5), [], { realShare: 0.5, curve })).rejects.toMatchObject({ code: 'missing-file' });
  });
});
