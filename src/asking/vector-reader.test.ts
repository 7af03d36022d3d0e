import { expect, test } from 'vitest';
import { fault } from '../core/errors.ts';
import { vectorReader, vectorRows } from './vector-reader.ts';

const embedder = (embed: (texts: readonly string[]) => Float32Array[]) => ({
  id: 'test',
  dimensions: 2,
  embed: async (texts: readonly string[]) => embed(texts),
});
const long = (texts: readonly string[]) => {
  if (texts.some((text) => text.startsWith('bad'))) throw fault('refused', { model: 'e', detail: '' });
  return texts.map((text) => Float32Array.from([text.length, 1]));
};

test('many texts in their order, some at a time', async () => {
  const sizes: number[] = [];
  const reader = vectorReader(
    embedder((texts) => {
      sizes.push(texts.length);
      return long(texts);
    }),
  );
  const texts = Array.from({ length: 600 }, (_, nth) => 'x'.repeat(nth % 7));
  const read = await reader.read(texts);
  expect(read.map(([first]) => first)).toEqual(texts.map(({ length }) => length));
  expect(Math.max(...sizes)).toBeLessThan(600);
  expect(await reader.read([])).toEqual([]);
});

test('a text that cannot be embedded is told, and the others are read', async () => {
  const reader = vectorReader(embedder(long));
  const read = await reader.read(['one', 'bad one', 'four']);
  expect(read.map((vector) => [...vector])).toEqual([
    [3, 1],
    [0, 0],
    [4, 1],
  ]);
  expect([...reader.faults.keys()]).toEqual(['bad one']);
  expect(reader.faults.get('bad one')).toMatchObject({ code: 'refused' });
});

test('what must stop a run stops it', async () => {
  const reader = vectorReader(
    embedder(() => {
      throw fault('budget-spent', { budget: '1', detail: '' });
    }),
  );
  await expect(reader.read(['one'])).rejects.toMatchObject({ code: 'budget-spent' });
});

test.each([2, 384, 384 * 4])('as features, vectors of %d dimensions have numbers of a size', async (dimensions) => {
  const one = Float32Array.from({ length: dimensions }, () => 1 / Math.sqrt(dimensions));
  const { values, width } = await vectorRows(vectorReader(embedder((texts) => texts.map(() => one))), ['a', 'b']);
  expect([width, values.length]).toEqual([dimensions, 2 * dimensions]);
  expect(values.at(-1)).toBeCloseTo(one[0]! * (dimensions > 384 ? 2 : 1), 6);
  expect(Math.hypot(...values.slice(0, dimensions))).toBeCloseTo(dimensions > 384 ? 2 : 1, 4);
});
