import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { runStep } from '../testing/test-step.ts';
import { cellName } from '../text/value-name.ts';
import { Cross } from './attributes/cross.ts';
import { attributes } from './attributes.ts';

const empty = (n: number) => Array.from({ length: n }, () => ({}));
const of = { tone: ['calm', 'cross'], length: ['short', 'long'], place: ['home', 'shop', 'street'] };

test('every pair of values comes up in as few samples as the largest two lists need', async () => {
  const { kept, measures, touches } = await runStep(attributes, { given: empty(6), with: { of } });
  const pairs = new Set(kept.map(({ data }) => `${data.tone} ${data.place}`));
  expect(pairs.size).toBe(6);
  expect(measures).toMatchObject([{ name: 'combinations-asked', value: 1 }]);
  expect(touches).toMatchObject({ writes: ['tone', 'length', 'place'], values: of, asks: [] });
});

test('more samples do not change the values of the first', async () => {
  const values = async (n: number) =>
    (await runStep(attributes, { given: empty(n), with: { of } })).kept.map(({ data }) => data);
  expect((await values(30)).slice(0, 10)).toEqual(await values(10));
});

test('each class has values of its own', async () => {
  const given = Array.from({ length: 8 }, (_, at) => ({ label: at % 2 === 0 ? 'sport' : 'science' }));
  const topic = { per: 'label', values: { sport: ['tennis', 'rowing'], science: ['stars', 'cells'] } };
  const { kept } = await runStep(attributes, { given, with: { of: { topic } } });
  const topics = (label: string) =>
    new Set(kept.filter(({ data }) => data.label === label).map(({ data }) => data.topic));
  expect([...topics('sport')].sort()).toEqual(['rowing', 'tennis']);
  expect([...topics('science')].sort()).toEqual(['cells', 'stars']);
});

test('a class without values is dropped, and says so', async () => {
  const topic = { per: 'label', values: { sport: ['tennis'] } };
  const { says } = await runStep(attributes, { given: [{ label: 'art' }], with: { of: { topic } } });
  expect(says).toEqual(['drop no-values', 'measure combinations-asked']);
});

test('a model proposes values once, and the same value twice counts once', async () => {
  const script = [{ value: { values: ['Calm', 'calm', 'angry', 'afraid'] } }];
  const { kept, requests } = await runStep(attributes, {
    given: empty(9),
    with: { of: { mood: { propose: 3, about: 'how the customer feels' } }, model: 'm' },
    script,
  });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.messages[0]?.content).toContain('“mood” (how the customer feels)');
  expect(new Set(kept.map(({ data }) => data.mood))).toEqual(new Set(['Calm', 'angry', 'afraid']));
});

test('a model that proposes nothing stops the run before more is spent', async () => {
  const trial = { given: empty(2), with: { of: { mood: { propose: 3 } }, model: 'm' }, script: () => '' };
  await expect(runStep(attributes, trial)).rejects.toMatchObject({ code: 'bad-answer' });
});

test('real samples pass as they are', async () => {
  const { kept } = await runStep(attributes, { given: [], real: [{ text: 'a' }], with: { of } });
  expect(kept[0]?.data).toEqual({ text: 'a' });
});

test('says when nobody can propose', async () => {
  await expect(runStep(attributes, { given: [], with: { of: { mood: { propose: 3 } } } })).rejects.toThrow(
    'by a `model`',
  );
});

test('wants its combinations counted, with the class they are of, only where accepted ones are to be covered', async () => {
  const topic = { per: 'label', values: { art: ['dance', 'film'] } };
  const touchesOf = async (cover: string) =>
    (await runStep(attributes, { given: [], with: { of: { topic, tone: ['calm', 'cross'] }, cover } })).touches;
  expect((await touchesOf('accepted')).counts).toEqual(['label', 'topic', 'tone']);
  expect((await touchesOf('asked')).counts).toBeUndefined();
});

test('a round begins with the combinations that the rounds before had accepted least, and is told of them once', () => {
  const axes = { names: ['tone', 'place'], lists: [of.tone, of.place], cell: ['label', 'tone', 'place'] };
  const cross = new Cross(axes, 2);
  const random = seededRandom('cross');
  const next = () => cellName({ label: 'a', ...cross.next({ label: 'a' }, random) }, axes.cell);
  const dealt = Array.from({ length: 30 }, next);
  const [rare, none] = ['["a","cross","shop"]', '["a","calm","home"]'];
  const accepted = Object.fromEntries([...new Set(dealt)].map((cell) => [cell, cell === rare ? 2 : 5]));
  delete accepted[none];
  cross.heed({ number: 2, accepted });
  const first = Array.from({ length: 8 }, next);
  expect([rare, none].map((cell) => first.filter((each) => each === cell).length)).toEqual([3, 5]);
  cross.heed({ number: 2, accepted });
  const then = Array.from({ length: 12 }, next);
  expect([...Map.groupBy(then, (cell) => cell).values()].map((all) => all.length)).toEqual(new Array(6).fill(2));
});
