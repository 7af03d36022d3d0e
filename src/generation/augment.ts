/** Changes a text and keeps its label: by a model’s rewriting, by word edits, or by noise. */
import { checkTouches, hasLabel, meaningsOf } from '../asking/label-check.ts';
import { defineStep, drop, keep, withData, withFlow, withNotes } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Sample } from '../core/sample.ts';
import type { Context } from '../core/step.ts';
import { shuffled } from '../math/random.ts';
import { editShare, tokensOf } from '../text/edit-distance.ts';
import { cosineOf, type Pair, sharedWords } from './augment/likeness.ts';
import { changed, FREE, type Free } from './augment/operations.ts';
import { augmentOptions, type AugmentOptions as Options } from './augment/options.ts';
import { type Changed, rewritten } from './augment/rewritten.ts';

interface AugmentFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : 'text';
  readonly writes: this['input'] extends { readonly into: infer F extends string } ? F : never;
}

export const augment = withFlow<AugmentFlow>()(
  defineStep({
    name: 'augment',
    stage: 'generation',
    sees: 'one',
    summary: 'Changes a text and keeps its label: by a model’s rewriting, by word edits, or by noise.',
    sources: [
      'Wei and Zou 2019, EDA: Easy Data Augmentation (arXiv 1901.11196): word edits, α = 0.1',
      'Sennrich, Haddow and Birch 2016 (arXiv 1511.06709): back-translation',
      'Belinkov and Bisk 2018 (arXiv 1711.02173) and Karpukhin et al. 2019 (arXiv 1902.01509): noise',
      'Fellbaum 1998, WordNet; WordNet 3.1, Princeton University: synonyms',
    ],
    options: augmentOptions,
    shorthand: 'operations',

    touches({ field, into, label, model, check, embedder }) {
      const checking = checkTouches(check);
      const asks = [...(model === undefined ? [] : [model]), ...checking.asks];
      return {
        reads: label === undefined ? [field] : [field, label],
        writes: [into ?? field],
        asks: [...new Set(asks)],
        embeds: [...new Set([...(embedder === undefined ? [] : [embedder]), ...checking.embeds])],
        real: checking.real,
        notes: ['augment', 'augment.changed'],
      };
    },

    async *run(sample, context) {
      const { field, into = field } = context.options;
      const original = sample.data[field];
      if (typeof original !== 'string' || original.trim() === '') return yield drop(sample, 'no-text');
      const made = await augmented(original, context);
      if (made.reason !== undefined)
        return yield drop(made.raw === '' ? sample : withData(sample, { [into]: made.raw }), made.reason);
      const notes = {
        augment: made.name,
        'augment.changed': Math.round(1000 * editShare(tokensOf(original), tokensOf(made.text))) / 1000,
      };
      const after = withNotes(withData(sample, { [into]: made.text }), notes);
      const fault = await faultOf({ before: original, after: made.text }, sample, context);
      yield fault === undefined ? keep(after) : drop(after, fault);
    },
  }),
);

/** The text after the drawn operations, one after the other, or why there is none. */
async function augmented(original: string, context: Context<Options>): Promise<Changed> {
  const { operations, several } = context.options;
  const names: string[] = [];
  let text = original;
  for (let nth = 0; nth < several; nth++) {
    const drawn = operations[Math.floor(context.even(`operation ${nth}`) * operations.length)]!;
    const after = isFree(drawn) ? await edited(text, drawn, context) : await rewritten(text, drawn, context);
    if (after.reason !== undefined) return after;
    text = after.text;
    names.push(after.name);
  }
  if (isSame(original, text)) return { reason: 'unchanged', raw: text };
  return { text, name: names.join(', ') };
}

const isFree = (name: string): name is Free => (FREE as readonly string[]).includes(name);

const isSame = (a: string, b: string) => a.trim() === b.trim();

/** Loaded with the first free operation of a run. */
const synonymsFor = oncePer(async (_: Options) => (await import('../text/synonyms.ts')).synonymFinder());

/** A text that the drawn operation cannot change (one sentence, no word with a synonym) gets another free one. */
async function edited(text: string, drawn: Free, { options, random }: Context<Options>): Promise<Changed> {
  const { alpha, operations } = options;
  const synonyms = await synonymsFor(options);
  const others = shuffled(
    random,
    operations.filter(isFree).filter((each) => each !== drawn),
  );
  for (const name of [drawn, ...others]) {
    const after = changed(name, text, { alpha, random, synonyms });
    if (!isSame(after, text) && after.trim() !== '') return { text: after, name };
  }
  return { reason: 'unchanged', raw: text };
}

/** What the changed text should still be and is not. */
async function faultOf(pair: Pair, sample: Sample, context: Context<Options>): Promise<string | undefined> {
  const { least, embedder, label, check } = context.options;
  if (least !== undefined) {
    const near = embedder === undefined ? sharedWords(pair) : await cosineOf(pair, context.embedder(embedder));
    if (near < least) return 'too-far';
  }
  if (label === undefined || check === undefined) return undefined;
  const wanted = sample.data[label];
  if (!Object.hasOwn(meaningsOf(check), `${wanted}`)) return 'unknown-label';
  const fields = { field: context.options.field, label };
  const checked = { text: pair.after, origin: pair.before, label: `${wanted}`, fields };
  return (await hasLabel(check, checked, context)) ? undefined : 'label-changed';
}
