/** An invented company: name, web domain, slogan. */
import { localised } from './locale.ts';

/** The domain ends in `.example` (RFC 2606): it is nobody's. */
export const company = localised('company', (faker) => {
  const name = faker.company.name();
  const label = faker.helpers
    .slugify(name)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '')
    .replace(/^-+|-+$/g, '');
  return { name, domain: `${label === '' ? 'company' : label}.example`, slogan: faker.company.catchPhrase() };
});
