import { expect, test } from 'vitest';
import { readTemplate, TemplateError, templateFields } from './template.ts';

const fill = async (source: string, data: Record<string, unknown>) => (await readTemplate(source)).fill(data);

test('names the fields it needs, and no names of its own', async () => {
  const source =
    "{% for tag in tags %}{{ tag }}{% endfor %}{% assign mine = 1 %}{{ mine }}{{ who.name | append: tail }}{{ 'x' }}";
  expect(await templateFields(source)).toEqual(['tags', 'who', 'tail']);
  expect(await templateFields('{{ ["my field"] }}')).toEqual(['my field']);
});

test('what stands in the data is never read as a template', async () => {
  expect(await fill('{{ a }}', { a: '{{ b }}{% raw %}', b: 'secret' })).toBe('{{ b }}{% raw %}');
});

test('lists and objects read well, null reads as nothing', async () => {
  const data = { tags: ['a', 'b'], who: { name: 'Ann' }, none: null };
  expect(await fill('{{ tags }} {{ who }}[{{ none }}] {{ who.name | upcase }}', data)).toBe(
    'a, b {"name":"Ann"}[] ANN',
  );
});

test('a template of one expression can give the value itself', async () => {
  const template = await readTemplate('{{ n | times: 2 }}');
  expect([template.value({ n: 4 }), template.fill({ n: 4 })]).toEqual([8, '8']);
  expect((await readTemplate('{{ a != b }}')).value({ a: 1, b: 2 })).toBe(true);
  expect((await readTemplate('is {{ n }}')).value({ n: 4 })).toBe('is 4');
});

test.each([
  ['a field that is not there', '{{ mood }}', 'there is no field `mood` (line 1, column 4)'],
  ['a key that is not there', 'a\n{{ who.age }}', 'there is no field `who.age` (line 2, column 4)'],
  ['the prototype', '{{ who.constructor }}', 'there is no field'],
  ['the clock', "{{ 'now' | date: '%Y' }}", 'clock'],
  ['a die', '{{ list | sample }}', 'undefined filter: sample'],
  ['a file', "{% include '/etc/passwd' %}", 'tag "include" not found'],
  ['a broken tag', '{{ mood', 'not closed'],
  ['an unknown filter', '{{ who | shout }}', 'undefined filter: shout'],
  ['an endless list', '{% for i in (1..1000000000) %}{{ i }}{% endfor %}', 'memory'],
])('refuses %s', async (_, source, message) => {
  const attempt = async () => fill(source, { who: { name: 'Ann' }, list: [1, 2] });
  await expect(attempt()).rejects.toThrow(TemplateError);
  await expect(attempt()).rejects.toThrow(message);
});

test('a condition may ask for a field that some samples lack', async () => {
  expect(await fill('{% if mood %}{{ mood }}{% else %}calm{% endif %}', {})).toBe('calm');
  expect(await fill("{{ mood | default: 'calm' }}", {})).toBe('calm');
});
