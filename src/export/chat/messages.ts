/** What a conversation must be for a trainer to take it (OpenAI fine-tuning format). */
import type { Json } from '../../core/sample.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

type Fields = { readonly [field: string]: Json };

/**
 * Why a list is no conversation, kebab-case; undefined when it is one: an optional system message, then user and
 * assistant in turn, with the answers of tools right after the calls that asked for them, and the assistant last.
 */
export function whyNotChat(messages: readonly Json[]): string | undefined {
  let expected: 'system' | 'user' | 'assistant' | 'tool' = 'system';
  let calls: ReadonlySet<string> = new Set();
  for (const message of messages) {
    if (!isObject(message)) return 'message-not-an-object';
    const why = whyNotMessage(message);
    if (why !== undefined) return why;
    const { role } = message;
    if (role === 'tool') {
      if (expected !== 'tool') return 'tool-answer-without-a-call';
      if (!calls.has(message.tool_call_id as string)) return 'tool-answer-to-another-call';
      calls = new Set([...calls].filter((call) => call !== message.tool_call_id));
      if (calls.size === 0) expected = 'assistant';
      continue;
    }
    if (expected === 'tool') return 'tool-call-without-an-answer';
    if (isSystem(role) && expected === 'system') expected = 'user';
    else if (isSystem(role)) return 'system-message-not-first';
    else if (role === 'user' && (expected === 'user' || expected === 'system')) expected = 'assistant';
    else if (role === 'assistant' && expected === 'assistant') {
      calls = callsOf(message);
      expected = calls.size > 0 ? 'tool' : 'user';
    } else
      return role === 'user'
        ? 'two-user-messages-in-a-row'
        : expected === 'system'
          ? 'begins-with-assistant'
          : 'two-assistant-messages-in-a-row';
  }
  if (messages.length === 0) return 'no-messages';
  return lastRole(messages) === 'assistant' ? undefined : 'does-not-end-with-assistant';
}

const isSystem = (role: Json | undefined) => role === 'system' || role === 'developer';
const isObject = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const lastRole = (messages: readonly Json[]) => (messages.at(-1) as Fields).role;

function whyNotMessage({ role, content, tool_calls, tool_call_id }: Fields): string | undefined {
  if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(role as string)) return 'unknown-role';
  if (tool_calls !== undefined && (role !== 'assistant' || !Array.isArray(tool_calls) || !tool_calls.every(isCall)))
    return 'bad-tool-calls';
  if (role === 'tool' && typeof tool_call_id !== 'string') return 'tool-answer-without-id';
  const mayBeSilent = role === 'assistant' && Array.isArray(tool_calls) && tool_calls.length > 0;
  if (mayBeSilent && (content === null || content === undefined)) return undefined;
  if (Array.isArray(content)) return content.length > 0 && content.every(isPart) ? undefined : 'bad-content';
  if (typeof content !== 'string') return 'content-not-text';
  return content.trim() === '' && role !== 'tool' && !mayBeSilent ? 'empty-content' : undefined;
}

const isPart = (part: Json) => isObject(part) && typeof part.type === 'string';

const isCall = (call: Json) =>
  isObject(call) &&
  typeof call.id === 'string' &&
  isObject(call.function) &&
  typeof call.function.name === 'string' &&
  typeof call.function.arguments === 'string';

const callsOf = ({ tool_calls }: Fields): ReadonlySet<string> =>
  new Set(Array.isArray(tool_calls) ? tool_calls.map((call) => call.id as string) : []);
