import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../core/errors.ts';
import { fault } from '../core/errors.ts';
import type { Backend, Finish, Request } from '../core/model.ts';
import { askStructured, type Bought, type Ladder } from './structured.ts';

const form = z.object({ question: z.string(), level: z.int().min(1).max(5), tags: z.array(z.string()).optional() });
const good = '{"question": "Why?", "level": 3}';

type Said = string | { text: string; finish: Finish } | { text: string; probabilities: Record<string, number> };

/** A ladder whose model says the given texts in turn; the requests it got are kept. */
function ladderOf(said: readonly Said[], schema: Backend['can']['schema'] = 'none') {
  const asked: Request[] = [];
  const can = { schema, logprobs: true };
  const ladder: Ladder = {
    can,
    id: 'test/model',
    seed: 7,
    complete: async (request, nth): Promise<Bought> => {
      asked.push(request);
      const each = said[nth]!;
      const reply = typeof each === 'string' ? { text: each } : each;
      return { finish: 'stop', tokens: { input: 10, output: 5 }, served: 'm', costUsd: 0.5, cached: false, ...reply };
    },
  };
  return { ladder, asked, can };
}

test('an answer that fits at once is taken as it is', async () => {
  const { ladder, asked } = ladderOf([good]);
  const answer = await askStructured({ prompt: 'Make one.', schema: form }, ladder);
  expect(answer).toMatchObject({ value: { question: 'Why?', level: 3 }, repairs: [], costUsd: 0.5, cached: false });
  expect(asked).toHaveLength(1);
  expect(asked[0]!.schema).toBeUndefined();
  expect(asked[0]!.messages[0]!.content).toContain('"level": integer (1 to 5)');
});

const mended: readonly [name: string, text: string, repair: string][] = [
  ['a code fence', `Here you are:\n\`\`\`json\n${good}\n\`\`\`\nEnjoy.`, 'removed a code fence'],
  ['prose around', `Sure! [As asked] ${good} I hope {this} helps.`, 'removed text around the JSON'],
  ['a trailing comma', '{"question": "Why?", "level": 3,}', 'mended JSON syntax'],
  ['typographic quotes', '{“question”: “Why?”, “level”: 3}', 'mended JSON syntax'],
  ['a number as text', '{"question": "Why?", "level": "3"}', 'text to number at level'],
  ['null for an optional field', '{"question": "Why?", "level": 3, "tags": null}', 'took null for absent at tags'],
  ['a nested list as text', '{"question": "Why?", "level": 3, "tags": "[\\"a\\"]"}', 'text to array at tags'],
  ['the answer in a list of one', `[${good}]`, 'took the only item of a list'],
  ['thinking in front', `<think>Hm, {maybe}.</think>\n${good}`, 'removed thinking'],
];

test.each(mended)('%s is mended and noted', async (_, text, repair) => {
  const { ladder, asked } = ladderOf([text]);
  const answer = await askStructured({ prompt: 'Make one.', schema: form }, ladder);
  expect(answer.value).toMatchObject({ question: 'Why?', level: 3 });
  expect(answer.repairs).toContain(repair);
  expect(asked).toHaveLength(1);
});

const refusedTexts: readonly [name: string, text: string, problem: string][] = [
  ['broken off', '{"question": "Why?", "lev', 'breaks off'],
  ['broken off within a fence', '```json\n{"question": "Why?",\n```', 'breaks off'],
  ['the same key twice', '{"question": "Why?", "question": "How?", "level": 3}', '"question" appears twice'],
  ['the same key twice, escaped', '{"level": 2, "question": "Why?", "l\\u0065vel": 3}', '"level" appears twice'],
  ['out of range', '{"question": "Why?", "level": 9}', 'level'],
  ['no JSON', 'I would rather not.', 'no JSON'],
  ['an ambiguous coercion', '{"question": ["Why?", "How?"], "level": 3}', 'question'],
];

test.each(refusedTexts)('%s is asked again, with the problem shown', async (_, text, problem) => {
  const { ladder, asked } = ladderOf([text, good]);
  const answer = await askStructured({ prompt: 'Make one.', schema: form }, ladder);
  expect(answer.value).toEqual({ question: 'Why?', level: 3 });
  expect(answer.repairs[0]).toContain('asked again');
  expect(answer.repairs[0]).toContain(problem);
  expect(answer).toMatchObject({ tokens: { input: 20, output: 10 }, costUsd: 1 });
  expect(asked[1]!.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
  expect(asked[1]!.messages[1]!.content).toBe(text);
  expect(asked[1]!.messages[2]!.content).toContain(problem);
  expect(asked[1]!.seed).not.toBe(asked[0]!.seed);
});

test('an answer that stays wrong is a fault with its raw text and what it cost', async () => {
  const { ladder } = ladderOf(['nothing', 'nothing at all']);
  const error = await askStructured({ prompt: 'Make one.', schema: form }, ladder).catch((each: Fault) => each);
  expect(error).toMatchObject({
    code: 'bad-answer',
    raw: 'nothing at all',
    billed: { input: 20, output: 10 },
  });
});

const ends: readonly [finish: Finish, text: string, code: string][] = [
  ['length', '{"question": "Wh', 'truncated'],
  ['length', '', 'empty-answer'],
  ['stop', '  \n', 'empty-answer'],
  ['filter', good, 'refused'],
];

test.each(ends)('finish %s with %j is the fault %s, not asked again', async (finish, text, code) => {
  const { ladder, asked } = ladderOf([{ text, finish }]);
  await expect(askStructured({ prompt: 'Make one.', schema: form }, ladder)).rejects.toMatchObject({ code });
  expect(asked).toHaveLength(1);
});

test('the rungs: native tells no form and wraps what is no object; a grammar gets both', async () => {
  const native = ladderOf(['{"value": ["a"]}'], 'native');
  const list = await askStructured({ prompt: 'Name some.', schema: z.array(z.string()) }, native.ladder);
  expect(list).toMatchObject({ value: ['a'], repairs: [] });
  expect(native.asked[0]!.schema).toMatchObject({ type: 'object', required: ['value'], additionalProperties: false });
  expect(native.asked[0]!.messages[0]!.content).toBe('Name some.');
  const grammar = ladderOf(['["a"]'], 'grammar');
  await askStructured({ prompt: 'Name some.', schema: z.array(z.string()) }, grammar.ladder);
  expect(grammar.asked[0]!.schema).toEqual({ type: 'array', items: { type: 'string' } });
  expect(grammar.asked[0]!.messages[0]!.content).toContain('[string, …]');
});

test('an endpoint that turns out not to take schemas is asked on the next rung', async () => {
  const base = ladderOf([good], 'native');
  const complete: Ladder['complete'] = async (request, nth) => {
    if (request.schema === undefined) return base.ladder.complete(request, nth);
    base.can.schema = 'none';
    throw fault('bad-request', { model: 'm', detail: 'response_format is not supported' });
  };
  const answer = await askStructured({ prompt: 'Make one.', schema: form }, { ...base.ladder, complete });
  expect(answer.value.level).toBe(3);
  const stubborn: Ladder['complete'] = async () => {
    throw fault('bad-request', { model: 'm', detail: 'temperature' });
  };
  const asking = askStructured({ prompt: 'Make one.', schema: form }, { ...base.ladder, complete: stubborn });
  await expect(asking).rejects.toMatchObject({ code: 'bad-request' });
});

test.each([
  ['positive', 0],
  ['Answer: Positive.', 1],
  ['**positive**', 1],
  ['{"label": "positive"}', 1],
  ['The mood here is positive, I would say.', 1],
  ['positive\nBecause it praises the food.', 1],
])('the choice in %j is found', async (text, repairs) => {
  const { ladder, asked } = ladderOf([text]);
  const answer = await askStructured({ prompt: 'Judge.', choices: ['positive', 'negative', 'not positive'] }, ladder);
  expect(answer.value).toBe('positive');
  expect(answer.repairs).toHaveLength(repairs);
  expect(asked[0]!.choices).toEqual(['positive', 'negative', 'not positive']);
});

test('two choices at once are none, and probabilities come as shares', async () => {
  const choices = ['yes', 'no'];
  const { ladder } = ladderOf(['yes or no', { text: 'no', probabilities: { no: 0.3, yes: 0.1, other: 5 } }]);
  const answer = await askStructured({ prompt: 'Judge.', choices }, ladder);
  expect(answer.value).toBe('no');
  expect(answer.probabilities!.no).toBeCloseTo(0.75);
  expect(answer.probabilities!.yes).toBeCloseTo(0.25);
});

test('plain questions give their text; defaults of the model fill what the question leaves open', async () => {
  const { ladder, asked } = ladderOf(['Hello.']);
  const answer = await askStructured(
    { prompt: [{ role: 'user', content: 'Greet.' }] },
    { ...ladder, temperature: 0.4, maxTokens: 99 },
  );
  expect(answer.value).toBe('Hello.');
  expect(asked[0]).toEqual({
    messages: [{ role: 'user', content: 'Greet.' }],
    maxTokens: 99,
    temperature: 0.4,
    seed: 7,
  });
});
