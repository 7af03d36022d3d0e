import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineStep, drop, keep, withData } from '../core/define.ts';
import { type Recipe, recipe } from '../core/recipe.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { count } from '../source/count.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-wall-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Say = (samples: Dataset, context: Context<unknown>) => AsyncIterable<Outcome>;

/** A step that sees all and says what a test wants it to. */
const speaker = (say: Say, stage: 'curation' | 'generation' = 'curation') =>
  defineStep({
    name: 'speaker',
    stage,
    sees: 'all',
    summary: 'Test.',
    sources: [],
    options: z.strictObject({ mark: z.int().default(0) }),
    touches: () => ({ writes: ['mark'] }),
    run: (samples, context) => say(samples, context as Context<unknown>),
  });

async function hear(step: ReturnType<typeof speaker>, options: { mark?: number; n?: number } = {}) {
  const { mark = 0, n = 6 } = options;
  const given: Recipe = recipe('walls', { steps: [count({ n }), step({ mark })] });
  const manifest = await run(given, { directory: folder, steps: [step], report: false }).finished;
  const text = await readFile(join(folder, 'samples.jsonl'), 'utf8');
  const samples = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Sample);
  return { counts: manifest.counts.at(-1)!, samples };
}

const rows = (...numbers: number[]) => Uint32Array.from(numbers);

describe('a step that sees all', () => {
  test('may answer in bulk, in any order; raw lines go on', async () => {
    const step = speaker(async function* () {
      yield { kind: 'rows', keep: rows(4, 0, 2), drop: new Map([['odd', rows(1, 3, 5)]]) };
    });
    const { counts, samples } = await hear(step);
    expect(samples.map(({ origin }) => origin.nth)).toEqual([5, 1, 3]);
    expect(counts).toMatchObject({ in: 6, made: 0, kept: 3, dropped: { odd: 3 } });
  });

  test('may change samples, drop them, and make new ones', async () => {
    const step = speaker(async function* (samples, { child }) {
      for await (const sample of samples) {
        if (sample.origin.nth === 1) yield drop(sample, 'first');
        else yield keep(withData(sample, { mark: sample.origin.nth }));
        if (sample.origin.nth === 2) yield keep(child(sample, { mark: 0 }));
      }
    }, 'generation');
    const { counts, samples } = await hear(step);
    expect(samples.map(({ data }) => data.mark)).toEqual([2, 0, 3, 4, 5, 6]);
    expect(counts).toMatchObject({ in: 6, made: 1, kept: 6, dropped: { first: 1 } });
  });

  const broken: Record<string, [string, Say]> = {
    'that forgets a row': [
      'bad-rows',
      async function* () {
        yield { kind: 'rows', keep: rows(0, 1, 2), drop: new Map([['odd', rows(3, 4)]]) };
      },
    ],
    'that names a row twice': [
      'bad-rows',
      async function* () {
        yield { kind: 'rows', keep: rows(0, 1, 2, 3, 4, 5), drop: new Map([['odd', rows(5)]]) };
      },
    ],
    'that names a row there is not': [
      'bad-rows',
      async function* () {
        yield { kind: 'rows', keep: rows(0, 1, 2, 3, 4, 6), drop: new Map() };
      },
    ],
    'that is silent about a sample': [
      'bad-rows',
      async function* (samples) {
        for await (const sample of samples) if (sample.origin.nth > 1) yield keep(sample);
      },
    ],
    'that speaks twice of a sample': [
      'spoke-twice',
      async function* (samples) {
        for await (const sample of samples) {
          yield keep(sample);
          yield drop(sample, 'again');
        }
      },
    ],
    'that invents a sample': [
      'invented-sample',
      async function* (samples, { child }) {
        for await (const sample of samples) yield keep(child(sample, {}));
      },
    ],
    'that throws': [
      'step-threw',
      async function* () {
        yield* [];
        throw new Error('oh');
      },
    ],
  };
  test.each(Object.entries(broken))('is a bug %s', async (_, [code, say]) => {
    await expect(hear(speaker(say))).rejects.toMatchObject({ family: 'bug', code });
  });

  test('is not asked again while nothing it saw, and none of its options, changed', async () => {
    let asked = 0;
    const step = speaker(async function* (samples) {
      asked++;
      for await (const sample of samples) yield sample.origin.nth % 2 === 0 ? keep(sample) : drop(sample, 'odd');
    });
    const first = await hear(step);
    const again = await hear(step);
    expect([asked, again]).toEqual([1, first]);
    await hear(step, { mark: 1 });
    expect(asked).toBe(2);
    await hear(step, { mark: 1, n: 7 });
    expect(asked).toBe(3);
    await writeFile(join(folder, 'walls', 'speaker→mark.said.json'.replace('→', '_')), '{"signature":"another"}');
    await hear(step, { mark: 1, n: 7 });
    expect(asked).toBe(4);
  });
});
