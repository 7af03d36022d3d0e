import { describe, expect, it } from 'vitest';
import type { Fields, Sample } from '../core/sample.ts';
import { seededRandom, shuffled } from '../math/random.ts';
import { keptRows } from '../testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { select } from './select.ts';

/** Texts are an angle in degrees. */
const angled = (text: string) => {
  const angle = (Number.parseFloat(text || '0') * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};
const asRows = (each: readonly (string | number)[]) => each.map((text) => ({ text: `${text}` }));
const run = (given: readonly Fields[], options: object, real: readonly Fields[] = []) =>
  runStep(select, { given, real, embed: angled, with: { field: 'text', embedder: 'near', ...options } });
const texts = (result: StepResult) => result.kept.map(({ data }) => data.text);
const reasons = (result: StepResult) => result.dropped.map(({ reason }) => reason);

/** Rows kept of scored samples, as they are given. */
async function keptOf(samples: readonly Sample[], more: object): Promise<string[]> {
  const { step } = select;
  const options = step.options.parse({ field: 'text', embedder: 'near', ...more });
  const embedder = () => ({
    embed: async (each: readonly string[]) => each.map((text) => Float32Array.from(angled(text))),
  });
  const context = { options, signal: new AbortController().signal, embedder };
  for await (const said of step.run(datasetOf(samples), context as never))
    if (said.kind === 'rows') return keptRows(said, samples.length).map((row) => samples[row]!.data.text as string);
  throw new Error('no verdict');
}
const scored = (rows: readonly (readonly [text: number, score: number])[]) =>
  samplesOf(asRows(rows.map(([text]) => text))).map(
    (sample, at): Sample => ({ ...sample, notes: { quality: rows[at]![1], complexity: 2 } }),
  );

describe('select', () => {
  it('keeps by facility location what stands for the most', async () => {
    const result = await run(asRows([0, 1, 2, 120, 121, 122, 250]), { n: 2 });
    expect(texts(result)).toEqual(['1', '121']);
    expect(new Set(reasons(result))).toEqual(new Set(['not-selected']));
  });

  it('keeps by k-centre what is farthest apart', async () => {
    const result = await run(asRows([0, 40, 44, 46, 50, 90]), { n: 3, by: 'k-centre' });
    expect(texts(result)).toContain('0');
    expect(texts(result)).toContain('90');
    expect(texts(result)).toHaveLength(3);
  });

  it('keeps the best scored that are unlike each other', async () => {
    const options = { n: 3, by: 'score-first', below: Math.cos((5 * Math.PI) / 180) };
    const samples = scored([
      [0, 0.9],
      [2, 0.95],
      [30, 0.2],
      [60, 0.8],
      [61, 0.7],
      [90, 0.1],
    ]);
    expect(await keptOf(samples, { ...options, score: 'quality' })).toEqual(['2', '30', '60']);
    expect(await keptOf(samples, { ...options, score: ['quality', 'complexity'] })).toEqual(['2', '30', '60']);
    const unscored = samples.map((sample, at): Sample => (at === 1 ? { ...sample, notes: {} } : sample));
    expect(await keptOf(unscored, { ...options, score: 'quality' })).toEqual(['0', '30', '60']);
  });

  it('names what was too alike', async () => {
    const result = await run(asRows([0, 1, 50]), { n: 3, by: 'score-first', score: 'q', below: 0.99 });
    expect(reasons(result)).toEqual(['too-alike']);
  });

  it('keeps real samples, does not count them, and looks for what is far from them', async () => {
    const result = await run(asRows([1, 2, 3, 70]), { n: 1, by: 'k-centre' }, asRows([0, 0, 5]));
    expect(texts(result)).toEqual(['0', '0', '5', '70']);
  });

  it('takes equal texts once, and empty ones never', async () => {
    const result = await run(asRows([10, 10, '', 10, 80]), { n: 4 });
    expect(texts(result).toSorted()).toEqual(['10', '80']);
  });

  it('keeps a share', async () => {
    const given = asRows(Array.from({ length: 40 }, (_, at) => at * 3));
    expect((await run(given, { share: 0.25 }, asRows([7, 8]))).kept).toHaveLength(12);
  });

  it.each(['facility-location', 'k-centre', 'score-first'])('says the same whatever the order, by %s', async (by) => {
    const random = seededRandom(by);
    const samples = scored(Array.from({ length: 80 }, (_, at) => [(at * 37) % 60, ((at * 13) % 10) / 10] as const));
    const options = { n: 9, by, ...(by === 'score-first' && { score: 'quality', below: 0.99 }) };
    const kept = (await keptOf(samples, options)).toSorted();
    expect((await keptOf(shuffled(random, samples), options)).toSorted()).toEqual(kept);
  });

  it('refuses options that say too little or too much', () => {
    const accepts = (more: object) =>
      select.step.options.safeParse({ field: 'text', embedder: 'near', ...more }).success;
    expect(accepts({ n: 3 })).toBe(true);
    expect(accepts({})).toBe(false);
    expect(accepts({ n: 3, share: 0.2 })).toBe(false);
    expect(accepts({ n: 3, by: 'score-first' })).toBe(false);
    expect(accepts({ n: 3, score: 'quality' })).toBe(false);
  });

  it('takes nothing', async () => {
    expect((await run([], { n: 3 })).outcomes).toEqual([]);
  });
});
