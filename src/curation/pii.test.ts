import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keepsItsWord } from '../core/laws.ts';
import { openKernels } from '../kernels/open.ts';
import { samplesOf } from '../testing/samples.ts';
import { runStep, type StepTrial } from '../testing/test-step.ts';
import { holdsLuhn } from '../text/pii/check-digits.ts';
import { openPiiFinder } from '../text/pii/detect.ts';
import { isNationalId } from '../text/pii/national-ids.ts';
import { makeEye } from './pii/eye.ts';
import { pii } from './pii.ts';

const run = (options: object, texts: readonly string[], trial: Partial<StepTrial> = {}) =>
  runStep(pii, { given: texts.map((text) => ({ text })), ...trial, with: options });
const textsAfter = async (options: object, texts: readonly string[], trial: Partial<StepTrial> = {}) =>
  (await run(options, texts, trial)).kept.map(({ data }) => data.text as string);

test('detect notes how many, of which kinds and where, and never what', async () => {
  const { kept, touches } = await run({ action: 'detect' }, ['Anna Smith, a@example.org', 'Nothing here.']);
  expect(kept[0]).toMatchObject({
    data: { text: 'Anna Smith, a@example.org' },
    notes: { pii: 2, 'pii.kinds': 'email 1, person 1', 'pii.spans': 'text:0-10:person text:12-25:email' },
  });
  expect(kept[1]!.notes).toEqual({ pii: 0 });
  expect(touches).toEqual({ reads: [], asks: [], notes: ['pii', 'pii.kinds', 'pii.spans'] });
});

test('drop names the kind that gives most away', async () => {
  const { says } = await run({ action: 'drop' }, ['I am Anna Smith, a@example.org', 'password: Hunter22!', 'Fine.']);
  expect(says).toEqual(['drop pii-email', 'drop pii-secret', 'keep']);
});

test('mask puts the kind in place, in the words that are asked for', async () => {
  const text = 'My name is Anna Smith, SSN 536-90-4399.';
  expect(await textsAfter({ action: 'mask' }, [text])).toEqual(['My name is [PERSON], SSN [NATIONAL_ID].']);
  expect(await textsAfter({ action: 'mask', mask: '<{kind}>', kinds: ['person'] }, [text])).toEqual([
    'My name is <PERSON>, SSN 536-90-4399.',
  ]);
});

describe('replace', () => {
  test('one person has one fake, in every sample, field and e-mail address, in the case it stands in', async () => {
    const { kept } = await runStep(pii, {
      given: [
        { text: 'My name is Aantje Mourik but everyone calls me Aantje.' },
        { messages: [{ role: 'user', content: 'Write to AantjeMourik@example.org, MR. MOURIK!' }], n: 1 },
      ],
      with: {},
    });
    const [, first, last] = /^My name is (\w+) (\w+) but everyone calls me \1\.$/.exec(String(kept[0]!.data.text))!;
    expect([first, last]).not.toContain('Aantje');
    const [message] = kept[1]!.data.messages as { role: string; content: string }[];
    expect(message!.role).toBe('user');
    expect(message!.content).toMatch(
      new RegExp(`^Write to ${first}${last}@example\\.(com|net|org), MR\\. ${last!.toUpperCase()}!$`),
    );
    expect(kept[1]!.data.n).toBe(1);
  });

  test('also without its accents, with an initial in between, all in capitals, and by its first name alone', async () => {
    const [text] = await textsAfter({}, [
      'My name is Witołd Jukić. WITOŁD JUKIĆ, WitoldAJukic@example.org and support@acme.io are known. Yours, Witołd',
    ]);
    const [, first, last] = /^My name is (\p{L}+) ([\p{L}']+)\./u.exec(text!)!;
    expect(first).not.toBe('Witołd');
    const plain = (name: string) => name.normalize('NFD').replace(/[^a-z]/gi, '');
    expect(text).toContain(`${first!.toUpperCase()} ${last!.toUpperCase()}, `);
    expect(text).toMatch(
      new RegExp(`, ${plain(first!)}[A-Z]${plain(last!)}@example\\.\\w+ and support@example\\.\\w+ are`),
    );
    expect(text!.endsWith(`Yours, ${first}`)).toBe(true);
  });

  test.each([
    ['4111 1111 1111 1111', /^4242 42\d\d \d{4} \d{4}$/],
    ['905-674-3793', /^[2-9]\d\d-555-01\d\d$/],
    ['+44 7911 123456', /^\+44 7700 900\d{3}$/],
    ['DE89 3704 0044 0532 0130 00', /^DE00( \d{4}){4} \d\d$/],
    ['41.173.96.26', /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
    ['6e40:4041:c617:e898:c11:40d2:c669:2eb4', /^2001:db8:/],
    ['00:1b:44:11:3a:b7', /^00:00:5e:00:53:[\da-f]{2}$/],
    ['https://bob:s3cret@db.acme.io/x', /^https:\/\/user:[a-z]\d[a-z]{4}@db\.acme\.io\/x$/],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', /^ghp_[a-z]{26}\d{10}$/],
    ['born 12/05/1971', /^born \d\d\/\d\d\/(19(6[89]|7[0-4]))$/],
    ['536-90-4399', /^9\d\d-[0-4]\d-\d{4}$/],
    ['RSSMRA85T10A562S', /^[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]$/],
    ['I live at 12 Baker Street, Apt. 30', /^I live at [1-9][1-9] [A-Z][\p{L}']+ Street, Apt\. [1-9]0$/u],
  ])('%s keeps its form and is nobody’s', async (written, form) => {
    const [fake] = await textsAfter({}, [written]);
    expect(fake).toMatch(form);
    expect(fake).not.toBe(written);
    expect(await textsAfter({}, [written])).toEqual([fake]);
  });

  test('fakes of cards hold Luhn, those of national numbers do not hold their check', async () => {
    const numbers = Array.from({ length: 30 }, (_, at) => `5105 1051 0510 51${`${at}`.padStart(2, '0')}`);
    const cards = await textsAfter(
      { kinds: ['card'] },
      numbers.map((number) => `card ${number}`),
    );
    const changed = cards.filter((text) => text.startsWith('card 5555 55'));
    expect(changed.length).toBeGreaterThan(1);
    for (const text of changed) expect(holdsLuhn(text.replace(/\D/g, ''))).toBe(true);
    const dnis = await textsAfter({}, ['12345678Z', 'X1234567L']);
    for (const dni of dnis) expect(isNationalId('es-dni', dni)).toBe(false);
  });

  test('telephone numbers of countries without any for fiction become such as no plan has', async () => {
    const { phones } = await openPiiFinder(
      { kinds: ['phone'], countries: ['SE', 'CH', 'IT'], certainty: 0.5 },
      makeEye(openKernels()),
    );
    const fakes = await textsAfter({}, ['+46 (0)8 928 571 38', '+41 44 668 18 00', '+39 06 6982 1234']);
    for (const fake of fakes) expect([fake, phones.isValid(fake)]).toEqual([fake, false]);
    expect(fakes.map((fake) => fake.replace(/\d/g, '0'))).toEqual([
      '+00 (0)0 000 000 00',
      '+00 00 000 00 00',
      '+00 00 0000 0000',
    ]);
  });

  test('one number has one fake however it is grouped, and fakes of different ones differ', async () => {
    const fakes = await textsAfter({}, ['905-674-3793', '+1 905 674 3793', '905-674-3794']);
    const digits = fakes.map((fake) => fake.replace(/\D/g, '').slice(-10));
    expect(digits[0]).toBe(digits[1]);
    expect(digits[0]).not.toBe(digits[2]);
  });

  test('drawn from the secret by default, from the seed where asked; the same again in both', async () => {
    const text = ['My name is Anna Smith.'];
    const bySeed = (seed: number) => textsAfter({ draw: 'seed' }, text, { facts: { seed } });
    expect(await bySeed(1)).toEqual(await bySeed(1));
    expect(new Set((await Promise.all([1, 2, 3, 4].map(bySeed))).flat()).size).toBeGreaterThan(1);
    expect((await run({}, text)).touches).toMatchObject({ rewrites: true, secret: true });
    expect((await run({ draw: 'seed', fields: ['text'] }, text)).touches).toEqual({
      ...{ reads: ['text'], writes: ['text'], asks: [], notes: ['pii', 'pii.kinds', 'pii.spans'] },
    });
  });
});

test('only the fields that are asked for; real samples too; what holds nothing is the same object', async () => {
  const given = [{ a: 'a@example.org', b: 'b@example.org', c: [1, null, { d: 'fine' }] }];
  const { kept } = await runStep(pii, { given, real: given, with: { action: 'mask', fields: ['b', 'c'] } });
  for (const { data } of kept) expect(data).toEqual({ a: 'a@example.org', b: '[EMAIL]', c: [1, null, { d: 'fine' }] });
  expect(kept).toHaveLength(2);
});

test('a step that rewrites may change what is there, and add nothing', () => {
  const [before] = samplesOf([{ text: 'a' }]);
  const bound = { step: pii.step, touches: { rewrites: true } };
  const after = (data: { [field: string]: string }) => () => keepsItsWord(bound, before, { ...before!, data });
  expect(after({ text: 'b' })).not.toThrow();
  expect(after({ text: 'b', more: 'c' })).toThrow('more');
});

test('keys with points in them do not lead astray', async () => {
  const given = [{ 'a.b': { c: 'c@example.org' }, a: { 'b.c': 'safe' } }];
  const { kept } = await runStep(pii, { given, with: { action: 'mask' } });
  expect(kept[0]!.data).toEqual({ 'a.b': { c: '[EMAIL]' }, a: { 'b.c': 'safe' } });
});

describe('with a model for names', () => {
  const asked = { action: 'mask', model: 'finder' };
  const saying = (names: readonly string[], any = true): Partial<StepTrial> => ({
    script: [{ value: { any, names } }],
  });

  test('names that no list has are masked wherever they stand whole', async () => {
    const text = 'Zqyx came. Zqyxa too, and Zqyx left.';
    expect(await textsAfter(asked, [text], saying(['Zqyx']))).toEqual(['[PERSON] came. Zqyxa too, and [PERSON] left.']);
  });

  test('the texts stand in fences; a model that names common words, or what is not there, does no harm', async () => {
    const text = 'The card is lost.';
    const { kept, requests } = await run(asked, [text], saying(['the', 'The', 'is', 'card', 'Nobody', '', '.*', text]));
    expect(kept[0]!.data.text).toBe(text);
    expect(requests[0]!.messages[1]!.content).toContain('<text>\nThe card is lost.\n</text>');
  });

  test('no names is an answer; rubbish is none, and the sample does not pass', async () => {
    expect((await run(asked, ['Fine.'], saying([], false))).says).toEqual(['keep']);
    await expect(run(asked, ['Fine.'], { script: ['{{{', '}}}'] })).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

test.each([
  ['an unknown kind', { kinds: ['shoe-size'] }],
  ['a country by name', { countries: ['Germany'] }],
  ['an unknown action', { action: 'hide' }],
])('%s is refused', async (_, options) => {
  await expect(run(options, ['x'])).rejects.toThrow();
});

test('the page lists every kind', () => {
  const page = readFileSync(new URL('./pii.md', import.meta.url), 'utf8');
  for (const word of ['e-mail', 'IBAN', 'national', 'secret', 'address']) expect(page).toContain(word);
});
