/** The rules that one field can be held to. */
import { z } from 'zod';
import { canonical } from '../../core/recipe.ts';
import type { Json } from '../../core/sample.ts';
import { linearPattern, PatternError } from '../../text/linear-pattern.ts';
import { SchemaWordsError, valueSchema } from '../../text/schema-words.ts';
import { countCharacters } from '../../text/words.ts';

const pattern = z
  .string()
  .min(1)
  .superRefine((source, context) => explain(context, () => linearPattern(source)));
const words = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const size = z.int().min(0);

export const ruleSchema = z.strictObject({
  required: z
    .boolean()
    .default(true)
    .describe('It must be there, and be neither null nor empty. False: then the other rules are skipped.'),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'list', 'map']).optional().describe('What it is.'),
  min: z.number().optional().describe('Smallest number.'),
  max: z.number().optional().describe('Greatest number.'),
  minLength: size.optional().describe('Fewest characters of a text, or items of a list.'),
  maxLength: size.optional().describe('Most characters of a text, or items of a list.'),
  pattern: pattern
    .optional()
    .describe(
      'Regular expression that the text must match somewhere; `^…$` for the whole; begins with `(?i)` to ignore case.',
    ),
  notPattern: pattern.optional().describe('Regular expression that it must not match anywhere.'),
  oneOf: z.array(z.json()).min(1).optional().describe('The values that are allowed.'),
  equals: z.json().optional().describe('The one value that is allowed.'),
  contains: words.optional().describe('Words or phrases that must all stand in the text, whatever their case.'),
  notContains: words.optional().describe('Words or phrases of which none may stand in the text, whatever their case.'),
  form: z
    .unknown()
    .superRefine((form, context) => explain(context, () => form === undefined || valueSchema(form)))
    .optional()
    .describe('Its form in short: `integer 1..5`, `[string]`, `[yes, no]`, `{ question: string, score: integer }`.'),
});
type Rule = z.output<typeof ruleSchema>;

export interface FieldRule {
  /** Why the value breaks a rule; nothing where it keeps all. */
  check(value: Json | undefined): string | undefined;
}

type Check = (value: Json) => string | undefined;

/** All rules of a field as one check, which stops at the first that is broken. */
export function fieldRules(rule: Rule): FieldRule {
  const checks = [
    typeCheck(rule),
    numberCheck(rule),
    lengthCheck(rule),
    textCheck(rule),
    valueCheck(rule),
    formCheck(rule),
  ];
  return {
    check(value) {
      if (value === undefined || value === null || value === '') return rule.required ? 'it is missing' : undefined;
      for (const check of checks) {
        const why = check(value);
        if (why !== undefined) return why;
      }
      return undefined;
    },
  };
}

function typeCheck({ type }: Rule): Check {
  return (value) => (type === undefined || isOf(type, value) ? undefined : `it is no ${type}`);
}

function isOf(type: NonNullable<Rule['type']>, value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'list') return Array.isArray(value);
  if (type === 'map') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === type;
}

function numberCheck({ min, max }: Rule): Check {
  return (value) => {
    if (min === undefined && max === undefined) return undefined;
    if (typeof value !== 'number') return 'it is no number';
    if (min !== undefined && value < min) return `it is below ${min}`;
    return max !== undefined && value > max ? `it is above ${max}` : undefined;
  };
}

function lengthCheck({ minLength, maxLength }: Rule): Check {
  return (value) => {
    if (minLength === undefined && maxLength === undefined) return undefined;
    const [length, unit] = Array.isArray(value)
      ? [value.length, 'items']
      : [countCharacters(asText(value)), 'characters'];
    if (minLength !== undefined && length < minLength) return `it has fewer than ${minLength} ${unit}`;
    return maxLength !== undefined && length > maxLength ? `it has more than ${maxLength} ${unit}` : undefined;
  };
}

function textCheck(rule: Rule): Check {
  const matches = rule.pattern === undefined ? () => true : linearPattern(rule.pattern);
  const mustNot = rule.notPattern === undefined ? () => false : linearPattern(rule.notPattern);
  const wanted = [rule.contains ?? []].flat();
  const unwanted = [rule.notContains ?? []].flat();
  return (value) => {
    const text = asText(value);
    const lower = text.toLowerCase();
    if (!matches(text)) return 'it does not match `pattern`';
    if (mustNot(text)) return 'it matches `notPattern`';
    const lacks = wanted.find((word) => !lower.includes(word.toLowerCase()));
    if (lacks !== undefined) return `it does not contain “${lacks}”`;
    const has = unwanted.find((word) => lower.includes(word.toLowerCase()));
    return has === undefined ? undefined : `it contains “${has}”`;
  };
}

function valueCheck({ oneOf, equals }: Rule): Check {
  const allowed = [...(oneOf ?? []), ...(equals === undefined ? [] : [equals])].map(canonical);
  return (value) =>
    allowed.length === 0 || allowed.includes(canonical(value))
      ? undefined
      : `it is not ${allowed.length === 1 ? allowed[0] : 'one of the allowed values'}`;
}

function formCheck({ form }: Rule): Check {
  if (form === undefined) return () => undefined;
  const schema = valueSchema(form);
  return (value) => {
    const issue = schema.safeParse(value).error?.issues[0];
    return issue === undefined
      ? undefined
      : `${issue.path.map((part) => `${String(part)}: `).join('')}${issue.message}`;
  };
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Turns what a reader of patterns or forms throws into an issue of the option. */
function explain(context: { addIssue(issue: { code: 'custom'; message: string }): void }, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof PatternError) && !(error instanceof SchemaWordsError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
}
