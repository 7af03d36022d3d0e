/** A small run for tests: what a run directory holds, made up and consistent. */
import type { Manifest, Quarantined } from '../core/manifest.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { StepCounts } from '../core/step.ts';

/** One row of counts; what is not said is nothing. */
export const countsOf = (key: string, stage: StepCounts['stage'], rest: Partial<StepCounts>): StepCounts => ({
  key,
  name: key,
  stage,
  in: 0,
  made: 0,
  kept: 0,
  dropped: {},
  failed: {},
  ...rest,
});

/** 20 begun, 4 too short, 2 failed, 2 surplus, 12 accepted: six `refund`, six `delivery`, no `praise`. */
export const exampleManifest = (over: Partial<Manifest> = {}): Manifest => ({
  format: 1,
  synthloom: '0.1.0',
  node: 'v24.21.0',
  recipe: 'messages',
  recipeHash: 'ab'.repeat(32),
  seed: 7,
  ending: 'target-met',
  startedAt: '2026-01-02T03:04:05.678Z',
  endedAt: '2026-01-02T03:07:17.000Z',
  seconds: 192,
  cpuSeconds: 300,
  resumptions: 0,
  models: { writer: { id: 'scripted' } },
  target: { accepted: 12 },
  accepted: 12,
  rounds: [
    { round: 1, begun: 15, accepted: 8, missing: {} },
    { round: 2, begun: 5, accepted: 12, missing: {} },
  ],
  counts: [
    countsOf('count', 'source', { made: 20, kept: 20 }),
    countsOf('prompt', 'generation', { in: 20, kept: 18, failed: { truncated: 2 } }),
    countsOf('length', 'curation', { in: 18, kept: 14, dropped: { 'too-short': 4 } }),
    countsOf('jsonl', 'export', { in: 12, kept: 12 }),
  ],
  spending: [
    {
      step: 'prompt',
      role: 'writer',
      model: 'scripted',
      calls: 20,
      inputTokens: 1000,
      outputTokens: 400,
      costUsd: 0.06,
    },
  ],
  ambiguous: { calls: 0, worstUsd: 0 },
  measures: [],
  files: [{ step: 'jsonl', path: 'data/train.jsonl', bytes: 2400 }],
  notes: [],
  line: [
    { key: 'count', name: 'count', options: {} },
    { key: 'fields', name: 'fields', options: { intent: { category: ['refund', 'delivery'] } } },
    { key: 'prompt', name: 'prompt', options: {} },
  ],
  ...over,
});

export const exampleSample = (row: number, data: Fields, real = false): Sample => ({
  id: row.toString(16).padStart(16, '0'),
  data,
  notes: { judge: 4.5 },
  origin: { step: 'count', parents: [], real, nth: row + 1, round: 1 },
});

export const exampleSamples = (many = 12): Sample[] =>
  Array.from({ length: many }, (_, row) =>
    exampleSample(row, {
      intent: row % 2 === 0 ? 'refund' : 'delivery',
      text: `Message ${row} asks politely for ${'a word and '.repeat(row % 5)}nothing more.`,
    }),
  );

export const exampleQuarantine = (): Quarantined[] => [
  ...Array.from(
    { length: 4 },
    (_, row): Quarantined => ({
      sample: exampleSample(100 + row, { intent: 'refund', text: 'Hi.' }),
      step: 'length',
      verdict: 'dropped',
      reason: 'too-short',
    }),
  ),
  ...Array.from(
    { length: 2 },
    (_, row): Quarantined => ({
      sample: exampleSample(200 + row, { intent: 'refund' }),
      step: 'prompt',
      verdict: 'failed',
      reason: 'truncated',
      message: 'scripted reached its token limit before it finished.',
      raw: 'Dear customer service, I am writing',
    }),
  ),
  ...Array.from(
    { length: 2 },
    (_, row): Quarantined => ({
      sample: exampleSample(300 + row, { intent: 'delivery', text: 'One too many of these.' }),
      step: 'target',
      verdict: 'dropped',
      reason: 'surplus',
    }),
  ),
];
