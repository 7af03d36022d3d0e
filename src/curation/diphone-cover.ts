/** Keeps the texts that together hold the most diphones. */
import { z } from 'zod';
import { fieldOption } from '../asking/options.ts';
import { defineStep, measure, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset } from '../core/sample.ts';
import type { Outcome } from '../core/step.ts';
import { greedyCover } from '../math/greedy-cover.ts';
import { rowsWhere } from '../math/rows.ts';
import { possibleDiphones, soundsOf } from '../text/diphones.ts';
import { openPronunciations, PHONEMES } from '../text/pronunciation.ts';

const options = z.strictObject({
  field: fieldOption('Field with the English text.').default('text'),
  keep: z.int().min(1).describe('Texts to keep, at most; the others are dropped as `not-chosen`.'),
  times: z.int().min(1).max(100).default(1).describe('Texts that should hold each diphone, where so many do.'),
  fill: z
    .boolean()
    .default(true)
    .describe('Go on up to `keep` when every diphone is held; else texts that bring nothing new are dropped.'),
  perWord: z
    .boolean()
    .default(false)
    .describe('Prefer texts with much that is new for their length, so that less has to be recorded.'),
});

interface CoverFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : 'text';
  readonly writes: never;
}

export const diphoneCover = withFlow<CoverFlow>()(
  defineStep({
    name: 'diphone-cover',
    stage: 'curation',
    sees: 'all',
    summary: 'Keeps the texts that together hold the most diphones of English.',
    sources: [
      'Kominek and Black 2004, The CMU Arctic speech databases: greedy choice of sentences by their diphones',
      'Minoux 1978, Accelerated greedy algorithms for maximizing submodular set functions',
      'CMU Pronouncing Dictionary (Carnegie Mellon University)',
    ],
    options,
    shorthand: 'keep',
    touches: ({ field }) => ({ reads: [field] }),

    async *run(samples, { options }) {
      const heard = await hearAll(samples, options.field);
      const { keep: most, times, fill, perWord } = options;
      const costs = perWord ? { costs: heard.words } : {};
      const { chosen } = greedyCover(heard.sets, { most, times, fill, ...costs });
      yield verdict(chosen, heard.sets.length);
      yield* measuresOf(heard, chosen);
    },
  }),
);

interface Heard {
  /** Numbers of the possible diphones in each text. */
  readonly sets: readonly Uint32Array[];
  readonly phonemes: readonly ReadonlySet<string>[];
  readonly words: readonly number[];
  readonly possible: number;
}

async function hearAll(samples: Dataset, field: string): Promise<Heard> {
  const pronunciations = await openPronunciations();
  const numbers = new Map([...possibleDiphones(pronunciations)].map((diphone, at) => [diphone, at]));
  const sets: Uint32Array[] = [];
  const phonemes: ReadonlySet<string>[] = [];
  const words: number[] = [];
  for await (const { data } of samples) {
    const value = data[field];
    const sounds = soundsOf(typeof value === 'string' ? value : '', pronunciations);
    const held = [...sounds.diphones].flatMap((diphone) => numbers.get(diphone) ?? []);
    sets.push(Uint32Array.from(held));
    phonemes.push(sounds.phonemes);
    words.push(Math.max(1, sounds.words));
  }
  return { sets, phonemes, words, possible: numbers.size };
}

/** Rows keep their order on the line. */
function verdict(chosen: readonly number[], size: number): Outcome {
  const isKept = new Uint8Array(size);
  for (const row of chosen) isKept[row] = 1;
  const dropped = rowsWhere(size, (row) => isKept[row] === 0);
  return { kind: 'rows', drop: new Map(dropped.length === 0 ? [] : [['not-chosen', dropped]]) };
}

function* measuresOf({ sets, phonemes, words, possible }: Heard, chosen: readonly number[]): Iterable<Outcome> {
  const all = new Set(sets.flatMap((set) => [...set])).size;
  const held = new Set(chosen.flatMap((row) => [...sets[row]!])).size;
  const sounds = new Set(chosen.flatMap((row) => [...phonemes[row]!])).size;
  yield measure('diphones', held, 'diphones', { of: 'kept' });
  yield measure('diphones', all, 'diphones', { of: 'shown' });
  yield measure('diphones-covered', held / possible, 'ratio');
  yield measure('phonemes-covered', sounds / PHONEMES.length, 'ratio');
  yield measure(
    'words',
    chosen.reduce((sum, row) => sum + words[row]!, 0),
    'words',
  );
}
