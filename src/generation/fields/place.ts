/** An invented postal address in the manner of a locale. */
import { ifListed, localised } from './locale.ts';

export const place = localised('place', (faker) => {
  const street = faker.location.streetAddress();
  const city = faker.location.city();
  const postcode = ifListed(() => faker.location.zipCode());
  const state = ifListed(() => faker.location.state());
  return {
    street,
    city,
    ...(postcode === undefined ? {} : { postcode }),
    ...(state === undefined ? {} : { state }),
    address: [street, [postcode, city].filter((part) => part !== undefined).join(' ')].join(', '),
  };
});
