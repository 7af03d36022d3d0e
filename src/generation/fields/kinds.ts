/** The kinds of field, by the recipe's word. */
import { z } from 'zod';
import { category } from './category.ts';
import { company } from './company.ts';
import { date } from './date.ts';
import { structured, text } from './model.ts';
import { number } from './number.ts';
import { person } from './person.ts';
import { place } from './place.ts';
import { bernoulli, constant, uuid } from './plain.ts';
import type { FieldKind, Sampler } from './sampler.ts';
import { subcategory } from './subcategory.ts';
import { template } from './template.ts';

const kinds = {
  category,
  subcategory,
  number,
  date,
  bernoulli,
  person,
  place,
  company,
  uuid,
  constant,
  template,
  text,
  structured,
};
type KindName = keyof typeof kinds;

/** What fills one field: exactly one kind. */
export const samplerSchema = z
  .strictObject({
    category: category.options
      .optional()
      .describe('One of a few values: a list, or `{ values: { often: 3, seldom: 1 } }`.'),
    subcategory: subcategory.options.optional().describe('A value that depends on another field’s value.'),
    number: number.options.optional().describe('A number: uniform, normal, log-normal or Poisson.'),
    date: date.options.optional().describe('A day or a moment between two others.'),
    bernoulli: bernoulli.options.optional().describe('True with this probability; or `{ probability, yes, no }`.'),
    person: person.options.optional().describe('An invented person of a locale: name, sex, age, email, phone, job.'),
    place: place.options.optional().describe('An invented address of a locale: street, city, postcode, state.'),
    company: company.options.optional().describe('An invented company of a locale: name, domain, slogan.'),
    uuid: uuid.options.optional().describe('A version 4 identifier: `uuid: true`.'),
    constant: constant.options.optional().describe('The same value in every sample.'),
    template: template.options.optional().describe('A Liquid template over other fields; or `{ text, as: value }`.'),
    text: text.options.optional().describe('A text that a model writes.'),
    structured: structured.options.optional().describe('An object of a given form that a model writes.'),
  })
  .refine((given) => usedKinds(given).length === 1, {
    error: `a field has exactly one of: ${Object.keys(kinds).join(', ')}`,
  });
export type SamplerOptions = z.output<typeof samplerSchema>;

/** The sampler of a field. Throws the mistakes that a schema cannot see. */
export function samplerOf(name: string, given: SamplerOptions): Sampler | Promise<Sampler> {
  const kind = usedKinds(given)[0]!;
  return (kinds[kind] as FieldKind<unknown>).prepare(given[kind], name);
}

const usedKinds = (given: object): KindName[] =>
  (Object.keys(kinds) as KindName[]).filter((kind) => (given as { [K in KindName]?: unknown })[kind] !== undefined);
