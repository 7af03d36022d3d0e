import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipe } from '../core/recipe.ts';
import type { Fields, Sample } from '../core/sample.ts';
import { run as runRecipe } from '../execution/run.ts';
import { fields } from '../generation/fields.ts';
import { seededRandom, shuffled } from '../math/random.ts';
import { count } from '../source/count.ts';
import { keptRows } from '../testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { balance } from './balance.ts';

const rows = (counts: Readonly<Record<string, number>>): Fields[] =>
  Object.entries(counts).flatMap(([label, count]) => Array.from({ length: count }, (_, nth) => ({ label, nth })));
const run = (counts: Readonly<Record<string, number>>, options: object = {}, real: readonly Fields[] = []) =>
  runStep(balance, { given: rows(counts), real, with: { field: 'label', ...options } });
const tally = (result: StepResult, isReal = false) => {
  const kept = result.kept.filter(({ origin }) => origin.real === isReal).map(({ data }) => `${data.label}`);
  return Object.fromEntries(Object.entries(Object.groupBy(kept, (label) => label)).map(([k, v]) => [k, v!.length]));
};
const missing = (result: StepResult) =>
  Object.fromEntries(result.measures.map(({ labels, value }) => [labels.value, value]));

describe('balance', () => {
  it('leaves as many of each value, and says how many more the scarce ones need', async () => {
    const result = await run({ refund: 30, delivery: 12, invoice: 20 });
    expect(tally(result)).toEqual({ refund: 12, delivery: 12, invoice: 12 });
    expect(new Set(result.dropped.map(({ reason }) => reason))).toEqual(new Set(['surplus']));
    expect(missing(result)).toEqual({ delivery: 18, invoice: 10 });
  });

  it('keeps the asked proportions, and drops other values unless they are to stay', async () => {
    const shares = { yes: 3, no: 1 };
    const result = await run({ yes: 90, no: 20, perhaps: 5 }, { shares });
    expect(tally(result)).toEqual({ yes: 60, no: 20 });
    expect(result.dropped.filter(({ reason }) => reason === 'other-value')).toHaveLength(5);
    expect(tally(await run({ yes: 90, no: 20, perhaps: 5 }, { shares, others: 'keep' })).perhaps).toBe(5);
  });

  it('goes on without a value that nobody made, and says what it lacks', async () => {
    const result = await run({ a: 10, b: 5 }, { shares: { a: 1, b: 1, c: 2 } });
    expect(tally(result)).toEqual({ a: 5, b: 5 });
    expect(missing(result)).toEqual({ b: 5, c: 20 });
  });

  it('drops less where it is tolerant', async () => {
    expect(tally(await run({ a: 100, b: 60 }, { tolerance: 0.25 }))).toEqual({ a: 80, b: 60 });
  });

  it('fills what real samples lack, and drops none of them', async () => {
    const result = await run({ a: 50, b: 100 }, { withReal: true }, rows({ a: 40, b: 10 }));
    expect(tally(result, true)).toEqual({ a: 40, b: 10 });
    expect(tally(result)).toEqual({ a: 50, b: 80 });
    expect(tally(await run({ a: 50, b: 100 }, {}, rows({ a: 40, b: 10 })))).toEqual({ a: 50, b: 50 });
  });

  it('keeps the best', async () => {
    const samples = samplesOf(rows({ a: 5, b: 2 })).map((sample, at) => ({ ...sample, notes: { score: at % 5 } }));
    const { step } = balance;
    const context = { options: step.options.parse({ field: 'label', best: 'score' }) };
    for await (const said of step.run(datasetOf(samples), context as never))
      if (said.kind === 'rows') expect(keptRows(said, samples.length)).toEqual([3, 4, 5, 6]);
  });

  it('keeps the same samples whatever their order, and values that are no text', async () => {
    const random = seededRandom('balance');
    const samples = samplesOf(Array.from({ length: 90 }, (_, at) => ({ label: at % 9 < 5, nth: at })));
    const keptOf = async (given: typeof samples) => {
      const context = { options: balance.step.options.parse({ field: 'label' }) };
      for await (const said of balance.step.run(datasetOf(given), context as never))
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

  it('takes nothing', async () => {
    expect((await run({})).outcomes).toEqual([]);
  });

  it('has later rounds begin more of what is short, under a target on the same field', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'synthloom-balance-'));
    try {
      const line = recipe('balanced', {
        seed: 1,
        target: { accepted: 60, per: 'label', min: 20 },
        steps: [
          count({}),
          fields({ label: { category: { values: { a: 20, b: 5, c: 1 } } } }),
          balance({ field: 'label' }),
        ],
      });
      const done = await runRecipe(line, { directory, report: false }).finished;
      expect(done.ending).toBe('target-met');
      const samples = (await readFile(join(directory, 'samples.jsonl'), 'utf8')).trim().split('\n');
      const labels = samples.map((row) => (JSON.parse(row) as Sample).data.label as string);
      const tallied = Object.entries(Object.groupBy(labels, (label) => label)).map(([label, all]) => [
        label,
        all!.length,
      ]);
      expect(Object.fromEntries(tallied)).toEqual({ a: 20, b: 20, c: 20 });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
