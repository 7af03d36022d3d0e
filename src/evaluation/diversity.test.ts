import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../math/random.ts';
import { runStep, type StepResult } from '../testing/test-step.ts';
import { diversity } from './diversity.ts';

const random = seededRandom('diversity test');
const VOCABULARY = Array.from({ length: 900 }, (_, i) => `word${i}`);
/** Texts in which common words come often, as in a language. */
const prose = (texts: number, words = 25): string[] =>
  Array.from({ length: texts }, () =>
    Array.from({ length: words }, () => VOCABULARY[Math.floor(random() ** 3 * VOCABULARY.length)]).join(' '),
  );

/** Letters counted: texts with like words get like vectors. */
const embed = (text: string) => {
  const counts = Array.from({ length: 64 }, () => 0);
  for (const word of text.split(' ')) counts[Number(word.replace(/\D/g, '')) % 64]!++;
  return counts;
};

const run = (texts: readonly string[], options: object = {}) =>
  runStep(diversity, { given: texts.map((text) => ({ text })), with: { field: 'text', ...options }, embed });

const key = (name: string, labels: Readonly<Record<string, string>>) =>
  [name, ...Object.values(labels).filter((label) => label !== 'text')].join(' ');
const all = (result: StepResult) => new Map(result.measures.map((each) => [key(each.name, each.labels), each.value]));

/** Higher is more varied. */
const RISING = ['distinct 1', 'distinct 2', 'distinct 3', 'mtld', 'vendi-share 2'];
const FALLING = [
  'duplicate-share',
  'self-repetition',
  'repeated-phrases 4',
  'compression-ratio gzip',
  'compression-ratio zstd',
];
/** Measures of the distribution over meanings: they fall when a few take over, whatever the number of texts. */
const SPREAD = ['dispersion', 'vendi 2'];

async function expectLess(
  before: readonly string[],
  after: readonly string[],
  rising: readonly string[],
): Promise<void> {
  const [then, now] = [all(await run(before, { embedder: 'e' })), all(await run(after, { embedder: 'e' }))];
  for (const name of rising) expect(now.get(name), name).toBeLessThan(then.get(name)!);
  for (const name of FALLING) expect(now.get(name), name).toBeGreaterThan(then.get(name)!);
}

describe('diversity', () => {
  it('says every measure', async () => {
    const measured = all(await run(prose(60), { embedder: 'e' }));
    const rest = ['texts', 'texts-measured', 'texts-embedded'];
    expect([...measured.keys()].sort()).toEqual([...RISING, ...FALLING, ...SPREAD, ...rest].sort());
  });

  it.each([5, 20, 50, 100])('finds a dataset less varied when copies of %d rows in a hundred join', async (percent) => {
    const texts = prose(100);
    await expectLess(texts, [...texts, ...shuffled(random, texts).slice(0, percent)], RISING);
  });

  it('finds a dataset less varied when one text takes over, in meaning too', async () => {
    const texts = prose(100);
    await expectLess(texts, [...texts, ...Array.from({ length: 50 }, () => texts[7]!)], [...RISING, ...SPREAD]);
  });

  it('finds the same number of different meanings when all is there twice', async () => {
    const texts = prose(100);
    const [once, twice] = [
      all(await run(texts, { embedder: 'e' })),
      all(await run([...texts, ...texts], { embedder: 'e' })),
    ];
    expect(twice.get('vendi 2')).toBeCloseTo(once.get('vendi 2')!, 4);
    expect(twice.get('dispersion')).toBeLessThan(once.get('dispersion')!);
  });

  it('compresses as gzip does, level 9, texts joined by a space', async () => {
    const texts = prose(40);
    const bytes = Buffer.from(texts.join(' '));
    const ratio = bytes.length / gzipSync(bytes, { level: 9 }).length;
    expect(all(await run(texts)).get('compression-ratio gzip')).toBeCloseTo(ratio, 12);
  });

  it('does not embed unless a role is given', async () => {
    const result = await run(prose(5));
    expect(result.touches).toEqual({ reads: ['text'], embeds: [] });
    expect(all(result).has('dispersion')).toBe(false);
  });

  it('measures groups too, the largest first', async () => {
    const given = ['a b c d e', 'f g h i j', 'same old words', 'same old words', 'k l m n'].map((text, i) => ({
      text,
      kind: i < 2 || i > 3 ? 'fresh' : 'stale',
    }));
    const result = await runStep(diversity, { given, with: { field: 'text', per: 'kind' } });
    const of = (group: string | undefined) =>
      result.measures.find((each) => each.name === 'distinct' && each.labels.n === '1' && each.labels.group === group)
        ?.value;
    expect([of(undefined), of('fresh'), of('stale')]).toEqual([17 / 20, 1, 0.5]);
    const one = await runStep(diversity, { given, with: { field: 'text', per: 'kind', groups: 1 } });
    expect(new Set(one.measures.map((each) => each.labels.group))).toEqual(new Set([undefined, 'fresh']));
  });

  it('draws a sample where there are too many, the same for the same seed', async () => {
    const texts = prose(300, 8);
    const [first, again] = [all(await run(texts, { sample: 50 })), all(await run(texts, { sample: 50 }))];
    expect([first.get('texts'), first.get('texts-measured')]).toEqual([300, 50]);
    expect(again).toEqual(first);
    const whole = all(await run(texts));
    expect(first.get('distinct 1')).toBeGreaterThan(whole.get('distinct 1')!); // fewer texts, fewer repeats
  });

  it('embeds no more texts than it may', async () => {
    expect(all(await run(prose(150), { embedder: 'e', embedded: 70 })).get('texts-embedded')).toBe(70);
  });

  it('measures the synthetic samples, unless told', async () => {
    const given = [{ text: 'made' }];
    const real = [{ text: 'real' }, { text: 'real too' }];
    const texts = async (options: object, synthetic = given) =>
      all(await runStep(diversity, { given: synthetic, real, with: { field: 'text', ...options } })).get('texts');
    expect([await texts({}), await texts({ of: 'real' }), await texts({ of: 'all' }), await texts({}, [])]).toEqual([
      1, 2, 3, 2,
    ]);
  });

  it('copes with no texts and with empty ones', async () => {
    expect(all(await run([])).get('texts')).toBe(0);
    expect(all(await run(['', ''], { embedder: 'e' })).get('duplicate-share')).toBe(0.5);
  });
});
