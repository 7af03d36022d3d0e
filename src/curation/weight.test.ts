import { describe, expect, test } from 'vitest';
import { fault } from '../core/errors.ts';
import type { Fields, Sample } from '../core/sample.ts';
import { aucOf } from '../learn/auc.ts';
import { drawIndex, drawOne, seededRandom } from '../math/random.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { gatherLabelled } from './weight/labelled.ts';
import { labelWeights } from './weight/methods.ts';
import { weight } from './weight.ts';

const random = seededRandom('weight test');
const WORDS: Readonly<Record<string, readonly string[]>> = {
  card: 'card plastic chip stolen freeze wallet block pin'.split(' '),
  rate: 'rate euro pound exchange convert currency market weekend'.split(' '),
  app: 'app login screen phone update crash password face'.split(' '),
};
const LABELS = Object.keys(WORDS);
/** Messages of words of their label and of none; that share has another label. */
const messages = (many: number, wrongShare: number): Fields[] =>
  Array.from({ length: many }, (_, row) => {
    const truth = LABELS[row % 3]!;
    const own = Array.from({ length: 3 }, () => drawOne(random, WORDS[truth]!));
    const wrong = random() < wrongShare;
    const label = wrong
      ? drawOne(
          random,
          LABELS.filter((name) => name !== truth),
        )
      : truth;
    return { text: `please help ${own.join(' ')} ${drawIndex(random, 100)}`, label, wrong };
  });

const run = (given: readonly Fields[], options: object = {}, real: readonly Fields[] = []) =>
  runStep(weight, { given, real, with: options });
const measured = (result: StepResult, name: string) => result.measures.find((each) => each.name === name)?.value;
/** How well low weights mark wrong labels. */
const auc = (kept: readonly Sample[]) =>
  aucOf(
    kept.map(({ notes }) => -(notes.weight as number)),
    kept.map(({ data }) => (data.wrong === true ? 1 : 0)),
  ).auc;
const mean = (kept: readonly Sample[]) =>
  kept.reduce((sum, { notes }) => sum + (notes.weight as number), 0) / kept.length;

describe('weight', () => {
  test.each([0.2, 0.4])('sungen: wrong labels, %d of all, weigh less', async (share) => {
    const { kept, touches } = await run(messages(360, share));
    expect(kept).toHaveLength(360);
    expect(auc(kept)).toBeGreaterThan(0.9);
    expect(mean(kept)).toBeCloseTo(1, 2);
    expect(touches.notes).toEqual(['weight']);
  });

  test('confident: wrong labels weigh nothing, and which are taken for which is told', async () => {
    const result = await run(messages(450, 0.2), { method: 'confident' });
    const gone = result.kept.filter(({ notes }) => notes.weight === 0);
    const wrong = result.kept.filter(({ data }) => data.wrong === true);
    expect(gone.filter(({ data }) => data.wrong === true).length / wrong.length).toBeGreaterThan(0.85);
    expect(gone.length / wrong.length).toBeLessThan(1.2);
    expect(measured(result, 'label-noise')).toBeGreaterThan(0.14);
    expect(measured(result, 'label-noise')).toBeLessThan(0.26);
    expect(result.measures.filter(({ name }) => name === 'mislabelled')).toHaveLength(6);
    const right = result.kept.map(({ notes }) => -(notes['weight.right'] as number));
    expect(
      aucOf(
        right,
        result.kept.map(({ data }) => (data.wrong === true ? 1 : 0)),
      ).auc,
    ).toBeGreaterThan(0.93);
    const dropped = await run(messages(450, 0.2), { method: 'confident', least: 0.01 });
    expect(dropped.dropped.every(({ reason, sample }) => reason === 'low-weight' && sample.notes.weight === 0)).toBe(
      true,
    );
    expect(dropped.dropped.length).toBeGreaterThan(50);
  });

  test('density: from what the critic noted, within limits, with the mean 1', async () => {
    const judged = samplesOf([{ at: 0.5 }, { at: 0.8 }, { at: 1 }, { at: 0 }, {}]).map((sample) => ({
      ...sample,
      notes: typeof sample.data.at === 'number' ? { critic: sample.data.at } : {},
    }));
    const { kept, dropped } = await seen(judged, { method: 'density', limit: 4 });
    expect(dropped).toEqual(['not-judged']);
    const average = (1 + 4 + 4 + 0.25) / 4;
    expect(kept.map(({ notes }) => notes.weight)).toEqual(
      [1, 4, 4, 0.25].map((ratio) => expect.closeTo(ratio / average, 3)),
    );
  });

  test('the weight as a field of its own; real samples count as one, or are weighed too', async () => {
    const real = messages(60, 0);
    const result = await run(messages(60, 0.2), { note: 'w', write: 'sample_weight' }, real);
    for (const { data, notes } of result.kept) expect(data.sample_weight).toBe(notes.w);
    const ofReal = (kept: readonly Sample[]) => kept.filter(({ origin }) => origin.real).map(({ notes }) => notes.w);
    expect(ofReal(result.kept)).toEqual(real.map(() => 1));
    const all = await run(messages(60, 0.2), { note: 'w', of: 'all' }, real);
    expect(new Set(ofReal(all.kept)).size).toBeGreaterThan(5);
  });

  test('what lacks a text or a label is dropped; one label, or a few samples, weigh alike', async () => {
    const rows = [
      ...messages(40, 0),
      { text: ' ', label: 'card' },
      { text: 'no label' },
      { text: 'a list', label: ['card'] },
    ];
    expect((await run(rows)).dropped.map(({ reason }) => reason)).toEqual(Array(3).fill('no-text-or-label'));
    for (const given of [messages(9, 0), messages(60, 0).map((row) => ({ ...row, label: 'card' }))]) {
      const result = await run(given);
      expect(measured(result, 'weighed')).toBe(0);
      expect(result.kept.map(({ notes }) => notes.weight)).toEqual(given.map(() => 1));
    }
    expect((await run([])).kept).toEqual([]);
  });

  test('numbers and truth values are labels', async () => {
    const { kept } = await run(messages(60, 0.1).map((row) => ({ ...row, label: row.label === 'card' })));
    expect(new Set(kept.map(({ notes }) => notes.weight)).size).toBeGreaterThan(5);
  });

  test.each(['sungen', 'confident'])(
    '%s with an embedder reads what words hide; what cannot be embedded fails',
    async (method) => {
      const truth = (nth: number) => (nth % 2 ? 'odd' : 'even');
      const given = Array.from({ length: 150 }, (_, nth) => ({
        text: `${nth}q${nth * 7}`,
        label: nth % 10 < 2 ? truth(nth + 1) : truth(nth),
        wrong: nth % 10 < 2,
      }));
      const embed = (text: string) => {
        if (text.startsWith('13q')) throw fault('refused', { model: 'e', detail: '' });
        return Number.parseInt(text, 10) % 2 ? [1, 0] : [0, 1];
      };
      const result = await runStep(weight, { given, with: { method, embedder: 'e' }, embed });
      expect(result.failed.map(({ sample }) => sample.data.text)).toEqual(['13q91']);
      expect(auc(result.kept)).toBeGreaterThan(0.95);
      expect(result.touches.embeds).toEqual(['e']);
    },
  );

  test('density reads no text, and takes no embedder', () => {
    expect(weight.step.options.safeParse({ method: 'density', embedder: 'e' }).success).toBe(false);
  });

  test.each(['sungen', 'confident'])('%s: without one sample the others weigh nearly the same', async (method) => {
    const given = messages(240, 0.2);
    const weights = async (shown: readonly Fields[]) =>
      new Map((await run(shown, { method })).kept.map(({ data, notes }) => [`${data.text}`, notes.weight as number]));
    const [all, fewer] = [await weights(given), await weights(given.slice(1))];
    const moved = [...fewer].filter(([text, own]) => Math.abs(own - all.get(text)!) > 0.3);
    expect(moved.length).toBeLessThan(12);
  });

  test('the order of samples changes nothing', async () => {
    const samples = samplesOf(messages(120, 0.2));
    const given = weight.step.options.parse({ method: 'confident' });
    const weighed = async (shown: readonly Sample[]) => {
      const { signal } = new AbortController();
      const labelled = await gatherLabelled(datasetOf(shown), given, signal);
      const lent = { random: seededRandom('one'), signal, vectors: undefined };
      return [...(await labelWeights(labelled, given, lent)).weights];
    };
    expect(await weighed(samples.toReversed())).toEqual(await weighed(samples));
  });
});

/** Shows samples that have notes. */
async function seen(samples: readonly Sample[], more: object) {
  const { step } = weight;
  const context = {
    options: step.options.parse(more),
    random: seededRandom('w'),
    signal: new AbortController().signal,
  };
  const kept: Sample[] = [];
  const dropped: string[] = [];
  for await (const outcome of step.run(datasetOf(samples), context as never)) {
    if (outcome.kind === 'keep') kept.push(outcome.sample);
    if (outcome.kind === 'drop') dropped.push(outcome.reason);
  }
  return { kept, dropped };
}
