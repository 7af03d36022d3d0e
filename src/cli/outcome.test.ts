import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../core/manifest.ts';
import { exampleManifest } from '../report/example-run.ts';
import { exitCodeOfRun } from './exit-codes.ts';
import { type OutcomeFacts, outcomeText, suggestions } from './outcome.ts';

const facts = (over: Partial<Manifest> = {}, more: Partial<OutcomeFacts> = {}): OutcomeFacts => ({
  manifest: exampleManifest(over),
  directory: resolve('runs/messages'),
  path: 'recipe.yaml',
  words: {},
  output: { write: () => {} },
  ...more,
});
const endings: readonly Manifest['ending'][] = [
  'done',
  'target-met',
  'saturated',
  'budget-spent',
  'interrupted',
  'failed',
];

describe('what to try next', () => {
  it.each(endings)('is three different commands after %s', (ending) => {
    for (const accepted of [0, 12])
      for (const words of [{}, { scripted: true }]) {
        const found = suggestions(facts({ ending, accepted }, { words }));
        expect(found).toHaveLength(3);
        expect(new Set(found.map(([command]) => command)).size).toBe(3);
        for (const [command] of found) expect(command).toMatch(/^synthloom \w+/);
      }
  });

  it('fits the outcome', () => {
    const first = (over: Partial<Manifest>, more: Partial<OutcomeFacts> = {}) => suggestions(facts(over, more))[0]!;
    const words = { out: 'my runs/x', seed: 4, scripted: true, budgetUsd: 2, concurrency: 8 };
    const again = "synthloom run recipe.yaml --out 'my runs/x' --scripted --seed 4 --budget-usd 2 --concurrency 8";
    expect(first({ ending: 'interrupted' }, { words })[0]).toBe(again);
    expect(first({ ending: 'budget-spent' }, { words: { budgetUsd: 2 } })[0]).toBe(
      'synthloom run recipe.yaml --budget-usd <more>',
    );
    const calls = suggestions(facts({ ending: 'budget-spent' }, { budget: { calls: 7 } }));
    expect(calls[0]).toEqual([
      'synthloom run recipe.yaml',
      'goes on with a larger budget: raise `budget.calls` in recipe.yaml first',
    ]);
    expect(first({ ending: 'target-met' })).toEqual([
      'synthloom run recipe.yaml --retry-failed',
      'ask the 2 failed again',
    ]);
    expect(first({ ending: 'done', counts: [] }, { words: { scripted: true } })[0]).toBe('synthloom run recipe.yaml');
    expect(first({ ending: 'done', counts: [] })[0]).toBe('synthloom show runs/messages');
    expect(first({ ending: 'done', accepted: 0, counts: [] })[0]).toBe('synthloom report runs/messages --open');
    expect(first({ ending: 'saturated' })[0]).toMatch(/^synthloom steps \S+$/);
  });

  it('quotes for the shell', () => {
    const [[command]] = suggestions(facts({ ending: 'interrupted' }, { path: "it's; rm -rf" })) as [[string, string]];
    expect(command).toBe(`synthloom run 'it'\\''s; rm -rf'`);
  });
});

describe('the outcome', () => {
  it('says what came out, what is missing and where it lies, without obeying anything', () => {
    const rounds = [{ round: 1, begun: 9, accepted: 3, missing: { 'pr\u001b[2Jaise': 4, '*': 1 } }];
    const files = [{ step: 'jsonl', path: 'a\u202e.jsonl', bytes: 1500 }];
    const text = outcomeText(facts({ ending: 'saturated', rounds, files }));
    expect(text).toContain('The target is not met.');
    expect(text).toContain('missing    4 of pr␛[2Jaise, 1 in all');
    expect(text).toContain('dataset    runs/messages/exports/a⟨U+202E⟩.jsonl (1.5 kB)');
    expect(text).toContain('report     runs/messages/report.html');
  });

  it('has an exit code of its own', () => {
    expect(endings.map((ending) => exitCodeOfRun(ending, 5))).toEqual([0, 0, 3, 4, 130, 1]);
    expect(exitCodeOfRun('done', 0)).toBe(3);
    expect(exitCodeOfRun('running', 5)).toBe(70);
  });
});
