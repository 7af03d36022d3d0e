/** A number from a named distribution, within bounds. */
import { z } from 'zod';
import { drawLogNormal, drawOnGrid, drawPoisson, drawWithin, rounded } from '../../math/distributions.ts';
import { drawNormal, seededRandom } from '../../math/random.ts';
import { type FieldKind, free } from './sampler.ts';

const options = z
  .strictObject({
    distribution: z.enum(['uniform', 'normal', 'log-normal', 'poisson']).default('uniform').describe('Its shape.'),
    mean: z.number().optional().describe('Of a normal; of the logarithm of a log-normal.'),
    sd: z.number().positive().optional().describe('Standard deviation of a normal; of the logarithm of a log-normal.'),
    rate: z.number().min(0).max(10_000).optional().describe('Mean of a Poisson.'),
    min: z.number().optional().describe('Smallest value; a uniform needs it. Others are drawn again until they fit.'),
    max: z.number().optional().describe('Largest value, itself included.'),
    decimals: z.int().min(0).max(12).default(0).describe('Digits after the point; 0 gives whole numbers.'),
  })
  .superRefine((given, context) => {
    const why = trouble(given);
    if (why !== undefined) context.addIssue({ code: 'custom', message: why });
  });
type Options = z.output<typeof options>;

export const number: FieldKind<Options> = {
  options,
  prepare: (given) => free(({ random }) => drawNumber(random, given)),
};

function drawNumber(random: () => number, given: Options): number {
  const { min = -Infinity, max = Infinity, decimals } = given;
  if (given.distribution === 'uniform') return drawOnGrid(random, { min, max, decimals });
  return drawWithin(shapeOf(random, given), min, max);
}

/** A draw without regard to bounds, rounded. */
function shapeOf(random: () => number, { distribution, mean = 0, sd = 1, rate = 0, decimals }: Options): () => number {
  if (distribution === 'poisson') return () => drawPoisson(random, rate);
  if (distribution === 'log-normal') return () => rounded(drawLogNormal(random, mean, sd), decimals);
  return () => rounded(mean + sd * drawNormal(random), decimals);
}

const NEEDS = {
  uniform: ['min', 'max'],
  normal: ['mean', 'sd'],
  'log-normal': ['mean', 'sd'],
  poisson: ['rate'],
} as const;

function trouble(given: Options): string | undefined {
  const lacks = NEEDS[given.distribution].find((name) => given[name] === undefined);
  if (lacks !== undefined) return `a ${given.distribution} number needs \`${lacks}\``;
  const { min = -Infinity, max = Infinity, decimals } = given;
  const step = 10 ** -decimals;
  if (min > max) return '`min` is above `max`';
  if (given.distribution === 'uniform')
    return Math.ceil(min / step - 1e-9) > Math.floor(max / step + 1e-9)
      ? `no number with ${decimals} decimals lies between \`min\` and \`max\``
      : undefined;
  const draw = shapeOf(seededRandom('does it ever fall within its bounds?'), given);
  const fits = Array.from({ length: 5000 }, draw).some((value) => value >= min && value <= max);
  return fits ? undefined : 'not one of 5,000 draws lies between `min` and `max`';
}
