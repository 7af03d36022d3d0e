/** Drops samples whose fields break a rule: type, length, pattern, choice, form, or a condition over several fields. */
import { z } from 'zod';
import { defineStep, drop, keep, withFlow, withNotes } from '../core/define.ts';
import type { Flow, TemplateFields } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import { templateOption } from '../core/templates.ts';
import { type Template, TemplateError } from '../text/template.ts';
import { type FieldRule, fieldRules, ruleSchema } from './validate/rules.ts';

const reason = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write a reason in kebab-case, such as same-answer');

const optionsSchema = z
  .strictObject({
    fields: z
      .record(
        z.string().min(1),
        ruleSchema.extend({ reason: reason.optional().describe('Of the drop; `invalid-<field>` when absent.') }),
      )
      .default({})
      .describe('From names of fields to their rules.'),
    conditions: z
      .array(
        z.strictObject({
          when: z.string().min(1).describe('Liquid expression that must be true: `{{ question != answer }}`.'),
          reason: reason.default('failed-condition').describe('Of the drop, where it is not.'),
        }),
      )
      .default([])
      .describe('Conditions over several fields.'),
  })
  .refine(
    ({ fields, conditions }) => Object.keys(fields).length + conditions.length > 0,
    'give `fields` or `conditions`',
  );
type Options = z.output<typeof optionsSchema>;

type Conditions<I> = I extends { readonly conditions: readonly { readonly when: infer W }[] }
  ? TemplateFields<W>
  : never;
type Needed<F> = { [K in keyof F]: F[K] extends { readonly required: false } ? never : K }[keyof F];

interface ValidateFlow extends Flow {
  readonly reads:
    | Conditions<this['input']>
    | (this['input'] extends { readonly fields: infer F } ? Needed<F> & string : never);
  readonly writes: never;
}

export const validate = withFlow<ValidateFlow>()(
  defineStep({
    name: 'validate',
    stage: 'curation',
    sees: 'one',
    summary:
      'Drops samples whose fields break a rule: type, length, pattern, choice, form, or a condition over several fields.',
    sources: [
      'Cox 2009, Regular Expression Matching: the Virtual Machine Approach (swtch.com/~rsc/regexp/regexp2.html)',
      'JSON Schema 2020-12, Validation',
    ],
    options: optionsSchema,

    async touches(options) {
      const { conditions } = await planOf(options);
      const required = Object.entries(options.fields).filter(([, rule]) => rule.required);
      const named = conditions.flatMap(({ template }) => template.fields);
      return { reads: [...new Set([...required.map(([field]) => field), ...named])], notes: ['invalid'] };
    },

    async *run(sample, { options }) {
      const { rules, conditions } = await planOf(options);
      for (const { field, check, reason } of rules) {
        const why = check(sample.data[field]);
        if (why !== undefined) return yield drop(withNotes(sample, { invalid: `${field}: ${why}` }), reason);
      }
      for (const { template, when, reason } of conditions)
        if (!isTrue(template, sample.data))
          return yield drop(withNotes(sample, { invalid: `not true: ${when}` }), reason);
      yield keep(sample);
    },
  }),
);

interface Plan {
  readonly rules: readonly (FieldRule & { readonly field: string; readonly reason: string })[];
  readonly conditions: readonly { readonly template: Template; readonly when: string; readonly reason: string }[];
}

const planOf = oncePer(async (options: Options): Promise<Plan> => {
  const rules = Object.entries(options.fields).map(([field, rule]) => ({
    field,
    reason: rule.reason ?? `invalid-${field}`,
    ...fieldRules(rule),
  }));
  const conditions = [];
  for (const [index, { when, reason }] of options.conditions.entries())
    conditions.push({ template: await templateOption('validate', `conditions.${index}.when`, when), when, reason });
  return { rules, conditions };
});

/** A condition that asks for what a sample lacks is not true of it. */
function isTrue(template: Template, data: Readonly<Record<string, unknown>>): boolean {
  try {
    const value = template.value(data);
    return value !== false && value !== null && value !== undefined && !['', 'false'].includes(String(value).trim());
  } catch (error) {
    if (error instanceof TemplateError) return false;
    throw error;
  }
}
