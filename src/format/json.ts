/** Reads one JSON value exactly: what `JSON.parse` would silently change is kept as text, or refused with its place. */
import type { Value } from './row.ts';

/** Nesting beyond this overflows the stack of whoever walks the value later. */
const MAX_DEPTH = 256;

export interface ParsedJson {
  readonly value: Value;
  /** Paths of the numbers kept as text because no double holds them. */
  readonly exact: readonly string[];
}

/** Why a text is not a JSON value; `offset` counts UTF-16 units from 0. */
export interface JsonFault {
  readonly offset: number;
  readonly fault: string;
}

const NO_PATHS: readonly string[] = [];

/**
 * Parses one JSON value (RFC 8259). Refused besides what the RFC refuses: a key that stands twice, nesting deeper than
 * 256, half a surrogate pair. Integers beyond 2^53 and numbers beyond 10^308 come back as the text that was written.
 */
export function parseJson(text: string): ParsedJson | JsonFault {
  let value: Value;
  try {
    value = JSON.parse(text) as Value;
  } catch {
    return parseSlowly(text);
  }
  const keys = countSafeKeys(value, 0);
  if (keys === UNSAFE || keys !== countColons(text)) return parseSlowly(text);
  return { value, exact: NO_PATHS };
}

export const isFault = (parsed: ParsedJson | JsonFault): parsed is JsonFault => 'fault' in parsed;

const UNSAFE = -1;

/** Keys of all objects within a value, or `UNSAFE` where it holds what only the slow way can judge. */
function countSafeKeys(value: Value, depth: number): number {
  if (typeof value === 'string') return value.isWellFormed() ? 0 : UNSAFE;
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? UNSAFE : finite(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH) return UNSAFE;
  return Array.isArray(value) ? keysOfList(value, depth) : keysOfObject(value as { [key: string]: Value }, depth);
}

function keysOfList(list: readonly Value[], depth: number): number {
  let keys = 0;
  for (const item of list) {
    const inside = countSafeKeys(item, depth + 1);
    if (inside === UNSAFE) return UNSAFE;
    keys += inside;
  }
  return keys;
}

function keysOfObject(object: { readonly [key: string]: Value }, depth: number): number {
  let keys = 0;
  for (const key in object) {
    const inside = countSafeKeys(object[key]!, depth + 1);
    if (inside === UNSAFE || !key.isWellFormed()) return UNSAFE;
    keys += inside + 1;
  }
  return keys;
}

const finite = (value: number) => (Number.isFinite(value) ? 0 : UNSAFE);

/**
 * Colons that could end a key: those after a quote or white space. Never fewer than the keys that stand in a valid text,
 * so that equality with the keys of its value proves that none stood twice.
 */
function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === 0x22 || before <= 0x20) count++;
  }
  return count;
}

function parseSlowly(text: string): ParsedJson | JsonFault {
  const parser: Parser = { text, at: 0, exact: [] };
  try {
    skipSpace(parser);
    const value = readValue(parser, '', 0);
    skipSpace(parser);
    if (parser.at < text.length) fail(parser, trailing(text, parser.at));
    return { value, exact: parser.exact };
  } catch (error) {
    if (error instanceof Stop) return { offset: error.offset, fault: error.message };
    throw error;
  }
}

interface Parser {
  readonly text: string;
  at: number;
  readonly exact: string[];
}

class Stop extends Error {
  readonly offset: number;
  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}

function fail(parser: Parser, reason: string, offset = parser.at): never {
  throw new Stop(offset, reason);
}

const trailing = (text: string, at: number) =>
  '{["'.includes(text[at]!) ? 'a second value begins here' : `${show(text, at)} after the value`;

function readValue(parser: Parser, path: string, depth: number): Value {
  const first = parser.text[parser.at];
  if (first === '{') return readObject(parser, path, depth);
  if (first === '[') return readList(parser, path, depth);
  if (first === '"') return readString(parser);
  for (const [word, value] of WORDS)
    if (parser.text.startsWith(word, parser.at)) {
      parser.at += word.length;
      return value;
    }
  return readNumber(parser, path);
}

const WORDS: readonly (readonly [string, Value])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readObject(parser: Parser, path: string, depth: number): Value {
  const opened = parser.at;
  enter(parser, depth);
  const object: { [key: string]: Value } = {};
  const seen = new Map<string, number>();
  while (!closes(parser, opened, seen.size)) {
    const at = parser.at;
    if (parser.text[at] !== '"')
      fail(parser, parser.text[at] === ',' ? 'a comma with no field before it' : expectKey(parser));
    const key = readString(parser);
    const first = seen.get(key);
    if (first !== undefined)
      fail(parser, `the key ${JSON.stringify(key)} stands twice (first at character ${first + 1})`, at);
    seen.set(key, at);
    skipSpace(parser);
    if (parser.text[parser.at] !== ':') fail(parser, expected(parser, 'a colon after the key', opened));
    parser.at++;
    skipSpace(parser);
    const value = readValue(parser, path === '' ? key : `${path}.${key}`, depth + 1);
    if (key === '__proto__')
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    else object[key] = value;
  }
  return object;
}

function readList(parser: Parser, path: string, depth: number): Value {
  const opened = parser.at;
  enter(parser, depth);
  const list: Value[] = [];
  while (!closes(parser, opened, list.length)) list.push(readValue(parser, `${path}[${list.length}]`, depth + 1));
  return list;
}

function enter(parser: Parser, depth: number): void {
  if (depth >= MAX_DEPTH) fail(parser, `nested deeper than ${MAX_DEPTH} levels`);
  parser.at++;
}

/** Steps over the closing bracket, or over the comma that must stand between two members. */
function closes(parser: Parser, opened: number, members: number): boolean {
  const bracket = parser.text[opened] === '{' ? '}' : ']';
  skipSpace(parser);
  if (parser.text[parser.at] === bracket) {
    parser.at++;
    return true;
  }
  if (members > 0) {
    if (parser.text[parser.at] !== ',') fail(parser, expected(parser, `a comma or \`${bracket}\``, opened));
    const comma = parser.at++;
    skipSpace(parser);
    if (parser.text[parser.at] === bracket) fail(parser, `a comma with nothing after it`, comma);
  }
  if (parser.at >= parser.text.length) fail(parser, expected(parser, `\`${bracket}\``, opened));
  return false;
}

const expected = (parser: Parser, what: string, opened: number) =>
  parser.at >= parser.text.length
    ? `it breaks off: ${what} was still to come for the \`${parser.text[opened]}\` at ${opened + 1}`
    : `${show(parser.text, parser.at)} where ${what} should stand`;

const expectKey = (parser: Parser) =>
  parser.text[parser.at] === "'"
    ? 'single quotes; JSON wants double quotes'
    : `${show(parser.text, parser.at)} where a key in double quotes should stand`;

function readString(parser: Parser): string {
  const { text } = parser;
  const opened = parser.at++;
  for (; parser.at < text.length; parser.at++) {
    const code = text.charCodeAt(parser.at);
    if (code === 0x22) return wholeString(parser, opened);
    if (code < 0x20) fail(parser, `${controlName(code)} inside a text; write it as an escape such as \\n`);
    if (code === 0x5c) skipEscape(parser);
  }
  return fail(parser, `it breaks off inside the text that begins at ${opened + 1}`);
}

function skipEscape(parser: Parser): void {
  const mark = parser.text[++parser.at];
  if (mark === undefined) return;
  if (mark === 'u') {
    if (!/^[0-9a-fA-F]{4}$/.test(parser.text.slice(parser.at + 1, parser.at + 5)))
      fail(parser, '\\u without four hexadecimal digits', parser.at - 1);
    parser.at += 4;
  } else if (!'"\\/bfnrt'.includes(mark)) fail(parser, `the escape \\${mark} does not exist`, parser.at - 1);
}

function wholeString(parser: Parser, opened: number): string {
  const written = parser.text.slice(opened, ++parser.at);
  const value = JSON.parse(written) as string;
  if (!value.isWellFormed())
    fail(parser, 'half a surrogate pair: not a character of Unicode', opened + halfPair(written));
  return value;
}

/** Where the first lone surrogate is written. */
function halfPair(written: string): number {
  const surrogate = /\\u[dD][89abAB]..(\\u[dD][c-fC-F]..)?|\\u[dD][c-fC-F]../g;
  for (const match of written.matchAll(surrogate)) if (match[0].length === 6) return match.index;
  return 0;
}

function readNumber(parser: Parser, path: string): Value {
  const written = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(parser.text.slice(parser.at, parser.at + 4096))?.[0];
  if (written === undefined) return fail(parser, notAValue(parser));
  const after = parser.text[parser.at + written.length] ?? '';
  if (/[\w.+-]/.test(after)) fail(parser, notANumber(parser));
  parser.at += written.length;
  const value = Number(written);
  const isExact =
    Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value) || !/^-?\d+$/.test(written));
  if (isExact) return value;
  parser.exact.push(path);
  return written;
}

function notANumber(parser: Parser): string {
  const word = /^[\w.+-]{1,40}/.exec(parser.text.slice(parser.at, parser.at + 40))![0];
  return word.length === 40 ? 'a number longer than 4,096 digits' : `\`${word}\` is not a number of JSON`;
}

function notAValue(parser: Parser): string {
  const { text, at } = parser;
  if (at >= text.length) return 'it breaks off where a value should stand';
  const word = /^-?[A-Za-z]+/.exec(text.slice(at, at + 40))?.[0];
  if (word !== undefined) return `\`${word}\` is not a value of JSON`;
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'a comment; JSON has none';
  if (text[at] === "'") return 'single quotes; JSON wants double quotes';
  return `${show(text, at)} where a value should stand`;
}

function show(text: string, at: number): string {
  const code = text.codePointAt(at)!;
  return code < 0x20 || code === 0x7f ? controlName(code) : `\`${String.fromCodePoint(code).toWellFormed()}\``;
}

const controlName = (code: number) =>
  code === 0
    ? 'a NUL'
    : code === 9
      ? 'a tab'
      : code === 10
        ? 'a line break'
        : `the control character U+${code.toString(16).padStart(4, '0')}`;

function skipSpace(parser: Parser): void {
  for (; parser.at < parser.text.length; parser.at++) {
    const code = parser.text.charCodeAt(parser.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
  }
}
