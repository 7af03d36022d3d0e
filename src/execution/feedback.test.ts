import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineStep, drop, keep } from '../core/define.ts';
import type { Manifest, Quarantined } from '../core/manifest.ts';
import type { Request } from '../core/model.ts';
import { type Recipe, recipe } from '../core/recipe.ts';
import type { Sample } from '../core/sample.ts';
import { balance } from '../curation/balance.ts';
import { exactDuplicates } from '../curation/exact-duplicates.ts';
import { attributes } from '../generation/attributes.ts';
import { fields } from '../generation/fields.ts';
import { prompt } from '../generation/prompt.ts';
import { count } from '../source/count.ts';
import { file } from '../source/file.ts';
import { countingBackend } from '../testing/counting-backend.ts';
import { NAMES, obey, shownIn } from '../testing/obedient-model.ts';
import { run } from './run.ts';
import type { RunOptions } from './run-options.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-feedback-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const named = (avoid: { field: string; shots: number } | undefined, { seed = 1, accepted = 40 } = {}): Recipe =>
  recipe('names', {
    seed,
    models: { writer: 'scripted' },
    target: { accepted },
    steps: [
      count({}),
      prompt({ model: 'writer', prompt: 'Think of a name.', ...(avoid && { avoid }) }),
      exactDuplicates({ field: 'text' }),
    ],
  } as never);

interface Ran {
  readonly manifest: Manifest;
  readonly requests: readonly Request[];
}

interface Trial extends RunOptions {
  readonly say?: (request: Request) => string;
}

async function runIt(given: Recipe, home: string, { say = obey, ...options }: Trial = {}): Promise<Ran> {
  const requests: Request[] = [];
  const backend = countingBackend({
    delayMs: 3,
    say: (request) => {
      requests.push(request);
      return say(request);
    },
  });
  const directory = join(folder, home);
  const manifest = await run(given, { directory, backends: { writer: backend }, report: false, ...options }).finished;
  return { manifest, requests };
}

const bytesOf = async (home: string) =>
  Promise.all(['samples.jsonl', 'quarantine.jsonl'].map((name) => readFile(join(folder, home, name), 'utf8')));

async function lines<T>(home: string, name: string): Promise<T[]> {
  const text = await readFile(join(folder, home, name), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]));
}

const lastTurn = ({ messages }: Request) => messages.at(-1)!.content;

describe('avoid', () => {
  test('a model that repeats itself unless it is told reaches the target in fewer rounds', async () => {
    for (const seed of [1, 2, 3]) {
      const plain = await runIt(named(undefined, { seed }), `plain-${seed}`);
      const told = await runIt(named({ field: 'text', shots: 30 }, { seed }), `told-${seed}`);
      expect(told.manifest.ending).toBe('target-met');
      expect(told.manifest.rounds.length).toBeLessThan(plain.manifest.rounds.length);
      expect(told.requests.length).toBeLessThan(plain.requests.length);
      const [first, second] = told.manifest.rounds;
      expect(first).toEqual(plain.manifest.rounds[0]);
      const without = plain.manifest.rounds[1]!;
      expect(second!.repeated! / second!.ended!).toBeLessThan(without.repeated! / without.ended!);
    }
  });

  test('the prompts of the first round are those without it, and later ones show what was accepted', async () => {
    const plain = await runIt(named(undefined), 'plain');
    const told = await runIt(named({ field: 'text', shots: 4 }), 'told');
    const begun = told.manifest.rounds[0]!.begun;
    const sorted = (requests: readonly Request[]) =>
      requests
        .slice(0, begun)
        .map((each) => JSON.stringify(each))
        .sort();
    expect(sorted(told.requests)).toEqual(sorted(plain.requests));
    const later = told.requests.slice(begun).map((request) => shownIn(lastTurn(request)));
    const accepted = new Set((await lines<Sample>('told', 'samples.jsonl')).map(({ data }) => data.text));
    expect(later.length).toBeGreaterThan(20);
    expect(new Set(later.map((shown) => shown.length))).toEqual(new Set([4]));
    expect(later.flat().filter((text) => !accepted.has(text))).toEqual([]);
    expect(new Set(later.map(String)).size).toBeGreaterThan(later.length / 2);
  });

  test('concurrency changes nothing, and nor does a stop between two rounds', async () => {
    const given = named({ field: 'text', shots: 8 }, { accepted: 22 });
    const { manifest, requests } = await runIt(given, 'wide', { concurrency: 64 });
    expect(manifest.rounds.length).toBeGreaterThan(2);
    await runIt(given, 'narrow', { concurrency: 1 });
    expect(await bytesOf('narrow')).toEqual(await bytesOf('wide'));

    let bought = 0;
    const counted = countingBackend({ say: (request) => [bought++, obey(request)][1] as string });
    const options = { directory: join(folder, 'stopped'), backends: { writer: counted }, report: false };
    for (let stops = 0; stops < 20; stops++) {
      const running = run(given, options);
      let ended = 0;
      for await (const event of running) if (event.kind === 'round-end' && ++ended > stops) running.stop('soon');
      if ((await running.finished).ending === 'target-met') break;
    }
    expect(await bytesOf('stopped')).toEqual(await bytesOf('wide'));
    expect(bought).toBe(requests.length);
  });

  test('an answer is never shown that a later step dropped, nor a real sample', async () => {
    // all share a word, so that for each something that was accepted is near
    const people = NAMES.slice(0, 6).map((name) => `call me ${name}`);
    const say = (request: Request) => {
      const messages = request.messages.map((each) => ({
        ...each,
        content: each.content.replaceAll('- call me ', '- '),
      }));
      return `call me ${obey({ ...request, messages })}`;
    };
    await writeFile(
      join(folder, 'real.jsonl'),
      [...people, ...people].map((text) => JSON.stringify({ text, topic: 'r' })).join('\n'),
    );
    const drops = defineStep({
      name: 'drops',
      stage: 'curation',
      sees: 'one',
      summary: 'Test.',
      sources: [],
      options: z.strictObject({}),
      touches: () => ({ reads: ['text'] }),
      async *run(sample) {
        yield String(sample.data.text).endsWith('7') ? drop(sample, 'secret') : keep(sample);
      },
    });
    const given = recipe('private', {
      seed: 3,
      models: { writer: 'scripted' },
      target: { accepted: 30 },
      steps: [
        count({}),
        prompt({ model: 'writer', prompt: 'Think of a name.', avoid: { field: 'text', shots: 50 } }),
        // copies of what people wrote are repeats of each other here, before anybody knows whose words they are
        exactDuplicates({ field: 'text' }),
        file({ path: join(folder, 'real.jsonl'), real: true }),
        exactDuplicates({ field: 'text' }),
        drops({}),
      ],
    } as never);
    const { manifest, requests } = await runIt(given, 'private', { steps: [drops], say });
    expect(manifest.ending).toBe('target-met');
    const repeated = (await lines<Quarantined>('private', 'quarantine.jsonl')).filter(
      ({ reason, sample }) => reason === 'duplicate' && people.includes(String(sample.data.text)),
    );
    expect(repeated.filter(({ sample }) => sample.origin.real)).toHaveLength(6);
    expect(repeated.filter(({ sample }) => !sample.origin.real).length).toBeGreaterThan(5);
    const shown = new Set(requests.flatMap((request) => shownIn(lastTurn(request))));
    expect(shown.size).toBeGreaterThan(5);
    expect([...shown].filter((text) => people.includes(text) || text.endsWith('7'))).toEqual([]);
  });
});

describe('cover: accepted', () => {
  const hostile = defineStep({
    name: 'hostile',
    stage: 'curation',
    sees: 'one',
    summary: 'Test.',
    sources: [],
    options: z.strictObject({}),
    touches: () => ({ reads: ['tone', 'place'] }),
    async *run(sample, { random }) {
      const isHard = sample.data.tone === 'cross' && sample.data.place === 'shop';
      const lost = isHard && sample.origin.round === 1 ? 1 : [0.4, 0.7, 0][sample.origin.round - 1]!;
      yield random() < lost ? drop(sample, 'unlucky') : keep(sample);
    },
  });
  const of = { tone: ['calm', 'cross', 'glad'], place: ['home', 'shop'] };
  const crossed = (cover: 'asked' | 'accepted', more: readonly unknown[] = []) =>
    recipe('crossed', {
      seed: 1,
      target: { accepted: 150 },
      steps: [count({}), attributes({ of, cover }), ...more, hostile({})],
    } as never);

  async function cellsOf(home: string): Promise<Record<string, number>> {
    const cells = (await lines<Sample>(home, 'samples.jsonl')).map(({ data }) => `${data.tone} ${data.place}`);
    return Object.fromEntries([...Map.groupBy(cells, (cell) => cell)].map(([cell, all]) => [cell, all.length]));
  }

  test('the combinations with the fewest accepted samples come first in later rounds', async () => {
    await runIt(crossed('asked'), 'asked', { steps: [hostile] });
    await runIt(crossed('accepted'), 'accepted', { steps: [hostile] });
    const [asked, accepted] = [await cellsOf('asked'), await cellsOf('accepted')];
    const fewest = (cells: Record<string, number>) => Math.min(...Object.values(cells));
    expect(asked['cross shop']).toBe(fewest(asked));
    expect(accepted['cross shop']).toBeGreaterThan(asked['cross shop']! + 4);
    expect(fewest(accepted)).toBeGreaterThan(fewest(asked) + 4);
    const first = (rows: readonly Sample[]) => rows.filter(({ origin }) => origin.round === 1);
    const [one, two] = [
      await lines<Sample>('asked', 'samples.jsonl'),
      await lines<Sample>('accepted', 'samples.jsonl'),
    ];
    expect(first(two)).toEqual(first(one));
  });

  test('samples of a round keep their values in every later pass', async () => {
    const { manifest } = await runIt(crossed('accepted'), 'whole', { steps: [hostile] });
    expect(manifest.rounds.length).toBeGreaterThan(2);
    const short = {
      ...crossed('accepted'),
      head: { ...crossed('accepted').head, target: { accepted: 150, rounds: 2 } },
    };
    await runIt(short, 'short', { steps: [hostile] });
    const whole = await lines<Sample>('whole', 'samples.jsonl');
    expect(await lines<Sample>('short', 'samples.jsonl')).toEqual(whole.filter(({ origin }) => origin.round < 3));
  });
});

test('a saturated run says how much was there already, and what more would cost', async () => {
  const { manifest, requests } = await runIt(named(undefined, { accepted: 500 }), 'saturated');
  expect(manifest.ending).toBe('saturated');
  expect(requests.length).toBeLessThan(4000);
  expect(manifest.notes.at(-1)).toMatch(/^(> )?\d+ % of what round \d+ made was there already: \d+ of 500 reached; /);
  const quarantined = await lines<Quarantined>('saturated', 'quarantine.jsonl');
  const repeated = manifest.rounds.reduce((sum, round) => sum + round.repeated!, 0);
  expect(quarantined.filter(({ reason }) => reason === 'duplicate')).toHaveLength(repeated);
});

test('what a balance drops as surplus is not begun again, and groups that nobody can choose still come', async () => {
  const weights = { values: { a: 20, b: 5, c: 1 } };
  const begun: Record<'chosen' | 'free', number> = { chosen: 0, free: 0 };
  for (const how of ['chosen', 'free'] as const)
    for (const seed of [1, 2, 3]) {
      const drawn =
        how === 'chosen'
          ? { kind: { category: weights } }
          : { raw: { category: weights }, kind: { template: '{{ raw }}' } };
      const steps = [count({}), fields(drawn as never), balance({ field: 'kind' })];
      const given = recipe('balanced', { seed, target: { accepted: 60, per: 'kind', min: 20 }, steps } as never);
      const { manifest } = await runIt(given, `${how}-${seed}`);
      expect(manifest).toMatchObject({ ending: 'target-met', accepted: 60 });
      begun[how] += manifest.rounds.reduce((sum, round) => sum + round.begun, 0);
    }
  expect(begun.chosen / 3).toBeLessThan(150); // 438 while a surplus counted as lost
  expect(begun.free / 3).toBeLessThan(800); // 1 in 26 is the scarcest: 520 for 20 of it
});
