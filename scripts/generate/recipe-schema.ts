/** Writes the JSON Schema of recipes (2020-12), with which editors complete and check YAML as it is typed. */
import { z } from 'zod';
import type { AnyStep } from '../../src/core/define.ts';
import { headSchema } from '../../src/core/recipe.ts';
import type { LoadedStep } from './load-steps.ts';
import { optionsSchema, type Schema } from './options.ts';

/** The whole file; the same bytes for the same steps. */
export function recipeSchemaText(steps: readonly LoadedStep[]): string {
  const head = z.toJSONSchema(headSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const each = steps.map(({ step }) => ({ step, schema: optionsSchema(step) }));
  const schema = {
    $schema: head.$schema,
    title: 'Synthloom recipe',
    type: 'object',
    properties: { ...head.properties, steps: { description: 'The line, in order.', type: 'array', minItems: 1 } },
    required: [...(head.required ?? []), 'steps'],
    additionalProperties: false,
    // steps of a plugin are not known here: `check` knows them
    if: { properties: { plugins: { minItems: 1 } }, required: ['plugins'] },
    else: { properties: { steps: { $ref: '#/$defs/line' } } },
    $defs: {
      ...head.$defs,
      line,
      step: stepSchema(each.map(({ step }) => step)),
      ...Object.fromEntries(each.map(({ step, schema }) => [`step-${step.name}`, valueSchema(step, schema)])),
      ...Object.fromEntries(each.flatMap(({ step, schema }) => definitions(schema, optionsName(step)))),
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const line = { type: 'array', items: { $ref: '#/$defs/step' }, minItems: 1 };
const optionsName = (step: AnyStep): string => `options-${step.name}`;

/** A step may stand as its bare name where every option has a default. */
const needsNothing = (step: AnyStep): boolean => step.options.safeParse({}).success;

/** One key, which is the step’s name; a bare name; or `repeat`. */
function stepSchema(steps: readonly AnyStep[]): Schema {
  const named = steps.map((step) => [step.name, { $ref: `#/$defs/step-${step.name}` }] as const);
  const repeat: Schema = {
    description: 'The steps within, so many times over.',
    type: 'object',
    properties: {
      times: { type: 'integer', minimum: 1, description: 'How many times.' },
      steps: { $ref: '#/$defs/line', description: 'Steps of each pass.' },
    },
    required: ['times', 'steps'],
    additionalProperties: false,
  };
  const properties = Object.fromEntries<Schema>([...named, ['repeat', repeat]]);
  const call: Schema = { type: 'object', properties, additionalProperties: false, minProperties: 1, maxProperties: 1 };
  const bare = steps.filter(needsNothing).map(({ name }) => name);
  return bare.length === 0 ? call : { anyOf: [call, { type: 'string', enum: bare }] };
}

/** What may stand after a step’s name: its options, or what its shorthand takes, or nothing. */
function valueSchema(step: AnyStep, schema: Schema): Schema {
  const short = step.shorthand === undefined ? undefined : schema.properties?.[step.shorthand];
  const forms = [
    { $ref: `#/$defs/${optionsName(step)}` },
    ...(short === undefined ? [] : [nested(short, optionsName(step))]),
    ...(needsNothing(step) ? [{ type: 'null' }] : []),
  ];
  return { description: step.summary, ...(forms.length === 1 ? forms[0] : { anyOf: forms }) };
}

/** A schema and its own `$defs`, as entries of the `$defs` of the recipe. */
function definitions(schema: Schema, name: string): [string, Schema][] {
  const own = Object.entries(schema.$defs ?? {}).map(([inner, part]): [string, Schema] => [
    `${name}-${inner}`,
    nested(part, name),
  ]);
  return [[name, nested(schema, name)], ...own];
}

/** A schema, or a part of it, that refers to where `definitions` put what it refers to. */
function nested(schema: Schema, name: string): Schema {
  const { $schema: _, $defs: __, ...rest } = schema;
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moveKey(key, inner)]));
  };
  const moveKey = (key: string, inner: unknown): unknown =>
    key === '$ref' && typeof inner === 'string'
      ? inner.replace(
          /^#(?:\/\$defs\/(.+))?$/,
          (_all, own?: string) => `#/$defs/${name}${own === undefined ? '' : `-${own}`}`,
        )
      : move(inner);
  return move(rest) as Schema;
}
