/** Makes values that fit a JSON Schema, different for every draw. */
import type { JsonSchema } from '../../core/model.ts';
import type { Json } from '../../core/sample.ts';
import { definition } from '../answers/schema-text.ts';
import { textOfPattern } from './pattern.ts';
import { between, type Draw, pick } from './seeded.ts';
import { personName, phrase, prose, sentence, word } from './words.ts';

interface Making {
  readonly root: JsonSchema;
  readonly draw: Draw;
  readonly topics: readonly string[];
  readonly depth: number;
  /** Name of the property that is being made, for plausible text. */
  readonly name: string;
}

/** Beyond this, optional parts and list items are left out, so that recursive schemas end. */
const DEEP = 5;

/** A value that fits `schema`. Keywords: all that zod writes; `not` and `if` are not looked at. */
export const valueFor = (schema: JsonSchema, draw: Draw, topics: readonly string[]): Json =>
  make(schema, { root: schema, draw, topics, depth: 0, name: '' });

function make(node: JsonSchema, making: Making): Json {
  if (making.depth > 40) return null;
  const inner = { ...making, depth: making.depth + 1 };
  if (typeof node.$ref === 'string') return make(definition(node.$ref, making.root), inner);
  if (node.const !== undefined) return node.const;
  if (Array.isArray(node.enum)) return pick(making.draw, node.enum) as Json;
  const options = (node.anyOf ?? node.oneOf) as readonly JsonSchema[] | undefined;
  if (options !== undefined) return make(shallowest(options, making), inner);
  if (Array.isArray(node.allOf)) return make(merged(node, making.root), inner);
  if (Array.isArray(node.type)) return make({ ...node, type: oneType(node.type as readonly string[], making) }, inner);
  return ofType(node, making);
}

function ofType(node: JsonSchema, making: Making): Json {
  switch (node.type) {
    case 'object':
      return objectFor(node, making);
    case 'array':
      return listFor(node, making);
    case 'string':
      return textFor(node, making);
    case 'number':
    case 'integer':
      return numberFor(node, making.draw);
    case 'boolean':
      return making.draw() < 0.5;
    case 'null':
      return null;
    default:
      return node.properties === undefined ? phrase(making.draw, making.topics) : objectFor(node, making);
  }
}

/** Deep inside, an option that ends is taken: a recursive union would go on for ever. */
function shallowest(options: readonly JsonSchema[], making: Making): JsonSchema {
  const ending = options.filter((each) => each.$ref === undefined && each.type !== 'object' && each.type !== 'array');
  return pick(making.draw, making.depth > DEEP && ending.length > 0 ? ending : options);
}

const oneType = (types: readonly string[], making: Making): string =>
  making.depth > DEEP && types.includes('null') ? 'null' : pick(making.draw, types);

function merged(node: JsonSchema, root: JsonSchema): JsonSchema {
  const { allOf, ...rest } = node;
  const parts = (allOf as readonly JsonSchema[]).map((part) =>
    typeof part.$ref === 'string' ? definition(part.$ref, root) : part,
  );
  const all = [rest, ...parts];
  const properties = Object.assign({}, ...all.map((each) => each.properties ?? {})) as JsonSchema;
  const required = all.flatMap((each) => (each.required ?? []) as readonly Json[]);
  const whole = Object.assign({}, ...all) as JsonSchema;
  return Object.keys(properties).length > 0 ? { ...whole, properties, required } : whole;
}

function objectFor(node: JsonSchema, making: Making): Json {
  const required = new Set((node.required ?? []) as readonly string[]);
  const made: { [name: string]: Json } = {};
  for (const [name, each] of Object.entries((node.properties ?? {}) as { readonly [name: string]: JsonSchema })) {
    const wanted = making.depth <= DEEP && making.draw() < 0.8;
    if (required.has(name) || wanted) made[name] = make(each, { ...making, depth: making.depth + 1, name });
  }
  const free = node.additionalProperties;
  if (typeof free === 'object' && free !== null && making.depth <= DEEP) {
    const names = (node.propertyNames ?? { type: 'string' }) as JsonSchema;
    for (let left = between(making.draw, 1, 3); left > 0; left--) {
      const name =
        Array.isArray(names.enum) || names.pattern !== undefined ? String(make(names, making)) : word(making.draw);
      made[name] = make(free as JsonSchema, { ...making, depth: making.depth + 1, name });
    }
  }
  return made;
}

function listFor(node: JsonSchema, making: Making): Json {
  const inner = { ...making, depth: making.depth + 1 };
  if (Array.isArray(node.prefixItems))
    return (node.prefixItems as readonly JsonSchema[]).map((each) => make(each, inner));
  const least = Number(node.minItems ?? (making.depth > DEEP ? 0 : 1));
  const most = making.depth > DEEP ? least : Math.max(least, Math.min(Number(node.maxItems ?? least + 3), least + 3));
  const wanted = between(making.draw, least, most);
  const made: Json[] = [];
  for (let tries = 0; made.length < wanted && tries < wanted * 20; tries++) {
    const item = make((node.items ?? { type: 'string' }) as JsonSchema, inner);
    if (node.uniqueItems !== true || !made.some((each) => JSON.stringify(each) === JSON.stringify(item)))
      made.push(item);
  }
  return made;
}

function numberFor(node: JsonSchema, draw: Draw): number {
  const whole = node.type === 'integer';
  const step = Number(node.multipleOf ?? (whole ? 1 : 0.01));
  const above = node.exclusiveMinimum === undefined ? undefined : Number(node.exclusiveMinimum) + step;
  const below = node.exclusiveMaximum === undefined ? undefined : Number(node.exclusiveMaximum) - step;
  const least = Number(node.minimum ?? above ?? Math.min(0, Number(node.maximum ?? below ?? 0) - 100));
  const most = Number(node.maximum ?? below ?? least + 100);
  const [first, last] = [Math.ceil(least / step - 1e-9), Math.floor(most / step + 1e-9)];
  if (first > last) return (least + most) / 2;
  return Number((between(draw, first, last) * step).toFixed(10));
}

function textFor(node: JsonSchema, making: Making): string {
  const { draw } = making;
  const byFormat = typeof node.format === 'string' ? formatted(node.format, draw) : undefined;
  if (byFormat !== undefined) return byFormat;
  if (typeof node.pattern === 'string') return textOfPattern(node.pattern, draw);
  const [least, most] = [Number(node.minLength ?? 0), Number(node.maxLength ?? 2000)];
  let text = plausible(making, most);
  while (text.length < least) text += `${text === '' ? '' : ' '}${sentence(draw, making.topics)}`;
  return text.length <= most ? text : text.slice(0, Math.max(most, least)).trimEnd().padEnd(least, 'e');
}

function plausible(making: Making, most: number): string {
  const { draw, topics, name } = making;
  if (/(^|_)name$|author|person|customer/i.test(name)) return personName(draw);
  if (most <= 24) return word(draw);
  if (most <= 60 || /title|topic|subject|label|category|tag|keyword|city|product|intent/i.test(name))
    return phrase(draw, topics);
  return prose(draw, between(draw, 1, 3), topics);
}

function formatted(format: string, draw: Draw): string | undefined {
  const two = (value: number) => String(value).padStart(2, '0');
  const hex = (digits: number) => Array.from({ length: digits }, () => between(draw, 0, 15).toString(16)).join('');
  const date = () => `${between(draw, 1990, 2025)}-${two(between(draw, 1, 12))}-${two(between(draw, 1, 28))}`;
  const time = () => `${two(between(draw, 0, 23))}:${two(between(draw, 0, 59))}:${two(between(draw, 0, 59))}`;
  switch (format) {
    case 'date':
      return date();
    case 'time':
      return time();
    case 'date-time':
      return `${date()}T${time()}Z`;
    case 'email':
      return `${personName(draw).toLowerCase().replace(' ', '.')}${between(draw, 1, 99)}@example.com`;
    case 'uri':
      return `https://example.com/${word(draw)}/${between(draw, 1, 9999)}`;
    case 'uuid':
      return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    case 'ipv4':
      return `192.0.2.${between(draw, 1, 254)}`;
    case 'duration':
      return `PT${between(draw, 1, 90)}M`;
    default:
      return undefined;
  }
}
