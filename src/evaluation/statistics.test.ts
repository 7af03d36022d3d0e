import { describe, expect, it } from 'vitest';
import type { Fields } from '../core/sample.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { statistics } from './statistics.ts';

const run = (given: readonly Fields[], options: object = {}, real: readonly Fields[] = []) =>
  runStep(statistics, { given, real, with: options });

/** Value of the one measure of that name with these labels. */
function value(result: StepResult, name: string, labels: Record<string, string> = {}): number | undefined {
  const found = result.measures.filter(
    (each) => each.name === name && Object.entries(labels).every(([label, is]) => each.labels[label] === is),
  );
  if (found.length > 1) throw new Error(`${found.length} measures ${name}`);
  return found[0]?.value;
}
const named = (result: StepResult, name: string) => result.measures.filter((each) => each.name === name);

const TEXTS = ['One two three', 'two three four five six', 'Ünïcode 😀 words', 'seven eight nine ten', 'five two'];
const rows = TEXTS.map((text, i) => ({ text, label: i < 3 ? 'a' : 'b', score: i * 2.5 }));

describe('statistics', () => {
  it('counts samples by origin and describes the synthetic ones', async () => {
    const result = await run(rows, {}, [{ text: 'a real one', label: 'z' }]);
    expect(value(result, 'samples', { origin: 'synthetic' })).toBe(5);
    expect(value(result, 'samples', { origin: 'real' })).toBe(1);
    expect(value(result, 'type', { field: 'text' })).toBe(5);
    expect(value(result, 'share', { field: 'label', value: 'z' })).toBeUndefined();
    expect(value(await run(rows, { of: 'real' }, rows.slice(0, 2)), 'type', { field: 'text' })).toBe(2);
    expect(value(await run(rows, { of: 'all' }, rows.slice(0, 2)), 'type', { field: 'text' })).toBe(7);
    expect(value(await run([], {}, rows), 'type', { field: 'text' })).toBe(5);
  });

  it('measures lengths in words and characters, and the vocabulary', async () => {
    const result = await run(rows);
    const of = { field: 'text', of: 'words' };
    expect(value(result, 'length', { ...of, quantile: '0.5' })).toBe(3); // of 2, 2, 3, 4, 5
    expect(value(result, 'length', { ...of, quantile: '0.95' })).toBeCloseTo(4.8);
    expect(value(result, 'mean-length', of)).toBeCloseTo(16 / 5);
    expect(value(result, 'mean-length', { field: 'text', of: 'characters' })).toBeCloseTo((13 + 23 + 15 + 20 + 8) / 5);
    const bins = named(result, 'length-histogram').filter((each) => each.labels.of === 'words');
    expect(bins.reduce((sum, each) => sum + each.value, 0)).toBe(5);
    expect(value(result, 'words', { field: 'text' })).toBe(16);
    expect(value(result, 'vocabulary', { field: 'text' })).toBe(12);
  });

  it('describes numbers', async () => {
    const result = await run(rows);
    const field = 'score';
    expect([
      value(result, 'min', { field }),
      value(result, 'max', { field }),
      value(result, 'mean', { field }),
    ]).toEqual([0, 10, 5]);
    expect(value(result, 'sd', { field })).toBeCloseTo(3.952847075, 8);
    expect(value(result, 'quantile', { field, quantile: '0.25' })).toBe(2.5);
    expect(named(result, 'histogram').reduce((sum, each) => sum + each.value, 0)).toBe(5);
  });

  it('tells types and what is missing', async () => {
    const result = await run([
      { x: 1 },
      { x: 'one' },
      { x: null },
      { x: [1] },
      { x: { a: 'b' } },
      { x: true },
      { y: 1 },
    ]);
    const types = named(result, 'type').filter((each) => each.labels.field === 'x');
    expect(types.map((each) => each.labels.type)).toEqual(['number', 'text', 'null', 'list', 'object', 'boolean']);
    expect(value(result, 'missing', { field: 'x' })).toBe(1);
    expect(value(result, 'missing', { field: 'y' })).toBe(6);
    expect(value(await run(rows, { fields: ['gone'] }), 'missing', { field: 'gone' })).toBe(5);
  });

  it('gives shares of classes, and no lengths of their names', async () => {
    const result = await run(rows);
    expect(value(result, 'share', { field: 'label', value: 'a' })).toBeCloseTo(0.6);
    expect(value(result, 'share', { field: 'label', value: 'b' })).toBeCloseTo(0.4);
    expect(value(result, 'evenness', { field: 'label' })).toBeCloseTo(0.970950594, 8); // entropy of 0.6 and 0.4 in bits
    expect(value(result, 'words', { field: 'label' })).toBeUndefined();
    expect(value(result, 'asked-share', { field: 'label' })).toBeUndefined();
  });

  it('sets shares beside those asked for', async () => {
    const result = await run(rows, { asked: { label: { a: 1, b: 2, c: 1 } } });
    const shares = named(result, 'share').map((each) => [each.labels.value, each.value]);
    const asked = named(result, 'asked-share').map((each) => [each.labels.value, each.value]);
    expect(shares).toEqual([
      ['a', 0.6],
      ['b', 0.4],
      ['c', 0],
    ]);
    expect(asked).toEqual([
      ['a', 0.25],
      ['b', 0.5],
      ['c', 0.25],
    ]);
    expect(value(result, 'total-variation', { field: 'label' })).toBeCloseTo(0.35);
    expect(value(result, 'classes', { field: 'label' })).toBe(2);
    const even = await run(rows, { asked: { label: ['a', 'b'] } });
    expect(value(even, 'total-variation', { field: 'label' })).toBeCloseTo(0.1);
  });

  it('does not take texts or ids for classes, and pools what was not asked for', async () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ id: `id ${i % 60}`, long: 'word '.repeat(30) }));
    expect(named(await run(many), 'share')).toEqual([]);
    const pooled = await run(many, { asked: { id: ['id 59'] } });
    expect(value(pooled, 'share', { field: 'id', value: '(other)' })).toBeGreaterThan(0);
    expect(value(pooled, 'share', { field: 'id', value: 'id 59' })).toBeCloseTo(3 / 200);
    const sum = named(pooled, 'share').reduce((total, each) => total + each.value, 0);
    expect(sum).toBeCloseTo(1);
  });

  it('copes with no samples', async () => {
    const result = await run([]);
    expect(result.measures.map((each) => each.value)).toEqual([0, 0]);
  });

  it('reads the fields it was told of', async () => {
    expect((await run([], { fields: ['a'], asked: { b: ['x'] } })).touches).toEqual({ reads: ['a', 'b'] });
  });
});
