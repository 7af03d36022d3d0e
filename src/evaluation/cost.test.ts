import { describe, expect, it } from 'vitest';
import type { Spending, StepCounts } from '../core/step.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { cost } from './cost.ts';

const spent = (step: string, calls: number, costUsd: number): Spending => ({
  step,
  role: 'teacher',
  model: 'scripted',
  calls,
  inputTokens: calls * 100,
  outputTokens: calls * 20,
  costUsd,
});
const counted = (key: string, counts: Partial<StepCounts>): StepCounts => ({
  key,
  name: key,
  stage: 'generation',
  in: 0,
  made: 0,
  kept: 0,
  dropped: {},
  failed: {},
  ...counts,
});
const accepted = (count: number) => Array.from({ length: count }, (_, i) => ({ i }));
const value = (result: StepResult, name: string, of?: string) =>
  result.measures.find((each) => each.name === name && (of === undefined || each.labels.of === of))?.value;

describe('cost', () => {
  const facts = {
    spending: [spent('prompt', 400, 4), spent('judge', 200, 1)],
    counts: [
      counted('count', { made: 400, kept: 400 }),
      counted('prompt', { in: 400, kept: 400 }),
      counted('exact-duplicates', { in: 400, kept: 200 }),
      counted('judge', { in: 200, kept: 100 }),
    ],
  };

  it('adds up by step and in all, and divides by what was accepted', async () => {
    const result = await runStep(cost, { given: accepted(100), real: accepted(7), with: {}, facts });
    expect([value(result, 'calls', 'prompt'), value(result, 'cost', 'judge')]).toEqual([400, 1]);
    const output = result.measures.filter((each) => each.name === 'tokens' && each.labels.direction === 'output');
    expect(output.map((each) => each.value)).toEqual([8000, 4000]);
    expect([value(result, 'total-calls'), value(result, 'total-tokens'), value(result, 'total-cost')]).toEqual([
      600, 72_000, 5,
    ]);
    expect(value(result, 'accepted')).toBe(100);
    expect(value(result, 'calls-per-sample')).toBe(6);
    expect(value(result, 'cost-per-sample')).toBe(0.05);
  });

  it('tells how much went into samples that were dropped', async () => {
    const result = await runStep(cost, { given: accepted(100), with: {}, facts });
    expect(value(result, 'wasted')).toBeCloseTo((400 * 0.75 + 200 * 0.5) / 600);
    expect(value(result, 'wasted-cost')).toBeCloseTo(4 * 0.75 + 1 * 0.5);
    const none = await runStep(cost, { given: [], with: {}, facts });
    expect(value(none, 'wasted')).toBe(1);
    expect(value(none, 'cost-per-sample')).toBeUndefined();
  });

  it('wastes nothing where steps bear more than they were shown', async () => {
    const many = { spending: [spent('evolve', 10, 1)], counts: [counted('evolve', { in: 10, made: 40, kept: 40 })] };
    expect(value(await runStep(cost, { given: accepted(40), with: {}, facts: many }), 'wasted')).toBe(0);
  });

  it('says zero for a run without models', async () => {
    const result = await runStep(cost, { given: accepted(3), with: {} });
    expect([value(result, 'total-cost'), value(result, 'cost-per-sample'), value(result, 'wasted')]).toEqual([
      0,
      0,
      undefined,
    ]);
  });
});
