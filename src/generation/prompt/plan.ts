/** What `prompt` works out once from its options: templates, the answer's form, the examples that the recipe brings. */
import { realPool } from '../../asking/real-pool.ts';
import { mistake } from '../../core/errors.ts';
import { oncePer } from '../../core/prepare.ts';
import type { Fields } from '../../core/sample.ts';
import type { Context } from '../../core/step.ts';
import { templateOption } from '../../core/templates.ts';
import { shuffled } from '../../math/random.ts';
import { copyFinder } from '../../text/copies.ts';
import { type ObjectSchema, objectSchema } from '../../text/schema-words.ts';
import { TemplateError } from '../../text/template.ts';
import { asAnswer, textIn, type Wording, withReasoning } from './messages.ts';
import type { PromptOptions } from './options.ts';
import { nearest, nearestByWords, type Ranker, rotating, spread } from './ranking.ts';

export interface Plan {
  readonly wording: Wording;
  readonly form: ObjectSchema | undefined;
  readonly models: readonly string[];
  /** Fields that the answer fills. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

export const planOf = oncePer(async (options: PromptOptions): Promise<Plan> => {
  const read = (option: 'prompt' | 'system' | 'exemplarPrompt', text: string) => templateOption('prompt', option, text);
  const prompt = await read('prompt', options.prompt);
  const system = options.system === undefined ? undefined : await read('system', options.system);
  const { exemplarPrompt: before } = options;
  const form = options.schema === undefined ? undefined : objectSchema(options.schema);
  const wording: Wording = {
    system,
    prompt,
    exemplarPrompt: before === undefined ? prompt : await read('exemplarPrompt', before),
    style: options.style,
    perCall: options.perCall,
    thinksAloud: options.reasoning !== 'none' && form === undefined,
    answersPlainly: options.reasoning === 'none' && form === undefined,
    answerOf: answerReader(options, form),
  };
  checkExemplars(options, wording, form);
  const writes = form?.keys ?? [options.into];
  if (options.avoid !== undefined && !writes.includes(options.avoid.field))
    throw wrong('avoid', `the answer has no field \`${options.avoid.field}\`; it fills ${writes.join(', ')}`);
  const reads = [...prompt.fields, ...(system?.fields ?? []), ...(options.match === undefined ? [] : [options.match])];
  return {
    wording,
    form,
    models: [options.model].flat(),
    writes,
    reads: [...new Set(reads)],
  };
});

export interface Exemplars {
  readonly pool: readonly Fields[];
  /** The greatest share of a text's runs of words that one example holds. */
  readonly copied: (text: string) => number;
  /** Whether each answer of the pool, which is not empty, is one line. */
  readonly inLines: boolean;
  /** The pool for one question, the most wanted first. */
  readonly ranked: Ranker;
  /** The chosen ones in the order in which they are shown. */
  readonly arranged: (shown: readonly Fields[], random: () => number) => readonly Fields[];
}

/** The examples to choose from; real ones are gathered at the first call. */
export const exemplarsOf = oncePer(async (options: PromptOptions, plan: Plan, lent: Lent): Promise<Exemplars> => {
  const { exemplars = [], per, match } = options;
  const pool = Array.isArray(exemplars) ? exemplars : await realExemplars(exemplars.pool);
  const names = answerFields(options, plan.form);
  return {
    pool,
    copied: copyFinder(pool.map((each) => textIn(pick(each, names)))),
    inLines: pool.length > 0 && !pool.some((each) => plan.wording.answerOf(each).includes('\n')),
    ranked: await rankerOf(options, plan, { pool, lent }),
    // the nearest stand last, next to what is asked (Liu et al. 2021)
    arranged: (shown, random) => (options.choose === 'similar' ? shown.toReversed() : shuffled(random, shown)),
  };

  async function realExemplars(most: number): Promise<readonly Fields[]> {
    const fields = [...plan.wording.exemplarPrompt.fields, ...answerFields(options, plan.form), per, match];
    const needs = fields.filter((field) => field !== undefined);
    const groups = await realPool(lent.real(), { needs, per: per ?? match, most });
    const whole = [...groups.values()].flat().map(({ data }) => data);
    const found = whole.filter((each) => whyUnfilled(plan.wording, each) === undefined);
    if (found.length > 0) return found;
    throw wrong('exemplars', `no real sample before this step has all of the fields ${needs.join(', ')}`);
  }
});

/** What the context lends for choosing examples. */
type Lent = Pick<Context<PromptOptions>, 'real' | 'embedder'>;

async function rankerOf(
  options: PromptOptions,
  { wording }: Plan,
  { pool, lent }: { pool: readonly Fields[]; lent: Lent },
): Promise<Ranker> {
  if (options.choose === 'rotate' || pool.length === 0) return rotating({ pool, asks: [] });
  const asks = pool.map((each) => wording.exemplarPrompt.fill(each).trim());
  const embedder = options.embedder === undefined ? undefined : lent.embedder(options.embedder);
  if (options.choose === 'spread') return spread({ pool, asks }, embedder!, options.shots);
  return embedder === undefined ? nearestByWords({ pool, asks }) : nearest({ pool, asks }, embedder);
}

/** Fields of an example that make up its answer. */
function answerFields(options: PromptOptions, form: ObjectSchema | undefined): readonly string[] {
  const given = options.exemplars;
  const named = given === undefined || Array.isArray(given) ? undefined : given.answer;
  return form?.keys ?? [named ?? options.into];
}

function answerReader(options: PromptOptions, form: ObjectSchema | undefined): Wording['answerOf'] {
  const names = answerFields(options, form);
  if (form === undefined) {
    const answer = (exemplar: Fields) => asAnswer(exemplar[names[0]!]);
    return options.reasoning === 'none' ? answer : (exemplar) => withReasoning(exemplar, answer(exemplar));
  }
  return (exemplar) => JSON.stringify(Object.fromEntries(names.map((name) => [name, exemplar[name]])));
}

function checkExemplars(options: PromptOptions, wording: Wording, form: ObjectSchema | undefined): void {
  if (!Array.isArray(options.exemplars)) return;
  const needs = [...answerFields(options, undefined).filter(() => form === undefined), options.per, options.match];
  for (const [index, exemplar] of options.exemplars.entries()) {
    const lacks = needs.find((field) => field !== undefined && exemplar[field] === undefined);
    if (lacks !== undefined) throw wrong(`exemplars.${index}`, `it has no \`${lacks}\``);
    const misfit = form?.schema.safeParse(pick(exemplar, form.keys)).error?.issues[0];
    if (misfit !== undefined)
      throw wrong(`exemplars.${index}`, `it does not fit \`schema\`: ${misfit.path.join('.')}: ${misfit.message}`);
    const why = whyUnfilled(wording, exemplar);
    const way = 'give the example that field, or set `exemplarPrompt` to a template of fields that the examples have';
    if (why !== undefined) throw wrong(`exemplars.${index}`, `${why}; ${way}`);
  }
}

/** Why an example does not fill its turn; nothing where it does. */
function whyUnfilled(wording: Wording, exemplar: Fields): string | undefined {
  try {
    wording.exemplarPrompt.fill(exemplar);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

const pick = (data: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name)));

const wrong = (option: string, reason: string) => mistake('bad-option', { step: '`prompt`', option, reason });
