import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineStep, drop, keep, measure, withData } from '../core/define.ts';
import { fault } from '../core/errors.ts';
import type { Manifest, Quarantined } from '../core/manifest.ts';
import { type Recipe, recipe, repeat } from '../core/recipe.ts';
import type { Sample } from '../core/sample.ts';
import { prompt } from '../generation/prompt.ts';
import { count } from '../source/count.ts';
import { type CountingBackend, countingBackend } from '../testing/counting-backend.ts';
import { run } from './run.ts';
import type { RunOptions } from './run-options.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-run-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two children of each sample, in the parent's place. */
const fork = defineStep({
  name: 'fork',
  stage: 'generation',
  sees: 'one',
  summary: 'Test.',
  sources: [],
  options: z.strictObject({}),
  touches: () => ({ writes: ['side'] }),
  async *run(sample, { child }) {
    yield keep(child(sample, { ...sample.data, side: 'left' }));
    yield keep(child(sample, { ...sample.data, side: 'right' }));
  },
});

/** Keeps the first sample for each first letter of a field. */
const firstOf = defineStep({
  name: 'first-of',
  stage: 'curation',
  sees: 'all',
  summary: 'Test.',
  sources: [],
  options: z.strictObject({ field: z.string(), letters: z.int().default(1) }),
  touches: ({ field }) => ({ reads: [field] }),
  async *run(samples, { options }) {
    const seen = new Set<string>();
    for await (const sample of samples) {
      const start = String(sample.data[options.field]).slice(0, options.letters);
      yield seen.has(start) ? drop(sample, 'same-start') : keep(sample);
      seen.add(start);
    }
  },
});

const sizeOf = defineStep({
  name: 'size-of',
  stage: 'evaluation',
  sees: 'all',
  summary: 'Test.',
  sources: [],
  options: z.strictObject({}),
  touches: () => ({}),
  async *run(samples) {
    yield measure('size', samples.size, 'samples');
  },
});

const draw = defineStep({
  name: 'draw',
  stage: 'generation',
  sees: 'one',
  summary: 'Test.',
  sources: [],
  options: z.strictObject({ into: z.string() }),
  touches: ({ into }) => ({ writes: [into] }),
  async *run(sample, { options, random }) {
    yield keep(withData(sample, { [options.into]: Math.floor(random() * 1000) }));
  },
});

const steps = [fork, firstOf, sizeOf, draw];

async function runIt(given: Recipe, backend: CountingBackend, options: RunOptions = {}): Promise<Manifest> {
  return run(given, { directory: folder, backends: { teacher: backend }, steps, report: false, ...options }).finished;
}

const read = (name: string) => readFile(join(folder, name), 'utf8');
const lines = async <T>(name: string): Promise<T[]> =>
  (await read(name))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

const base = (more: readonly unknown[] = [], n = 20): Recipe =>
  recipe('line', {
    seed: 1,
    models: { teacher: 'scripted' },
    steps: [
      count({ n }),
      draw({ into: 'n' }),
      prompt({ model: 'teacher', prompt: 'Say {{n}}', into: 'text' }),
      ...(more as []),
    ],
  });

describe('the line', () => {
  test('asks once for each sample, keeps input order, and the books balance', async () => {
    const backend = countingBackend({ delayMs: 20 });
    const manifest = await runIt(base(), backend);
    expect(manifest.ending).toBe('done');
    expect(backend.asked).toHaveLength(20);
    expect(manifest.counts.map((each) => [each.name, each.in, each.made, each.kept])).toEqual([
      ['count', 0, 20, 20],
      ['draw', 20, 0, 20],
      ['prompt', 20, 0, 20],
    ]);
    const samples = await lines<Sample>('samples.jsonl');
    expect(new Set(samples.map((sample) => sample.id)).size).toBe(20);
  });

  test('gives the same bytes whatever the concurrency', async () => {
    const given = base([fork({}), firstOf({ field: 'text', letters: 9 }), sizeOf({})]);
    await runIt(given, countingBackend({ delayMs: 10 }), { concurrency: 64 });
    const wide = [await read('samples.jsonl'), await read('quarantine.jsonl')];
    await rm(folder, { recursive: true });
    await runIt(given, countingBackend(), { concurrency: 1 });
    expect([await read('samples.jsonl'), await read('quarantine.jsonl')]).toEqual(wide);
  });

  test('n equal questions get n answers', async () => {
    const backend = countingBackend();
    const given = recipe('equal', {
      models: { teacher: 'scripted' },
      steps: [
        count({ n: 5 }),
        prompt({ model: 'teacher', prompt: 'Tell a joke', into: 'one' }),
        prompt({ model: 'teacher', prompt: 'Tell a joke', into: 'two' }),
      ],
    });
    await runIt(given, backend);
    const texts = (await lines<Sample>('samples.jsonl')).flatMap(({ data }) => [data.one, data.two]);
    expect(new Set(texts).size).toBe(10);
  });

  test('children stand in for their parent, which goes to quarantine as replaced', async () => {
    const manifest = await runIt(base([fork({})], 3), countingBackend());
    expect(manifest.counts.at(-1)).toMatchObject({ in: 3, made: 6, kept: 6, dropped: { 'replaced-by-children': 3 } });
    const [left, right] = await lines<Sample>('samples.jsonl');
    expect(left?.origin.parents).toEqual(right?.origin.parents);
    expect(left?.origin.parents).toEqual([(await lines<Quarantined>('quarantine.jsonl'))[0]?.sample.id]);
  });

  test('repeat gives each pass a place of its own in the ledger', async () => {
    const backend = countingBackend();
    const given = recipe('again', {
      models: { teacher: 'scripted' },
      steps: [
        count({ n: 2 }),
        prompt({ model: 'teacher', prompt: 'Begin', into: 'text' }),
        repeat({ times: 3, steps: [prompt({ model: 'teacher', prompt: 'Mend {{text}}', into: 'text' })] }),
      ],
    });
    await runIt(given, backend);
    expect(backend.asked).toHaveLength(8);
    await runIt(given, backend);
    expect(backend.asked).toHaveLength(8);
  });

  test('an observer in the middle sees that place, not the end', async () => {
    const manifest = await runIt(
      base([sizeOf({}), firstOf({ field: 'text', letters: 1 }), sizeOf({})]),
      countingBackend(),
    );
    expect(manifest.measures.filter(({ name }) => name === 'size').map(({ value }) => value)).toEqual([20, 1]);
  });
});

describe('what is bought again', () => {
  test('nothing, when nothing changed', async () => {
    const backend = countingBackend();
    await runIt(base(), backend);
    const first = await read('samples.jsonl');
    const manifest = await runIt(base(), backend);
    expect(backend.asked).toHaveLength(20);
    expect(await read('samples.jsonl')).toBe(first);
    expect(manifest.resumptions).toBe(1);
  });

  test('nothing, when a step is put before, between or behind, or a sample is added', async () => {
    const backend = countingBackend();
    await runIt(base(), backend);
    await runIt(base([sizeOf({}), firstOf({ field: 'text' })]), backend);
    const before = recipe('line', {
      seed: 1,
      models: { teacher: 'scripted' },
      steps: [
        count({ n: 20 }),
        draw({ into: 'other' }),
        draw({ into: 'n' }),
        prompt({ model: 'teacher', prompt: 'Say {{n}}', into: 'text' }),
      ],
    });
    await runIt(before, backend);
    expect(backend.asked).toHaveLength(20);
    await runIt(base([], 21), backend);
    expect(backend.asked).toHaveLength(21);
  });

  test('all of it, under another seed', async () => {
    const backend = countingBackend();
    await runIt(base(), backend);
    await runIt(base(), backend, { seed: 2 });
    expect(backend.asked).toHaveLength(40);
  });
});

describe('failures', () => {
  const brittle = (isBroken: () => boolean) =>
    countingBackend({
      say: (request) => {
        if (isBroken() && request.seed % 4 === 0) throw fault('refused', { model: 'test', detail: '' }, { raw: 'no' });
        return `fine ${request.seed}`;
      },
    });

  test('park the sample with its reason, stay parked, and are driven again on request', async () => {
    let broken = true;
    const backend = brittle(() => broken);
    const given = { ...base([], 40), head: { ...base().head, failures: { max: '90%' } } };
    const first = await runIt(given, backend);
    const failed = first.counts.at(-1)?.failed.refused ?? 0;
    expect(failed).toBeGreaterThan(0);
    expect(first.accepted).toBe(40 - failed);
    expect((await lines<Quarantined>('quarantine.jsonl')).map(({ verdict }) => verdict)).toEqual(
      Array(failed).fill('failed'),
    );

    broken = false;
    const asked = backend.asked.length;
    expect((await runIt(given, backend)).accepted).toBe(40 - failed);
    expect(backend.asked).toHaveLength(asked);

    expect((await runIt(given, backend, { retryFailed: true })).accepted).toBe(40);
    expect(backend.asked).toHaveLength(asked + failed);
    expect((await runIt(given, backend)).accepted).toBe(40);
    expect(backend.asked).toHaveLength(asked + failed);
  });

  test('that fail again are not asked a third time in the rounds of one run', async () => {
    const backend = brittle(() => true);
    const head = { ...base().head, target: { accepted: 60, rounds: 3 }, failures: { max: '90%' } };
    const given = { ...base([], 40), head };
    await runIt(given, backend);
    const asked = backend.asked.length;
    const again = await runIt(given, backend, { retryFailed: true });
    const failed = again.counts.find(({ name }) => name === 'prompt')?.failed.refused ?? 0;
    expect(failed).toBeGreaterThan(0);
    expect(backend.asked.length - asked).toBeLessThanOrEqual(failed);
  });

  test('stop the run when there are too many, and nothing paid is lost', async () => {
    const backend = brittle(() => true);
    const given = { ...base([], 200), head: { ...base().head, failures: { max: '5%' } } };
    const manifest = await runIt(given, backend, { concurrency: 10 });
    expect(manifest.ending).toBe('failed');
    expect(manifest.notes.join()).toContain('the recipe allows 5%');
    expect(backend.asked.length).toBeLessThan(200);
  });

  test('of a step’s own are bugs that name it', async () => {
    const broken = defineStep({
      ...draw.step,
      name: 'broken',
      async *run(sample) {
        yield keep(sample);
        throw new Error('oh');
      },
    });
    const given = base([broken({ into: 'x' })]);
    await expect(runIt(given, countingBackend(), { steps: [...steps, broken] })).rejects.toMatchObject({
      code: 'step-threw',
    });
  });
});

describe('budget', () => {
  test('is a wall: never crossed, and the run goes on once it is raised', async () => {
    const backend = countingBackend({ costUsd: 0.01 });
    const given = base([], 50);
    const first = await runIt(given, backend, { budget: { calls: 12 }, concurrency: 5 });
    expect([first.ending, backend.asked.length]).toEqual(['budget-spent', 12]);
    expect(first.accepted).toBe(12);
    const second = await runIt(given, backend, { budget: { calls: 60 } });
    expect([second.ending, backend.asked.length, second.accepted]).toEqual(['done', 50, 50]);
    expect(second.spending.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(0.5);
  });
});

describe('calls whose end is known', () => {
  const priced = { teacher: { use: 'scripted', price: { input: 1, output: 1 }, concurrency: 2 } };
  const given = (n: number): Recipe => {
    const { head, steps: line } = base([], n);
    return { head: { ...head, models: priced, failures: { max: '100%' } }, steps: line };
  };

  test('are not ambiguous: neither those that failed, nor those that a stop kept from being sent', async () => {
    const refusing = countingBackend({
      say: () => {
        throw fault('refused', { model: 'test', detail: '' });
      },
    });
    await runIt(given(5), refusing);
    expect((await runIt(given(5), refusing)).ambiguous.calls).toBe(0);

    const slow = countingBackend({ delayMs: 40 });
    const running = run(given(60), { directory: folder, backends: { teacher: slow }, steps, report: false, seed: 9 });
    for await (const event of running) if (event.kind === 'sample-done') break;
    running.stop('soon');
    await running.finished;
    expect(slow.asked.length).toBeLessThan(60);
    expect((await runIt(given(60), slow, { seed: 9 })).ambiguous.calls).toBe(0);
  });
});

describe('targets', () => {
  const wanted = (target: object, more: readonly unknown[] = []): Recipe => ({
    ...base(more),
    head: { ...base().head, target },
    steps: base(more).steps.map((call) => (call.use === 'count' ? { use: 'count', with: {} } : call)),
  });

  test('rounds go on until enough are accepted, and no more', async () => {
    const backend = countingBackend();
    const manifest = await runIt(wanted({ accepted: 30 }, [firstOf({ field: 'text', letters: 8 })]), backend);
    // texts begin with "answer " and one of 16 digits: 16 is all there is
    expect(manifest.ending).toBe('saturated');
    expect(manifest.accepted).toBe(16);
    expect(manifest.rounds.length).toBeGreaterThan(1);
    expect(backend.asked).toHaveLength(manifest.rounds.reduce((sum, { begun }) => sum + begun, 0));
    const met = await runIt(wanted({ accepted: 12 }, [firstOf({ field: 'text', letters: 8 })]), backend);
    expect([met.ending, met.accepted]).toEqual(['target-met', 12]);
    expect(met.counts.at(-1)).toMatchObject({ name: 'target', kept: 12 });
  });
});

describe('a run directory that was damaged', () => {
  test('a manifest that cannot be read is written anew; what was bought is still there', async () => {
    const backend = countingBackend();
    await runIt(base(), backend);
    await writeFile(join(folder, 'manifest.json'), '{broken');
    expect((await runIt(base(), backend)).accepted).toBe(20);
    expect(backend.asked).toHaveLength(20);
  });

  test('an entry of the ledger that cannot be read is bought again, and said', async () => {
    const backend = countingBackend();
    await runIt(base(), backend);
    const log = join(folder, 'ledger/answers.log');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace('"served":"counting"', '"served":"cOunting"'));
    const running = run(base(), { directory: folder, backends: { teacher: backend }, steps, report: false });
    const notes: string[] = [];
    for await (const event of running) if (event.kind === 'model-note') notes.push(event.message);
    expect([backend.asked.length, notes.join()]).toEqual([21, expect.stringContaining('1 damaged entries')]);
  });
});

describe('stopping', () => {
  test('soon: what is under way is finished and kept; the next run goes on', async () => {
    const backend = countingBackend({ delayMs: 30 });
    const given = base([], 100);
    const running = run(given, {
      directory: folder,
      backends: { teacher: backend },
      steps,
      report: false,
      concurrency: 8,
    });
    for await (const event of running) if (event.kind === 'sample-done') break;
    running.stop('soon');
    const stopped = await running.finished;
    expect(stopped.ending).toBe('interrupted');
    const asked = backend.asked.length;
    expect(asked).toBeLessThan(100);
    expect((await runIt(given, backend)).accepted).toBe(100);
    expect(backend.asked).toHaveLength(100);
  });

  test('a second process is refused, and a directory of something else is left alone', async () => {
    const running = run(base([], 50), {
      directory: folder,
      backends: { teacher: countingBackend({ delayMs: 50 }) },
      steps,
      report: false,
    });
    for await (const event of running) if (event.kind === 'run-start') break;
    await expect(runIt(base(), countingBackend())).rejects.toMatchObject({ code: 'run-in-use' });
    await running.finished;
    await rm(folder, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'synthloom-run-'));
    await writeFile(join(folder, 'thesis.txt'), 'mine');
    await expect(runIt(base(), countingBackend())).rejects.toMatchObject({ code: 'foreign-directory' });
    expect(await read('thesis.txt')).toBe('mine');
  });
});
