/** Makes a parsed value fit its zod schema where only one reading is possible, and says what it changed. */
import type { z } from 'zod';

export type Fitted<Value> =
  | { readonly value: Value; readonly repairs: readonly string[] }
  | { readonly problem: string; readonly repairs: readonly string[] };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Nested texts that are parsed can bring up further issues: three levels are more than any model was seen to nest. */
const PASSES = 4;

/** Validates, and coerces `"4"` to 4, `"true"` to true, 4 to "4", JSON in a string to its value, `null` to absent, wrong case of a listed word. */
export function fitValue<Value>(schema: z.ZodType<Value>, given: unknown): Fitted<Value> {
  const repairs: string[] = [];
  let value = given;
  for (let pass = 0; ; pass++) {
    const result = schema.safeParse(value);
    if (result.success) return { value: result.data, repairs };
    const before = repairs.length;
    value = structuredClone(value);
    const holder = { root: value };
    for (const issue of result.error.issues) mendIssue(holder, issue, repairs);
    value = holder.root;
    if (repairs.length === before || pass === PASSES) return { problem: listIssues(result.error.issues), repairs };
  }
}

/** Issues as a model understands them, one a line, at most eight. */
function listIssues(issues: readonly Issue[]): string {
  const lines = issues.slice(0, 8).map((issue) => `${named(issue.path) || 'the whole answer'}: ${issue.message}`);
  return lines.join('; ') + (issues.length > 8 ? `; and ${issues.length - 8} more` : '');
}

function mendIssue(holder: { root: unknown }, issue: Issue, repairs: string[]): void {
  const path: Path = ['root', ...issue.path];
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], holder);
  const key = path.at(-1)!;
  if (parent === null || typeof parent !== 'object' || !Object.hasOwn(parent, key)) return;
  const slot = parent as Record<PropertyKey, unknown>;
  const mended = mendedValue(slot[key], issue);
  if (mended === undefined) return;
  if (mended.value === undefined) delete slot[key];
  else slot[key] = mended.value;
  repairs.push(`${mended.what}${issue.path.length === 0 ? '' : ` at ${named(issue.path)}`}`);
}

function mendedValue(value: unknown, issue: Issue): { value: unknown; what: string } | undefined {
  if (issue.code === 'invalid_value') return listedWord(value, issue.values);
  if (issue.code !== 'invalid_type') return undefined;
  const { expected } = issue;
  if (value === null) return { value: undefined, what: 'took null for absent' };
  if (typeof value === 'string') return fromText(value.trim(), expected);
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { value: String(value), what: `${typeof value} to text` };
  }
  if (Array.isArray(value) && value.length === 1 && expected === 'object') {
    return { value: value[0], what: 'took the only item of a list' };
  }
  return undefined;
}

function fromText(text: string, expected: string): { value: unknown; what: string } | undefined {
  if ((expected === 'number' || expected === 'int') && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) {
    return { value: Number(text), what: 'text to number' };
  }
  if (expected === 'boolean' && /^(true|false)$/i.test(text)) {
    return { value: text.toLowerCase() === 'true', what: 'text to boolean' };
  }
  if (!/^(object|array|record|tuple)$/.test(expected) || !/^[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text), what: `text to ${expected}` };
  } catch {
    return undefined;
  }
}

function listedWord(value: unknown, words: readonly unknown[]): { value: unknown; what: string } | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = (text: string) =>
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ');
  const found = words.filter((word) => typeof word === 'string' && plain(word) === plain(value));
  if (found.length === 1) return { value: found[0], what: 'spelling of a listed word' };
  const number = words.filter((word) => typeof word === 'number' && String(word) === value.trim());
  return number.length === 1 ? { value: number[0], what: 'text to number' } : undefined;
}

const named = (path: Path): string => path.map(String).join('.');
