import { expect, test } from 'vitest';
import type { Manifest } from '../core/manifest.ts';
import type { Sample } from '../core/sample.ts';
import type { Measure } from '../core/step.ts';
import { seededRandom } from '../math/random.ts';
import { askedWeights } from './asked.ts';
import { reportData } from './collect.ts';
import { countsOf, exampleManifest, exampleQuarantine, exampleSample, exampleSamples } from './example-run.ts';
import { readQuarantine } from './read-quarantine.ts';
import { readSamples } from './read-samples.ts';
import type { ReportData } from './report-data.ts';

async function dataOf(
  over: Partial<Manifest> = {},
  samples: readonly Sample[] = exampleSamples(),
): Promise<ReportData> {
  const manifest = exampleManifest(over);
  const categories = [...askedWeights(manifest).keys()];
  return reportData({
    manifest,
    recipe: { text: 'recipe: messages\n', language: 'yaml' },
    samples: await readSamples(streamed(samples), seededRandom('a'), { groupBy: 'intent', categories }),
    quarantine: await readQuarantine(streamed(exampleQuarantine()), seededRandom('b')),
    questions: [],
    unread: 0,
    samplesPer: 'intent',
  });
}

async function* streamed<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

const codes = (data: ReportData) => data.warnings.map((warning) => warning.code);
const measured = (name: string, value: number, labels: Measure['labels']): Measure => ({
  step: 'statistics',
  name,
  value,
  unit: 'ratio',
  labels,
});

test('a clean run says so in one sentence and warns of nothing', async () => {
  const data = await dataOf();
  expect(data.result.sentence).toBe('12 accepted samples of the 12 asked for, in 2 rounds, 3 min 12 s, for $0.06.');
  expect(data.cost).toMatchObject({ calls: 20, inputTokens: 1000, outputTokens: 400, costUsd: 0.06 });
  expect(data.cost.usdPerAccepted).toBeCloseTo(0.005, 12);
  expect(data.quarantine.map(({ reason, count, examples }) => [reason, count, examples.length])).toEqual([
    ['truncated', 2, 2],
    ['too-short', 4, 3],
    ['surplus', 2, 2],
  ]);
  expect(codes(data)).toEqual(['many-failures']); // 2 of 20
});

test('categories are counted beside the weights of `fields`', async () => {
  const [intent] = (await dataOf()).shares;
  expect(intent).toEqual({
    field: 'intent',
    total: 12,
    askedBy: 'fields',
    values: [
      { value: 'delivery', got: 6, asked: 6 },
      { value: 'refund', got: 6, asked: 6 },
    ],
    distance: 0,
  });
});

test('measured wishes go before those of `fields`, and what is asked for and absent is a warning', async () => {
  const measures = [
    measured('asked-share', 0.5, { field: 'intent', value: 'refund' }),
    measured('asked-share', 0.3, { field: 'intent', value: 'praise' }),
    measured('asked-share', 0.2, { field: 'intent', value: 'delivery' }),
  ];
  const data = await dataOf({ measures });
  expect(data.shares[0]).toMatchObject({ askedBy: 'measure', total: 12 });
  expect(data.shares[0]?.values.at(-1)).toEqual({ value: 'praise', got: 0, asked: 3.5999999999999996 });
  expect(data.shares[0]?.distance).toBeCloseTo(0.3, 12);
  expect(data.warnings.find((warning) => warning.code === 'class-missing')?.text).toContain('praise');
});

test('a target for each group is what was asked, and short groups are named', async () => {
  const target = { per: 'intent', min: 8 };
  const data = await dataOf({ target, rounds: [{ round: 1, begun: 20, accepted: 12, missing: { praise: 8 } }] });
  expect(data.result.wanted).toBe(24);
  expect(data.shares[0]).toMatchObject({ askedBy: 'target' });
  expect(data.shares[0]?.values).toContainEqual({ value: 'praise', got: 0, asked: 8 });
  expect(codes(data)).toEqual(expect.arrayContaining(['class-missing', 'group-short']));
});

test('texts are measured in words; names and labels are not texts', async () => {
  const data = await dataOf();
  expect(data.lengths.map((spread) => [spread.field, spread.unit, spread.total])).toEqual([['text', 'words', 12]]);
  expect(data.lengths[0]).toMatchObject({ min: 7, max: 19 });
});

test('scripts without spaces are measured in characters', async () => {
  const samples = Array.from({ length: 30 }, (_, row) =>
    exampleSample(row, { text: `请问我的订单什么时候可以送到呢${row}` }),
  );
  expect((await dataOf({}, samples)).lengths[0]).toMatchObject({ field: 'text', unit: 'characters' });
});

test('few whole numbers are a category in their own order, many are a spread', async () => {
  const samples = Array.from({ length: 60 }, (_, row) =>
    exampleSample(row, { score: (row * 7) % 5, price: row * 1.25 }),
  );
  const data = await dataOf({}, samples);
  expect(data.shares.find((table) => table.field === 'score')?.values.map((row) => row.value)).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
  ]);
  expect(data.numbers).toMatchObject([{ field: 'price', min: 0, max: 73.75 }]);
});

test('copies and openings that are all alike are found and said', async () => {
  const samples = Array.from({ length: 40 }, (_, row) =>
    exampleSample(row, { text: row < 4 ? 'I am writing to you once more' : `I am Writing to you, number ${row}` }),
  );
  const data = await dataOf({}, samples);
  expect(data.texts).toEqual({ field: 'text', compared: 40, copies: 3, opening: { text: 'I am writing', share: 1 } });
  expect(codes(data)).toEqual(expect.arrayContaining(['copies', 'same-opening', 'count-differs']));
});

test('real samples are counted and kept out of every figure', async () => {
  const samples = [
    ...exampleSamples(),
    ...Array.from({ length: 5 }, (_, row) => exampleSample(900 + row, { intent: 'real' }, true)),
  ];
  const data = await dataOf({}, samples);
  expect(data.result).toMatchObject({ accepted: 12, real: 5 });
  expect(data.journey.accepted).toBe(17);
  expect(data.shares[0]?.values.map((row) => row.value)).not.toContain('real');
});

test('the last word of a measure counts', async () => {
  const measures = [measured('mtld', 10, { field: 'text' }), measured('mtld', 20, { field: 'text' })];
  expect((await dataOf({ measures })).measures.map((measure) => measure.value)).toEqual([20]);
});

test.each([
  ['interrupted', 'the run was interrupted and can go on', 'interrupted'],
  ['budget-spent', 'then the budget was spent', 'budget-spent'],
  ['saturated', 'it stopped short of the target', 'saturated'],
  ['failed', 'the run failed', 'failed'],
  ['running', 'the run has not ended yet', 'still-running'],
] as const)('a run that ended as %s says so', async (ending, words, code) => {
  const data = await dataOf({ ending });
  expect(data.result.sentence).toContain(words);
  expect(codes(data)).toContain(code);
});

test('an empty run divides nothing by zero', async () => {
  const data = await dataOf({ accepted: 0, spending: [], counts: [], rounds: [], seconds: 0, measures: [] }, []);
  expect(data.result.sentence).toBe('No accepted samples of the 12 asked for, in 0 s, for $0.00.');
  expect(data.cost.usdPerAccepted).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual(data); // no NaN, no Infinity, no undefined
  expect(codes(data)).toContain('nothing-accepted');
});

test('losses, lost calls and notes of models are warnings', async () => {
  const counts = [
    countsOf('count', 'source', { made: 100, kept: 100 }),
    countsOf('judge', 'curation', { in: 100, kept: 12, dropped: { judged: 88 } }),
  ];
  const notes = ['writer is a weak model', 'writer is a weak model'];
  const data = await dataOf({ counts, ambiguous: { calls: 1, worstUsd: 0.02 }, notes });
  expect(codes(data)).toEqual(['low-yield', 'ambiguous-calls', 'run-note']);
  expect(data.warnings[0]?.text).toContain('88 of 100');
});

test('shares that chance could explain are no warning; shares that it could not are', async () => {
  const skewed = (many: number, first: number) =>
    Array.from({ length: many }, (_, row) =>
      exampleSample(row, {
        intent: row < first ? 'refund' : 'delivery',
        text: `Number ${row} has words of its own, all ${row} of them`,
      }),
    );
  expect(codes(await dataOf({ accepted: 10 }, skewed(10, 7)))).not.toContain('shares-off');
  expect(codes(await dataOf({ accepted: 1000 }, skewed(1000, 700)))).toContain('shares-off');
});
