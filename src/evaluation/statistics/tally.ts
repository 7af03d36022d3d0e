/** What is gathered of one field while the samples go by. */
import type { Json } from '../../core/sample.ts';
import { KeySet } from '../../math/key-set.ts';
import { Column } from '../../math/quantiles.ts';
import { innerText } from '../../text/inner-text.ts';
import { countCharacters, wordsOf } from '../../text/words.ts';

/** A field with more values than this is no class. */
const MOST_CLASSES = 50;
/** A value longer than this (UTF-16 units) is a text, not the name of a class. */
const LONGEST_CLASS = 40;
/** Stands for all further values of a field that was asked for. */
const OTHER = '(other)';

/** 24 bytes a sample and 11 to 22 a different word, at most. */
export interface Tally {
  readonly types: Map<string, number>;
  readonly characters: Column;
  readonly words: Column;
  readonly vocabulary: KeySet;
  readonly numbers: Column;
  /** How often each value came; undefined once there are too many. */
  classes: Map<string, number> | undefined;
}

/** Begins a field; values asked for are entered at once, with none counted. */
export const emptyTally = (asked: readonly string[] = []): Tally => ({
  types: new Map(),
  characters: new Column(),
  words: new Column(),
  vocabulary: new KeySet(),
  numbers: new Column(),
  classes: new Map(asked.map((value) => [value, 0])),
});

/** Takes in one value; in a field that was `asked` for, every value is counted. */
export function count(tally: Tally, value: Json, asked: boolean): void {
  const type = typeOf(value);
  addTo(tally.types, type);
  if (typeof value === 'number') tally.numbers.add(value);
  if (type === 'text' || type === 'list' || type === 'object') countText(tally, innerText(value));
  const name = type === 'text' || type === 'boolean' || Number.isInteger(value) ? String(value) : undefined;
  if (type !== 'null') addClass(tally, name, asked);
}

/** Of a field that was asked for, what comes after too many values is counted together; another field is no class then. */
function addClass(tally: Tally, name: string | undefined, asked: boolean): void {
  if (tally.classes === undefined) return;
  const known = name !== undefined && tally.classes.has(name);
  const fits = name !== undefined && name.length <= LONGEST_CLASS && tally.classes.size < MOST_CLASSES;
  if (known || fits) addTo(tally.classes, name);
  else if (asked) addTo(tally.classes, OTHER);
  else tally.classes = undefined;
}

function countText(tally: Tally, text: string): void {
  const words = wordsOf(text);
  tally.characters.add(countCharacters(text));
  tally.words.add(words.length);
  for (const word of words) tally.vocabulary.add(word);
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}

const addTo = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
