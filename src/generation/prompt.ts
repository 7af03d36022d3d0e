/** Asks a model for a text or for an object of fields, with or without examples. */
import { defineStep, drop, keep, withData, withFlow, withNotes } from '../core/define.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { drawOne } from '../math/random.ts';
import { TemplateError } from '../text/template.ts';
import { avoidedFor, quotesAvoidWords } from './prompt/avoid.ts';
import { pickExemplars } from './prompt/exemplars.ts';
import { askOf, messagesFor, textIn } from './prompt/messages.ts';
import { type PromptFlow, type PromptOptions, promptOptions } from './prompt/options.ts';
import { type Exemplars, exemplarsOf, type Plan, planOf } from './prompt/plan.ts';
import { askFor, type Said } from './prompt/replies.ts';

export const prompt = withFlow<PromptFlow>()(
  defineStep({
    name: 'prompt',
    stage: 'generation',
    sees: 'one',
    summary: 'Asks a model for a text or for an object of fields, with or without examples.',
    sources: [
      'Brown et al. 2020, Language Models are Few-Shot Learners (arXiv 2005.14165)',
      'Lu et al. 2022, Fantastically Ordered Prompts (arXiv 2104.08786): the order of examples matters, so it is drawn anew',
      'Liu et al. 2021, What Makes Good In-Context Examples for GPT-3? (arXiv 2101.06804): `choose: similar`',
      'Zhang et al. 2022, Automatic Chain of Thought Prompting (arXiv 2210.03493): `choose: spread`',
      'Wei et al. 2022, Chain-of-Thought Prompting (arXiv 2201.11903): `reasoning`',
      'Taori et al. 2023, Stanford Alpaca (github.com/tatsu-lab/stanford_alpaca): many answers in one call, `perCall`',
      'Lee et al. 2022, Deduplicating Training Data (arXiv 2107.06499): shared runs of words as the sign of a copy',
      'O’Neill et al. 2023, Steering Language Generation (arXiv 2308.07645): what was generated before as a negative prompt, `avoid`',
    ],
    options: promptOptions,

    async touches(options) {
      const { reads, writes, models } = await planOf(options);
      const real = options.exemplars !== undefined && !Array.isArray(options.exemplars);
      return {
        reads,
        writes: options.reasoning === 'keep' ? [...writes, 'reasoning'] : writes,
        asks: models,
        embeds: options.embedder === undefined ? [] : [options.embedder],
        notes: models.length > 1 ? ['repairs', 'model'] : ['repairs'],
        ...(options.perCall > 1 ? { makes: options.perCall, repeats: ['repeated'] } : {}),
        ...(options.avoid === undefined ? {} : { avoids: [options.avoid.field] }),
        ...(real ? { real } : {}),
      };
    },

    async *run(sample, context) {
      const plan = await planOf(context.options);
      const exemplars = await exemplarsOf(context.options, plan, context);
      const role = drawOne(() => context.random(), plan.models);
      const chosen = plan.models.length > 1 ? withNotes(sample, { model: role }) : sample;
      const messages = await wordsFor(chosen, { plan, exemplars, context });
      if (messages === undefined) return yield drop(chosen, 'unfilled-template');
      const { inLines } = exemplars;
      const said = await askFor(context.model(role), { plan, options: context.options, messages, inLines });
      const reader: Reader = { plan, exemplars, options: context.options };
      if (context.options.perCall === 1 || ('reason' in said[0]! && said.length === 1))
        return yield outcomeOf(chosen, said[0]!, reader);
      for (const each of said)
        yield outcomeOf(withNotes(context.child(chosen, chosen.data), chosen.notes), each, reader);
    },
  }),
);

interface Work {
  readonly plan: Plan;
  readonly exemplars: Exemplars;
  readonly context: Context<PromptOptions>;
}

/** Nothing where the sample lacks a field that a template needs. */
async function wordsFor(sample: Sample, { plan, exemplars, context }: Work) {
  const { shots, per, match, avoid } = context.options;
  try {
    const ranked = await exemplars.ranked(askOf(plan.wording, sample.data), () => context.random());
    const shown = pickExemplars(ranked, { shots, per, match, sample: sample.data });
    const arranged = exemplars.arranged(shown, () => context.random());
    // drawn last, so that the examples are those that would be shown without it
    const avoided =
      avoid === undefined ? [] : avoidedFor(context.round, { avoid, data: sample.data }, () => context.random());
    return messagesFor(plan.wording, sample.data, { exemplars: arranged, avoided });
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly plan: Plan;
  readonly exemplars: Exemplars;
  readonly options: PromptOptions;
}

/** The last look at an answer: is it only an example again, or what we said about those that are there? */
function outcomeOf(sample: Sample, said: Said, { plan, exemplars, options }: Reader): Outcome {
  if ('reason' in said) return drop(withData(sample, rawOf(plan, said.raw)), said.reason);
  const before = sample.notes.repairs === undefined ? [] : [String(sample.notes.repairs)];
  const repairs = [...before, ...said.repairs].join('; ');
  const filled = withData(said.repairs.length === 0 ? sample : withNotes(sample, { repairs }), said.data);
  const text = textIn(answerIn(plan, said.data));
  if (options.avoid !== undefined && quotesAvoidWords(text)) return drop(filled, 'echoed');
  const share = exemplars.pool.length === 0 ? 0 : exemplars.copied(text);
  return share === 1 || share > options.copyLimit ? drop(filled, 'copied') : keep(filled);
}

const answerIn = (plan: Plan, data: Fields): Fields =>
  Object.fromEntries(Object.entries(data).filter(([name]) => plan.writes.includes(name)));

const rawOf = (plan: Plan, raw: string): Fields =>
  plan.form === undefined && raw !== '' ? { [plan.writes[0]!]: raw } : {};
