/** Turns what a Parquet column holds into JSON, by the column's schema. */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import { isFault, parseJson } from './json.ts';
import type { Value } from './row.ts';

/** Turns a stored value into JSON; adds the paths of integers kept as text to `exact`. */
export type ColumnReader = (value: unknown, path: string, exact: string[]) => Value;

/** A stored value that JSON cannot hold; the message names its column. */
export class NotJson extends Error {}

export function readerOf(tree: SchemaTree): ColumnReader {
  const { element, children } = tree;
  const kind = element.converted_type ?? element.logical_type?.type;
  if (children.length === 0)
    return orNull(element.repetition_type === 'REPEATED' ? listOf(leafOf(element)) : leafOf(element));
  if (kind === 'LIST') return orNull(listOf(readerOf(itemOf(tree))));
  if (kind === 'MAP' || kind === 'MAP_KEY_VALUE')
    return orNull(mapOf(readerOf(children[0]!.children[1] ?? children[0]!)));
  const struct = structOf(children);
  return orNull(element.repetition_type === 'REPEATED' ? listOf(struct) : struct);
}

/** The item of a list, beneath its repeated group (three levels) or itself repeated (two, older writers). */
function itemOf({ children }: SchemaTree): SchemaTree {
  const repeated = children[0]!;
  const item = repeated.children.length === 1 ? repeated.children[0]! : repeated;
  return { ...item, element: { ...item.element, repetition_type: 'OPTIONAL' } };
}

const orNull =
  (read: ColumnReader): ColumnReader =>
  (value, path, exact) =>
    value === null || value === undefined ? null : read(value, path, exact);

const listOf =
  (item: ColumnReader): ColumnReader =>
  (value, path, exact) =>
    Array.from(value as Iterable<unknown>, (each, at) => item(each, `${path}[${at}]`, exact));

const mapOf =
  (item: ColumnReader): ColumnReader =>
  (value, path, exact) =>
    Object.fromEntries(
      Object.entries(value as object).map(([key, each]) => [key, item(each, `${path}.${key}`, exact)]),
    );

function structOf(children: readonly SchemaTree[]): ColumnReader {
  const fields = children.map((child) => [child.element.name, readerOf(child)] as const);
  const isLost = fields.some(([name]) => name === '__proto__'); // the reader below us would make it a prototype
  return (value, path, exact) => {
    if (isLost) throw new NotJson(`column \`${path}\` has a field \`__proto__\`; leave it out with \`fields\``);
    const from = value as Record<string, unknown>;
    return Object.fromEntries(fields.map(([name, read]) => [name, read(from[name], `${path}.${name}`, exact)]));
  };
}

function leafOf(element: SchemaElement): ColumnReader {
  const logical = element.logical_type;
  const kind = element.converted_type;
  if (kind === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalOf(element);
  if (kind === 'DATE' || logical?.type === 'DATE')
    return (value, path) => instant(BigInt(value as number) * 86_400_000n, 'ms', path).slice(0, -14);
  const unit = unitOf(element);
  if (unit !== undefined) return timeOf(element, unit);
  if (kind === 'JSON' || logical?.type === 'JSON') return jsonText;
  if (logical?.type === 'UUID') return (value) => uuid(value as Uint8Array);
  return plainOf;
}

const plainOf: ColumnReader = (value, path, exact) => {
  if (typeof value === 'bigint') return integer(value, path, exact);
  if (value instanceof Uint8Array) return textOf(value, path);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new NotJson(`column \`${path}\` holds ${value}, which JSON cannot hold`);
  return value as Value;
};

function integer(value: bigint, path: string, exact: string[]): Value {
  const asNumber = Number(value);
  if (Number.isSafeInteger(asNumber)) return asNumber;
  exact.push(path);
  return `${value}`;
}

function textOf(value: unknown, path: string): string {
  const text = value instanceof Uint8Array ? textOrUndefined(value) : `${value}`;
  if (text !== undefined) return text;
  throw new NotJson(`column \`${path}\` holds bytes that are not UTF-8; leave it out with \`fields\``);
}

/** The text that bytes of UTF-8 are; undefined where they are none. */
export function textOrUndefined(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const jsonText: ColumnReader = (value, path, exact) => {
  const parsed = parseJson(textOf(value, path));
  if (isFault(parsed)) throw new NotJson(`column \`${path}\` is marked as JSON, and is not: ${parsed.fault}`);
  exact.push(...parsed.exact.map((inner) => `${path}.${inner}`));
  return parsed.value;
};

/** Digits and point as text: a double could not hold them. */
function decimalOf(element: SchemaElement): ColumnReader {
  const logical = element.logical_type;
  const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
  return (value) => {
    const unscaled = value instanceof Uint8Array ? signed(value) : BigInt(value as number | bigint);
    const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0');
    const point = digits.length - scale;
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
  };
}

const signed = (bytes: Uint8Array) =>
  bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));

type Unit = 'ms' | 'us' | 'ns';
const DIGITS: Record<Unit, number> = { ms: 3, us: 6, ns: 9 };
const UNITS = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' } as const;

function unitOf(element: SchemaElement): Unit | undefined {
  const logical = element.logical_type;
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') return UNITS[logical.unit];
  if (element.type === 'INT96') return 'ns';
  return /^TIME(STAMP)?_/.test(element.converted_type ?? '')
    ? element.converted_type!.endsWith('MILLIS')
      ? 'ms'
      : 'us'
    : undefined;
}

/** ISO 8601, with all digits of the unit, and `Z` unless the file says that the time is local. */
function timeOf(element: SchemaElement, unit: Unit): ColumnReader {
  const logical = element.logical_type;
  const isTime = logical?.type === 'TIME' || /^TIME_/.test(element.converted_type ?? '');
  const isLocal = logical !== undefined && 'isAdjustedToUTC' in logical && !logical.isAdjustedToUTC;
  return (value, path) => {
    const whole = instant(BigInt(value as number | bigint), unit, path);
    const zoned = isLocal || isTime ? whole.slice(0, -1) : whole;
    return isTime ? zoned.slice(zoned.indexOf('T') + 1) : zoned;
  };
}

function instant(since1970: bigint, unit: Unit, path: string): string {
  const perSecond = 10n ** BigInt(DIGITS[unit]);
  const fraction = ((since1970 % perSecond) + perSecond) % perSecond;
  const date = new Date(Number(((since1970 - fraction) / perSecond) * 1000n));
  if (Number.isNaN(date.getTime())) throw new NotJson(`column \`${path}\` holds a date beyond the year 275760`);
  return `${date.toISOString().slice(0, -5)}.${`${fraction}`.padStart(DIGITS[unit], '0')}Z`;
}

function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
