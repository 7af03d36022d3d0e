import { expect, test } from 'vitest';
import { countsOf, exampleManifest } from './example-run.ts';
import { journeyOf, lostIn } from './journey.ts';
import type { QuarantineGroup } from './report-data.ts';

const surplus: QuarantineGroup = { step: 'target', verdict: 'dropped', reason: 'surplus', count: 2, examples: [] };

/** begun = accepted + lost + replaced + unfinished. */
const balances = (journey: ReturnType<typeof journeyOf>) =>
  journey.accepted + journey.replaced + journey.unfinished + lostIn(journey.stages.flatMap((stage) => stage.losses)) ===
  journey.begun;

test('what is begun is accepted, lost with a reason, or surplus', () => {
  const journey = journeyOf(exampleManifest(), 12, [surplus]);
  expect(journey).toMatchObject({ begun: 20, accepted: 12, replaced: 0, unfinished: 0 });
  expect(journey.stages.map((stage) => [stage.key, stage.before, stage.after])).toEqual([
    ['count', 0, 20],
    ['prompt', 20, 18],
    ['length', 18, 14],
    ['jsonl', 14, 14],
    ['target', 14, 12],
  ]);
  expect(journey.stages[1]?.losses).toEqual([{ verdict: 'failed', reason: 'truncated', count: 2 }]);
  expect(balances(journey)).toBe(true);
});

test('parents that gave way to their children are counted as replaced', () => {
  const counts = [
    countsOf('count', 'source', { made: 10, kept: 10 }),
    countsOf('evolve', 'generation', { in: 10, made: 30, kept: 28, dropped: { unchanged: 2 } }),
  ];
  const journey = journeyOf(exampleManifest({ counts }), 28, []);
  expect(journey).toMatchObject({ begun: 40, replaced: 10, unfinished: 0 });
  expect(balances(journey)).toBe(true);
});

test('samples that a step is not shown pass it', () => {
  const counts = [
    countsOf('file', 'source', { made: 5, kept: 5 }),
    countsOf('count', 'source', { made: 10, kept: 10 }),
    countsOf('judge', 'curation', { in: 10, kept: 7, dropped: { judged: 3 } }),
  ];
  expect(journeyOf(exampleManifest({ counts }), 12, [])).toMatchObject({ begun: 15, unfinished: 0 });
});

test('what is neither accepted nor lost is still under way', () => {
  const counts = [
    countsOf('count', 'source', { made: 10, kept: 10 }),
    countsOf('prompt', 'generation', { in: 6, kept: 4 }),
  ];
  const journey = journeyOf(exampleManifest({ counts, ending: 'interrupted' }), 3, []);
  expect(journey).toMatchObject({ begun: 10, accepted: 3, unfinished: 7 });
  expect(balances(journey)).toBe(true);
});

test('a run without counts has an empty journey', () => {
  expect(journeyOf(exampleManifest({ counts: [] }), 0, [])).toEqual({
    begun: 0,
    stages: [],
    accepted: 0,
    replaced: 0,
    unfinished: 0,
  });
});
