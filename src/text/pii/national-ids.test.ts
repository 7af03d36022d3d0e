import { describe, expect, test } from 'vitest';
import { holdsVerhoeff, luhnDigit } from './check-digits.ts';
import type { Detector } from './finding.ts';
import { isNationalId, nationalIdNumbers, nationalIds } from './national-ids.ts';
import { cardNetwork, cards, ibans } from './payment.ts';
import { wholeText } from './signs.ts';

const findBy = ({ find }: Detector, text: string) => find(text, wholeText(text));
const found = (text: string) =>
  findBy(nationalIdNumbers, text).map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);

/** Numbers that the offices or their descriptions print as examples. */
const examples: readonly (readonly [string, string])[] = [
  ['us-ssn', '536-90-4399'],
  ['us-ssn', 'SSN: 536904399'],
  ['us-itin', 'ITIN 912-90-3456'],
  ['us-driver-license', "driver's license number is F162823540116"],
  ['gb-nino', 'AB 12 34 56 C'],
  ['gb-nino', 'national insurance AB 12 34 56'],
  ['identity-card', 'identity card CA 12345 AA'],
  ['gb-nhs', 'NHS number 943 476 5919'],
  ['fr-nir', '2 95 10 99 126 111 93'],
  ['de-steuer-id', 'Steuer-ID 86 095 742 719'],
  ['es-dni', '12345678Z'],
  ['es-dni', 'X-1234567L'],
  ['it-codice-fiscale', 'RSSMRA85T10A562S'],
  ['br-cpf', '529.982.247-25'],
  ['br-cpf', 'CPF 52998224725'],
  ['nl-bsn', 'BSN 111222333'],
  ['be-national', '85.07.30-033.28'],
  ['pl-pesel', 'PESEL 44051401359'],
  ['se-personnummer', '640823-3234'],
  ['fi-hetu', '131052-308T'],
  ['no-fodselsnummer', '15108695088'],
  ['dk-cpr', 'CPR 070761-4285'],
  ['pt-nif', 'NIF 123456789'],
  ['ch-ahv', '756.9217.0769.85'],
  ['cz-rodne-cislo', '710319/2745'],
  ['in-aadhaar', 'Aadhaar 2341 2341 2346'],
  ['in-pan', 'PAN: ABCPE1234F'],
  ['ca-sin', 'SIN 130-692-544'],
  ['au-tfn', 'TFN 123 456 782'],
  ['mx-curp', 'BOXW310820HNERXN09'],
  ['cn-resident', '11010519491231002X'],
  ['za-id', '8001015009087'],
  ['passport', 'passport no. C01234567'],
];

describe('national numbers', () => {
  test.each(examples)('%s: %s is found whole, also within a sentence', (type, text) => {
    expect(found(text)).toContainEqual(expect.stringContaining(type));
    expect(found(`It is ${text}, as said.`).length).toBeGreaterThan(0);
  });

  test.each(
    examples.filter(([, text]) => !/NI|PAN|ITIN|national insurance|identity|license|passport|CPR|CURP/.test(text)),
  )('%s: with one digit changed %s is none', (type, text) => {
    if (['gb-nino', 'us-ssn', 'mx-curp'].includes(type)) return; // they have no check digit
    const changed = text.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`);
    expect(found(changed).filter((each) => each.startsWith(type))).toEqual([]);
  });

  test.each(['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000'])(
    '%s was never given',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  test('a number that needs a word beside it is none without', () => {
    expect(found('There were 111222333 of them')).toEqual([]);
    expect(found('1234-536-90-4399')).toEqual([]);
  });

  test('every form has a test', () => {
    const tried = new Set(examples.map(([type]) => type));
    expect([...new Set(nationalIds.map(({ type }) => type))].filter((type) => !tried.has(type))).toEqual(['kr-rrn']);
    expect(isNationalId('kr-rrn', '900101-1234568')).toBe(true);
  });
});

test('Verhoeff finds every single wrong digit and every swap of neighbours', () => {
  const right = '234123412346';
  expect(holdsVerhoeff(right)).toBe(true);
  for (let at = 0; at < right.length; at++) {
    for (let by = 1; by < 10; by++) {
      const digit = (Number(right[at]) + by) % 10;
      expect(holdsVerhoeff(`${right.slice(0, at)}${digit}${right.slice(at + 1)}`)).toBe(false);
    }
    const [a, b] = [right[at], right[at + 1]];
    if (b !== undefined && a !== b)
      expect(holdsVerhoeff(`${right.slice(0, at)}${b}${a}${right.slice(at + 2)}`)).toBe(false);
  }
});

describe('cards and accounts', () => {
  test.each([
    ['4111 1111 1111 1111', 'visa'],
    ['5555-5555-5555-4444', 'mastercard'],
    ['378282246310005', 'amex'],
    ['6011111111111117', 'discover'],
    ['30569309025904', 'diners'],
    ['3530111333300000', 'jcb'],
  ])('%s is of %s', (written, network) => {
    expect(findBy(cards, `Card ${written}.`)).toMatchObject([{ start: 5, end: 5 + written.length, type: network }]);
    const wrong = `${written.slice(0, -1)}${(Number(written.at(-1)) + 1) % 10}`;
    expect(findBy(cards, `Card ${wrong}.`)).toEqual([]);
  });

  test('what is called a card is believed for its check digit alone; what is not needs a network too', () => {
    const odd = `06042607001${luhnDigit('06042607001')}`;
    expect(cardNetwork(odd)).toBeUndefined();
    expect(findBy(cards, `my card ${odd}`)).toMatchObject([{ type: 'other' }]);
    expect(findBy(cards, `parcel ${odd}`)).toEqual([]);
    expect(findBy(cards, 'card 0000 0000 0000 0000')).toEqual([]);
  });

  test('a number behind a card does not hide it', () => {
    expect(findBy(cards, '4111 1111 1111 1111 22 times')).toMatchObject([{ start: 0, end: 19 }]);
  });

  test('IBANs by country and check digits, one behind the other, and a word behind them', () => {
    const text = 'Use DE89 3704 0044 0532 0130 00 or GB82WEST12345698765432 now; not DE89 3704 0044 0532 0130 01.';
    expect(findBy(ibans, text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'DE89 3704 0044 0532 0130 00',
      'GB82WEST12345698765432',
    ]);
    expect(findBy(ibans, 'XX89 3704 0044 0532 0130 00')).toEqual([]);
  });
});
