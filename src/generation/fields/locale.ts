/** Lists of names, places and companies by locale, from faker; loaded when a recipe uses them. */
import type { Faker } from '@faker-js/faker';
import { z } from 'zod';
import { mistake } from '../../core/errors.ts';
import type { Json } from '../../core/sample.ts';
import { drawIndex } from '../../math/random.ts';
import { type FieldKind, free } from './sampler.ts';

/** A locale by itself, or in a map. */
const localeSchema = z
  .string()
  .regex(/^[a-z]{2,3}([_-][A-Za-z]+)*$/, 'write a locale such as `en`, `de_AT` or `pt_BR`');

/** A kind that draws an object from a locale's lists. */
export const localised = (kind: string, make: (faker: Faker, random: () => number) => Json): FieldKind<Localised> => ({
  options: localisedSchema,
  async prepare(options, field) {
    const faker = await loadLocale(typeof options === 'string' ? options : options.locale, `${field}.${kind}`);
    return free(({ random }) => {
      // Seeded and drawn without a pause in between, so that samples at work side by side do not disturb each other.
      faker.seed(drawIndex(random, 2 ** 31));
      return make(faker, random);
    });
  },
});

const localisedSchema = z.union([
  localeSchema,
  z.strictObject({ locale: localeSchema.default('en').describe('Such as en, de_AT, pt_BR, ja.') }),
]);
type Localised = z.output<typeof localisedSchema>;

/** The lists of a locale. Throws the mistake `bad-option` where there are none. */
async function loadLocale(locale: string, option: string): Promise<Faker> {
  const name = locale.replaceAll('-', '_');
  try {
    const { faker } = (await import(`@faker-js/faker/locale/${name}`)) as { faker: Faker };
    return faker;
  } catch (cause) {
    const reason = `there is no locale \`${locale}\`; there are for example en, en_GB, de, fr, es, pt_BR, zh_CN, ja`;
    throw mistake('bad-option', { step: '`fields`', option, reason }, { cause });
  }
}

/** What a locale has, or nothing where it has no such list. */
export function ifListed(draw: () => string): string | undefined {
  try {
    return draw();
  } catch {
    return undefined;
  }
}
