/** An invented person: name, sex, age, e-mail, phone and job that belong together. */
import { drawIndex } from '../../math/random.ts';
import { localised } from './locale.ts';

/** The e-mail's domain is one of those reserved for examples (RFC 2606): mail to it reaches nobody. */
export const person = localised('person', (faker, random) => {
  const sex = random() < 0.5 ? 'female' : 'male';
  const firstName = faker.person.firstName(sex);
  const lastName = faker.person.lastName(sex);
  return {
    name: faker.person.fullName({ firstName, lastName, sex }),
    firstName,
    lastName,
    sex,
    age: 18 + drawIndex(random, 68),
    email: faker.internet.exampleEmail({ firstName, lastName }).toLowerCase(),
    phone: faker.phone.number(),
    job: faker.person.jobTitle(),
  };
});
