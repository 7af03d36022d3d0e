/** JSON Schema of a zod schema, in the forms that providers and models want. */
import { z } from 'zod';
import type { JsonSchema } from '../../core/model.ts';
import type { Json } from '../../core/sample.ts';

const known = new WeakMap<z.ZodType, JsonSchema>();

/** The JSON Schema of what a model has to write (before defaults and transforms); objects take no further keys. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const had = known.get(schema);
  if (had !== undefined) return had;
  const made = closed(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json) as JsonSchema;
  const { $schema: _, ...rest } = made;
  known.set(schema, rest);
  return rest;
}

/** True for schemas whose root is an object: the only ones that every provider's own mode takes. */
export const isObjectSchema = (schema: JsonSchema): boolean =>
  schema.type === 'object' && schema.properties !== undefined;

/** A schema of any form inside an object `{ value }`, definitions kept at the root where `$ref` finds them. */
export function wrapped(schema: JsonSchema): JsonSchema {
  const { $defs, ...value } = schema;
  const object = { type: 'object', properties: { value }, required: ['value'], additionalProperties: false };
  return $defs === undefined ? object : { ...object, $defs };
}

/**
 * True where a provider's strict mode can take it: every object lists its properties, needs them all, and takes no
 * others. Source: https://platform.openai.com/docs/guides/structured-outputs (supported schemas).
 */
export function isStrict(schema: JsonSchema): boolean {
  const had = strictness.get(schema);
  if (had !== undefined) return had;
  const strict = isStrictNode(schema);
  strictness.set(schema, strict);
  return strict;
}

const strictness = new WeakMap<JsonSchema, boolean>();

function isStrictNode(schema: Json): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictNode);
  if (schema === null || typeof schema !== 'object') return true;
  const node = schema as JsonSchema;
  if (node.type === 'object') {
    const names = Object.keys((node.properties ?? {}) as object);
    const required = (node.required ?? []) as readonly string[];
    if (node.additionalProperties !== false || names.some((name) => !required.includes(name))) return false;
  }
  return Object.values(node).every(isStrictNode);
}

/** Says a schema in the fewest words that a model follows: a JSON form with types in place of values. */
export function describeSchema(schema: JsonSchema): string {
  return form(schema, { root: schema, depth: 0 });
}

interface Place {
  readonly root: JsonSchema;
  readonly depth: number;
}

/** Safe-integer bounds that zod writes say nothing to a model, and some grammars choke on them. */
function closed(node: Json): Json {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node as JsonSchema)
    .filter(([key, value]) => !(/^(minimum|maximum)$/.test(key) && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER))
    .map(([key, value]): [string, Json] => [
      key,
      key === 'default' || key === 'enum' || key === 'const' ? value : closed(value),
    ]);
  const made = Object.fromEntries(entries);
  if (made.type === 'object' && made.properties !== undefined && typeof made.properties === 'object') {
    made.additionalProperties ??= false;
  }
  return made;
}

function form(node: JsonSchema, place: Place): string {
  const text = bareForm(node, place);
  return typeof node.description === 'string' ? `${text} (${node.description})` : text;
}

function bareForm(node: JsonSchema, place: Place): string {
  if (place.depth > 12) return 'any value';
  const inner = { root: place.root, depth: place.depth + 1 };
  if (typeof node.$ref === 'string') return form(definition(node.$ref, place.root), inner);
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (Array.isArray(node.enum)) return node.enum.map((each) => JSON.stringify(each)).join(' | ');
  const choices = (node.anyOf ?? node.oneOf) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) return choices.map((each) => form(each, inner)).join(' | ');
  if (Array.isArray(node.type)) return node.type.map((type) => form({ ...bare(node), type }, inner)).join(' | ');
  if (node.type === 'object') return objectForm(node, inner);
  if (node.type === 'array') return arrayForm(node, inner);
  return scalarForm(node);
}

const bare = ({ description: _, ...node }: JsonSchema): JsonSchema => node;

function objectForm(node: JsonSchema, place: Place): string {
  const required = (node.required ?? []) as readonly string[];
  const properties = Object.entries((node.properties ?? {}) as { readonly [name: string]: JsonSchema });
  const parts = properties.map(
    ([name, each]) =>
      `${JSON.stringify(name)}: ${form(each, place)}${required.includes(name) ? '' : ' (may be left out)'}`,
  );
  if (typeof node.additionalProperties === 'object' && node.additionalProperties !== null) {
    parts.push(`"<any key>": ${form(node.additionalProperties as JsonSchema, place)}`);
  }
  return `{${parts.join(', ')}}`;
}

function arrayForm(node: JsonSchema, place: Place): string {
  if (Array.isArray(node.prefixItems)) {
    return `[${(node.prefixItems as readonly JsonSchema[]).map((each) => form(each, place)).join(', ')}]`;
  }
  const item = form((node.items ?? {}) as JsonSchema, place);
  return `[${item}, …]${between(node.minItems, node.maxItems, ' items')}`;
}

function scalarForm(node: JsonSchema): string {
  const type = typeof node.type === 'string' ? node.type : 'any value';
  if (type === 'string') {
    const kind =
      typeof node.format === 'string'
        ? ` (${node.format})`
        : typeof node.pattern === 'string'
          ? ` matching /${node.pattern}/`
          : '';
    return `string${kind}${between(node.minLength, node.maxLength, ' characters')}`;
  }
  return `${type}${between(node.minimum ?? node.exclusiveMinimum, node.maximum ?? node.exclusiveMaximum, '')}`;
}

function between(least: Json | undefined, most: Json | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (least === undefined) return ` (at most ${most}${unit})`;
  if (most === undefined) return ` (at least ${least}${unit})`;
  return least === most ? ` (exactly ${least}${unit})` : ` (${least} to ${most}${unit})`;
}

/** What a `$ref` within the same schema points at. */
export function definition(reference: string, root: JsonSchema): JsonSchema {
  let node: Json = root;
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    node = (node as JsonSchema)[part.replaceAll('~1', '/').replaceAll('~0', '~')] ?? {};
  }
  return node as JsonSchema;
}
