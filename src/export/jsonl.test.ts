import { describe, expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { jsonl } from './jsonl.ts';

const given = Array.from({ length: 400 }, (_, n) => ({ n, doc: `d${n % 40}`, text: 'é😀\u2028' }));
const linesOf = (files: ReadonlyMap<string, Buffer>, path: string) =>
  files
    .get(path)!
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('jsonl', () => {
  test('writes synthetic samples, exactly and in order', async () => {
    const { files, outcomes, touches } = await runStep(jsonl, { given, real: [{ n: -1 }], with: {} });
    expect(files.get('data/train.jsonl')!.toString()).toBe(given.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(touches.reads).toEqual([]);
    const features = [
      { name: 'n', dtype: 'int64' },
      { name: 'doc', dtype: 'string' },
      { name: 'text', dtype: 'string' },
    ];
    expect(outcomes).toEqual([
      {
        kind: 'write',
        path: 'data/train.jsonl',
        bytes: files.get('data/train.jsonl')!.length,
        holds: { rows: 400, split: 'train', features },
      },
      {
        kind: 'measure',
        name: 'rows',
        value: 400,
        unit: 'samples',
        labels: { path: 'data/train.jsonl', split: 'train' },
      },
    ]);
  });

  test('writes real samples, ids, notes and renamed fields where they are asked for', async () => {
    const options = { path: 'a.jsonl', real: true, id: true, notes: true, fields: { question: 'text' } };
    const { files, touches } = await runStep(jsonl, { given: given.slice(0, 1), real: [{ n: 1 }], with: options });
    expect(linesOf(files, 'a.jsonl')).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{16}$/), notes: {} },
      { question: 'é😀\u2028', id: expect.stringMatching(/^[0-9a-f]{16}$/), notes: {} },
    ]);
    expect(touches.reads).toEqual(['text']);
    await expect(runStep(jsonl, { given: [{ id: 1 }], with: { id: true } })).rejects.toMatchObject({
      code: 'bad-option',
    });
  });

  test('divides by share; a sample stays on its side whatever else is there', async () => {
    const split = { test: 0.1, validation: 0.2 };
    const whole = await runStep(jsonl, { given, with: { split } });
    const sides = ['train', 'validation', 'test'].map((side) => linesOf(whole.files, `data/${side}.jsonl`));
    expect(
      sides
        .flat()
        .map((row) => row.n)
        .sort((a, b) => a - b),
    ).toEqual(given.map((row) => row.n));
    expect(sides[1]!.length).toBeGreaterThan(50);
    expect(sides[1]!.length).toBeLessThan(110);
    expect(sides[2]!.length).toBeGreaterThan(20);
    expect(sides[2]!.length).toBeLessThan(60);
    const half = await runStep(jsonl, { given: given.slice(0, 200), with: { split } });
    const test = linesOf(half.files, 'data/test.jsonl').map((row) => row.n);
    expect(test).toEqual(sides[2]!.map((row) => row.n).filter((n) => n < 200));
  });

  test('keeps equal values of a field on one side', async () => {
    const { files } = await runStep(jsonl, { given, with: { path: 'x.jsonl', split: { test: 0.3, by: 'doc' } } });
    const docs = (path: string) => new Set(linesOf(files, path).map((row) => row.doc));
    const [train, tested] = [docs('x.jsonl'), docs('x-test.jsonl')];
    expect(train.size + tested.size).toBe(40);
    expect(tested.size).toBeGreaterThan(3);
  });

  test.each([
    { split: {} },
    { split: { test: 1 } },
    { split: { test: 0.6, validation: 0.4 } },
    { path: '' },
    { fields: [] },
  ])('refuses %j', (options) => {
    expect(jsonl.step.options.safeParse(options).success).toBe(false);
  });
});
