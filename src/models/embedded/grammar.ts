/** JSON Schema as a GBNF grammar, so that sampling can only write what fits the schema's shape. */
// GBNF: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md. The runtime's own converter knows no
// anyOf, no optional properties and no integer ranges, and lets a weak model spend its tokens on white space.
import type { JsonSchema } from '../../core/model.ts';
import type { Json } from '../../core/sample.ts';

/** Integer ranges up to this many values are written out, and so enforced; wider ones are left to validation. */
const MAX_LISTED_INTEGERS = 256;

/**
 * The grammar of a schema's JSON text, with one space at most after colons and commas. Properties come in the order of
 * the schema. What a grammar cannot say (`pattern`, number ranges, wide integer ranges, `uniqueItems`) it lets pass.
 */
export function grammarOf(schema: JsonSchema): string {
  const writer: Writer = { root: schema, rules: new Map(), refs: new Map() };
  const root = expression(schema, writer);
  const rules = [...writer.rules].map(([name, body]) => `${name} ::= ${body}`);
  return [`root ::= ${root}`, ...rules].join('\n');
}

interface Writer {
  readonly root: JsonSchema;
  /** Rule name to its body; insertion order is output order. */
  readonly rules: Map<string, string>;
  /** `$ref` to the rule that stands for it. */
  readonly refs: Map<string, string>;
}

function expression(schema: Json | undefined, writer: Writer): string {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return shared('value', writer);
  const node = schema as JsonSchema;
  if (typeof node.$ref === 'string') return reference(node.$ref, writer);
  if (node.const !== undefined) return literal(JSON.stringify(node.const));
  if (Array.isArray(node.enum)) return alternatives(node.enum.map((each: Json) => literal(JSON.stringify(each))));
  const options = node.anyOf ?? node.oneOf;
  if (Array.isArray(options)) return alternatives(options.map((each: Json) => expression(each, writer)));
  if (Array.isArray(node.allOf)) return expression(merged(node, node.allOf, writer), writer);
  if (Array.isArray(node.type)) {
    return alternatives(node.type.map((type: Json) => expression({ ...node, type }, writer)));
  }
  return ofType(node, writer);
}

function ofType(node: JsonSchema, writer: Writer): string {
  const type = node.type ?? (node.properties !== undefined ? 'object' : node.items !== undefined ? 'array' : undefined);
  switch (type) {
    case 'object':
      return object(node, writer);
    case 'array':
      return array(node, writer);
    case 'string':
      return string(node, writer);
    case 'integer':
      return integer(node, writer);
    case 'number':
    case 'boolean':
    case 'null':
      return shared(type, writer);
    default:
      return shared('value', writer);
  }
}

function reference(ref: string, writer: Writer): string {
  const known = writer.refs.get(ref);
  if (known !== undefined) return known;
  const name = `ref-${writer.refs.size}`;
  writer.refs.set(ref, name);
  writer.rules.set(name, '""');
  writer.rules.set(name, expression(target(ref, writer.root), writer));
  return name;
}

/** What a JSON pointer within the schema names; undefined, and so any value, where it names nothing. */
function target(ref: string, root: JsonSchema): Json | undefined {
  let at: Json | undefined = root;
  for (const part of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = at !== null && typeof at === 'object' ? (at as Record<string, Json>)[key] : undefined;
  }
  return at;
}

/** Intersections as zod writes them: objects whose properties come together. */
function merged(node: JsonSchema, parts: readonly Json[], writer: Writer): JsonSchema {
  const { allOf: _, ...own } = node;
  let all: JsonSchema = own;
  for (const part of parts) {
    let next = part as JsonSchema;
    if (typeof next.$ref === 'string') next = (target(next.$ref, writer.root) ?? {}) as JsonSchema;
    const properties = { ...(all.properties as object), ...(next.properties as object) };
    const required = [...((all.required ?? []) as string[]), ...((next.required ?? []) as string[])];
    all = { ...all, ...next, ...(Object.keys(properties).length > 0 && { properties, required }) };
  }
  return all;
}

function object(node: JsonSchema, writer: Writer): string {
  const properties = Object.entries((node.properties ?? {}) as JsonSchema);
  if (properties.length === 0) return map(node, writer);
  const required = new Set((node.required ?? []) as readonly string[]);
  const members = properties.map(([name, schema]) => ({
    pair: `${literal(`${JSON.stringify(name)}:`)} " "? ${expression(schema, writer)}`,
    needed: required.has(name),
  }));
  const first = members.findIndex((member) => member.needed);
  if (first === -1) return `"{" (${members.map((_, at) => from(members, at)).join(' | ')})? "}"`;
  const before = members.slice(0, first).map(({ pair }) => `(${pair} "," " "?)?`);
  return `"{" ${[...before, from(members, first)].join(' ')} "}"`;
}

interface Member {
  readonly pair: string;
  readonly needed: boolean;
}

/** The member at `at`, and those after it with their commas. */
function from(members: readonly Member[], at: number): string {
  const rest = members.slice(at + 1).map(({ pair, needed }) => `("," " "? ${pair})${needed ? '' : '?'}`);
  return [members[at]!.pair, ...rest].join(' ');
}

/** An object with free keys. */
function map(node: JsonSchema, writer: Writer): string {
  if (node.additionalProperties === false) return '"{}"';
  const key =
    node.propertyNames === undefined
      ? shared('string', writer)
      : expression({ type: 'string', ...(node.propertyNames as object) }, writer);
  const values = node.additionalProperties === true ? undefined : node.additionalProperties;
  const pair = `${key} ":" " "? ${expression(values, writer)}`;
  return `"{" ${separated(pair, Number(node.minProperties ?? 0), limit(node.maxProperties))} "}"`;
}

function array(node: JsonSchema, writer: Writer): string {
  const prefix = (Array.isArray(node.prefixItems) ? node.prefixItems : []).map((each: Json) =>
    expression(each, writer),
  );
  const min = Math.max(0, Number(node.minItems ?? 0) - prefix.length);
  const max = limit(node.maxItems);
  if (prefix.length > 0) {
    const rest =
      node.items === undefined || node.items === false
        ? ''
        : ` ("," " "? ${expression(node.items, writer)})${times(min, max - prefix.length)}`;
    return `"[" ${prefix.join(' "," " "? ')}${rest} "]"`;
  }
  return max === 0 ? '"[]"' : `"[" ${separated(expression(node.items, writer), min, max)} "]"`;
}

/** `item` min to max times, with commas between. */
function separated(item: string, min: number, max: number): string {
  if (max === 0) return '""';
  const some = `${item} ("," " "? ${item})${times(Math.max(0, min - 1), max - 1)}`;
  return min === 0 ? `(${some})?` : some;
}

function string(node: JsonSchema, writer: Writer): string {
  const format = formats[String(node.format)];
  if (format !== undefined) return named(String(node.format), `"\\"" ${format} "\\""`, writer);
  const min = Number(node.minLength ?? 0);
  const max = limit(node.maxLength);
  if (min === 0 && max === Number.POSITIVE_INFINITY) return shared('string', writer);
  return `"\\"" ${shared('char', writer)}${times(min, max)} "\\""`;
}

function integer(node: JsonSchema, writer: Writer): string {
  const low = bound(node.minimum, node.exclusiveMinimum, 1);
  const high = bound(node.maximum, node.exclusiveMaximum, -1);
  if (low !== undefined && high !== undefined && high - low < MAX_LISTED_INTEGERS && high >= low) {
    const values = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, at) => Math.ceil(low) + at);
    return alternatives(values.map((value) => `"${value}"`));
  }
  return shared(low !== undefined && low >= 0 ? 'natural' : 'integer', writer);
}

function bound(inclusive: Json | undefined, exclusive: Json | undefined, inward: 1 | -1): number | undefined {
  if (typeof inclusive === 'number') return inclusive;
  return typeof exclusive === 'number' ? exclusive + inward : undefined;
}

const limit = (value: Json | undefined) => (typeof value === 'number' ? value : Number.POSITIVE_INFINITY);

function times(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : `{${min},}`;
  return `{${min},${Math.max(min, max)}}`;
}

const alternatives = (all: readonly string[]) => (all.length === 1 ? all[0]! : `(${all.join(' | ')})`);

/** Text as a GBNF literal. */
const literal = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;

/** A rule of the table below, and those it stands on. */
function shared(name: keyof typeof bodies, writer: Writer): string {
  if (writer.rules.has(name)) return name;
  writer.rules.set(name, bodies[name]);
  for (const other of uses[name] ?? []) shared(other, writer);
  return name;
}

function named(name: string, body: string, writer: Writer): string {
  writer.rules.set(name, body);
  return name;
}

const bodies = {
  // No control characters, as JSON demands; numbers with at most 15 digits, which a double holds exactly.
  char: '[^"\\\\\\x7F\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})',
  string: '"\\"" char* "\\""',
  natural: '"0" | [1-9] [0-9]{0,14}',
  integer: '"-"? ("0" | [1-9] [0-9]{0,14})',
  number: '"-"? ("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,9})?',
  boolean: '"true" | "false"',
  null: '"null"',
  value: 'string | number | boolean | null | list | record',
  list: '"[" (value ("," " "? value)*)? "]"',
  record: '"{" (string ":" " "? value ("," " "? string ":" " "? value)*)? "}"',
};

const uses: { readonly [Name in keyof typeof bodies]?: readonly (keyof typeof bodies)[] } = {
  string: ['char'],
  value: ['string', 'number', 'boolean', 'null', 'list', 'record'],
};

const day = '[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])';
const hour = '([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9]';
const formats: Readonly<Record<string, string>> = {
  date: day,
  time: hour,
  'date-time': `${day} "T" ${hour} "Z"`,
  uuid: '[0-9a-f]{8} "-" [0-9a-f]{4} "-" "4" [0-9a-f]{3} "-" [89ab] [0-9a-f]{3} "-" [0-9a-f]{12}',
};
