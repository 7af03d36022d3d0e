/** Rewrites texts until critics can no longer tell them from real ones, and measures how often that comes about. */
import { groupKey, realPool } from '../asking/real-pool.ts';
import { defineStep, drop, fail, keep, withData, withFlow, withNotes } from '../core/define.ts';
import { mistake } from '../core/errors.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Outcome, Scope } from '../core/step.ts';
import { copyFinder } from '../text/copies.ts';
import { innerText } from '../text/inner-text.ts';
import { askedCritics } from './adversarial/critic.ts';
import { type Arena, type Duel, duel, type Look } from './adversarial/duel.ts';
import { type AdversarialFlow, type AdversarialOptions, adversarialOptions } from './adversarial/options.ts';
import { Score } from './adversarial/score.ts';
import { trainedCritic } from './adversarial/trained.ts';

export const adversarial = withFlow<AdversarialFlow>()(
  defineStep({
    name: 'adversarial',
    stage: 'generation',
    sees: 'all',
    summary:
      'Rewrites texts until critics can no longer tell them from real ones, and measures how often they are fooled.',
    sources: [
      'Goodfellow et al. 2014, Generative Adversarial Networks (arXiv 1406.2661): a generator against whoever tells real from made',
      'Zellers et al. 2018, SWAG (arXiv 1808.05326): adversarial filtering of text by discriminators',
      'Lopez-Paz and Oquab 2017, Revisiting Classifier Two-Sample Tests (arXiv 1610.06545): the critic that is trained here',
      'Zheng et al. 2023, Judging LLM-as-a-Judge (arXiv 2306.05685): a place must not decide, so it changes',
    ],
    options: adversarialOptions,

    touches: ({ model, critics, field, match, original, trail }) => ({
      reads: match === undefined ? [field] : [field, match],
      writes: [field, original, trail].filter((name) => name !== undefined),
      notes: ['adversarial.rewrites', 'adversarial.suspicion', 'adversarial.fooled', 'repairs'],
      asks: [...new Set([model, ...[critics].flat()])],
      real: true,
    }),

    async *run(samples, { options, real, each }) {
      const material = await gather(samples, options, real);
      const score = new Score();
      for await (const { outcome, looks } of each(samples, (sample, own) => settle(sample, material, own))) {
        if (looks !== undefined) score.add(looks);
        yield outcome;
      }
      yield* score.measures();
    },
  }),
);

interface Material extends Pick<Arena, 'critics' | 'textOf' | 'copied' | 'options'> {
  readonly groups: ReadonlyMap<string, readonly Sample[]>;
}

async function gather(samples: Dataset, options: AdversarialOptions, real: () => Dataset): Promise<Material> {
  const { field, answer = field, match, pool } = options;
  const textOf = ({ data }: Sample) => innerText(data[answer]).trim();
  const needs = match === undefined ? [answer] : [answer, match];
  const groups = await realPool(real(), { needs, per: match, most: pool });
  if (groups.size === 0) {
    const reason = `no real sample before this step has ${needs.map((name) => `\`${name}\``).join(' and ')}`;
    throw mistake('bad-option', { step: '`adversarial`', option: 'answer', reason });
  }
  const copied = copyFinder([...groups.values()].flat().map(textOf));
  const madeTextOf = ({ data }: Sample) => innerText(data[field]).trim();
  const trained = await trainedCritic({ samples, real: real(), textOf, madeTextOf }, options.trainedFrom);
  return { options, groups, textOf, copied, critics: trained === undefined ? askedCritics(options) : [trained] };
}

/** What is said of one sample, and how it fared where it was looked at. */
interface Settled {
  readonly outcome: Outcome;
  readonly looks?: readonly Look[];
}

async function settle(sample: Sample, { groups, ...material }: Material, own: Scope): Promise<Settled> {
  if (sample.origin.real) return { outcome: keep(sample) };
  const { field, match } = material.options;
  const text = innerText(sample.data[field]).trim();
  if (text === '') return { outcome: drop(sample, 'no-text') };
  // What it was drawn from says the same, and tells nothing of how people write.
  const real = (groups.get(groupKey(sample, match)) ?? []).filter(
    (each) => !sample.origin.parents.includes(each.id) && material.textOf(each) !== text,
  );
  if (real.length === 0) return { outcome: drop(sample, 'no-real-like-it') };
  try {
    const fought = await duel(text, { ...material, real }, own);
    return { outcome: verdict(sample, { text, fought, own }, material.options), looks: fought.looks };
  } catch (error) {
    return { outcome: fail(sample, error) };
  }
}

interface Fought {
  readonly text: string;
  readonly fought: Duel;
  readonly own: Scope;
}

function verdict(sample: Sample, { text, fought, own }: Fought, options: AdversarialOptions): Outcome {
  const { field, original, trail, betrayed } = options;
  const { looks, lost, shown, repairs } = fought;
  const last = looks.at(-1)!;
  const rewrites = looks.length - 1;
  const data = {
    ...(rewrites > 0 && { [field]: last.text }),
    ...(original !== undefined && { [original]: text }),
    ...(trail !== undefined && { [trail]: looks.filter((each) => !each.isFooled).map(asFields) }),
    ...(lost !== undefined && lost.raw !== '' && { [field]: lost.raw }),
  };
  const before = sample.notes.repairs === undefined ? [] : [String(sample.notes.repairs)];
  const told = withNotes(withData(sample, data), {
    'adversarial.rewrites': rewrites,
    'adversarial.suspicion': rounded(worst(last)),
    'adversarial.fooled': last.isFooled,
    ...(repairs.length > 0 && { repairs: [...before, ...repairs].join('; ') }),
  });
  if (lost !== undefined) return drop(told, lost.reason);
  if (!last.isFooled && betrayed === 'drop') return drop(told, 'betrayed');
  return keep(rewrites > 0 ? own.drawnFrom(told, shown) : told);
}

const asFields = (look: Look) => ({
  text: look.text,
  suspicion: rounded(worst(look)),
  ...(look.criticism === undefined ? {} : { criticism: look.criticism }),
});

const worst = ({ suspicions }: Look) => Math.max(...Object.values(suspicions));
const rounded = (value: number) => Math.round(value * 1000) / 1000;
