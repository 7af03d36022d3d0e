/** What a step says of one sample does not depend on the others, and what it says of all does not depend on their order. */
import { describe, expect, it } from 'vitest';
import type { AnyStep } from '../core/define.ts';
import type { Fields, Sample } from '../core/sample.ts';
import { drawIndex, drawOne, seededRandom, shuffled } from '../math/random.ts';
import { runStep } from '../testing/test-step.ts';
import { decontaminate } from './decontaminate.ts';
import { exactDuplicates } from './exact-duplicates.ts';
import { judge } from './judge.ts';
import { length } from './length.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { pii } from './pii.ts';
import { quality } from './quality.ts';
import { toxicity } from './toxicity.ts';
import { validate } from './validate.ts';

const random = seededRandom('independence test');
const PIECES = [
  'The river rose in spring and took the old bridge with it. ',
  'Write to anna.berg@example.org or call +44 20 7946 0958 before noon. ',
  'As an AI language model, I cannot help with that. ',
  'you stupid bastard, ',
  'A farmer has 17 sheep and buys 12 more; how many sheep does the farmer have after the market closes? ',
  'Größe, Café, 東京都に住んでいます。 ',
  'again and again and again and again and again and again ',
  'Mary Johnson lives at 12 Baker Street, London. ',
  'and ',
];
const texts = Array.from(
  { length: 60 },
  (_, i) => `${Array.from({ length: 1 + drawIndex(random, 8) }, () => drawOne(random, PIECES)).join('')}No. ${i}`,
);
const given: readonly Fields[] = texts.map((text) => ({ text }));
const benchmark = '{"question":"A farmer has 17 sheep and buys 12 more; how many sheep does the farmer have"}\n';

interface Trial {
  readonly step: { readonly step: AnyStep };
  readonly with: object;
}

const trials: readonly Trial[] = [
  { step: quality, with: { field: 'text' } },
  { step: decontaminate, with: { field: 'text', against: 'benchmark.jsonl' } },
  { step: pii, with: { fields: ['text'], action: 'replace' } },
  { step: toxicity, with: { field: 'text' } },
  { step: length, with: { field: 'text', words: '10..60' } },
  { step: validate, with: { fields: { text: { notContains: ['river'] } } } },
  { step: judge, with: { model: 'judge', about: 'They are notes.', criteria: ['natural'], keepFrom: { natural: 3 } } },
];

/** What a step said of each text, however it stood among others. */
async function verdicts({ step, with: options }: Trial, rows: readonly Fields[]): Promise<Map<string, string>> {
  const { kept, dropped } = await runStep(step, {
    given: rows.map((row) => ({ ...row, was: row.text as string })),
    with: options,
    files: { 'benchmark.jsonl': benchmark },
    script: ({ messages }) => ({ value: { reasoning: 'so', score: 1 + (JSON.stringify(messages).length % 5) } }),
  });
  const said = new Map<string, string>();
  const note = ({ data, notes }: Sample, verdict: string) =>
    said.set(data.was as string, JSON.stringify([verdict, data, notes]));
  for (const sample of kept) note(sample, 'kept');
  for (const { sample, reason } of dropped) note(sample, reason);
  return said;
}

describe('a step that is shown one sample', () => {
  it.each(trials.map((trial) => [trial.step.step.name, trial] as const))(
    '%s says of each what it says of it alone',
    async (_, trial) => {
      const whole = await verdicts(trial, given);
      expect(whole.size).toBe(given.length);
      expect(new Set(whole.values()).size).toBeGreaterThan(1);
      for (const part of [given.toReversed(), given.filter((_, row) => row % 3 !== 1), given.slice(7, 8)])
        for (const [text, verdict] of await verdicts(trial, part)) expect(verdict).toBe(whole.get(text));
    },
  );
});

describe('a step that is shown all', () => {
  const copies = texts
    .slice(0, 20)
    .flatMap((text, i) => [text, i % 2 === 0 ? text : `${text} ${'more '.repeat(1 + (i % 3))}`]);
  const all = [...texts, ...copies].map((text) => ({ text }));
  const lengths = new Set<number>();
  /** Signs do not count, but characters do: none is as long as another. */
  const unlike = all.map(({ text }) => {
    let longer = text;
    while (lengths.has(longer.length)) longer += '!';
    lengths.add(longer.length);
    return { text: longer };
  });
  const keptTexts = async (step: { readonly step: AnyStep }, options: object, rows: readonly Fields[]) =>
    (await runStep(step, { given: rows, with: options })).kept.map(({ data }) => data.text as string).sort();

  it('exact-duplicates keeps the same texts in any order', async () => {
    const kept = await keptTexts(exactDuplicates, { field: 'text' }, all);
    expect(kept.length).toBeLessThan(all.length);
    for (let i = 0; i < 5; i++)
      expect(await keptTexts(exactDuplicates, { field: 'text' }, shuffled(random, all))).toEqual(kept);
  });

  it('near-duplicates keeps the same texts in any order, where the first is not asked for', async () => {
    const options = { field: 'text', keep: 'longest', threshold: 0.8 };
    const kept = await keptTexts(nearDuplicates, options, unlike);
    expect(kept.length).toBeLessThan(unlike.length);
    for (let i = 0; i < 5; i++)
      expect(await keptTexts(nearDuplicates, options, shuffled(random, unlike))).toEqual(kept);
  });
});
