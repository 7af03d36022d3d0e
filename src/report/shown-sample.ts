/** A sample cut down to what a page can show. */
import type { Fields, Json, Sample } from '../core/sample.ts';
import type { ShownSample } from './report-data.ts';

/** Characters of a text, items of a list or fields of an object, levels of nesting. */
const most = { characters: 8000, items: 60, levels: 6 };

/** Its data with long texts and lists cut. */
export function shownSample(sample: Sample, group?: string): ShownSample {
  const cut = { any: false };
  const data = cutValue(sample.data, cut, 0) as Fields;
  return { id: sample.id, ...(group === undefined ? {} : { group }), data, notes: sample.notes ?? {}, cut: cut.any };
}

/** The beginning of a text, and how much is missing. */
export const cutText = (text: string, characters = most.characters): string =>
  text.length <= characters
    ? text
    : `${text.slice(0, characters).toWellFormed()} […] (${text.length - characters} more characters)`;

function cutValue(value: Json, cut: { any: boolean }, level: number): Json {
  if (typeof value === 'string') {
    if (value.length > most.characters) cut.any = true;
    return cutText(value);
  }
  if (value === null || typeof value !== 'object') return value;
  if (level >= most.levels) {
    cut.any = true;
    return '[…]';
  }
  if (Array.isArray(value)) {
    if (value.length > most.items) cut.any = true;
    return value.slice(0, most.items).map((item: Json) => cutValue(item, cut, level + 1));
  }
  const entries = Object.entries(value as Fields);
  if (entries.length > most.items) cut.any = true;
  return Object.fromEntries(entries.slice(0, most.items).map(([key, item]) => [key, cutValue(item, cut, level + 1)]));
}

/** The messages of a dialogue, where a value is one: a list of `{ role, content }`. */
export function dialogueOf(
  value: Json | undefined,
): readonly { readonly role: string; readonly content: string }[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const turns: { role: string; content: string }[] = [];
  for (const item of value as readonly Json[]) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return undefined;
    const { role, content } = item as Fields;
    if (typeof role !== 'string' || typeof content !== 'string') return undefined;
    turns.push({ role, content });
  }
  return turns;
}

/** The text that a value is or holds: a text, or the contents of a dialogue. */
export const textIn = (value: Json | undefined): string | undefined =>
  typeof value === 'string'
    ? value
    : dialogueOf(value)
        ?.map((turn) => turn.content)
        .join('\n');
