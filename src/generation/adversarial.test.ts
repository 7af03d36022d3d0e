import { describe, expect, test } from 'vitest';
import { fault } from '../core/errors.ts';
import type { Request } from '../core/model.ts';
import { runStep, type Said, type StepTrial } from '../testing/test-step.ts';
import { adversarial } from './adversarial.ts';

const real = [{ text: 'cant find my card' }, { text: 'wheres my money' }, { text: 'app is broken again' }];
const run = (more: object, trial: Partial<StepTrial> = {}) =>
  runStep(adversarial, {
    given: [{ text: 'Dear bank, I hereby request my card.' }],
    real,
    ...trial,
    with: { model: 'writer', critics: 'critic', ...more },
  });

const kindOf = ({ choices, messages }: Request) => {
  if (choices !== undefined) return 'look';
  return /Rewrite the text|would write it:$/.test(messages.at(-1)!.content) ? 'rewrite' : 'criticism';
};
/** A critic that knows texts with a capital letter; the writer writes `rewrites` in order. */
function world(rewrites: readonly Said[], look: (request: Request) => Said = byCapital) {
  let nth = 0;
  return (request: Request): Said =>
    ({ look: () => look(request), criticism: () => 'Nobody writes so stiffly.', rewrite: () => rewrites[nth++]! })[
      kindOf(request)
    ]();
}
const texts = (request: Request) =>
  [...request.messages.at(-1)!.content.matchAll(/<text-\d>\n([\s\S]*?)\n<\/text-\d>/g)].map((match) => match[1]!);
const byCapital = (request: Request): Said => {
  const stiff = texts(request).findIndex((text) => /[A-Z]/.test(text));
  // Where it sees nothing it names the first place, as judges do.
  return `${(stiff === -1 ? 0 : stiff) + 1}`;
};

test('a text is rewritten until the critic is fooled', async () => {
  const { kept, requests, touches } = await run(
    { original: 'first', trail: 'seen' },
    { script: world(['I want my card', 'card gone, help']) },
  );
  const [made] = kept.filter((sample) => !sample.origin.real);
  expect(made?.data).toEqual({
    text: 'card gone, help',
    first: 'Dear bank, I hereby request my card.',
    seen: [
      { text: 'Dear bank, I hereby request my card.', suspicion: 1, criticism: 'Nobody writes so stiffly.' },
      { text: 'I want my card', suspicion: 1, criticism: 'Nobody writes so stiffly.' },
    ],
  });
  expect(made?.notes).toEqual({
    'adversarial.rewrites': 2,
    'adversarial.suspicion': 0.5,
    'adversarial.fooled': true,
  });
  expect(requests.map(kindOf).join(' ')).toBe('look look criticism rewrite look look criticism rewrite look look');
  expect(touches).toMatchObject({
    reads: ['text'],
    writes: ['text', 'first', 'seen'],
    asks: ['writer', 'critic'],
    real: true,
  });
});

test('real samples pass untouched; the rewriter’s examples become parents', async () => {
  const { kept } = await run({}, { script: world(['card gone, help']) });
  expect(kept.filter((sample) => sample.origin.real).map(({ data }) => data)).toEqual(real);
  const realIds = kept.filter((sample) => sample.origin.real).map(({ id }) => id);
  const parents = kept.find((sample) => !sample.origin.real)!.origin.parents;
  expect(parents).toHaveLength(2);
  expect(realIds).toEqual(expect.arrayContaining([...parents]));
});

test('the place changes from look to look, and other texts stand beside it', async () => {
  const { requests } = await run({ looks: 4, beside: 2, rounds: 0, betrayed: 'keep' }, { script: world([]) });
  const places = requests.map((request) => texts(request).findIndex((text) => text.startsWith('Dear')));
  expect(requests).toHaveLength(4);
  expect(new Set(places)).toEqual(new Set([0, 1, 2]));
  expect(requests.every((request) => request.choices?.length === 3)).toBe(true);
});

test('betrayed to the end: dropped, or kept with a note', async () => {
  const script = () => world(['A', 'B', 'C']);
  const { dropped } = await run({}, { script: script() });
  expect(dropped).toMatchObject([{ reason: 'betrayed', sample: { data: { text: 'C' } } }]);
  const { kept } = await run({ betrayed: 'keep' }, { script: script() });
  expect(kept.at(-1)?.notes).toMatchObject({ 'adversarial.rewrites': 3, 'adversarial.fooled': false });
});

test('win rates by rewrites, over all samples', async () => {
  const given = [{ text: 'Stiff one' }, { text: 'plain two' }, { text: 'Stiff three' }];
  const { measures, says } = await run({ rounds: 1 }, { given, script: world(['plain one', 'Stiff again']) });
  expect(says.filter((said) => !said.startsWith('measure'))).toEqual([
    ...['keep', 'keep', 'keep'], // the real ones
    ...['keep', 'keep', 'drop betrayed'],
  ]);
  const told = measures.map(({ name, value, labels }) => [name, Math.round(value * 100) / 100, labels.rewrites]);
  expect(told).toEqual([
    ['fooled', 0.67, undefined],
    ['seen', 3, '0'],
    ['win-rate', 0.33, '0'],
    ['suspicion', 0.83, '0'],
    ['seen', 2, '1'],
    ['win-rate', 0.5, '1'],
    ['suspicion', 0.75, '1'],
  ]);
});

test('all critics must be fooled; the surest speaks', async () => {
  const asked: string[] = [];
  const look = (request: Request): Said => {
    // Two critics look twice each; the second is never in doubt.
    const at = texts(request).findIndex((text) => text.startsWith('Dear')) + 1;
    asked.push(`${at}`);
    const share = asked.length <= 2 ? 0.4 : 0.9;
    return { reply: { text: '1', probabilities: { [`${at}`]: share, [`${3 - at}`]: 1 - share } } };
  };
  const { kept, measures } = await run(
    { critics: ['one', 'two'], rounds: 0, betrayed: 'keep' },
    { script: world([], look) },
  );
  expect(kept.at(-1)?.notes).toMatchObject({ 'adversarial.fooled': false, 'adversarial.suspicion': 0.9 });
  const suspicion = measures
    .filter(({ name }) => name === 'suspicion')
    .map(({ value, labels }) => [labels.critic, value]);
  expect(suspicion).toEqual([
    ['one', 0.4],
    ['two', 0.9],
  ]);
});

test('only real texts of the same kind stand beside it', async () => {
  const rows = [
    { text: 'no cash', kind: 'cash' },
    { text: 'no card', kind: 'card' },
  ];
  const given = [
    { text: 'Dear bank', kind: 'card' },
    { text: 'Dear bank', kind: 'loan' },
  ];
  const { requests, dropped } = await run({ match: 'kind', rounds: 0 }, { real: rows, given, script: world([]) });
  expect(requests.flatMap(texts)).not.toContain('no cash');
  expect(dropped.map(({ reason }) => reason)).toEqual(['betrayed', 'no-real-like-it']);
});

describe('rewrites of no use', () => {
  test.each<[string, Said]>([
    ['refused', 'As an AI language model, I cannot do that.'],
    ['empty', ' '],
    ['cut-off', { reply: { text: 'Dear', finish: 'length' } }],
    ['copied', 'Wheres my money?'],
    ['echoed', 'Nobody writes so stiffly.'],
  ])('%s', async (reason, said) => {
    const { dropped, measures } = await run({}, { script: world([said]) });
    expect(dropped.map((each) => each.reason)).toEqual([reason]);
    expect(measures.find(({ name }) => name === 'fooled')?.value).toBe(0);
  });

  test('a critic that refuses to say what it saw', async () => {
    const script = (request: Request): Said =>
      kindOf(request) === 'look' ? byCapital(request) : 'I can’t assist with that.';
    expect((await run({}, { script })).dropped).toMatchObject([{ reason: 'refused' }]);
  });

  test('a fault parks its sample alone', async () => {
    const script = (request: Request): Said => {
      if (kindOf(request) === 'criticism') throw fault('refused', { model: 'critic', detail: '' });
      return byCapital(request);
    };
    const { says } = await run({ rounds: 1 }, { given: [{ text: 'Stiff' }, { text: 'plain' }], script });
    expect(says.slice(3, 5)).toEqual(['fail', 'keep']);
  });
});

test('without a real sample nothing can be told apart', async () => {
  await expect(run({}, { real: [], script: [] })).rejects.toMatchObject({ code: 'bad-option' });
  await expect(run({ answer: 'body' }, { script: [] })).rejects.toThrow('`body`');
});

test('pages for weak models', async () => {
  const { requests } = await run({ style: 'text', rounds: 1 }, { script: world(['card gone, help']) });
  expect(requests[2]?.messages.at(-1)).toMatchObject({
    role: 'assistant',
    content: expect.stringMatching(/sounds wrong because$/),
  });
  expect(requests[3]?.messages.at(-1)?.content).toMatch(
    /Stiff because Nobody writes so stiffly\.\nAs a person would write it:$/,
  );
});

describe('a critic that is trained here', () => {
  const nouns = 'card money app transfer limit pin rate fee loan cash'.split(' ');
  const people = Array.from({ length: 60 }, (_, nth) => ({ text: `hey where is my ${nouns[nth % 10]} ${nth}??` }));
  const machines = Array.from({ length: 60 }, (_, nth) => ({
    text: `Certainly! I am writing about my ${nouns[nth % 10]} ${nth}.`,
  }));
  const settings = { trainedFrom: 50, rounds: 1, betrayed: 'keep' };

  test('takes the place of the models, tells in words what it saw, and judges the rewrite', async () => {
    const { kept, requests, measures } = await run(settings, {
      real: people,
      given: machines,
      script: () => 'hey where is my thing 77??',
    });
    expect(requests.map(kindOf)).toEqual(machines.map(() => 'rewrite'));
    expect(requests[0]!.messages.at(-1)!.content).toMatch(
      /<criticism>\nPeople’s texts seldom have these, and it does: “?.*“i am”/,
    );
    const made = kept.filter(({ origin }) => !origin.real);
    expect(made.every(({ data }) => data.text === 'hey where is my thing 77??')).toBe(true);
    const suspicion = measures.filter(({ name }) => name === 'suspicion').map(({ value }) => value);
    expect(suspicion[0]).toBeGreaterThan(0.9);
    expect(suspicion[1]).toBeLessThan(0.6);
    expect(measures.find(({ name }) => name === 'suspicion')?.labels.critic).toBe('trained');
  });

  test('waits for enough texts of both kinds, or for ever', async () => {
    const asked = async (more: object, given = machines) =>
      (await run({ ...settings, rounds: 0, ...more }, { real: people, given, script: () => '1' })).requests.length;
    expect(await asked({})).toBe(0);
    expect(await asked({ trainedFrom: 61 })).toBe(120);
    expect(await asked({ trainedFrom: 0 })).toBe(120);
    expect(await asked({}, machines.slice(0, 40))).toBe(80);
  });
});
