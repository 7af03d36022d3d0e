import { describe, expect, it } from 'vitest';
import type { Event } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';
import { Tally } from './tally.ts';

const step = (key: string, some: Partial<StepCounts>): StepCounts => ({
  ...{ key, name: key, stage: 'curation', in: 0, made: 0, kept: 0, dropped: {}, failed: {} },
  ...some,
});
const spent = { calls: 0, reused: 0, inFlight: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
const line = (made: number, asked: number, dropped: number, judged: number): Event => ({
  kind: 'line-progress',
  spent,
  counts: [
    step('count', { stage: 'source', made, kept: made }),
    step('prompt', { stage: 'generation', in: asked, kept: asked - dropped, dropped: { 'cut-off': dropped } }),
    step('judge', { in: judged, kept: judged }),
    step('jsonl', { stage: 'export' }),
  ],
});
const round = (number: number, wanted: number): Event => ({ kind: 'round-start', round: number, wanted });

describe('how far a run is', () => {
  it('is the mean of its working steps, each over what can still arrive there', () => {
    const tally = new Tally({ wanted: 100 });
    tally.take(round(1, 100), 0);
    expect(tally.part).toBeUndefined();
    tally.take(line(100, 50, 10, 20), 1000);
    expect(tally.part).toBeCloseTo((50 / 100 + 20 / 90) / 2);
    tally.take(line(100, 100, 10, 90), 2000);
    expect(tally.part).toBe(1);
    expect([tally.dropped, tally.failed]).toEqual([10, 0]);
  });

  it('goes on in a later round, which runs the line again over all rounds', () => {
    const tally = new Tally({ wanted: 100 });
    tally.take(round(1, 100), 0);
    tally.take({ kind: 'sample-done', id: 'a', round: 1 }, 0);
    tally.take({ kind: 'round-end', round: 1, accepted: 60, missing: { '*': 40 } }, 0);
    expect(tally.accepted).toBe(60);
    tally.take(round(2, 60), 0);
    expect(tally.accepted).toBe(0);
    tally.take(line(160, 80, 0, 80), 1000);
    expect(tally.part).toBeCloseTo(0.5);
  });

  it('tells the time left from the pace of the last half minute, not from replayed answers', () => {
    const tally = new Tally({ size: 1000 });
    tally.take({ kind: 'round-start', round: 1, wanted: undefined }, 0);
    tally.take(line(1000, 500, 0, 500), 100); // from the ledger, at once
    for (let second = 1; second <= 60; second++) tally.take(line(1000, 500 + second, 0, 500 + second), second * 1000);
    expect(tally.perSecond).toBeCloseTo(1);
    expect(tally.secondsLeft).toBeCloseTo(440);
  });

  it('knows the groups that lack most, while a round goes on and between rounds', () => {
    const tally = new Tally({ min: 3 });
    tally.take(round(1, 6), 0);
    for (const group of ['a', 'a', 'b']) tally.take({ kind: 'sample-done', id: group, round: 1, group }, 0);
    expect(tally.lacking).toEqual([
      { group: 'b', got: 1 },
      { group: 'a', got: 2 },
    ]);
    tally.take({ kind: 'sample-done', id: 'x', round: 1, group: 'a' }, 0);
    tally.take({ kind: 'round-end', round: 1, accepted: 4, missing: { b: 2, c: 3, '*': 1 } }, 0);
    expect(tally.lacking).toEqual([
      { group: 'c', got: 0 },
      { group: 'b', got: 1 },
    ]);
    tally.take(round(2, 5), 0);
    expect(tally.lacking).toEqual([
      { group: 'c', got: 0 },
      { group: 'b', got: 1 },
    ]);
    tally.end([]);
    expect(new Tally({}).lacking).toEqual([]);
  });

  it('says nothing where nothing is known', () => {
    const tally = new Tally({});
    tally.take({ kind: 'round-start', round: 1, wanted: undefined }, 0);
    for (let second = 0; second < 9; second++) tally.take(line(10, 5, 0, 5), second * 1000);
    expect([tally.part, tally.secondsLeft, tally.perSecond]).toEqual([undefined, undefined, undefined]);
  });
});
