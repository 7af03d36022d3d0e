/** Gives each sample a value of every attribute, the dimensions crossed so that their combinations come up evenly. */
import { z } from 'zod';
import { hearForm } from '../asking/hear.ts';
import { defineStep, drop, keep, measure, withData } from '../core/define.ts';
import { fault } from '../core/errors.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Context, Outcome } from '../core/step.ts';
import { Cross } from './attributes/cross.ts';

const name = z.string().min(1);
const values = z.array(name).min(1).max(200);
const proposed = z.strictObject({
  propose: z.int().min(2).max(50).describe('Values that the model is to think of, once, before the first sample.'),
  about: z.string().min(1).optional().describe('What the attribute is, where its name does not say.'),
  per: name.optional().describe('Field whose values each get proposals of their own: the subtopics of a class.'),
});
const perClass = z.strictObject({
  per: name.describe('Field that says which list is drawn from.'),
  values: z.record(name, values).describe('A list for each value of that field.'),
});
type Attribute = z.output<typeof attribute>;
const attribute = z.union([values, perClass, proposed]);

const options = z
  .strictObject({
    of: z
      .record(name, attribute)
      .refine((of) => Object.keys(of).length > 0, 'name at least one attribute')
      .describe('Attributes by name, which becomes a field: a list, `{ per, values }`, or `{ propose, about, per }`.'),
    model: name.optional().describe('Role of the model that proposes values.'),
    samples: z.string().min(1).default('texts').describe('What the samples are, for the proposals: “news articles”.'),
    strength: z
      .int()
      .min(1)
      .max(3)
      .default(2)
      .describe('What is to be covered soon: 1 each value, 2 each pair of values of two attributes, 3 each triple.'),
    cover: z
      .enum(['asked', 'accepted'])
      .default('asked')
      .describe(
        'What counts as covered: what a sample was asked for, or, from the second round of a target on, only what was accepted; combinations with the fewest come first.',
      ),
  })
  .refine(({ of, model }) => model !== undefined || !Object.values(of).some(isProposed), {
    error: 'values can only be proposed by a `model`',
    path: ['model'],
  });
type Options = z.output<typeof options>;

export const attributes = defineStep({
  name: 'attributes',
  stage: 'generation',
  sees: 'all',
  summary:
    'Gives each sample a value of every attribute, the dimensions crossed so that their combinations come up evenly.',
  sources: [
    'Yu et al. 2023, Large Language Model as Attributed Training Data Generator, AttrPrompt (arXiv 2306.15895)',
    'Cohen, Dalal, Fredman and Patton 1997, The AETG System (IEEE TSE 23(7)): covering pairs and triples greedily',
  ],
  shorthand: 'of',
  options,

  touches({ of, model, cover }) {
    const given = Object.entries(of).flatMap(([field, each]) => (Array.isArray(each) ? [[field, each] as const] : []));
    return {
      reads: classesOf(of),
      writes: Object.keys(of),
      asks: model !== undefined && Object.values(of).some(isProposed) ? [model] : [],
      values: Object.fromEntries(given),
      ...(cover === 'accepted' && { counts: cellFields(of) }),
    };
  },

  async *run(samples, context) {
    const crosses = new Map<string, Cross>();
    for await (const sample of samples) {
      if (sample.origin.real) {
        yield keep(sample);
        continue;
      }
      const group = groupOf(sample, context.options);
      const cross = crosses.get(group) ?? (await crossFor(sample, context));
      crosses.set(group, cross);
      cross.heed(context.roundOf(sample));
      yield given(sample, cross, context);
    }
    yield* coverageOf([...crosses.values()]);
  },
});

/** Fields whose values have lists of their own. */
const classesOf = (of: Options['of']) => [...new Set(Object.values(of).flatMap((each) => perOf(each) ?? []))];

/** Fields whose values make a cell: the class and all attributes. */
const cellFields = (of: Options['of']) => [...new Set([...classesOf(of), ...Object.keys(of)])];

function isProposed(each: Attribute): each is z.output<typeof proposed> {
  return !Array.isArray(each) && 'propose' in each;
}
const perOf = (each: Attribute) => (Array.isArray(each) ? undefined : each.per);

/** Samples that share the values of all `per` fields are crossed together. */
const groupOf = ({ data }: Sample, { of }: Options) =>
  JSON.stringify(Object.values(of).map((each) => (perOf(each) === undefined ? null : (data[perOf(each)!] ?? null))));

async function crossFor(sample: Sample, context: Context<Options>): Promise<Cross> {
  const { of, strength, cover } = context.options;
  const names = Object.keys(of);
  const lists: (readonly string[])[] = [];
  for (const each of names) lists.push(await valuesOf(each, sample.data, context));
  return new Cross({ names, lists, ...(cover === 'accepted' && { cell: cellFields(of) }) }, strength);
}

async function valuesOf(field: string, data: Fields, context: Context<Options>): Promise<readonly string[]> {
  const each = context.options.of[field]!;
  if (Array.isArray(each)) return [...new Set(each)];
  const of = each.per === undefined ? undefined : String(data[each.per] ?? '');
  if (!isProposed(each)) return [...new Set(each.values[of!] ?? [])];
  const model = context.model(context.options.model!);
  const schema = z.strictObject({ values: z.array(z.string().trim().min(1)).min(2) });
  const heard = await hearForm(model, { prompt: proposalPrompt(field, of, context.options), schema });
  const distinct = heard.ok ? distinctOf(heard.value.values).slice(0, each.propose) : [];
  if (distinct.length >= 2) return distinct;
  const detail = `it proposed no values for the attribute ${field}${heard.ok ? '' : ` (${heard.reason})`}`;
  throw fault('bad-answer', { model: model.id, detail });
}

/** Case and white space make no other value. */
function distinctOf(texts: readonly string[]): string[] {
  const seen = new Map(texts.map((text) => [text.toLowerCase().replace(/\s+/g, ' '), text] as const).reverse());
  return [...seen.values()].reverse();
}

function given(sample: Sample, cross: Cross, { random }: Context<Options>): Outcome {
  const values = cross.next(sample.data, random);
  return values === undefined ? drop(sample, 'no-values') : keep(withData(sample, values));
}

function* coverageOf(crosses: readonly Cross[]): Iterable<Outcome> {
  const sum = (count: (cross: Cross) => number) => crosses.reduce((all, cross) => all + count(cross), 0);
  const possible = sum(({ rows }) => rows.possible);
  if (possible > 0) yield measure('combinations-asked', sum(({ rows }) => rows.covered) / possible, 'ratio');
}

function proposalPrompt(field: string, of: string | undefined, { of: all, samples }: Options): string {
  const { about, propose, per } = all[field] as z.output<typeof proposed>;
  const what = about === undefined ? `the attribute “${field}”` : `the attribute “${field}” (${about})`;
  const where = of === undefined ? '' : `, for those whose ${per} is “${of}”`;
  return [
    `We write varied ${samples}. Think of ${propose} values of ${what}${where}.`,
    'Each is one to six words; together they span the range, and no two mean the same.',
  ].join('\n');
}
