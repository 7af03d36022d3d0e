import { describe, expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { chat } from './chat.ts';

const user = { role: 'user', content: 'hi' };
const assistant = { role: 'assistant', content: 'hello' };
const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
const calling = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const tool = (id: string) => ({ role: 'tool', tool_call_id: id, content: '7' });

const linesOf = (file: Buffer | undefined) =>
  file!
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('chat', () => {
  test('makes messages from templates', async () => {
    const options = { system: 'You sell {{ thing }}.', user: '{{ q }}', assistant: '{{ a | upcase }}' };
    const { files, touches } = await runStep(chat, {
      given: [{ thing: 'tea', q: 'how much?', a: 'two' }],
      with: options,
    });
    expect(linesOf(files.get('chat/train.jsonl'))).toEqual([
      {
        messages: [
          { role: 'system', content: 'You sell tea.' },
          { role: 'user', content: 'how much?' },
          { role: 'assistant', content: 'TWO' },
        ],
      },
    ]);
    expect(touches.reads).toEqual(['thing', 'q', 'a']);
  });

  test('leaves out a sample that lacks a field of a template', async () => {
    const given = [{ q: 'a', a: 'b' }, { q: 'a' }, { q: 'a', a: null }];
    const { measures } = await runStep(chat, { given, with: { user: '{{ q }}', assistant: '{{ a }}' } });
    expect(measures.map(({ value, labels }) => [value, labels.reason])).toEqual([
      [1, undefined],
      [1, 'template-without-its-field'],
      [1, 'empty-content'],
    ]);
  });

  test('takes a field of messages as it is, with tools', async () => {
    const messages = [user, { ...calling('1', '2'), weight: 0 }, tool('2'), tool('1'), assistant, user, assistant];
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const { files, touches, measures } = await runStep(chat, {
      given: [{ talk: messages, tools }],
      with: { messages: 'talk', tools: 'tools', system: 'S' },
    });
    expect(linesOf(files.get('chat/train.jsonl'))).toEqual([
      { messages: [{ role: 'system', content: 'S' }, ...messages], tools },
    ]);
    expect(touches.reads).toEqual(['talk', 'tools']);
    expect(measures.map((each) => [each.name, each.value])).toEqual([['rows', 1]]);
  });

  test.each([
    ['no-messages', 'text'],
    ['no-messages', []],
    ['message-not-an-object', [user, 'hello']],
    ['unknown-role', [user, { role: 'gpt', content: 'x' }]],
    ['content-not-text', [user, { role: 'assistant', content: 7 }]],
    ['empty-content', [user, { role: 'assistant', content: '  ' }]],
    ['two-user-messages-in-a-row', [user, user, assistant]],
    ['two-assistant-messages-in-a-row', [user, assistant, assistant]],
    ['begins-with-assistant', [assistant, user, assistant]],
    ['system-message-not-first', [user, { role: 'system', content: 's' }, assistant]],
    ['does-not-end-with-assistant', [user, assistant, user]],
    ['tool-answer-without-a-call', [user, tool('1'), assistant]],
    ['tool-answer-to-another-call', [user, calling('1'), tool('2'), assistant]],
    ['tool-call-without-an-answer', [user, calling('1'), user, assistant]],
    ['tool-answer-without-id', [user, calling('1'), { role: 'tool', content: 'x' }, assistant]],
    ['bad-tool-calls', [user, { role: 'assistant', tool_calls: [{ id: 1 }] }]],
    ['bad-content', [user, { role: 'assistant', content: [] }]],
  ])('leaves out and counts: %s', async (reason, messages) => {
    const { files, measures } = await runStep(chat, {
      given: [{ messages }, { messages: [user, assistant] }],
      with: {},
    });
    expect(linesOf(files.get('chat/train.jsonl'))).toHaveLength(1);
    expect(measures).toContainEqual({
      name: 'left-out',
      value: 1,
      unit: 'samples',
      labels: { path: 'chat/train.jsonl', reason },
    });
  });

  test.each([{ user: 'x' }, { assistant: 'x' }, { messages: 'm', user: 'x', assistant: 'y' }])(
    'refuses %j',
    (options) => {
      expect(chat.step.options.safeParse(options).success).toBe(false);
    },
  );
});
