/** Puts a question together so that what all samples share comes first and what varies comes last. */
import type { Message } from '../../core/model.ts';
import type { Fields, Json } from '../../core/sample.ts';
import type { Template } from '../../text/template.ts';

export interface Wording {
  readonly system: Template | undefined;
  readonly prompt: Template;
  /** The turn before an example's answer. */
  readonly exemplarPrompt: Template;
  readonly style: 'chat' | 'text';
  /** What an example's answer is. */
  answerOf(exemplar: Fields): string;
}

/** Throws `TemplateError` where the sample lacks a field. */
export function messagesFor(wording: Wording, data: Fields, shown: readonly Fields[]): Message[] {
  const system = wording.system?.fill(data).trim() ?? '';
  const turns = shown.map((each) => ({
    ask: wording.exemplarPrompt.fill(each).trim(),
    answer: wording.answerOf(each),
  }));
  const ask = wording.prompt.fill(data).trim();
  return wording.style === 'chat' ? asChat(system, turns, ask) : asPage(system, turns, ask);
}

interface Turn {
  readonly ask: string;
  readonly answer: string;
}

const asChat = (system: string, turns: readonly Turn[], ask: string): Message[] => [
  ...(system === '' ? [] : [{ role: 'system', content: system } as const]),
  ...turns.flatMap((turn): Message[] => [
    { role: 'user', content: turn.ask },
    { role: 'assistant', content: turn.answer },
  ]),
  { role: 'user', content: ask },
];

/**
 * A page that is half written already: the examples and the last question stand where the model's own answer goes, so
 * that it has nothing to do but continue. A weak model that is told to answer explains instead.
 */
function asPage(system: string, turns: readonly Turn[], ask: string): Message[] {
  const pattern = [...turns.map((turn) => `${turn.ask}${turn.ask.endsWith(':') ? ' ' : '\n'}${turn.answer}`), ask].join(
    '\n\n',
  );
  return system === ''
    ? [{ role: 'user', content: pattern }]
    : [
        { role: 'user', content: system },
        { role: 'assistant', content: pattern },
      ];
}

/** A field as the text of an answer. */
export const asAnswer = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/** The words in these fields alone, without keys and numbers: what a copy would share. */
export function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value as Fields)
    .map(textIn)
    .filter((text) => text !== '')
    .join('\n');
}
