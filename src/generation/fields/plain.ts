/** Small kinds: a constant, a coin, an id. */
import { z } from 'zod';
import type { Json } from '../../core/sample.ts';
import { drawIndex } from '../../math/random.ts';
import { type FieldKind, free } from './sampler.ts';

const constantOptions = z.json() as z.ZodType<Json>;
/** The same value in every sample. */
export const constant: FieldKind<Json> = { options: constantOptions, prepare: (value) => free(() => value) };

const probability = z.number().min(0).max(1);
const bernoulliOptions = z.union([
  probability,
  z.strictObject({
    probability: probability.describe('How often `yes` comes.'),
    yes: z.json().default(true).describe('Value when it comes.'),
    no: z.json().default(false).describe('Value when it does not.'),
  }),
]);
/** Yes with a probability, else no. */
export const bernoulli: FieldKind<z.output<typeof bernoulliOptions>> = {
  options: bernoulliOptions,
  prepare(given) {
    const { probability, yes, no } = typeof given === 'number' ? { probability: given, yes: true, no: false } : given;
    return free(({ random }) => (random() < probability ? yes : no) as Json);
  },
};

const uuidOptions = z.literal(true).or(z.strictObject({}));
/** A version 4 identifier (RFC 9562, 5.4) of 122 bits from the seeded draws. */
export const uuid: FieldKind<z.output<typeof uuidOptions>> = {
  options: uuidOptions,
  prepare: () =>
    free(({ random }) => {
      const bytes = Buffer.from(Array.from({ length: 16 }, () => drawIndex(random, 256)));
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    }),
};
