import { describe, expect, it } from 'vitest';
import type { Dataset, Fields, Sample } from '../core/sample.ts';
import { openKernels } from '../kernels/open.ts';
import { jaccard } from '../math/minhash.ts';
import { drawIndex, drawOne, seededRandom } from '../math/random.ts';
import { keptRows } from '../testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { asSet } from '../text/shingles.ts';
import { nearDuplicates } from './near-duplicates.ts';

const run = (given: readonly Fields[], options: object = {}, real: readonly Fields[] = []) =>
  runStep(nearDuplicates, { given, real, with: { field: 'text', ...options } });
const texts = (result: StepResult) => result.kept.map(({ data }) => data.text);
const reasons = (result: StepResult) => result.dropped.map(({ reason }) => reason);
const asRows = (each: readonly string[]) => each.map((text) => ({ text }));

const random = seededRandom('near-duplicates test');
/** Messages of 5 to 30 words of a small vocabulary, half of them an earlier one with a few words changed. */
function messages(count: number, words = 300): string[] {
  const word = () => `w${drawIndex(random, words).toString(36)}`;
  const out: string[] = [];
  while (out.length < count) {
    if (out.length > 0 && random() < 0.5) {
      const copy = drawOne(random, out).split(' ');
      for (let i = 0; i < 1 + copy.length / 15; i++) copy[drawIndex(random, copy.length)] = word();
      out.push(copy.join(' '));
    } else out.push(Array.from({ length: 5 + drawIndex(random, 26) }, word).join(' '));
  }
  return out;
}

const kernels = openKernels('scalar');
const setsOf = (given: readonly string[]): Int32Array[] =>
  given.map((text) => {
    const utf8 = Buffer.from(text);
    return asSet(kernels.shingles({ utf8, offsets: Uint32Array.of(0, utf8.length) }, 0, { words: [1, 2] }));
  });

describe('near-duplicates', () => {
  it('drops a message with one word changed, and keeps one on the same matter', async () => {
    const result = await run(
      asRows([
        'Hi, my new card has still not arrived and I need it for my trip on Monday',
        'Where can I see when my card will be delivered?',
        'hi my new card has still not arrived, and I need it for my holiday on Monday!',
      ]),
    );
    expect(texts(result)).toHaveLength(2);
    expect(reasons(result)).toEqual(['near-duplicate']);
  });

  it.each([0.4, 0.6, 0.7])('decides as comparing all pairs would, at threshold %d', async (threshold) => {
    const given = messages(1200);
    const result = await run(asRows(given), { threshold });
    const isLike = (sets: readonly Int32Array[], other: Int32Array) =>
      sets.some((set) => jaccard(set, other) >= threshold);
    const stay = setsOf(texts(result) as string[]);
    const gone = setsOf(result.dropped.map(({ sample }) => sample.data.text as string));
    expect(gone.length).toBeGreaterThan(50); // there was something to find
    expect(gone.filter((set) => !isLike(stay, set))).toEqual([]); // nothing went without something like it that stays
    const missed = stay.filter((set, row) => isLike(stay.slice(0, row), set)).length;
    expect(missed / (missed + gone.length)).toBeLessThan(0.01);
  });

  it('does not let a chain of small changes take all of it', async () => {
    const words = 'one two three four five six seven eight nine ten'.split(' ');
    const chain = words.map((_, i) => words.map((word, at) => (at < i ? `${word}x` : word)).join(' '));
    const result = await run(asRows(chain), { threshold: 0.6 });
    expect(texts(result)[0]).toBe(chain[0]);
    expect(result.kept.length).toBeGreaterThan(2);
    expect(result.dropped.length).toBeGreaterThan(3);
  });

  it('judges long texts by runs of five words: a reordered text is another one', async () => {
    const words = Array.from({ length: 200 }, (_, i) => `w${i}`);
    const edited = words.with(20, 'x').with(90, 'y').with(150, 'z');
    const reordered = words.toSorted();
    const result = await run(asRows([words, edited, reordered].map((each) => each.join(' '))));
    expect(texts(result)).toEqual([words.join(' '), reordered.join(' ')]);
  });

  it('works in Chinese and Thai', async () => {
    const result = await run(
      asRows([
        '我的银行卡还没有收到，请问什么时候能寄到？',
        '我的银行卡还没有收到，请问什么时候可以寄到？',
        '怎样才能修改我的密码？',
        'บัตรของฉันยังมาไม่ถึงเลย ต้องรออีกกี่วัน',
        'บัตรของฉันยังมาไม่ถึงเลย ต้องรออีกกี่วันคะ',
        'ฉันลืมรหัสผ่านต้องทำอย่างไร',
      ]),
    );
    expect(reasons(result)).toEqual(['near-duplicate', 'near-duplicate']);
    expect(result.kept).toHaveLength(4);
  });

  it('keeps the first, the longest or the best scored of a group', async () => {
    const given = asRows([
      'one two three four five six',
      'one two three four five six seven',
      'one two three four five',
    ]);
    const options = { threshold: 0.5 };
    expect(texts(await run(given, options))).toEqual(['one two three four five six']);
    expect(texts(await run(given, { ...options, keep: 'longest' }))).toEqual(['one two three four five six seven']);
    const noted = samplesOf(given).map(
      (sample, row): Sample => ({ ...sample, notes: row === 0 ? {} : { score: row } }),
    );
    expect(await keptOf(datasetOf(noted), { ...options, keep: { best: 'score' } })).toEqual([2]);
  });

  it('lets real samples win, whatever is kept else', async () => {
    const given = asRows([
      'please send me a new card today',
      'please send me one new card today and soon thanks a lot',
    ]);
    const result = await run(given, { threshold: 0.6, keep: 'longest' }, asRows(['please send me a new card']));
    expect(result.kept.map(({ origin }) => origin.real)).toEqual([true, false]);
    expect(reasons(result)).toEqual(['near-copy-of-real']);
  });

  it('keeps texts without words, and treats them as unlike', async () => {
    expect((await run(asRows(['', '', '!!!', '?']))).dropped).toEqual([]);
    expect((await run([])).outcomes).toEqual([]);
  });

  it('gives the same verdict whatever the size of batches', async () => {
    const samples = samplesOf(asRows(messages(300)));
    const whole = await keptOf(datasetOf(samples));
    expect(await keptOf(rowByRow(samples))).toEqual(whole);
    expect(whole.length).toBeLessThan(290);
  });

  it('refuses a shingle that makes no sense', () => {
    const parse = (shingle: unknown) => nearDuplicates.step.options.safeParse({ field: 'text', shingle }).success;
    expect(parse({ words: [1, 2] })).toBe(true);
    expect(parse({ words: [3, 2] })).toBe(false);
    expect(parse({ words: 0 })).toBe(false);
    expect(parse({ characters: 5, words: 2 })).toBe(false);
  });
});

describe('against another set', () => {
  const files = { 'old/a.csv': 'q\nplease send me a new card today\nplease send me one more card today\n' };
  const against = { path: 'old/*.csv', field: 'q' };
  const held = (given: readonly string[], options: object = {}, more: object = {}) =>
    runStep(nearDuplicates, { given: asRows(given), with: { field: 'text', against, ...options }, files, ...more });

  it('drops what is nearly there, real or not; rows there are like none and never put out', async () => {
    const real = asRows(['please send me a new card now']);
    const result = await held(
      ['where is my card', 'Please send me one more card now!', 'so where is my card'],
      { threshold: 0.5, keep: 'longest' },
      { real },
    );
    expect(texts(result)).toEqual(['so where is my card']);
    expect(reasons(result)).toEqual(['near-duplicate', 'near-copy-of-other-set', 'near-copy-of-other-set']);
    expect(result.touches.filesHash).toMatch(/^[0-9a-f]{32}$/);
  });

  it('decides as comparing all with all would: every row there counts, and a sample that went for it does not', async () => {
    const all = messages(700);
    const [rows, given] = [all.slice(0, 300), all.slice(300)];
    const [there, sets] = [setsOf(rows), setsOf(given)];
    const isThere = sets.map((set) => there.some((other) => jaccard(set, other) >= 0.5));
    const csv = { 'old/a.csv': `q\n${rows.join('\n')}\n` };
    const result = await held(given, { threshold: 0.5, shingle: { words: [1, 2] } }, { files: csv });
    const rowOf = ({ data }: Sample) => given.indexOf(data.text as string);
    const gone = result.dropped.filter(({ reason }) => reason === 'near-copy-of-other-set');
    expect(gone.length).toBeGreaterThan(100);
    expect(gone.filter(({ sample }) => isThere[rowOf(sample)] === false)).toEqual([]);
    const left = result.kept.map(rowOf);
    expect(left.filter((row) => isThere[row]).length).toBeLessThan(gone.length / 50); // no band of theirs is the same
    const isLike = (row: number) => left.some((other) => jaccard(sets[row]!, sets[other]!) >= 0.5);
    for (const { sample, reason } of result.dropped)
      if (reason === 'near-duplicate') expect(isLike(rowOf(sample)), sample.id).toBe(true);
  });

  it('finds the copies of thousands of rows that are all half alike', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `the order ${i} of the ${i % 7} came ${i % 11} days too late`);
    const given = rows.filter((_, i) => i % 30 === 0).map((row) => `${row}!`);
    const csv = { 'old/a.csv': `q\n${rows.join('\n')}\n` };
    const { kept, dropped } = await held([...given, 'nothing of it'], { threshold: 0.5 }, { files: csv });
    expect(kept.map(({ data }) => data.text)).toEqual(['nothing of it']);
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(new Set(['near-copy-of-other-set']));
  });

  it('tells mistakes of the files before the run, and copes with no samples', async () => {
    expect((await held([])).outcomes).toEqual([]);
    await expect(held([], { against: 'old/a.csv' })).rejects.toThrow('no row of `old/a.csv` has `text`');
    await expect(held([], { against: 'old/b.csv' })).rejects.toMatchObject({ code: 'missing-file' });
    const cut = { 'old/a.csv': 'q\nfine\n"never closed\n' };
    await expect(held([], {}, { files: cut })).rejects.toMatchObject({ where: { file: 'old/a.csv', line: 3 } });
  });
});

async function keptOf(samples: Dataset, more: object = {}): Promise<number[]> {
  const { step } = nearDuplicates;
  const options = step.options.parse({ field: 'text', ...more });
  const context = { options, signal: new AbortController().signal };
  for await (const said of step.run(samples, context as never))
    if (said.kind === 'rows') return keptRows(said, samples.size);
  throw new Error('no verdict');
}

/** The same dataset with a block for every row. */
function rowByRow(samples: readonly Sample[]): Dataset {
  return {
    ...datasetOf(samples),
    async *blocks() {
      for (const sample of samples) yield* datasetOf([sample]).blocks();
    },
  };
}
