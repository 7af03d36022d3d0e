/** The recipe schema takes every recipe that we show, and refuses what a recipe may not be. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { defineStep } from '../../src/core/define.ts';
import { recipesIn } from '../checks/recipe-blocks.ts';
import { loadSteps } from './load-steps.ts';
import { recipeSchemaText } from './recipe-schema.ts';

const root = join(import.meta.dirname, '..', '..');

/** Zod reads the schema back, as it holds for a recipe without plugins: Zod knows no conditions. It writes patterns without the `u` flag, under which alone `\p{L}` means a letter. */
const validator = (text: string) => {
  const {
    if: _,
    else: other,
    ...schema
  } = JSON.parse(text.replaceAll('\\\\p{L}', 'a-z').replaceAll('\\\\p{N}', '0-9'));
  return z.fromJSONSchema({ ...schema, properties: { ...schema.properties, ...other.properties } });
};

const stepOf = (given: { name: string; options: z.ZodType; shorthand?: string }) => ({
  path: `src/curation/${given.name}.ts`,
  exported: given.name,
  step: defineStep({
    stage: 'curation',
    sees: 'one',
    summary: 'S.',
    sources: [],
    touches: () => ({}),
    async *run() {},
    ...given,
  }).step,
});

interface Rule {
  readonly any?: readonly Rule[] | undefined;
}
const rule: z.ZodType<Rule> = z.lazy(() => z.strictObject({ any: z.array(rule).optional() }));
const steps = [
  stepOf({
    name: 'length',
    shorthand: 'max',
    options: z.strictObject({ max: z.int().min(1), min: z.int().default(0) }),
  }),
  stepOf({ name: 'validate', options: z.strictObject({ rules: z.array(rule).default([]) }) }),
];
const takes = (given: unknown): boolean =>
  validator(recipeSchemaText(steps)).safeParse({ recipe: 'a', steps: given }).success;

describe('recipe schema', () => {
  it.each([
    ['options', [{ length: { max: 40 } }]],
    ['a shorthand', [{ length: 40 }]],
    ['a bare name, where nothing must be given', ['validate']],
    ['an empty value, where nothing must be given', [{ validate: null }]],
    [
      'steps within steps',
      [{ repeat: { times: 2, steps: [{ length: 3 }, { repeat: { times: 2, steps: ['validate'] } }] } }],
    ],
    ['a schema that holds itself', [{ validate: { rules: [{ any: [{ any: [] }] }] } }]],
  ])('takes %s', (_, given) => expect(takes(given)).toBe(true));

  it.each([
    ['no step', []],
    ['an unknown step', [{ lenght: 40 }]],
    ['two steps in one', [{ length: 40, validate: {} }]],
    ['an unknown option', [{ length: { max: 4, mx: 3 } }]],
    ['a value out of range', [{ length: 0 }]],
    ['a bare name that needs options', ['length']],
    ['an empty value that needs options', [{ length: null }]],
    ['a mistake deep within', [{ validate: { rules: [{ any: [{ all: [] }] }] } }]],
    ['an unknown step within steps', [{ repeat: { times: 2, steps: [{ lenght: 3 }] } }]],
  ])('refuses %s', (_, given) => expect(takes(given)).toBe(false));

  it('refuses an unknown key beside the steps', () => {
    const known = validator(recipeSchemaText(steps));
    expect(known.safeParse({ recipe: 'a', seed: 1, steps: ['validate'] }).success).toBe(true);
    expect(known.safeParse({ recipe: 'a', sed: 1, steps: ['validate'] }).success).toBe(false);
  });
});

describe('recipes that we show', () => {
  const pages = globSync(['README.md', 'docs/*.md', 'src/*/*.md'], { cwd: root });
  const shown = pages.flatMap((page) =>
    recipesIn(readFileSync(join(root, page), 'utf8')).recipes.map(({ line, text }) => ({
      name: `${page}:${line}`,
      text,
    })),
  );
  const files = globSync('examples/**/*.yaml', { cwd: root }).map((path) => ({
    name: path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
  let schema: z.ZodType;

  beforeAll(async () => {
    schema = validator(recipeSchemaText((await loadSteps(root)).steps));
  });

  const known = [...shown, ...files].filter(({ text }) => /^recipe:/m.test(text) && !/^plugins:/m.test(text));

  it.each(known)('$name', ({ text }) => {
    const result = schema.safeParse(parse(text));
    expect(result.error?.issues ?? []).toEqual([]);
  });
});
