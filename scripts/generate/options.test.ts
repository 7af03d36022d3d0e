/** Options of every form become rows that a reader understands. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { optionRows, type Schema } from './options.ts';

const rows = (schema: z.ZodType) =>
  optionRows(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema).map(
    ({ name, type, default: byDefault, limits }) => [name, type, byDefault, limits].join(' | '),
  );

it('tells type, default and limits', () => {
  const schema = z.strictObject({
    field: z.string().min(1).max(40),
    turns: z.int().min(2).max(20).default(6),
    share: z.number().gt(0).lt(1).optional(),
    unit: z.enum(['words', 'tokens']).default('words'),
    whole: z.int().optional(),
    name: z.string().regex(/^a+$/),
    where: z.url(),
  });
  expect(rows(schema)).toEqual([
    'field | text | required | ≥ 1, ≤ 40 characters',
    'turns | integer | 6 | ≥ 2, ≤ 20',
    'share | number |  | > 0, < 1',
    'unit | "words" or "tokens" | "words" | ',
    'whole | integer |  | ',
    'name | text | required | matches `^a+$`',
    'where | text | required | uri',
  ]);
});

it('goes into objects, lists, maps and alternatives', () => {
  const price = z.strictObject({ input: z.number().min(0) });
  const schema = z.strictObject({
    price: price.optional(),
    criteria: z.union([z.array(z.string()).min(1), z.array(z.strictObject({ name: z.string() }))]),
    labels: z.record(z.string(), z.union([z.number(), z.strictObject({ weight: z.number() })])).default({}),
    pair: z.tuple([z.string(), z.number()]).optional(),
  });
  expect(rows(schema)).toEqual([
    'price | object |  | ',
    'price.input | number | required | ≥ 0',
    'criteria | list of text or list of object | required | ≥ 1 items',
    'criteria[].name | text | required | ',
    'labels | map of number or object | {} | ',
    'labels.<name>.weight | number | required | ',
    'pair | [text, number] |  | ',
  ]);
});

it('enters a schema that holds itself once', () => {
  interface Tree {
    readonly leaf: string;
    readonly children?: readonly Tree[] | undefined;
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ leaf: z.string(), children: z.array(tree).optional() }));
  expect(rows(z.strictObject({ tree }))).toContain('tree.leaf | text | required | ');
  expect(rows(z.strictObject({ tree })).length).toBeLessThan(10);
});
