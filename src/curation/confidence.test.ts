import { describe, expect, test } from 'vitest';
import { fault } from '../core/errors.ts';
import type { Fields } from '../core/sample.ts';
import { aucOf } from '../learn/auc.ts';
import { drawIndex, drawOne, seededRandom } from '../math/random.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type Said, type StepResult } from '../testing/test-step.ts';
import { calibrate, gatherTold } from './confidence/judge.ts';
import { studentJudge } from './confidence/student.ts';
import { confidence } from './confidence.ts';

const random = seededRandom('confidence test');
const WORDS: Readonly<Record<string, readonly string[]>> = {
  card: 'card plastic chip stolen freeze wallet block pin'.split(' '),
  rate: 'rate euro pound exchange convert currency market weekend'.split(' '),
  app: 'app login screen phone update crash password face'.split(' '),
};
const LABELS = Object.keys(WORDS);
const messages = (many: number, wrongShare = 0): Fields[] =>
  Array.from({ length: many }, (_, row) => {
    const truth = LABELS[row % 3]!;
    const own = Array.from({ length: 3 }, () => drawOne(random, WORDS[truth]!));
    const wrong = random() < wrongShare;
    const others = LABELS.filter((name) => name !== truth);
    const text = `please help ${own.join(' ')} ${drawIndex(random, 100)}`;
    return { text, label: wrong ? drawOne(random, others) : truth, wrong };
  });

const run = (given: readonly Fields[], options: object = {}, real: readonly Fields[] = []) =>
  runStep(confidence, { given, real, with: options });
const measured = (result: StepResult, name: string, labels: object = {}) =>
  result.measures.find((each) => each.name === name && Object.entries(labels).every(([k, v]) => each.labels[k] === v))
    ?.value;
const wrongAmong = (rows: readonly { readonly data: Fields }[]) =>
  rows.filter(({ data }) => data.wrong === true).length;
const synthetic = ({ kept }: StepResult) => kept.filter(({ origin }) => !origin.real);

describe('a student', () => {
  test('that learnt from real samples drops wrong labels and keeps right ones', async () => {
    const result = await run(messages(150, 0.2), { least: 0.5 }, messages(120));
    const gone = result.dropped.map(({ sample }) => sample);
    expect(new Set(result.dropped.map(({ reason }) => reason))).toEqual(new Set(['unconfident']));
    expect(wrongAmong(gone) / gone.length).toBeGreaterThan(0.9);
    expect(wrongAmong(synthetic(result)) / synthetic(result).length).toBeLessThan(0.03);
    expect(result.kept.filter(({ origin }) => origin.real)).toHaveLength(120);
    expect(measured(result, 'calibrated-on', { labels: 'real' })).toBe(120);
    expect(measured(result, 'agreement')).toBeGreaterThan(0.7);
    expect(gone.every(({ notes }) => (notes.confidence as number) < 0.5)).toBe(true);
  });

  test('that has no real ones learns from the others, and judges none that it saw', async () => {
    const result = await run(messages(400, 0.2));
    const all = [...result.kept, ...result.dropped.map(({ sample }) => sample)];
    const auc = aucOf(
      all.map(({ notes }) => -(notes.confidence as number)),
      all.map(({ data }) => (data.wrong === true ? 1 : 0)),
    );
    expect(auc.auc).toBeGreaterThan(0.93);
    expect(measured(result, 'calibrated-on', { labels: 'given' })).toBe(400);
    // copies with a label of their own each: whoever had seen them would be sure
    const noise = Array.from({ length: 100 }, () => drawIndex(random, 1e9).toString(36));
    const labelled = noise.map((text, row) => ({ text, label: LABELS[row % 3]! }));
    const blind = await run([...labelled, ...labelled], { least: 0.9 });
    expect(synthetic(blind)).toHaveLength(0);
  });

  test('that learns from others is calibrated on real ones, where there are some', async () => {
    const result = await run(messages(200, 0.3), { learnFrom: 'others' }, messages(60));
    expect(measured(result, 'calibrated-on', { labels: 'real' })).toBe(60);
    // trained on wrong labels it is less sure than it could be: the real ones show that
    expect(measured(result, 'temperature')).toBeLessThan(0.9);
    expect(measured(result, 'ece', { calibrated: 'yes' })!).toBeLessThan(
      measured(result, 'ece', { calibrated: 'no' })!,
    );
  });

  test('a label that it has never seen, and samples without text or label, are dropped for that', async () => {
    const odd = [{ text: 'please help', label: 'loan' }, { text: ' ', label: 'card' }, { text: 'card' }];
    const { dropped } = await run([...messages(30), ...odd], {}, messages(90));
    expect(dropped.map(({ reason }) => reason).filter((reason) => reason !== 'unconfident')).toEqual([
      'unknown-label',
      'no-text-or-label',
      'no-text-or-label',
    ]);
  });

  test('too little to learn from: says so, and drops nothing but what lacks a text', async () => {
    const result = await run([...messages(6), { text: '', label: 'card' }], { least: 0.99 });
    expect(result.says).toEqual(['measure judged', ...Array(6).fill('keep'), 'drop no-text-or-label']);
  });

  test('many labels are learnt too', async () => {
    const names = Array.from({ length: 24 }, (_, at) => `intent${at}`);
    const rows = Array.from({ length: 480 }, (_, row) => {
      const label = names[row % 24]!;
      return { text: `${label}word ${drawIndex(random, 50)} help ${label}other`, label };
    });
    const result = await run(rows, { least: 0.5 });
    expect(measured(result, 'agreement')).toBeGreaterThan(0.95);
  });

  test('the order of samples changes nothing', async () => {
    const samples = [...samplesOf(messages(60, 0.2)), ...samplesOf(messages(60), true)];
    const options = confidence.step.options.parse({});
    const judged = async (given: typeof samples) => {
      const told = await gatherTold(datasetOf(given), options, new AbortController().signal);
      const judge = (await studentJudge(told, { options, random: seededRandom('one'), vectors: undefined }))!;
      return Promise.all(told.synthetic.map((each) => judge.read(each, undefined as never)));
    };
    expect(await judged(samples.toReversed())).toEqual(await judged(samples));
  });
});

describe('who is judged by what', () => {
  const notesOf = async (given: readonly Fields[], real: readonly Fields[]) => {
    const { kept } = await run(given, { least: 0 }, real);
    return new Map(
      kept
        .filter(({ origin }) => !origin.real)
        .map(({ data, notes }) => [`${data.text} ${data.label}`, notes.confidence as number]),
    );
  };

  test('that learnt from real samples judges each by itself: others may come and go', async () => {
    const [given, real] = [messages(60, 0.2), messages(90)];
    const all = await notesOf(given, real);
    for (const [text, own] of await notesOf(given.slice(20), real)) expect(own).toBe(all.get(text));
  });

  test('that learnt from the others judges nearly the same without one of them', async () => {
    const given = messages(150, 0.1);
    const all = await notesOf(given, []);
    for (const [text, own] of await notesOf(given.slice(1), []))
      expect(Math.abs(own - all.get(text)!)).toBeLessThan(0.15);
  });
});

test('with an embedder it reads what words hide; what cannot be embedded fails', async () => {
  const codes = Array.from({ length: 120 }, (_, nth) => ({
    text: `${nth}q${nth * 7}`,
    label: nth % 2 ? 'odd' : 'even',
  }));
  const wrong = { text: '500q1', label: 'odd' };
  const embed = (text: string) => {
    if (text.startsWith('13q')) throw fault('refused', { model: 'e', detail: '' });
    return Number.parseInt(text, 10) % 2 ? [1, 0] : [0, 1];
  };
  const result = await runStep(confidence, { given: [...codes, wrong], with: { embedder: 'e', least: 0.5 }, embed });
  expect(result.failed.map(({ sample }) => sample.data.text)).toEqual(['13q91']);
  expect(result.dropped.map(({ sample }) => sample.data.text)).toEqual(['500q1']);
  expect(result.touches.embeds).toEqual(['e']);
});

describe('a model', () => {
  /** Reads the label by its words, and is far too sure of it; of texts with `odd` it reads another one. */
  const script = (request: { readonly messages: readonly { readonly content: string }[] }): Said => {
    const text = / .*(?=\n<\/text>)/.exec(request.messages.at(-1)!.content)![0];
    const truth = LABELS.find((label) => WORDS[label]!.some((word) => text.includes(` ${word} `)))!;
    const said = text.includes('odd') ? LABELS[(LABELS.indexOf(truth) + 1) % 3]! : truth;
    return {
      reply: {
        text: said,
        probabilities: Object.fromEntries(LABELS.map((label) => [label, label === said ? 0.98 : 0.01])),
      },
    };
  };
  const options = { model: 'reader', least: 0.5, labels: LABELS };

  test('reads labels; wrong ones are dropped, and its probabilities are calibrated on real samples', async () => {
    const real = messages(60).map((row, at) => (at % 3 === 0 ? { ...row, text: `an odd ${row.text}` } : row));
    const result = await runStep(confidence, { given: messages(60, 0.3), real, with: options, script });
    expect(wrongAmong(synthetic(result))).toBe(0);
    expect(wrongAmong(result.dropped.map(({ sample }) => sample))).toBe(result.dropped.length);
    expect(measured(result, 'accuracy')).toBeCloseTo(2 / 3, 10);
    expect(measured(result, 'temperature')).toBeGreaterThan(2);
    expect(measured(result, 'ece', { calibrated: 'no' })).toBeGreaterThan(0.25);
    expect(measured(result, 'ece', { calibrated: 'yes' })).toBeLessThan(0.15);
    for (const { notes } of synthetic(result)) expect(notes.confidence).toBeLessThan(0.8);
    expect(result.requests).toHaveLength(120);
  });

  test('votes where it tells no probabilities; none is ever certain', async () => {
    const votes = ['card', 'card', 'rate', 'card'];
    const result = await runStep(confidence, {
      given: [{ text: 'a card', label: 'card' }],
      with: { ...options, votes: 4 },
      script: (_, asked) => votes[asked]!,
    });
    expect(result.kept[0]!.notes.confidence).toBeCloseTo(0.75 * 0.8 + 0.2 / 3, 4);
    expect(result.requests).toHaveLength(4);
  });

  test('what it fails on is failed, and never kept on credit', async () => {
    const result = await runStep(confidence, {
      given: messages(4),
      with: { ...options, votes: 1 },
      script: (request, asked) => {
        if (asked === 2) throw fault('overloaded', { model: 'reader', detail: '' });
        return script(request);
      },
    });
    expect(result.failed.map(({ code }) => code)).toEqual(['overloaded']);
    expect(result.kept).toHaveLength(3);
  });
});

test('few texts are no ground for a temperature', () => {
  const scores = { values: new Float64Array(20), classes: 2 };
  expect(calibrate(scores, new Uint32Array(10), 'real').temperature).toBe(1);
});
