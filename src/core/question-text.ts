/** Questions and requests as texts that differ whenever the answers could. */
import type { Message, Question, Request } from './model.ts';
import { oncePer } from './prepare.ts';
import { canonical } from './recipe.ts';

/** The schema itself travels in the request, and is part of the key of each call. */
export function questionText<Value>({ prompt, schema, ...rest }: Question<Value>): string {
  const form = schema === undefined ? '' : 'schema';
  return `${canonical(rest)}${form}${typeof prompt === 'string' ? `\0${prompt}` : messagesText(prompt)}`;
}

/** The seed is left out: it comes from the text. */
export function requestText({ messages, schema, seed: _, ...rest }: Request): string {
  return `${canonical(rest)}${schema === undefined ? '' : schemaText(schema)}${messagesText(messages)}`;
}

/** One step asks thousands of questions with one schema. */
const schemaText = oncePer((schema: NonNullable<Request['schema']>) => `\0${canonical(schema)}`);

/** Messages are most of a question, and with their lengths they need no quoting to be told apart. */
function messagesText(messages: readonly Message[]): string {
  let text = '';
  for (const { role, content } of messages) text += `\0${role} ${content.length} ${content}`;
  return text;
}
