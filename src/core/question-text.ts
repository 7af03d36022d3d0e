/** Questions and requests as texts that differ whenever the answers could. */
import type { JsonSchema, Message, Question, Request } from './model.ts';
import { oncePer } from './prepare.ts';
import { canonical } from './recipe.ts';

/** Without its schema, which is an object of code; whoever needs it adds its JSON form. */
export function questionText<Value>({ prompt, schema, ...rest }: Question<Value>): string {
  const form = schema === undefined ? '' : 'schema';
  return `${canonical(rest)}${form}${typeof prompt === 'string' ? `\0${prompt}` : messagesText(prompt)}`;
}

/** How a question is asked, beside its messages, which come from the question; the seed comes from all of it. */
export function settingsText({ messages: _, seed: __, schema, ...rest }: Request): string {
  return `${canonical(rest)}${schema === undefined ? '' : schemaText(schema)}`;
}

/** A JSON Schema as one text; made once for each, since a step asks thousands of questions with the same. */
export const schemaText = oncePer((schema: JsonSchema) => `\0${canonical(schema)}`);

/** Messages are most of a question, and with their lengths they need no quoting to be told apart. */
function messagesText(messages: readonly Message[]): string {
  let text = '';
  for (const { role, content } of messages) text += `\0${role} ${content.length} ${content}`;
  return text;
}
