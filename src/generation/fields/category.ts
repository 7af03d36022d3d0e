/** One of a few values, as often as its weight says, or as often as the target still needs it. */
import { z } from 'zod';
import { drawOne, drawWeighted } from '../../math/random.ts';
import { type Draw, type FieldKind, free } from './sampler.ts';

/** A list, each as likely, or a map from values to weights. */
export const choicesSchema = z.union([
  z.array(z.string().min(1)).min(1),
  z
    .record(z.string().min(1), z.number().min(0))
    .refine((weights) => Object.values(weights).some((weight) => weight > 0), 'at least one weight must be above 0'),
]);
type Choices = z.output<typeof choicesSchema>;

/** The values that can come: a weight of 0 means never, also where a target lacks it. */
export const valuesOf = (choices: Choices): readonly string[] =>
  Array.isArray(choices) ? [...new Set(choices)] : Object.keys(choices).filter((value) => choices[value]! > 0);

/** One of the values, by weight. */
export function drawChoice(random: () => number, choices: Choices): string {
  if (Array.isArray(choices)) return drawOne(random, choices);
  return Object.keys(choices)[drawWeighted(random, Object.values(choices))]!;
}

const options = z.union([
  z.array(z.string().min(1)).min(1),
  z.strictObject({
    values: choicesSchema.describe('A list, or a map from values to weights: `{ often: 3, seldom: 1 }`.'),
  }),
]);

export const category: FieldKind<z.output<typeof options>> = {
  options,
  prepare(given, field) {
    const choices = Array.isArray(given) ? given : given.values;
    const values = valuesOf(choices);
    const sampler = free(
      ({ random, round }) => drawWanted(random, values, lacking(round, field)) ?? drawChoice(random, choices),
    );
    return { ...sampler, values };
  },
};

/** What later rounds lack of each value; the first round follows the recipe's own weights. */
const lacking = (round: Draw['round'], field: string) =>
  round.per === field && round.number > 1 ? round.missing : undefined;

function drawWanted(random: () => number, values: readonly string[], missing: Draw['round']['missing']) {
  if (missing === undefined) return undefined;
  const weights = values.map((value) => missing[value] ?? 0);
  return weights.some((weight) => weight > 0) ? values[drawWeighted(random, weights)] : undefined;
}
