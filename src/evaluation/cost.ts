/** Adds up what the run asked of models: calls, tokens, dollars, and how much of it went into samples that were dropped. */
import { z } from 'zod';
import { defineStep, measure, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset } from '../core/sample.ts';
import type { Outcome, RunFacts, Spending } from '../core/step.ts';

interface CostFlow extends Flow {
  readonly reads: never;
  readonly writes: never;
}

export const cost = withFlow<CostFlow>()(
  defineStep({
    name: 'cost',
    stage: 'evaluation',
    sees: 'all',
    summary: 'Adds up what the run asked of models: calls, tokens, dollars, and how much of it was wasted.',
    sources: ['Own method: the run’s ledger, added up; see Limits for the share that was wasted.'],
    options: z.strictObject({}),
    touches: () => ({}),
    async *run(samples, { facts }) {
      const { spending, counts } = facts();
      const accepted = await countSynthetic(samples);
      for (const each of spending) yield* tellSpending(each);
      yield* tellTotals(spending, accepted);
      yield* tellWaste(spending, counts, accepted);
    },
  }),
);

async function countSynthetic(samples: Dataset): Promise<number> {
  let count = 0;
  for await (const { origin } of samples) if (!origin.real) count++;
  return count;
}

function* tellSpending({ step, role, model, ...spent }: Spending): Iterable<Outcome> {
  const labels = { of: step, role, model };
  yield measure('calls', spent.calls, 'calls', labels);
  yield measure('tokens', spent.inputTokens, 'tokens', { ...labels, direction: 'input' });
  yield measure('tokens', spent.outputTokens, 'tokens', { ...labels, direction: 'output' });
  yield measure('cost', spent.costUsd, 'usd', labels);
}

const total = (spending: readonly Spending[], of: (each: Spending) => number): number =>
  spending.reduce((sum, each) => sum + of(each), 0);

function* tellTotals(spending: readonly Spending[], accepted: number): Iterable<Outcome> {
  const calls = total(spending, (each) => each.calls);
  const tokens = total(spending, (each) => each.inputTokens + each.outputTokens);
  const usd = total(spending, (each) => each.costUsd);
  yield measure('total-calls', calls, 'calls');
  yield measure('total-tokens', tokens, 'tokens');
  yield measure('total-cost', usd, 'usd');
  yield measure('accepted', accepted, 'samples');
  if (accepted === 0) return;
  yield measure('calls-per-sample', calls / accepted, 'calls');
  yield measure('tokens-per-sample', tokens / accepted, 'tokens');
  yield measure('cost-per-sample', usd / accepted, 'usd');
}

/**
 * A step that worked on 400 samples of which 300 are left at the end wasted a quarter of its answers. Steps that bear
 * several samples from one are judged by what they let through.
 */
function* tellWaste(spending: readonly Spending[], counts: RunFacts['counts'], accepted: number): Iterable<Outcome> {
  const shareOf = new Map(
    counts.map(({ key, in: shown, made, kept }) => [key, wastedShare(Math.max(shown, made, kept), accepted)]),
  );
  const wasted = (of: (each: Spending) => number) =>
    total(spending, (each) => of(each) * (shareOf.get(each.step) ?? 0));
  const calls = total(spending, (each) => each.calls);
  if (calls === 0) return;
  yield measure('wasted', wasted((each) => each.calls) / calls, 'ratio');
  yield measure(
    'wasted-cost',
    wasted((each) => each.costUsd),
    'usd',
  );
}

const wastedShare = (workedOn: number, accepted: number): number =>
  workedOn === 0 ? 0 : Math.max(0, 1 - accepted / workedOn);
