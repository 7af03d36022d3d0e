import { expect, test } from 'vitest';
import type { Plan } from '../core/plan.ts';
import { headSchema } from '../core/recipe.ts';
import { samplesOf } from '../testing/samples.ts';
import { Admission } from './admission.ts';

const planOf = (target: object, values?: readonly string[]): Plan => ({
  head: headSchema.parse({ recipe: 'test', target }),
  models: new Map(),
  line:
    values === undefined
      ? []
      : [{ key: 'f', title: 'f', step: {} as never, options: {}, touches: { values: { kind: values } } }],
  hash: '',
  folder: '',
  warnings: [],
});
const samples = (...kinds: string[]) => samplesOf(kinds.map((kind) => ({ kind })));

test('accepts up to the target, and calls the rest surplus', () => {
  const admission = new Admission(planOf({ accepted: 2 }));
  expect(admission.missing()).toEqual({ '*': 2 });
  expect(samples('a', 'a', 'a').map((sample) => admission.admit(sample))).toEqual([true, true, false]);
  expect(admission.missing()).toEqual({});
});

test('keeps room for groups that still lack samples', () => {
  const admission = new Admission(planOf({ accepted: 4, per: 'kind', min: 2 }, ['a', 'b']));
  expect(samples('a', 'a', 'a', 'b', 'b', 'b').map((sample) => admission.admit(sample))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('counts groups that nobody drew yet, since they were promised', () => {
  const admission = new Admission(planOf({ per: 'kind', min: 3 }, ['a', 'b']));
  admission.admit(samples('a')[0]!);
  expect(admission.missing()).toEqual({ a: 2, b: 3 });
  expect(admission.firstRound()).toEqual({ number: 1, wanted: 7 });
});

test('asks the next round for what is missing over what each group yields', () => {
  const admission = new Admission(planOf({ per: 'kind', min: 10 }, ['easy', 'hard']));
  const [easy, hard] = samples('easy', 'hard');
  for (let nth = 0; nth < 8; nth++) admission.admit(easy!);
  for (let nth = 0; nth < 2; nth++) admission.admit(hard!);
  for (let nth = 0; nth < 6; nth++) admission.lose(hard!);
  const { missing, wanted, per } = admission.nextRound(2);
  expect(per).toBe('kind');
  expect(missing).toEqual({ easy: 4, hard: 38 }); // 2 at a yield of 1, 8 at a yield of ¼, each with 15 % to spare and one more
  expect(wanted).toBe(42);
});

test('asks for twice as much after each round that brought nothing', () => {
  const admission = new Admission(planOf({ accepted: 1 }));
  for (let nth = 0; nth < 10; nth++) admission.lose(samples('a')[0]!);
  expect([0, 1, 3, 9].map((idle) => admission.nextRound(2, { idle }).wanted)).toEqual([13, 24, 93, 369]);
});

test('what was spared says nothing of a group’s yield, and is lost where no group is asked for', () => {
  const [a, b] = samples('a', 'b');
  const fill = (target: object, how: 'spared' | 'unfit') => {
    const admission = new Admission(planOf(target, ['a', 'b']));
    for (let nth = 0; nth < 10; nth++) admission.admit(b!);
    for (let nth = 0; nth < 2; nth++) admission.admit(a!);
    for (let nth = 0; nth < 38; nth++) admission.lose(b!, how);
    return admission.nextRound(2);
  };
  const perKind = { per: 'kind', min: 10 };
  expect(fill(perKind, 'spared').missing).toEqual({ a: 11 }); // 8 at a yield of 1, 15 % to spare, and one more
  expect(fill(perKind, 'unfit').missing).toEqual({ a: 40 }); // at the yield of all, 12 of 50
  expect(fill({ accepted: 20 }, 'spared').wanted).toBe(40);
});

test('asks for more of a group where it was asked for and did not come', () => {
  const admission = new Admission(planOf({ per: 'kind', min: 20 }, ['a', 'b']));
  const [a, b] = samplesOf([{ kind: 'a' }, { kind: 'b' }]).map((sample) => ({
    ...sample,
    origin: { ...sample.origin, round: 2 },
  }));
  for (let nth = 0; nth < 4; nth++) admission.admit(a!);
  for (let nth = 0; nth < 20; nth++) admission.admit(b!);
  const last = { number: 2, wanted: 24, per: 'kind', missing: { a: 20, b: 4 } };
  expect(admission.nextRound(3, { last }).missing).toEqual({ a: 93 }); // 16 at a yield of ⅕
  expect(admission.nextRound(3, { last: { number: 2, wanted: 24 } }).missing).toEqual({ a: 20 });
});

test('a round that may not be larger asks each group for less, and none for nothing', () => {
  const admission = new Admission(planOf({ per: 'kind', min: 100 }, ['a', 'b', 'c']));
  for (const sample of samples(...new Array<string>(99).fill('c'))) admission.admit(sample);
  const { wanted, missing } = admission.nextRound(2, { most: 50 });
  expect(missing).toEqual({ a: 25, b: 25, c: 1 });
  expect(wanted).toBe(51);
});

test('without a target everything is accepted, and nothing is missing', () => {
  const admission = new Admission({ ...planOf({ accepted: 1 }), head: headSchema.parse({ recipe: 'test' }) });
  expect(samples('a', 'b').map((sample) => admission.admit(sample))).toEqual([true, true]);
  expect(admission.missing()).toEqual({});
  expect(admission.firstRound()).toEqual({ number: 1 });
});
