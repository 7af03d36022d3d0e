/** The options of a step as rows, read from the JSON Schema of its Zod schema: one row an option, nested ones with dotted names. */
import { z } from 'zod';
import type { AnyStep } from '../../src/core/define.ts';

/** The part of JSON Schema 2020-12 that Zod writes. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

export interface OptionRow {
  /** Such as `model`, `fields[].name`, `price.input`. */
  readonly name: string;
  readonly type: string;
  /** JSON of the default; `required` where there must be a value; empty where the option may be left out. */
  readonly default: string;
  readonly limits: string;
  readonly description: string;
}

/** What a recipe may write for a step’s options, before defaults are filled in. */
export const optionsSchema = (step: AnyStep): Schema =>
  z.toJSONSchema(step.options, { io: 'input', unrepresentable: 'any' }) as Schema;

/** Rows in the order of the schema; each option before what lies within it. */
export function optionRows(root: Schema): OptionRow[] {
  return [...rowsOf({ root, schema: root, prefix: '', within: [] })];
}

interface Place {
  readonly root: Schema;
  readonly schema: Schema;
  readonly prefix: string;
  /** References on the way here: a schema that holds itself is entered once. */
  readonly within: readonly string[];
}

function* rowsOf(place: Place): Generator<OptionRow> {
  const { root } = place;
  for (const { schema, within } of variants(place)) {
    for (const [key, given] of Object.entries(schema.properties ?? {})) {
      const name = place.prefix + key;
      yield rowOf(name, root, { given, required: schema.required?.includes(key) ?? false });
      yield* rowsOf({ root, schema: given, prefix: `${name}.`, within });
    }
    const item = schema.items;
    if (item !== undefined) yield* rowsOf({ root, schema: item, prefix: place.prefix.replace(/\.?$/, '[].'), within });
    const each = schema.additionalProperties;
    if (typeof each === 'object') yield* rowsOf({ root, schema: each, prefix: `${place.prefix}<name>.`, within });
  }
}

/** The schema itself with references followed, or each of its alternatives. */
function variants(place: Place): { schema: Schema; within: readonly string[] }[] {
  const { root, schema, within } = place;
  if (schema.$ref !== undefined) {
    if (within.includes(schema.$ref)) return [];
    return variants({ ...place, schema: follow(root, schema.$ref), within: [...within, schema.$ref] });
  }
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return parts === undefined ? [{ schema, within }] : parts.flatMap((part) => variants({ ...place, schema: part }));
}

function follow(root: Schema, reference: string): Schema {
  const names = reference.split('/').slice(1);
  return names.reduce<Schema>((at, name) => (at[name] ?? {}) as Schema, root);
}

function rowOf(name: string, root: Schema, option: { given: Schema; required: boolean }): OptionRow {
  const { given, required } = option;
  const target = given.$ref === undefined ? given : { ...follow(root, given.$ref), ...given };
  const byDefault = target.default === undefined ? (required ? 'required' : '') : JSON.stringify(target.default);
  return {
    name,
    type: typeOf(root, target),
    default: byDefault,
    limits: limitsOf(target),
    description: (target.description ?? '').replace(/\s+/g, ' '),
  };
}

/** In words: `integer`, `list of text`, `"a" or "b"`. */
function typeOf(root: Schema, schema: Schema, depth = 0): string {
  const inner = (part: Schema) => (depth > 4 ? 'value' : typeOf(root, part, depth + 1));
  if (schema.$ref !== undefined) return inner(follow(root, schema.$ref));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts !== undefined) return [...new Set(parts.map(inner))].join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => inner({ type })).join(' or ');
  if (schema.type === 'array') return listType(schema, inner);
  if (schema.type === 'object') return objectType(schema, inner);
  const words: Readonly<Record<string, string>> = { string: 'text', boolean: 'true or false', null: 'null' };
  return words[String(schema.type)] ?? String(schema.type ?? 'any value');
}

function listType(schema: Schema, inner: (part: Schema) => string): string {
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(inner).join(', ')}]`;
  const item = inner(schema.items ?? {});
  return `list of ${item.includes(' or ') ? `(${item})` : item}`;
}

function objectType(schema: Schema, inner: (part: Schema) => string): string {
  const each = schema.additionalProperties;
  return schema.properties === undefined && typeof each === 'object' ? `map of ${inner(each)}` : 'object';
}

/** Bounds in words, of the option itself or of its alternatives. */
function limitsOf(schema: Schema): string {
  const own = [
    range('', [schema.minimum, schema.exclusiveMinimum], [schema.maximum, schema.exclusiveMaximum]),
    range(' characters', [schema.minLength], [schema.maxLength]),
    schema.prefixItems !== undefined ? '' : range(' items', [schema.minItems], [schema.maxItems]),
    schema.pattern === undefined || schema.format !== undefined ? '' : `matches \`${schema.pattern}\``,
    schema.format === undefined ? '' : String(schema.format),
  ].filter((text) => text !== '');
  const parts = (schema.anyOf ?? schema.oneOf ?? []).map(limitsOf).filter((text) => text !== '');
  return [...own, ...new Set(parts)].join('; ');
}

/** Each bound comes inclusive first, then exclusive. JavaScript’s whole numbers as a bound say nothing, and are left out. */
function range(unit: string, [min, above]: unknown[], [max, below]: unknown[]): string {
  const isReal = (bound: unknown) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const from = isReal(above) ? `> ${above}` : isReal(min) ? `≥ ${min}` : '';
  const to = isReal(below) ? `< ${below}` : isReal(max) ? `≤ ${max}` : '';
  const text = [from, to].filter((part) => part !== '').join(', ');
  return text === '' ? '' : `${text}${unit}`;
}
