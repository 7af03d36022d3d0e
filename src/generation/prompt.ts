/** Asks a model for a text or for an object of fields, with or without examples. */
import { defineStep, drop, keep, withData, withFlow, withNotes } from '../core/define.ts';
import { Fault } from '../core/errors.ts';
import type { Message, Question } from '../core/model.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { drawOne } from '../math/random.ts';
import { cleanAnswer, looksRefused, untilLastSentence } from '../text/clean-answer.ts';
import { TemplateError } from '../text/template.ts';
import { pickExemplars } from './prompt/exemplars.ts';
import { messagesFor, textIn } from './prompt/messages.ts';
import { type PromptFlow, type PromptOptions, promptOptions } from './prompt/options.ts';
import { type Exemplars, exemplarsOf, type Plan, planOf } from './prompt/plan.ts';

export const prompt = withFlow<PromptFlow>()(
  defineStep({
    name: 'prompt',
    stage: 'generation',
    sees: 'one',
    summary: 'Asks a model for a text or for an object of fields, with or without examples.',
    sources: [
      'Brown et al. 2020, Language Models are Few-Shot Learners (arXiv 2005.14165)',
      'Lu et al. 2022, Fantastically Ordered Prompts (arXiv 2104.08786): the order of examples matters, so it is drawn anew',
      'Lee et al. 2022, Deduplicating Training Data (arXiv 2107.06499): shared runs of words as the sign of a copy',
    ],
    options: promptOptions,

    async touches(options) {
      const { reads, writes, models } = await planOf(options);
      const real = options.exemplars !== undefined && !Array.isArray(options.exemplars);
      const notes = models.length > 1 ? ['repairs', 'model'] : ['repairs'];
      return { reads, writes, asks: models, notes, ...(real ? { real } : {}) };
    },

    async *run(sample, context) {
      const { options } = context;
      const plan = await planOf(options);
      const exemplars = await exemplarsOf(options, plan, () => context.real());
      const role = drawOne(() => context.random(), plan.models);
      const chosen = plan.models.length > 1 ? withNotes(sample, { model: role }) : sample;
      const messages = wordsFor(chosen, { plan, exemplars, context });
      if (messages === undefined) return yield drop(chosen, 'unfilled-template');
      const said = await ask(context, role, { plan, messages });
      yield 'reason' in said
        ? drop(withData(chosen, rawOf(plan, said.raw)), said.reason)
        : judged(chosen, said, { exemplars, options });
    },
  }),
);

interface Work {
  readonly plan: Plan;
  readonly exemplars: Exemplars;
}

/** What the model said: fields and how they were mended, or why there are none. */
type Said =
  | { readonly data: Fields; readonly repairs: readonly string[] }
  | { readonly reason: string; readonly raw: string };

/** Nothing where the sample lacks a field that a template needs. */
function wordsFor(
  sample: Sample,
  { plan, exemplars, context }: Work & { context: Context<PromptOptions> },
): Message[] | undefined {
  const { shots, per, match } = context.options;
  const shown = pickExemplars(() => context.random(), exemplars.pool, { shots, per, match, sample: sample.data });
  try {
    return messagesFor(plan.wording, sample.data, shown);
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

async function ask(
  context: Context<PromptOptions>,
  role: string,
  { plan, messages }: { plan: Plan; messages: Message[] },
): Promise<Said> {
  const { options } = context;
  const model = context.model(role);
  const question = { prompt: messages, ...settings(options) };
  try {
    if (plan.form !== undefined) {
      const answer = await model.ask({ ...question, schema: plan.form.schema });
      return { data: answer.value as Fields, repairs: answer.repairs };
    }
    const answer = await model.ask(question);
    return readText(answer.value, plan, { options, repairs: answer.repairs });
  } catch (error) {
    const raw = error instanceof Fault ? (error.raw ?? '') : '';
    if (error instanceof Fault && error.code === 'empty-answer') return { reason: 'empty', raw };
    if (!(error instanceof Fault) || error.code !== 'truncated') throw error;
    const whole = options.whenCut === 'sentence' && plan.form === undefined ? untilLastSentence(raw) : '';
    return whole === ''
      ? { reason: 'cut-off', raw }
      : readText(whole, plan, { options, repairs: ['cut at the last sentence'] });
  }
}

function readText(text: string, plan: Plan, how: { options: PromptOptions; repairs: readonly string[] }): Said {
  const { options, repairs } = how;
  const field = plan.writes[0]!;
  const { text: answer, mended } = options.clean ? cleanAnswer(text, [field]) : { text: text.trim(), mended: [] };
  if (answer === '') return { reason: 'empty', raw: text };
  if (options.refusals === 'drop' && looksRefused(answer)) return { reason: 'refused', raw: text };
  return { data: { [field]: answer }, repairs: [...repairs, ...mended] };
}

/** The last look: is it only an example again? */
function judged(
  sample: Sample,
  said: Extract<Said, { data: Fields }>,
  { exemplars, options }: { exemplars: Exemplars; options: PromptOptions },
): Outcome {
  const before = sample.notes.repairs === undefined ? [] : [String(sample.notes.repairs)];
  const noted =
    said.repairs.length === 0 ? sample : withNotes(sample, { repairs: [...before, ...said.repairs].join('; ') });
  const filled = withData(noted, said.data);
  const share = exemplars.pool.length === 0 ? 0 : exemplars.copied(textIn(said.data));
  return share === 1 || share > options.copyLimit ? drop(filled, 'copied') : keep(filled);
}

const rawOf = (plan: Plan, raw: string): Fields =>
  plan.form === undefined && raw !== '' ? { [plan.writes[0]!]: raw } : {};

const settings = ({
  temperature,
  maxTokens,
  stop,
}: PromptOptions): Pick<Question, 'temperature' | 'maxTokens' | 'stop'> => ({
  ...(temperature === undefined ? {} : { temperature }),
  ...(maxTokens === undefined ? {} : { maxTokens }),
  ...(stop === undefined ? {} : { stop }),
});
