/** A value worked out from other fields by a Liquid template, with or without conditions. */
import { z } from 'zod';
import { whyNotJson } from '../../core/json.ts';
import type { Json } from '../../core/sample.ts';
import { templateOption } from '../../core/templates.ts';
import type { FieldKind } from './sampler.ts';

const options = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1).describe('The Liquid template.'),
    as: z
      .enum(['text', 'value'])
      .default('text')
      .describe('`value` keeps what one `{{ … }}` gives: a number, a boolean, a list.'),
  }),
]);

export const template: FieldKind<z.output<typeof options>> = {
  options,
  async prepare(given, field) {
    const { text, as } = typeof given === 'string' ? { text: given, as: 'text' as const } : given;
    const read = await templateOption('fields', `${field}.template`, text);
    return {
      needs: read.fields,
      draw: ({ data }) => {
        const value = as === 'text' ? read.fill(data).trim() : read.value(data);
        return whyNotJson(value) === undefined ? { value: value as Json } : { drop: `not-json-${field}` };
      },
    };
  },
};
