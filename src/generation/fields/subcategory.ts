/** A value that depends on another field's value: a city of the country, a product of the brand. */
import { z } from 'zod';
import { choicesSchema, drawChoice, valuesOf } from './category.ts';
import type { FieldKind } from './sampler.ts';

const options = z.strictObject({
  of: z.string().min(1).describe('Field that decides.'),
  values: z
    .record(z.string(), choicesSchema)
    .describe('For each of its values: a list, or a map from values to weights.'),
});

export const subcategory: FieldKind<z.output<typeof options>> = {
  options,
  prepare: ({ of, values }, field) => ({
    needs: [of],
    values: [...new Set(Object.values(values).flatMap(valuesOf))],
    draw: ({ random, data }) => {
      const key = typeof data[of] === 'string' ? data[of] : JSON.stringify(data[of] ?? null);
      return Object.hasOwn(values, key) ? { value: drawChoice(random, values[key]!) } : { drop: `no-values-${field}` };
    },
  }),
};
