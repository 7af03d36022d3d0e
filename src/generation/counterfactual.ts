/** Turns one attribute of a text with the least edit, sees that it turned, and gives the pair. */
import { unfencedText } from '../asking/fence.ts';
import { hear } from '../asking/hear.ts';
import { checkTouches, hasLabel, meaningsOf } from '../asking/label-check.ts';
import { settingsOf } from '../asking/options.ts';
import { defineStep, drop, keep, withData, withNotes } from '../core/define.ts';
import type { Json, Notes, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { drawOne } from '../math/random.ts';
import { isEchoOf } from '../text/echo.ts';
import { editShare, tokensOf } from '../text/edit-distance.ts';
import {
  counterfactualOptions,
  flipsLabel,
  isByRules,
  type CounterfactualOptions as Options,
} from './counterfactual/options.ts';
import { withGender, withNames } from './counterfactual/rules.ts';
import { CUES, type Turning, turnMessages } from './counterfactual/wording.ts';

export const counterfactual = defineStep({
  name: 'counterfactual',
  stage: 'generation',
  sees: 'one',
  summary: 'Turns one attribute of a text with the least edit, sees that it turned, and gives the pair.',
  sources: [
    'Kaushik, Hovy and Lipton 2020, Counterfactually-Augmented Data (arXiv 1909.12434)',
    'Wu et al. 2021, Polyjuice (arXiv 2101.00288): closeness as the share of tokens edited',
    'Dixit et al. 2022, CORE (arXiv 2210.04873): counterfactuals by a language model, minimally edited',
    'Zhao et al. 2018, WinoBias (arXiv 1804.06876): gender swapping by rules',
  ],
  options: counterfactualOptions,
  shorthand: 'flip',

  touches({ flip, field, into, label, emit, model, check }) {
    const turned = flipsLabel(flip) ? label! : undefined;
    const checking = checkTouches(check);
    const asFields = [into, ...(turned === undefined ? [] : [turnedField(turned)])];
    const asSamples = [field, 'pair', ...(turned === undefined ? [] : [turned])];
    return {
      reads: label === undefined ? [field] : [field, label],
      writes: emit === 'fields' ? asFields : asSamples,
      asks: [...new Set([...(model === undefined ? [] : [model]), ...checking.asks])],
      embeds: checking.embeds,
      real: checking.real,
      notes: ['counterfactual', 'counterfactual.changed', ...(emit === 'samples' ? ['counterfactual.side'] : [])],
      ...(emit === 'samples' ? { makes: 2 } : {}),
    };
  },

  async *run(sample, context) {
    const { field, flip } = context.options;
    const before = sample.data[field];
    if (typeof before !== 'string' || before.trim() === '') return yield drop(sample, 'no-text');
    const turning = turningOf(sample, context);
    if (turning === undefined) return yield drop(sample, 'unknown-label');
    const made = isByRules(context.options) ? byRules(before, context) : await byModel(before, turning, context);
    if (made.reason !== undefined) return yield drop(withSaid(sample, made.raw, context.options), made.reason);
    const change = editShare(tokensOf(before), tokensOf(made.text));
    const notes = {
      counterfactual: turning.to === '' ? flip : `${flip}: ${turning.to}`,
      'counterfactual.changed': Math.round(1000 * change) / 1000,
    };
    const pair: Pair = { sample, before, after: made.text, turning, notes };
    const fault = change > context.options.maxChange ? 'too-far' : await labelFault(pair, context);
    if (fault === undefined) yield* kept(pair, context);
    else yield drop(withNotes(withSaid(sample, made.text, context.options), notes), fault);
  },
});

interface Pair {
  readonly sample: Sample;
  readonly before: string;
  readonly after: string;
  readonly turning: Turning;
  readonly notes: Notes;
}

/** Field for the label that the turned text has. */
const turnedField = (label: string) => `counterfactual_${label}`;

/** For quarantine: what came in place of a fit text, beside the original. */
const withSaid = (sample: Sample, said: string, { into, emit }: Options): Sample =>
  said === '' || emit === 'samples' ? sample : withData(sample, { [into]: said });

/** Undefined where the sample's label is none of those that `check` names. */
function turningOf({ data }: Sample, { options, random }: Context<Options>): Turning | undefined {
  const { flip, label, check, to } = options;
  const from = label === undefined ? '' : `${data[label]}`;
  if (check === undefined) return { flip, from, to: to ?? '', meaning: '' };
  const meanings = meaningsOf(check);
  if (!Object.hasOwn(meanings, from)) return undefined;
  if (!flipsLabel(flip)) return { flip, from, to: to ?? '', meaning: '' };
  const others = Object.keys(meanings).filter((each) => each !== from && (to === undefined || each === to));
  if (others.length === 0) return undefined;
  const goal = drawOne(random, others);
  return { flip, from, to: goal, meaning: meanings[goal]! };
}

type Made = { readonly text: string; readonly reason?: never } | { readonly reason: string; readonly raw: string };

function byRules(text: string, { options, random }: Context<Options>): Made {
  const flipping = { random, to: options.to ?? 'other' };
  const after = options.flip === 'gender' ? withGender(text, flipping) : withNames(text, flipping);
  return after === text ? { reason: 'nothing-to-flip', raw: '' } : { text: after };
}

async function byModel(before: string, turning: Turning, { options, model }: Context<Options>): Promise<Made> {
  const { style } = options;
  const prompt = turnMessages(turning, before, style);
  const stop = style === 'text' ? { stop: ['\n'] } : {};
  const heard = await hear(
    model(options.model!),
    { prompt, ...stop, ...settingsOf(options) },
    { labels: [...CUES, turning.to] },
  );
  if (!heard.ok) return heard;
  const text = unfencedText('text', heard.value);
  const told = prompt.filter(({ role }) => role === 'system').map(({ content }) => content);
  if (text === '') return { reason: 'empty', raw: heard.value };
  if (/<\/?text>/i.test(text) || isEchoOf(text, told)) return { reason: 'echoed', raw: heard.value };
  return tokensOf(text).join(' ') === tokensOf(before).join(' ') ? { reason: 'unchanged', raw: text } : { text };
}

/** Whether the label turned where it should, and stayed where it should. */
async function labelFault({ before, after, turning }: Pair, context: Context<Options>): Promise<string | undefined> {
  const { check, flip, field, label: named } = context.options;
  if (check === undefined || named === undefined) return undefined;
  const label = flipsLabel(flip) ? turning.to : turning.from;
  const checked = { text: after, origin: before, label, fields: { field, label: named } };
  if (await hasLabel(check, checked, context)) return undefined;
  return flipsLabel(flip) ? 'label-not-flipped' : 'label-changed';
}

function* kept({ sample, after, turning, notes }: Pair, { options, child }: Context<Options>): Iterable<Outcome> {
  const { emit, into, field, label, flip } = options;
  const turned: { [name: string]: Json } = flipsLabel(flip) ? { [label!]: turning.to } : {};
  if (emit === 'fields') {
    const named = Object.fromEntries(Object.entries(turned).map(([name, value]) => [turnedField(name), value]));
    return yield keep(withNotes(withData(sample, { [into]: after, ...named }), notes));
  }
  const sides = { original: sample.data, changed: { ...sample.data, [field]: after, ...turned } };
  for (const [side, data] of Object.entries(sides)) {
    const each = withNotes(child(sample, { ...data, pair: sample.id }), sample.notes);
    yield keep(withNotes(each, { ...notes, 'counterfactual.side': side }));
  }
}
