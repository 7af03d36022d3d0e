import { describe, expect, it } from 'vitest';
import type { Fields } from '../core/sample.ts';
import { oneText } from '../kernels/kernels.ts';
import { openKernels } from '../kernels/open.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { exactDuplicates } from './exact-duplicates.ts';

const run = (given: readonly Fields[], options: object = {}, real: readonly Fields[] = []) =>
  runStep(exactDuplicates, { given, real, with: options });
const kept = (result: StepResult) => result.kept.map(({ data }) => data);
const reasons = (result: StepResult) => result.dropped.map(({ reason }) => reason);

/** Two texts of one hash. */
const COLLIDING = ['The quiet window met the red stone.', 'The small river left the early lamp.'] as const;
const hashOf = (text: string) => openKernels().hashes(oneText(Buffer.from(JSON.stringify(text))))[0];

describe('exact-duplicates', () => {
  it('keeps the first of equal samples, in order', async () => {
    const result = await run([{ text: 'b' }, { text: 'a' }, { text: 'b' }, { text: 'c' }, { text: 'a' }]);
    expect(kept(result)).toEqual([{ text: 'b' }, { text: 'a' }, { text: 'c' }]);
    expect(reasons(result)).toEqual(['duplicate', 'duplicate']);
  });

  it('compares all fields whatever their order, and types', async () => {
    const result = await run([
      { a: 1, b: 'x' },
      { b: 'x', a: 1 },
      { a: '1', b: 'x' },
      { a: 1 },
      { a: 1, b: null },
      { a: [1, ['x']] },
      { a: [1, ['x']] },
    ]);
    expect(result.kept).toHaveLength(5);
  });

  it('compares only the fields named, and does not run them together', async () => {
    const given = [
      { a: 'x', b: 'yz', id: 1 },
      { a: 'xy', b: 'z', id: 2 },
      { a: 'x', b: 'yz', id: 3 },
    ];
    expect(kept(await run(given, { field: ['a', 'b'] })).map(({ id }) => id)).toEqual([1, 2]);
    expect(kept(await run(given, { field: 'b' })).map(({ id }) => id)).toEqual([1, 2]);
    expect((await run(given)).kept).toHaveLength(3);
  });

  it('ignores what it is told to ignore, and nothing else', async () => {
    const given = [{ t: 'Hello, World!' }, { t: 'hello world' }, { t: ' Hello,  World! ' }, { t: 'HELLO, WORLD!' }];
    expect((await run(given)).kept).toHaveLength(4);
    expect((await run(given, { ignore: ['case'] })).kept).toHaveLength(3);
    expect((await run(given, { ignore: ['spaces'] })).kept).toHaveLength(3);
    expect((await run(given, { ignore: ['case', 'spaces', 'punctuation'] })).kept).toHaveLength(1);
    const symbols = [{ t: 'C' }, { t: 'C++' }, { t: 'cafe\u0301' }, { t: 'café' }];
    expect((await run(symbols, { ignore: ['punctuation'] })).kept).toHaveLength(3);
  });

  it('lets real samples win, and says so', async () => {
    const result = await run([{ t: 'a' }, { t: 'b' }, { t: 'b' }], {}, [{ t: 'a' }, { t: 'a' }]);
    expect(result.kept.map(({ data, origin }) => [data.t, origin.real])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(reasons(result).sort()).toEqual(['copy-of-real', 'duplicate', 'duplicate']);
  });

  it('tells 30,000 long and odd texts apart as a Set does', async () => {
    const given = Array.from({ length: 30_000 }, (_, i) => ({ t: `é😀${'x'.repeat(i % 61)}${(i * 7) % 20_011}` }));
    const result = await run(given);
    expect(result.kept).toHaveLength(new Set(given.map(({ t }) => t)).size);
  });

  it('tells values apart whatever their kind, in one field as in several', async () => {
    const values = [
      '1',
      1,
      '',
      null,
      'null',
      true,
      'true',
      [],
      '[]',
      ['a'],
      { a: 1, b: 2 },
      '\ud83d',
      '\ude00',
      '\ufffd',
      0.5,
    ];
    const given = [...values, ...values, { b: 2, a: 1 }, undefined].map((t) => (t === undefined ? {} : { t }));
    for (const options of [{ field: 't' }, { field: ['t', 'other'] }, {}]) {
      // with a field, null and none repeat nothing: all three stay; without, a missing one is not null
      const rest = Object.keys(options).length === 0 ? 1 : 2;
      expect((await run(given as Fields[], options)).kept).toHaveLength(values.length + rest);
    }
  });

  it('tells apart texts that share a hash', async () => {
    const [a, b] = COLLIDING;
    expect(hashOf(a)).toBe(hashOf(b)); // of the canonical JSON, as the step compares them
    const given = [{ t: a }, { t: b }, { t: a }, { t: 'c' }, { t: b }];
    for (const options of [{ field: 't' }, { field: 't', ignore: ['case'] }]) {
      const result = await run(given, options, [{ t: b }]);
      expect(result.kept.map(({ data, origin }) => [data.t, origin.real])).toEqual([
        [b, true],
        [a, false],
        ['c', false],
      ]);
      expect(reasons(result).sort()).toEqual(['copy-of-real', 'copy-of-real', 'duplicate']);
    }
  });

  it('copes with nothing', async () => {
    expect((await run([])).outcomes).toEqual([]);
  });
});

it.each([['text'], [['text', 'other']]])('samples without %s repeat nothing', async (field) => {
  const real = [{ document: 'one' }, { document: 'two' }];
  const { kept } = await runStep(exactDuplicates, {
    real,
    given: [{ document: 'three' }, { text: 'a' }],
    with: { field },
  });
  expect(kept).toHaveLength(4);
});

describe('against another set', () => {
  const files = { 'old.jsonl': '{"text":"a","id":1}\n{"text":"c","id":2}\n{"text":"c","id":3}\n{"id":4}\n' };
  const held = (given: readonly Fields[], options: object, more: object = {}) =>
    runStep(exactDuplicates, { given, with: { field: 'text', against: 'old.jsonl', ...options }, files, ...more });

  it('drops what is there, real or not, and nothing else', async () => {
    const given = [{ text: 'a' }, { text: 'b' }, { text: 'a' }, { text: 'b' }, { other: 'none' }, { text: 'r' }];
    const result = await held(given, {}, { real: [{ text: 'c' }, { text: 'r' }] });
    expect(kept(result)).toEqual([{ text: 'r' }, { text: 'b' }, { other: 'none' }]);
    expect(result.dropped.map(({ sample, reason }) => [sample.data.text, reason])).toEqual([
      ['b', 'duplicate'],
      ['r', 'copy-of-real'],
      ['c', 'copy-of-other-set'],
      ['a', 'copy-of-other-set'],
      ['a', 'copy-of-other-set'],
    ]);
    expect(result.touches).toMatchObject({ reads: ['text'], repeats: ['duplicate'] });
  });

  it('knows fields by other names there, several, or all of them', async () => {
    const given = [
      { q: 'a', n: 1 },
      { q: 'a', n: 2 },
      { q: 'C ', n: 3 },
    ];
    const there = { path: 'old.jsonl', field: ['text', 'id'] };
    const result = await held(given, { field: ['q', 'n'], ignore: ['case', 'spaces'], against: there });
    expect(kept(result)).toEqual([given[1]]);
    const whole = await held([{ id: 1, text: 'a' }, { text: 'a' }, { id: 4 }], { field: undefined });
    expect(kept(whole)).toEqual([{ text: 'a' }]);
    const parse = (options: object) => exactDuplicates.step.options.safeParse(options).success;
    expect(parse({ field: 'q', against: there })).toBe(false);
    expect(parse({ against: { path: 'a.csv', field: 'q' } })).toBe(false);
    expect(parse({ field: 'q', against: { path: ['a.csv', 'b/*.csv'] } })).toBe(true);
  });

  it('is not misled by a text that shares a hash with a row', async () => {
    const [a, b] = COLLIDING;
    const result = await held(
      [{ t: a }, { t: b }],
      { field: 't' },
      { files: { 'old.jsonl': JSON.stringify({ t: b }) } },
    );
    expect(kept(result)).toEqual([{ t: a }]);
    expect(reasons(result)).toEqual(['copy-of-other-set']);
  });

  it('agrees with a Set on many rows, with other rows between, whatever the way they are read', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => ({ t: `é ${(i * 7919) % 40_009}` }));
    const given = Array.from({ length: 10_000 }, (_, i) => ({ t: `é ${(i * 31) % 45_007}`, n: 1 }));
    const there = new Set(rows.map(({ t }) => t));
    const expected = new Set(given.map(({ t }) => t).filter((t) => !there.has(t)));
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    for (const options of [{ field: 't' }, { field: 't', ignore: ['case'] }]) {
      const result = await held(given, options, { files: { 'old.jsonl': lines } });
      expect(new Set(result.kept.map(({ data }) => data.t))).toEqual(expected);
      expect(result.kept).toHaveLength(expected.size);
    }
  });

  it('tells mistakes of the files before the run, and a hash of them', async () => {
    await expect(held([], { against: 'none.jsonl' })).rejects.toMatchObject({ code: 'missing-file' });
    await expect(held([], { field: 'q' })).rejects.toThrow('no row of `old.jsonl` has `q`');
    const hashOf = async (content: string) =>
      (await held([], {}, { files: { 'old.jsonl': content } })).touches.filesHash;
    expect(await hashOf('{"text":"a"}')).not.toBe(await hashOf('{"text":"b"}'));
    expect(await hashOf('{"text":"a"}')).toBe(await hashOf('{"more":1,"text":"a"}'));
  });
});
