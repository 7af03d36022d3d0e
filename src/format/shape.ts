/** The type of a column, found by looking at all its values: for Parquet columns and the features of a dataset card. */
import type { Value } from './row.ts';

export type Shape =
  /** Nothing but null was seen. */
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'double' }
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Shape> }
  /** Values that share no type: each is written as JSON text. */
  | { readonly kind: 'json' };

/** An object with more keys than this is a dictionary, not a struct. */
const MOST_FIELDS = 64;
/** Nested deeper than this, a column is JSON text: no reader of tables wants it otherwise. */
const MOST_LEVELS = 8;

const JSON_SHAPE: Shape = { kind: 'json' };
const NULL_SHAPE: Shape = { kind: 'null' };
const SCALARS: Readonly<Record<string, Shape>> = {
  boolean: { kind: 'boolean' },
  string: { kind: 'text' },
  integer: { kind: 'integer' },
  double: { kind: 'double' },
};

/** Shape of one value. */
function shapeOf(value: Value | undefined, level = 0): Shape {
  if (value === null || value === undefined) return NULL_SHAPE;
  if (typeof value === 'number') return SCALARS[Number.isSafeInteger(value) ? 'integer' : 'double']!;
  if (typeof value !== 'object') return SCALARS[typeof value]!;
  if (level >= MOST_LEVELS) return JSON_SHAPE;
  if (Array.isArray(value)) {
    const of = value.reduce<Shape>((shape, item) => merge(shape, shapeOf(item, level + 1)), NULL_SHAPE);
    return { kind: 'list', of };
  }
  const fields = new Map(Object.entries(value as object).map(([key, item]) => [key, shapeOf(item, level + 1)]));
  return asStruct(fields);
}

/** A struct, where a table can hold one: a group without fields it cannot, and `__proto__` is no name for one. */
const asStruct = (fields: ReadonlyMap<string, Shape>): Shape =>
  fields.size === 0 || fields.size > MOST_FIELDS || fields.has('__proto__') ? JSON_SHAPE : { kind: 'struct', fields };

/** The narrowest shape that holds the values of both. */
function merge(a: Shape, b: Shape): Shape {
  if (a === b || b.kind === 'null') return a;
  if (a.kind === 'null') return b;
  if (a.kind === 'list' && b.kind === 'list') {
    const of = merge(a.of, b.of);
    return of === a.of ? a : { kind: 'list', of };
  }
  if (a.kind === 'struct' && b.kind === 'struct') return mergeStructs(a, b);
  if (a.kind === b.kind) return a;
  const isNumber = (shape: Shape) => shape.kind === 'integer' || shape.kind === 'double';
  return isNumber(a) && isNumber(b) ? SCALARS.double! : JSON_SHAPE;
}

function mergeStructs(a: Shape & { kind: 'struct' }, b: Shape & { kind: 'struct' }): Shape {
  let isSame = true;
  const fields = new Map(a.fields);
  for (const [key, shape] of b.fields) {
    const before = fields.get(key);
    const after = before === undefined ? shape : merge(before, shape);
    if (after === before) continue;
    fields.set(key, after);
    isSame = false;
  }
  return isSame ? a : asStruct(fields);
}

/** Shapes of the columns of many rows, in order of first appearance. */
export class Columns {
  readonly shapes = new Map<string, Shape>();

  see(row: { readonly [column: string]: Value }): void {
    for (const column in row) {
      const value = row[column]!;
      const before = this.shapes.get(column);
      if (before !== undefined && fits(value, before)) continue;
      this.shapes.set(column, merge(before ?? NULL_SHAPE, shapeOf(value)));
    }
  }
}

/** True where merging would change nothing; most values of a column end here, without an object being made. */
function fits(value: Value, shape: Shape): boolean {
  if (value === null || shape.kind === 'json') return true;
  if (typeof value === 'string') return shape.kind === 'text';
  if (typeof value === 'boolean') return shape.kind === 'boolean';
  if (typeof value === 'number')
    return shape.kind === 'double' || (shape.kind === 'integer' && Number.isSafeInteger(value));
  if (Array.isArray(value)) return shape.kind === 'list' && value.every((item) => fits(item, shape.of));
  if (shape.kind !== 'struct') return false;
  let keys = 0;
  for (const key in value as object) {
    const inner = shape.fields.get(key);
    if (inner === undefined || !fits((value as { [key: string]: Value })[key]!, inner)) return false;
    keys++;
  }
  return keys > 0;
}

const DTYPES = {
  null: 'null',
  boolean: 'bool',
  integer: 'int64',
  double: 'float64',
  text: 'string',
  json: 'string',
} as const;

type Feature = { readonly [key: string]: Value };

/** Columns as the `features` of a Hugging Face dataset card. */
export const features = (shapes: ReadonlyMap<string, Shape>): Feature[] =>
  [...shapes].map(([name, shape]) => ({ name, ...feature(shape) }));

function feature(shape: Shape): Feature {
  if (shape.kind === 'struct') return { struct: features(shape.fields) };
  if (shape.kind !== 'list') return { dtype: DTYPES[shape.kind] };
  const { of } = shape;
  if (of.kind === 'struct') return { list: features(of.fields) };
  return { list: of.kind === 'list' ? feature(of) : DTYPES[of.kind] };
}
