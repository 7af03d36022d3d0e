/** Fills fields of a sample: samplers, templates and model answers that may refer to each other. */
import { z } from 'zod';
import { defineStep, drop, keep, withData, withFlow, withNotes } from '../core/define.ts';
import { mistake } from '../core/errors.ts';
import type { Flow, TemplateFields } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import type { Fields, Sample } from '../core/sample.ts';
import { settleAll } from '../core/settle.ts';
import type { Context } from '../core/step.ts';
import { seededRandom } from '../math/random.ts';
import { TemplateError } from '../text/template.ts';
import { samplerOf, samplerSchema } from './fields/kinds.ts';
import type { Drawn, Sampler } from './fields/sampler.ts';

const optionsSchema = z
  .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]*$/u, 'a field’s name is letters, digits, _ and -'), samplerSchema)
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field')
  .describe('From names of fields to what fills them.');

type TemplatesIn<S> = S extends { template: infer T extends string }
  ? TemplateFields<T>
  : S extends { text: { prompt: infer P } } | { structured: { prompt: infer P } }
    ? TemplateFields<P>
    : S extends { subcategory: { of: infer O extends string } }
      ? O
      : never;

interface FieldsFlow extends Flow {
  readonly reads: Exclude<
    { [K in keyof this['input']]: TemplatesIn<this['input'][K]> }[keyof this['input']],
    keyof this['input']
  >;
  readonly writes: keyof this['input'] & string;
}

export const fields = withFlow<FieldsFlow>()(
  defineStep({
    name: 'fields',
    stage: 'generation',
    sees: 'one',
    summary: 'Fills fields of a sample: samplers, templates and model answers that may refer to each other.',
    sources: [
      'NVIDIA-NeMo/DataDesigner: columns of samplers, expressions and model answers',
      'faker-js/faker: names and places by locale',
      'RFC 9562: UUIDs',
    ],
    options: optionsSchema,

    async touches(options) {
      const { waves, reads } = await planOf(options);
      const all = waves.flat();
      const promised = all.filter(({ sampler }) => sampler.values !== undefined);
      return {
        reads,
        writes: Object.keys(options),
        notes: ['repairs'],
        asks: [...new Set(all.flatMap(({ sampler }) => sampler.asks ?? []))],
        values: Object.fromEntries(promised.map(({ name, sampler }) => [name, sampler.values ?? []])),
      };
    },

    async *run(sample, context) {
      const { waves } = await planOf(context.options);
      const seed = `${context.random()}`;
      let grown = sample;
      for (const wave of waves) {
        const drawn = await settleAll(wave.map((field) => drawField(field, { seed, data: grown.data, context })));
        for (const [index, each] of drawn.entries()) {
          if ('drop' in each) return yield drop(grown, each.drop);
          grown = withData(noteRepairs(grown, each.repairs), { [wave[index]!.name]: each.value });
        }
      }
      yield keep(grown);
    },
  }),
);

interface Field {
  readonly name: string;
  readonly sampler: Sampler;
}

/** Fields of one wave need only fields of waves before it, and are filled side by side. */
interface Plan {
  readonly waves: readonly (readonly Field[])[];
  /** Fields that earlier steps must bring. */
  readonly reads: readonly string[];
}

const planOf = oncePer(async (options: z.output<typeof optionsSchema>): Promise<Plan> => {
  const all: Field[] = [];
  for (const [name, given] of Object.entries(options)) all.push({ name, sampler: await samplerOf(name, given) });
  const own = new Map(all.map((field) => [field.name, field.sampler]));
  for (const [name, { subcategory: given }] of Object.entries(options))
    if (given !== undefined) coversAll(name, given, own.get(given.of)?.values ?? []);
  const reads = all.flatMap(({ name, sampler }) => sampler.needs.filter((need) => need === name || !own.has(need)));
  return { waves: inWaves(all), reads: [...new Set(reads)] };
});

function coversAll(name: string, given: { of: string; values: object }, decided: readonly string[]): void {
  const missing = decided.filter((value) => !Object.hasOwn(given.values, value));
  if (missing.length > 0)
    throw wrong(
      `${name}.subcategory.values`,
      `\`${given.of}\` can be ${missing.join(', ')}, and nothing is listed for it`,
    );
}

function inWaves(all: readonly Field[]): Field[][] {
  const waves: Field[][] = [];
  let left = [...all];
  while (left.length > 0) {
    const waiting = new Set(left.map((field) => field.name));
    const ready = left.filter(({ name, sampler }) =>
      sampler.needs.every((need) => need === name || !waiting.has(need)),
    );
    if (ready.length === 0) throw wrong(left[0]!.name, `these fields wait for each other: ${[...waiting].join(', ')}`);
    waves.push(ready);
    left = left.filter((field) => !ready.includes(field));
  }
  return waves;
}

interface At {
  readonly seed: string;
  readonly data: Fields;
  readonly context: Pick<Context<unknown>, 'round' | 'model' | 'even'>;
}

async function drawField({ name, sampler }: Field, { seed, data, context }: At): Promise<Drawn> {
  const random = startingWith(context.even(name), seededRandom(`${seed} ${name}`));
  try {
    return await sampler.draw({ random, data, round: context.round, model: (role) => context.model(role) });
  } catch (error) {
    if (error instanceof TemplateError) return { drop: `unfilled-${name}` };
    throw error;
  }
}

/** The first draw, which decides a class or the part of a range, is spread over the samples; what follows is not. */
function startingWith(first: number, random: () => number): () => number {
  let isFirst = true;
  return () => {
    if (!isFirst) return random();
    isFirst = false;
    return first;
  };
}

function noteRepairs(sample: Sample, repairs: readonly string[] = []): Sample {
  if (repairs.length === 0) return sample;
  const before = sample.notes.repairs;
  return withNotes(sample, { repairs: [...(before === undefined ? [] : [String(before)]), ...repairs].join('; ') });
}

const wrong = (option: string, reason: string) => mistake('bad-option', { step: '`fields`', option, reason });
