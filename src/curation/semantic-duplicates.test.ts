import { describe, expect, it } from 'vitest';
import { fault } from '../core/errors.ts';
import type { Dataset, Fields, Sample } from '../core/sample.ts';
import { drawIndex, drawNormal, drawOne, seededRandom, shuffled } from '../math/random.ts';
import { cosine } from '../math/spherical-kmeans.ts';
import { keptRows } from '../testing/kept-rows.ts';
import { datasetOf, samplesOf } from '../testing/samples.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { semanticDuplicates } from './semantic-duplicates.ts';

/** Texts are `angle` in degrees, so that the cosine of two is known. */
const angled = (text: string) => {
  const angle = (Number.parseFloat(text) * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};
const run = (given: readonly Fields[], options: object = {}, more: object = {}) =>
  runStep(semanticDuplicates, {
    given,
    embed: angled,
    with: { field: 'text', embedder: 'near', threshold: Math.cos((10 * Math.PI) / 180), ...options },
    ...more,
  });
const asRows = (each: readonly string[]) => each.map((text) => ({ text }));
const texts = (result: StepResult) => result.kept.map(({ data }) => data.text);
const reasons = (result: StepResult) => result.dropped.map(({ reason }) => reason);

describe('semantic-duplicates', () => {
  it('drops what is as near as the threshold, and keeps the rest', async () => {
    const result = await run(asRows(['0', '9', '20', '31', '28']));
    expect(texts(result)).toEqual(['0', '20', '31']);
    expect(reasons(result)).toEqual(['semantic-duplicate', 'semantic-duplicate']);
  });

  it('decides as closely as floats do', async () => {
    const angle = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
    const near = asRows(['0', '9.999', '100', '110.001']);
    expect(texts(await run(near, { threshold: angle(10) }))).toEqual(['0', '100', '110.001']);
    expect(texts(await run(asRows(['5', '5.0', '5.1']), { threshold: 1 }))).toEqual(['5', '5.1']);
  });

  it('drops nothing without something alike that stays: a chain keeps every second link', async () => {
    expect(texts(await run(asRows(['0', '8', '16', '24', '32'])))).toEqual(['0', '16', '32']);
  });

  it('embeds each different text once, and none that is empty', async () => {
    const seen: string[] = [];
    const embed = (text: string) => {
      if (text !== '') seen.push(text); // the test embedder asks '' for its dimensions
      return angled(text || '0');
    };
    const result = await run(asRows(['40', '', '40', ' ', '40', '']), {}, { embed });
    expect(seen).toEqual(['40']);
    expect(texts(result)).toEqual(['40', '', ' ', '']);
  });

  it('keeps the longest, or the best scored', async () => {
    expect(texts(await run(asRows(['0', '1.00', '2.0']), { keep: 'longest' }))).toEqual(['1.00']);
    const samples = samplesOf(asRows(['0', '1', '2'])).map(
      (sample, row): Sample => ({ ...sample, notes: row === 0 ? {} : { score: row } }),
    );
    expect(await keptTexts(samples, { keep: { best: 'score' } })).toEqual(['2']);
  });

  it('lets real samples win, and names what repeats one', async () => {
    const result = await run(asRows(['11', '1', '50', '52.00']), { keep: 'longest' }, { real: asRows(['2']) });
    expect(texts(result)).toEqual(['2', '52.00']);
    expect(reasons(result).toSorted()).toEqual([
      'semantic-copy-of-real',
      'semantic-copy-of-real',
      'semantic-duplicate',
    ]);
  });

  it('compares with real samples alone where that is asked', async () => {
    const result = await run(asRows(['1', '50', '51', '50']), { within: false }, { real: asRows(['2', '3', '2']) });
    expect(texts(result)).toEqual(['2', '3', '2', '50', '51', '50']);
    expect(reasons(result)).toEqual(['semantic-copy-of-real']);
  });

  it('asks the second embedder about texts of doubtful pairs alone, and follows it there', async () => {
    const better = new Map([
      ['0', [1, 0]],
      ['12', [1, 0.01]], // the first says just unlike, the second the same
      ['90', [1, 0]],
      ['98', [0, 1]], // the first says just alike, the second other
    ]);
    const asked: string[] = [];
    const result = await keptTexts(samplesOf(asRows(['0', '12', '90', '98', '180', '180.1'])), {
      second: { embedder: 'better', threshold: 0.9, margin: 0.01 },
      embedders: {
        better: (text: string) => {
          asked.push(text);
          return better.get(text)!;
        },
      },
    });
    expect(result).toEqual(['0', '90', '98', '180']);
    expect(asked.toSorted()).toEqual(['0', '12', '90', '98']); // 180 and 180.1 are certain
  });

  it('says the same whatever the order, where the first is not asked for', async () => {
    const random = seededRandom('order');
    const samples = samplesOf(asRows(Array.from({ length: 300 }, () => `${drawIndex(random, 3600) / 10}`)));
    const keep = { keep: 'longest' };
    const kept = (await keptTexts(samples, keep)).toSorted();
    expect(kept.length).toBeLessThan(60);
    for (let nth = 0; nth < 3; nth++)
      expect((await keptTexts(shuffled(random, samples), keep)).toSorted()).toEqual(kept);
  });

  it('says the same whatever the size of batches', async () => {
    const random = seededRandom('batches');
    const samples = samplesOf(asRows(Array.from({ length: 200 }, () => `${drawIndex(random, 360)}`)));
    const whole = datasetOf(samples);
    const single: Dataset = {
      ...whole,
      async *texts(field) {
        for await (const { utf8, offsets, firstRow, real } of whole.texts(field))
          for (let at = 0; at + 1 < offsets.length; at++)
            yield {
              firstRow: firstRow + at,
              real: real.slice(at, at + 1),
              utf8: utf8.slice(offsets[at]!, offsets[at + 1]!),
              offsets: Uint32Array.of(0, offsets[at + 1]! - offsets[at]!),
            };
      },
    };
    expect(await keptTexts(samples, { dataset: single })).toEqual(await keptTexts(samples, {}));
  });

  it('finds what comparing all with all finds, also in more texts than are compared with all', async () => {
    const random = seededRandom('many');
    const draw = () => Float32Array.from({ length: 32 }, () => drawNormal(random));
    const topics = Array.from({ length: 60 }, draw);
    const vectors = Array.from({ length: 4200 }, () => {
      const topic = drawOne(random, topics);
      return unit(draw().map((value, at) => value + topic[at]!));
    });
    vectors.push(...vectors.map((vector) => unit(vector.map((value) => value + drawNormal(random) * 0.04))));
    const given = samplesOf(asRows(vectors.map((_, at) => `${at}`)));
    const embed = (text: string) => vectors[Number(text)]!;
    const kept = (await keptTexts(given, { threshold: 0.93, embedders: { near: embed } })).map(Number);
    const alike = (a: number, b: number) => cosine(vectors[a]!, vectors[b]!) >= 0.93;
    const brute: number[] = [];
    for (const row of vectors.keys()) if (!brute.some((other) => alike(other, row))) brute.push(row);
    expect(vectors.length - brute.length).toBeGreaterThan(3500);
    expect((vectors.length - kept.length) / (vectors.length - brute.length)).toBeGreaterThan(0.99);
    expect(kept.length).toBeGreaterThan(brute.length * 0.99);
  });

  it('fails the sample whose text the embedder cannot take, and judges the others', async () => {
    const embed = (text: string) => {
      if (text === 'too long') throw fault('too-long', { model: 'near', detail: '' });
      return angled(text || '0');
    };
    const result = await run(asRows(['0', 'too long', '5', '40']), {}, { embed });
    expect(texts(result)).toEqual(['0', '40']);
    expect(reasons(result)).toEqual(['semantic-duplicate']);
    expect(result.failed.map(({ code }) => code)).toEqual(['too-long']);
  });

  it('takes vectors from a field, and fails the samples that bring none', async () => {
    const given = ['0', '9', '20', '5', '6', '7', '8'].map((text) => ({ text, vector: angled(text) as unknown }));
    given[3]!.vector = 'none';
    given[4]!.vector = [1, 0, 0];
    given[5]!.vector = [0, 0];
    given[6]!.vector = [1, null];
    const options = { embedder: undefined, vectors: 'vector' };
    const result = await run(given as Fields[], options);
    expect(texts(result)).toEqual(['0', '20']);
    expect(reasons(result)).toEqual(['semantic-duplicate']);
    expect(result.failed.map(({ code }) => code)).toEqual(Array(4).fill('no-vector'));
    const real = [{ text: '21', vector: angled('21') }, { text: '99' }];
    const beside = await run(given.slice(0, 3) as Fields[], options, { real });
    expect(texts(beside)).toEqual(['21', '99', '0']); // a real one without a vector stays
  });

  it('wants an embedder or a field of vectors, and not both', async () => {
    const parse = (options: object) => semanticDuplicates.step.options.safeParse({ field: 'text', ...options });
    expect(parse({}).success).toBe(false);
    expect(parse({ embedder: 'a', vectors: 'b' }).error?.message).toContain('one of them');
    expect(await semanticDuplicates.step.touches(parse({ vectors: 'b' }).data!, 'check' as never)).toMatchObject({
      reads: ['text', 'b'],
      embeds: [],
    });
  });

  it('takes no samples, and a field of lists', async () => {
    expect((await run([])).kept).toEqual([]);
    const result = await run([{ text: ['5'] }, { text: ['6'] }]);
    expect(result.dropped).toHaveLength(1);
  });
});

describe('against another set', () => {
  const files = { 'old.csv': 'angle\n0\n3\n6\n90\n' };
  const held = (given: readonly string[], options: object = {}, more: object = {}) =>
    run(asRows(given), { against: { path: 'old.csv', field: 'angle' }, ...options }, { files, ...more });

  it('drops what means the same as a row there, real or not; rows there are like none and never put out', async () => {
    const result = await held(['15', '13.0', '30', '38.00', '0'], { keep: 'longest' }, { real: asRows(['85', '50']) });
    expect(texts(result)).toEqual(['50', '38.00']);
    expect(result.dropped.map(({ sample, reason }) => [sample.data.text, reason])).toEqual([
      ['30', 'semantic-duplicate'],
      ['85', 'semantic-copy-of-other-set'],
      ['15', 'semantic-copy-of-other-set'],
      ['13.0', 'semantic-copy-of-other-set'],
      ['0', 'semantic-copy-of-other-set'],
    ]);
    expect(result.touches.filesHash).toMatch(/^[0-9a-f]{32}$/);
  });

  it('compares with it alone where that is asked, and with real ones, which are compared with none', async () => {
    const result = await held(['15', '30', '31', '48'], { within: false }, { real: asRows(['85', '50', '51']) });
    expect(texts(result)).toEqual(['85', '50', '51', '30', '31']);
    expect(reasons(result)).toEqual(['semantic-copy-of-real', 'semantic-copy-of-other-set']);
  });

  it('lets the second embedder decide of its rows too', async () => {
    const second = { embedder: 'better', threshold: 0.99, margin: 0.05 };
    expect(reasons(await held(['15'], { second }))).toEqual([]); // the second is the same here, and stricter
    expect(reasons(await held(['6.1'], { second }))).toEqual(['semantic-copy-of-other-set']);
  });

  it('takes vectors from the files, and tells bad ones with their lines', async () => {
    const options = { embedder: undefined, vectors: 'vector', against: { path: 'old.jsonl', vectors: 'v' } };
    const given = ['15', '60'].map((text) => ({ text, vector: angled(text) }));
    const lines = (...rows: object[]) => ({
      files: { 'old.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') },
    });
    const good = [{ text: 'x', v: angled('14') }, { text: '' }, { v: [] }];
    const result = await run(given, options, lines(...good));
    expect(texts(result)).toEqual(['60']);
    for (const v of [undefined, 'none', [0, 0], [1, 2, 3]])
      await expect(run(given, options, lines(...good, { text: 'y', v }))).rejects.toMatchObject({
        where: { file: 'old.jsonl', line: 4 },
      });
    await expect(run(given, options, lines({ text: 'x', v: [1, 2, 3] }))).rejects.toThrow('has 3 numbers');
    const refused = semanticDuplicates.step.options.safeParse({
      field: 'text',
      embedder: 'a',
      against: options.against,
    });
    expect(refused.error?.message).toContain('no `vectors`');
  });

  it('counts rows that the embedder cannot take, and lets them fail nothing', async () => {
    const embed = (text: string) => {
      if (text === '3') throw fault('too-long', { model: 'near', detail: '' });
      return angled(text || '0');
    };
    const result = await held(['15', '40'], {}, { embed });
    expect(texts(result)).toEqual(['40']);
    expect(result.measures).toEqual([{ name: 'other-set-not-compared', value: 1, unit: 'texts', labels: {} }]);
    expect(result.failed).toEqual([]);
  });

  it('tells mistakes of the files before the run, and copes with no samples', async () => {
    expect((await held([])).outcomes).toEqual([]);
    await expect(held([], { against: 'old.csv' })).rejects.toThrow('no row of `old.csv` has `text`');
    await expect(held([], { against: 'none.csv' })).rejects.toMatchObject({ code: 'missing-file' });
  });
});

const unit = (vector: Float32Array) => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

interface Asked {
  readonly dataset?: Dataset;
  readonly embedders?: Readonly<Record<string, (text: string) => ArrayLike<number>>>;
  readonly [option: string]: unknown;
}

/** Runs the step on samples as they are, with an embedder for each role. */
async function keptTexts(
  samples: readonly Sample[],
  { embedders = {}, dataset = datasetOf(samples), ...more }: Asked,
): Promise<string[]> {
  const { step } = semanticDuplicates;
  const options = step.options.parse({ field: 'text', embedder: 'near', threshold: 0.9848, ...more });
  const embedder = (role: string) => ({
    embed: async (each: readonly string[]) => each.map((text) => Float32Array.from((embedders[role] ?? angled)(text))),
  });
  const context = { options, signal: new AbortController().signal, embedder, random: seededRandom('run') };
  for await (const said of step.run(dataset, context as never))
    if (said.kind === 'rows') return keptRows(said, samples.length).map((row) => samples[row]!.data.text as string);
  throw new Error('no verdict');
}
