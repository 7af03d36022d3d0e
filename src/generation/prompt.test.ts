import { describe, expect, test } from 'vitest';
import { runStep, type Said, type StepTrial } from '../testing/test-step.ts';
import { prompt } from './prompt.ts';

const ask = (more: object, trial: Partial<StepTrial> = {}) =>
  runStep(prompt, {
    given: [{ intent: 'lost_card', mood: 'calm' }],
    ...trial,
    with: { model: 'teacher', prompt: 'Write about {{ intent }}.', ...more },
  });

const said = (text: string): Said => ({ reply: { text } });
const exemplars = ['lost_card', 'top_up', 'exchange'].flatMap((intent) =>
  ['one', 'two', 'three', 'four'].map((name) => ({
    intent,
    text: `the ${name} known message of a customer on ${intent}`,
  })),
);
const FRESH = said('Somebody took my purse on the tram this morning.');

test('zero-shot: system first, the varying part last, the answer in `text`', async () => {
  const { kept, requests, touches } = await ask(
    { system: 'You are a customer.\n', temperature: 0.9, maxTokens: 60, stop: ['\n'] },
    { script: [FRESH] },
  );
  expect(kept[0]?.data).toEqual({
    intent: 'lost_card',
    mood: 'calm',
    text: 'Somebody took my purse on the tram this morning.',
  });
  expect(kept[0]?.notes).toEqual({});
  expect(requests[0]).toMatchObject({ temperature: 0.9, maxTokens: 60, stop: ['\n'] });
  expect(requests[0]?.messages).toEqual([
    { role: 'system', content: 'You are a customer.' },
    { role: 'user', content: 'Write about lost_card.' },
  ]);
  expect(touches).toMatchObject({ reads: ['intent'], writes: ['text'], asks: ['teacher'] });
});

test('an object: its keys become fields', async () => {
  const { kept, touches } = await ask(
    { schema: { question: 'string', score: 'integer 1..5' } },
    { script: [{ value: { question: 'Why?', score: 3 } }] },
  );
  expect(kept[0]?.data).toMatchObject({ question: 'Why?', score: 3 });
  expect(kept[0]?.data).not.toHaveProperty('text');
  expect(touches.writes).toEqual(['question', 'score']);
});

describe('hostile answers', () => {
  test.each<[string, Said, string]>([
    ['nothing', said(''), 'drop empty'],
    ['white space', said(' \n '), 'drop empty'],
    ['a refusal', said("I'm sorry, but I can't assist with that request."), 'drop refused'],
    ['an answer that was cut', { reply: { text: 'I lost my', finish: 'length' } }, 'drop cut-off'],
    ['a wrapped answer', said('Sure, here is a message:\n\n"My card is gone since Monday."'), 'keep'],
  ])('%s', async (_, answer, verdict) => {
    expect((await ask({}, { script: [answer] })).says).toEqual([verdict]);
  });

  test('mending is noted, beside what was noted before', async () => {
    const { kept } = await ask({}, { script: [said('Text: "My card is gone."')] });
    expect(kept[0]).toMatchObject({ data: { text: 'My card is gone.' }, notes: { repairs: 'label; quotes' } });
  });

  test('what was dropped keeps its raw text', async () => {
    const { dropped } = await ask({}, { script: [{ reply: { text: 'I lost my', finish: 'length' } }] });
    expect(dropped[0]?.sample.data.text).toBe('I lost my');
  });

  test('a cut answer may be kept up to its last sentence', async () => {
    const { kept } = await ask(
      { whenCut: 'sentence' },
      { script: [{ reply: { text: 'I lost my card. Please do', finish: 'length' } }] },
    );
    expect(kept[0]).toMatchObject({
      data: { text: 'I lost my card.' },
      notes: { repairs: 'cut at the last sentence' },
    });
  });

  test('other faults are not ours to hide', async () => {
    await expect(ask({}, { script: [{ reply: { text: 'x', finish: 'filter' } }] })).rejects.toMatchObject({
      code: 'refused',
    });
    const rubbish = { schema: { score: 'integer' } };
    await expect(ask(rubbish, { script: [said('no JSON'), said('still none')] })).rejects.toMatchObject({
      code: 'bad-answer',
    });
  });

  test('a sample that lacks a key of a template is dropped without a question', async () => {
    const { says, requests } = await ask({ prompt: '{{ who.name }}' }, { given: [{ who: {} }] });
    expect([says, requests.length]).toEqual([['drop unfilled-template'], 0]);
  });
});

describe('examples', () => {
  const given = Array.from({ length: 60 }, () => ({ intent: 'lost_card' }));
  const script = (_: unknown, n: number) => said(`Fresh words number ${n} about purse and tram ${n * 7}.`);

  test('come as turns before the question; text style makes them a page to be continued', async () => {
    const chat = await ask({ system: 'S', exemplars, match: 'intent', shots: 2 }, { script: [FRESH] });
    expect(chat.requests[0]?.messages.map((each) => each.role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    expect(chat.requests[0]?.messages[1]?.content).toBe('Write about lost_card.');
    const text = await ask(
      { system: 'S', exemplars, prompt: '{{ intent }}:', style: 'text', match: 'intent', shots: 1 },
      { script: [FRESH] },
    );
    const [system, page] = text.requests[0]?.messages ?? [];
    expect([system, page?.role]).toEqual([{ role: 'user', content: 'S' }, 'assistant']);
    expect(page?.content).toMatch(
      /^lost_card: the (one|two|three|four) known message of a customer on lost_card\n\nlost_card:$/,
    );
  });

  test('rotate: every one is used about as often, in many orders', async () => {
    const { requests } = await ask({ exemplars, shots: 3, match: 'intent' }, { given, script });
    const shown = requests.map((each) =>
      each.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content),
    );
    const uses = new Map<string, number>();
    for (const text of shown.flat()) uses.set(text, (uses.get(text) ?? 0) + 1);
    expect([...uses.keys()].every((text) => text.endsWith('lost_card'))).toBe(true);
    expect(uses.size).toBe(4);
    for (const times of uses.values()) expect(Math.abs(times - 45)).toBeLessThanOrEqual(12);
    expect(new Set(shown.map((texts) => texts.join('|'))).size).toBeGreaterThan(18);
  });

  test('are spread over the values of `per`', async () => {
    const { requests } = await ask({ exemplars, shots: 4, per: 'intent' }, { given: given.slice(0, 20), script });
    for (const { messages } of requests) {
      const labels = messages
        .filter(({ role }) => role === 'assistant')
        .map(({ content }) => content.split(' ').at(-1));
      expect(new Set(labels).size).toBe(3);
      expect(labels).toHaveLength(4);
    }
  });

  test('an answer that is an example again, or mostly, is dropped', async () => {
    const copies = [
      'The one known message, of a customer on lost_card!',
      'Hello, the two known message of a customer on top_up',
      'My own words about a purse on the tram',
    ];
    const { says } = await ask({ exemplars }, { given: given.slice(0, 3), script: copies.map(said) });
    expect(says).toEqual(['drop copied', 'drop copied', 'keep']);
  });

  test('with an object, examples are JSON and only their words are compared', async () => {
    const form = {
      schema: { question: 'string', score: 'integer 1..5' },
      exemplars: [{ intent: 'x', question: 'Where is my card?', score: 2 }],
    };
    const script = [
      { value: { question: 'where is MY card', score: 5 } },
      { value: { question: 'How do I pay abroad?', score: 2 } },
    ];
    const { says, requests } = await ask(form, { given: given.slice(0, 2), script });
    expect(says).toEqual(['drop copied', 'keep']);
    expect(JSON.parse(String(requests[0]?.messages[1]?.content))).toEqual({ question: 'Where is my card?', score: 2 });
  });

  test('can be real samples, of another field, and only whole ones', async () => {
    const real = [
      { intent: 'lost_card', body: 'my card fell into the lake last summer' },
      { intent: 'lost_card', body: '' },
      { intent: null, body: 'no label here' },
    ];
    const keyless = await ask(
      { prompt: '{{ who.name }} {{ intent }}', exemplars: { real: true, answer: 'body' } },
      {
        given: [{ intent: 'x', who: { name: 'Ann' } }],
        real: [
          { ...real[0], who: {} },
          { ...real[0], who: { name: 'Bo' } },
        ],
        script: [FRESH],
      },
    );
    expect(keyless.requests[0]?.messages.map(({ content }) => content)).toEqual([
      'Bo lost_card',
      real[0]?.body,
      'Ann x',
    ]);
    const { requests, touches, dropped } = await ask(
      { exemplars: { real: true, answer: 'body' }, match: 'intent' },
      { real, script: [said('My card fell into the lake last summer.')] },
    );
    expect(touches.real).toBe(true);
    expect(requests[0]?.messages.map(({ content }) => content)).toEqual([
      'Write about lost_card.',
      real[0]?.body,
      'Write about lost_card.',
    ]);
    expect(dropped[0]?.reason).toBe('copied');
    await expect(ask({ exemplars: { real: true } }, { real })).rejects.toMatchObject({ code: 'bad-option' });
  });
});

test('of several models each is used, noted, and drawn by the seed', async () => {
  const given = Array.from({ length: 40 }, () => ({ intent: 'x' }));
  const script = (_: unknown, n: number) => said(`answer ${n}`);
  const models = async () =>
    (await ask({ model: ['a', 'b'] }, { given, script })).kept.map((sample) => sample.notes.model);
  const first = await models();
  expect(new Set(first)).toEqual(new Set(['a', 'b']));
  expect(await models()).toEqual(first);
});

test.each([
  ['no model', { model: undefined }, 'model'],
  ['broken template', { prompt: '{% if %}' }, 'template `prompt`'],
  ['broken system', { system: '{{ x | shout }}' }, 'template `system`'],
  ['example without answer', { exemplars: [{ intent: 'x' }] }, 'it has no `text`'],
  ['example without the prompt’s field', { exemplars: [{ text: 'x' }] }, 'there is no field `intent`'],
  ['example without `per`', { exemplars: [{ text: 'x', intent: 'y' }], per: 'mood' }, 'it has no `mood`'],
  [
    'example that does not fit',
    { exemplars: [{ intent: 'x', score: 9 }], schema: { score: 'integer 1..5' } },
    'does not fit',
  ],
  ['empty list of examples', { exemplars: [] }, 'exemplars'],
  ['unknown option', { temprature: 1 }, 'temprature'],
])('%s is refused before anything is spent', async (_, options, message) => {
  await expect(ask(options)).rejects.toThrow(message);
});

describe('many answers in one call', () => {
  const twenty = { perCall: 3, prompt: 'Write a message about {{ intent }}.' };

  test('each item of the list is a sample of its own', async () => {
    const answer = said('Sure:\n1. My card is gone.\n2. "I lost it on Monday."\n3. My card is gone.');
    const { kept, dropped, requests, touches } = await ask(twenty, { script: [answer] });
    expect(kept.map(({ data }) => data.text)).toEqual(['My card is gone.', 'I lost it on Monday.']);
    expect(dropped.map(({ reason }) => reason)).toEqual(['repeated']);
    expect(kept.every(({ data, origin }) => data.mood === 'calm' && origin.parents.length === 1)).toBe(true);
    expect(requests[0]?.messages[0]?.content).toContain(
      'Give 3, all different from each other, as a list numbered from 1.',
    );
    expect(touches.makes).toBe(3);
  });

  test('a page ends with the number that comes next, after the examples', async () => {
    const { kept, requests } = await ask(
      { ...twenty, style: 'text', exemplars: exemplars.slice(0, 2), shots: 2 },
      { script: [said(' The first new one.\n4. The second new one.')] },
    );
    expect(requests[0]?.messages[0]?.content).toMatch(/^Write .*\n\n1\. the .*\n2\. the .*\n3\.$/);
    expect(kept.map(({ data }) => data.text)).toEqual(['The first new one.', 'The second new one.']);
  });

  test('with examples of one line each, what follows an item on further lines is no part of it', async () => {
    const { kept } = await ask(
      { ...twenty, style: 'text', exemplars: exemplars.slice(0, 2), shots: 2 },
      { script: [said('1. The first new one.\n   It goes on about it.\n2. The second new one.')] },
    );
    expect(kept.map(({ data }) => data.text)).toEqual(['The first new one.', 'The second new one.']);
    expect(kept[0]?.notes.repairs).toBe('first line');
  });

  test('a heading before a list of its own is no item', async () => {
    const { kept } = await ask(
      { ...twenty, style: 'text' },
      { script: [said(' Messages about a lost card:\n1. The first new one.\n2. The second new one.')] },
    );
    expect(kept.map(({ data }) => data.text)).toEqual(['The first new one.', 'The second new one.']);
  });

  test('a list that was cut loses its last item alone', async () => {
    const cut: Said = { reply: { text: '1. One is whole.\n2. Two is whole.\n3. Three is', finish: 'length' } };
    const { kept } = await ask(twenty, { script: [cut] });
    expect(kept.map(({ data }) => data.text)).toEqual(['One is whole.', 'Two is whole.']);
  });

  test.each<[string, Said, string]>([
    ['nothing', said(''), 'drop empty'],
    ['a refusal', said("I'm sorry, but I can't assist with that request."), 'drop refused'],
    ['no list', said('What a lovely day it is.'), 'drop no-list'],
    ['one item, cut', { reply: { text: '1. I lost my', finish: 'length' } }, 'drop cut-off'],
  ])('%s', async (_, answer, verdict) => {
    expect((await ask(twenty, { script: [answer] })).says).toEqual([verdict]);
  });

  test('objects come as a list under the schema', async () => {
    const items = [{ question: 'a' }, { question: 'b' }];
    const { kept } = await ask({ perCall: 2, schema: { question: 'string' } }, { script: [{ value: { items } }] });
    expect(kept.map(({ data }) => data.question)).toEqual(['a', 'b']);
  });
});

describe('reasoning before the answer', () => {
  const thought = said('The card is lost.\nSo block it.\n\n**Answer:** Block the card.');

  test.each([
    ['keep', { text: 'Block the card.', reasoning: 'The card is lost.\nSo block it.' }],
    ['strip', { text: 'Block the card.' }],
  ])('%s', async (reasoning, data) => {
    const { kept, requests } = await ask({ reasoning }, { script: [thought] });
    expect(kept[0]?.data).toEqual({ intent: 'lost_card', mood: 'calm', ...data });
    expect(requests[0]?.messages[0]?.content).toContain('Think step by step first.');
  });

  test('an answer without its mark is dropped, raw text kept', async () => {
    const { dropped } = await ask({ reasoning: 'keep' }, { script: [said('I would block it.')] });
    expect(dropped[0]).toMatchObject({ reason: 'no-answer', sample: { data: { text: 'I would block it.' } } });
  });

  test('of an object it is a key before the others', async () => {
    const { kept } = await ask(
      { reasoning: 'keep', schema: { action: 'string' } },
      { script: [{ value: { reasoning: 'It is lost.', answer: { action: 'block' } } }] },
    );
    expect(kept[0]?.data).toMatchObject({ action: 'block', reasoning: 'It is lost.' });
  });

  test('examples show their own', async () => {
    const shown = [{ intent: 'top_up', text: 'Pay in.', reasoning: 'No money.' }];
    const { requests } = await ask({ reasoning: 'keep', exemplars: shown }, { script: [thought] });
    expect(requests[0]?.messages[1]?.content).toBe('No money.\nAnswer: Pay in.');
  });

  test('does not go with many answers at once', async () => {
    await expect(ask({ reasoning: 'keep', perCall: 2 }, { script: [] })).rejects.toThrow('no room to think');
  });
});

describe('which examples', () => {
  const embed = (text: string) => [
    Number(text.includes('lost_card')),
    Number(text.includes('top_up')),
    Number(text.includes('exchange')),
  ];
  const turnsOf = (messages: readonly { readonly content: string }[]) =>
    messages.slice(0, -1).map(({ content }) => content);

  test.each([
    ['by embedding', { embedder: 'near' }],
    ['by words', {}],
  ])('the nearest, %s, last before the question', async (_, more) => {
    const { requests, touches } = await ask(
      { exemplars, choose: 'similar', shots: 4, ...more },
      { script: [FRESH], embed },
    );
    expect(turnsOf(requests[0]!.messages).filter((turn) => turn.includes('lost_card'))).toHaveLength(8);
    expect(touches.embeds).toEqual('embedder' in more ? ['near'] : []);
  });

  test('one of each cluster', async () => {
    const given = Array.from({ length: 4 }, (_, at) => ({ intent: 'lost_card', at }));
    const { requests } = await ask(
      { exemplars, choose: 'spread', shots: 3, embedder: 'near' },
      { given, script: () => FRESH, embed },
    );
    for (const { messages } of requests) {
      const intents = turnsOf(messages).map((turn) => /lost_card|top_up|exchange/.exec(turn)?.[0]);
      expect(new Set(intents).size).toBe(3);
    }
    expect(new Set(requests.map(({ messages }) => JSON.stringify(messages))).size).toBeGreaterThan(1);
  });

  test('`spread` without an embedder is a mistake', async () => {
    await expect(ask({ exemplars, choose: 'spread' }, { script: [] })).rejects.toThrow('needs an embedder');
  });
});

describe('avoid', () => {
  const repeatOf = (text: string, intent: string) => ({ text, asked: { intent } });
  const repeated = {
    text: [
      ...Array.from({ length: 30 }, () => repeatOf('I lost my card on the tram.', 'lost_card')),
      ...['one', 'two', 'three', 'four', 'five'].map((each) => repeatOf(`The rate of bank ${each}.`, 'exchange')),
      repeatOf('My purse\nis gone.', 'lost_card'),
    ],
  };
  const round = { number: 2, wanted: 9, repeated };
  const given = Array.from({ length: 40 }, () => ({ intent: 'lost_card' }));
  const script = () => FRESH;
  const lastTurns = async (more: object, trial: Partial<StepTrial> = {}) =>
    (await ask(more, { given, script, round, ...trial })).requests.map(({ messages }) => messages);

  test('shows each text once, first those that were asked alike, behind the question', async () => {
    const [messages] = await lastTurns({ avoid: 'text', exemplars, shots: 1, system: 'S' });
    const { content } = messages!.at(-1)!;
    expect(content.split('\n').slice(0, 3)).toEqual([
      'Write about lost_card.',
      '',
      'Written already; write something clearly different from each of these:',
    ]);
    const shown = content.split('\n').slice(3);
    expect(shown).toHaveLength(5);
    expect(shown.slice(0, 2).sort()).toEqual(['- I lost my card on the tram.', '- My purse is gone.']);
    expect(shown[2]).toMatch(/^- The rate of bank/);
    expect(messages![0]).toEqual({ role: 'system', content: 'S' });
  });

  test('shows what came most often most often, and others each time', async () => {
    const all = await lastTurns(
      { avoid: { field: 'text', shots: 1 } },
      { given: given.map(() => ({ intent: 'other' })) },
    );
    const shown = all.map((messages) => messages.at(-1)!.content.split('\n').at(-1));
    expect(shown.filter((text) => text === '- I lost my card on the tram.').length).toBeGreaterThan(25);
    expect(new Set(shown).size).toBeGreaterThan(2);
  });

  test('on a page it is what came before, and in a list it stands before the examples', async () => {
    const onPage = { avoid: { field: 'text', shots: 1 }, style: 'text', prompt: '{{ intent }}:', system: 'S' };
    const [page] = await lastTurns(onPage);
    expect(page![0]).toEqual({ role: 'user', content: 'S' });
    expect(page![1]!.content).toMatch(/^lost_card: (I lost my card on the tram\.|My purse is gone\.)\n\nlost_card:$/);
    const form = { schema: { text: 'string' } };
    const [whole] = await lastTurns({ ...onPage, ...form }, { script: () => ({ value: { text: 'Fresh words.' } }) });
    expect(whole![0]!.content).toMatch(/^S\n\nWritten already; .*:\n- .+$/);
    expect(whole![1]!.content).toMatch(/^lost_card:/);
    const numbered = await lastTurns(
      { ...onPage, perCall: 2 },
      { script: () => said('1. A first one.\n2. A second one.') },
    );
    expect(numbered[0]![1]!.content).toMatch(/^lost_card:\n\n1\. (I lost|My purse).+\n2\.$/);
    const list = await lastTurns(
      { avoid: { field: 'text', shots: 1 }, perCall: 2, exemplars, shots: 1 },
      { script: () => said('1. A first one.\n2. A second one.') },
    );
    expect(list[0]!.at(-1)!.content).toMatch(
      /^Write about lost_card\.\n\nWritten already.*Examples:\n1\. .*Give 2 more/s,
    );
  });

  test('changes nothing where nothing was repeated, and no example that is shown with it', async () => {
    const more = { exemplars, shots: 2 };
    const plain = await lastTurns(more);
    for (const quiet of [{ number: 1 }, { number: 2, repeated: { text: [] } }])
      expect(await lastTurns({ ...more, avoid: 'text' }, { round: quiet })).toEqual(plain);
    const told = await lastTurns({ ...more, avoid: 'text' });
    expect(told.map((messages) => messages.slice(0, -1))).toEqual(plain.map((messages) => messages.slice(0, -1)));
  });

  test('an answer that says the words about it again is dropped', async () => {
    const echo = 'A new one.\nWritten already; write something clearly different from each of these:\n- A new one.';
    expect((await ask({ avoid: 'text' }, { script: [said(echo)], round })).says).toEqual(['drop echoed']);
    expect((await ask({}, { script: [said(echo)] })).says).toEqual(['keep']);
  });

  test('says what it touches, and refuses a field that the answer has not', async () => {
    const { touches } = await ask({ avoid: 'text' }, { script: [FRESH] });
    expect(touches.avoids).toEqual(['text']);
    await expect(ask({ avoid: 'txt' }, { script: [FRESH] })).rejects.toThrow(
      'the answer has no field `txt`; it fills text',
    );
  });
});
