/** Puts a question together so that what all samples share comes first and what varies comes last. */
import { messagesIn, type Style, type Turn } from '../../asking/turns.ts';
import type { Message } from '../../core/model.ts';
import type { Fields, Json } from '../../core/sample.ts';
import type { Template } from '../../text/template.ts';
import { avoidWords } from './avoid.ts';

export interface Wording {
  readonly system: Template | undefined;
  readonly prompt: Template;
  /** The turn before an example's answer. */
  readonly exemplarPrompt: Template;
  readonly style: Style;
  /** Answers asked for at once. */
  readonly perCall: number;
  /** The model is to think before it answers, in words and not in a field of a form. */
  readonly thinksAloud: boolean;
  /** An answer is the text of one field, and nothing about it. */
  readonly answersPlainly: boolean;
  /** What an example's answer is. */
  answerOf(exemplar: Fields): string;
}

/** What is shown with a question. */
export interface Shown {
  readonly exemplars: readonly Fields[];
  /** Texts that are there already. */
  readonly avoided: readonly string[];
}

/** Throws `TemplateError` where the sample lacks a field. */
export function messagesFor(wording: Wording, data: Fields, { exemplars, avoided }: Shown): Message[] {
  const { style, perCall, thinksAloud } = wording;
  const plain = askOf(wording, data);
  // told what to leave, a model that continues pages writes just that; on its page they are what came before
  const onPage = style === 'text' && wording.answersPlainly ? avoided : [];
  const already = onPage.length > 0 ? '' : avoidWords(avoided);
  const system = joined([wording.system?.fill(data).trim() ?? '', style === 'text' ? already : '']);
  const ask = joined([plain, style === 'text' ? '' : already]);
  const known = exemplars.map((each) => wording.answerOf(each));
  if (perCall > 1) return messagesIn(style, { system, turns: [], ask: listing(wording, ask, [...known, ...onPage]) });
  const turns = [
    ...exemplars.map((each, at): Turn => ({ ask: wording.exemplarPrompt.fill(each).trim(), answer: known[at]! })),
    ...onPage.map((answer): Turn => ({ ask: plain, answer })),
  ];
  return messagesIn(style, { system, turns, ask: thinksAloud ? `${ask}\n\n${THINK}` : ask });
}

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join('\n\n');

/** The words of the question alone: what examples are compared with. */
export const askOf = (wording: Wording, data: Fields): string => wording.prompt.fill(data).trim();

/** Before the answer that follows the reasoning. */
const ANSWER_MARK = 'Answer:';
const THINK = `Think step by step first. Then write “${ANSWER_MARK}” on a line of its own, and after it the answer alone.`;

/** What is known heads the list that the model is to go on with. */
function listing({ style, perCall }: Wording, ask: string, answers: readonly string[]): string {
  const known = answers.map((answer, at) => `${at + 1}. ${answer}`);
  const next = known.length + 1;
  if (style === 'text') return [ask, '', ...known, `${next}.`].join('\n');
  const before = known.length === 0 ? [] : ['', 'Examples:', ...known];
  const more = known.length === 0 ? `Give ${perCall}` : `Give ${perCall} more`;
  return [ask, ...before, '', `${more}, all different from each other, as a list numbered from ${next}.`].join('\n');
}

/** A field as the text of an answer. */
export const asAnswer = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/** An example's answer behind its own field `reasoning`, so that it shows where the answer begins. */
export const withReasoning = (exemplar: Fields, answer: string): string =>
  typeof exemplar.reasoning === 'string'
    ? `${exemplar.reasoning}\n${ANSWER_MARK} ${answer}`
    : `${ANSWER_MARK} ${answer}`;

/** The words in these fields alone, without keys and numbers: what a copy would share. */
export function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value as Fields)
    .map(textIn)
    .filter((text) => text !== '')
    .join('\n');
}
