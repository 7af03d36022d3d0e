/** Most of this file is tested by `tsc`: a line under `@ts-expect-error` that compiles is an error. */
import { expect, test } from 'vitest';
import { judge } from '../curation/judge.ts';
import { length } from '../curation/length.ts';
import { validate } from '../curation/validate.ts';
import { fields } from '../generation/fields.ts';
import { prompt } from '../generation/prompt.ts';
import { count } from '../source/count.ts';
import type { TemplateFields } from './flow.ts';
import { canonicalRecipe, recipe } from './recipe.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const holds = <_ extends true>() => {};

const bank = fields({ intent: { category: ['lost_card', 'top_up'] }, mood: { category: ['calm', 'cross'] } });

test('a line whose fields are all written compiles, and is plain data', () => {
  const line = recipe('messages', {
    seed: 7,
    models: { teacher: 'scripted' },
    steps: [
      count({ n: 3 }),
      bank,
      prompt({ model: 'teacher', system: 'A {{ mood }} customer.', prompt: 'About {{ intent | upcase }}: ' }),
      prompt({ model: 'teacher', prompt: 'Reply to {{text}}', schema: { reply: 'string', 'why?': 'string' } }),
      validate({
        fields: { reply: { minLength: 3 }, more: { required: false } },
        conditions: [{ when: '{{ reply != text }}' }],
      }),
      length({ field: 'why', words: '1..40' }),
      judge({ model: 'teacher', read: ['text', 'reply'], about: 'On {{ intent }}.' }),
    ],
  });
  expect(line.steps.map((call) => call.use)).toEqual([
    'count',
    'fields',
    'prompt',
    'prompt',
    'validate',
    'length',
    'judge',
  ]);
  expect(JSON.parse(canonicalRecipe(line)).steps[0]).toEqual({ count: { n: 3 } });
});

test('a field that no earlier step writes does not compile', () => {
  const head = { seed: 1, models: { m: 'scripted' } };
  const one = count({ n: 1 });
  const tone = prompt({ model: 'm', prompt: 'In a {{ tone }} tone' });
  const mood = prompt({ model: 'm', prompt: '{{ mood }}' });
  const answer = prompt({ model: 'm', prompt: 'x', into: 'answer' });
  const words = length({ words: '1..' });
  const structured = prompt({ model: 'm', prompt: 'x', schema: { text: 'string' } });
  const reply = validate({ fields: { reply: {} } });
  const unknown = fields({ a: { constant: 1 }, b: { template: '{{ a }} {{ c }}' } });
  const reader = judge({ model: 'm', read: ['text'] });
  const condition = validate({ conditions: [{ when: '{{ text }}' }] });
  const lines = [
    // @ts-expect-error: `tone` is written by nobody
    recipe('a', { ...head, steps: [one, bank, tone] }),
    // @ts-expect-error: `mood` comes too late
    recipe('b', { ...head, steps: [one, mood, bank] }),
    // @ts-expect-error: the answer went to `answer`, not to `text`
    recipe('c', { ...head, steps: [one, answer, words] }),
    // @ts-expect-error: the schema has no `reply`
    recipe('d', { ...head, steps: [one, structured, reply] }),
    // @ts-expect-error: a template of `fields` names what is neither here nor earlier
    recipe('e', { ...head, steps: [one, unknown] }),
    // @ts-expect-error: the judge is to read what is not there
    recipe('f', { ...head, steps: [one, bank, reader] }),
    // @ts-expect-error: a condition too
    recipe('g', { ...head, steps: [one, bank, condition] }),
    recipe('in order', { ...head, steps: [one, bank, mood, words, reader, condition] }),
  ];
  expect(lines).toHaveLength(8);
});

test('what the compiler cannot know is left to `check`', () => {
  const text: string = '{{ anything }}';
  const open = [
    recipe('a', { seed: 1, steps: [count({ n: 1 }), prompt({ model: 'm', prompt: text })] }),
    recipe('b', {
      seed: 1,
      steps: [count({ n: 1 }), prompt({ model: 'm', prompt: '{% for x in xs %}{{ x }}{% endfor %}' })],
    }),
    recipe('c', { seed: 1, steps: [count({ n: 1 }), fields({ a: { template: '{{ b }}' }, b: { uuid: true } })] }),
  ];
  expect(open).toHaveLength(3);
});

test('template fields, as the compiler reads them', () => {
  holds<Same<TemplateFields<'{{ a }} and {{b.c}} and {{ d | upcase }} {{ e[0] }}'>, 'a' | 'b' | 'd' | 'e'>>();
  holds<Same<TemplateFields<'{{- a -}}{{\n\tb\n}}'>, 'a' | 'b'>>();
  holds<Same<TemplateFields<'{{ \'x\' | append: y }} {{ "x" }} {{ 3 }} {{ true }} {{ }}'>, never>>();
  holds<Same<TemplateFields<'plain'>, never>>();
  holds<Same<TemplateFields<string>, never>>();
  // @ts-expect-error: the check above can fail
  holds<Same<TemplateFields<'{{ a }}'>, 'b'>>();
  expect(holds).toBeTypeOf('function');
});
