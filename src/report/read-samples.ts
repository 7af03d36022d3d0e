/** One pass over the accepted samples: counts, spreads, sameness, and twenty to read. Memory does not grow with them. */
import type { Json, Sample } from '../core/sample.ts';
import { drawSome } from './draw-some.ts';
import type { ShownSample, Spread, TextFacts } from './report-data.ts';
import { shownSample, textIn } from './shown-sample.ts';
import { type TextSameness, textSameness } from './text-sameness.ts';
import { type NumberCounts, numberCounts, type ValueCounts, valueCounts } from './value-counts.ts';

const SAMPLES_SHOWN = 20;
/** Fields looked at, and text fields searched for copies. */
const FIELDS = 100;
const TEXT_FIELDS = 6;
/** Values a field may have to be a category; more where the recipe says that it is one. */
const VALUES = { shown: 50, kept: 1000, characters: 120, numbers: 12 };
/** Mean words of a field that is text rather than a name or a label. */
const TEXT_WORDS = 3;
/** Words of a text that is compared with the others; shorter ones are labels, and labels repeat. */
const WORDS_COMPARED = 4;

export interface SamplesRead {
  readonly synthetic: number;
  readonly real: number;
  readonly shares: readonly {
    readonly field: string;
    readonly total: number;
    readonly counts: ReadonlyMap<string, number>;
  }[];
  readonly numbers: readonly Spread[];
  readonly lengths: readonly Spread[];
  readonly texts: TextFacts;
  readonly shown: readonly ShownSample[];
}

/** What is known of one field so far. */
interface FieldSeen {
  total: number;
  /** Texts in a script without spaces between words. */
  unspaced: number;
  readonly values: ValueCounts;
  readonly numbers: NumberCounts;
  readonly words: NumberCounts;
  readonly characters: NumberCounts;
  sameness?: TextSameness | undefined;
}

/**
 * @param samples in the order of the file.
 * @param groupBy field over whose values the samples to read are spread.
 * @param categories fields that the recipe treats as categories, however many values they have.
 */
export async function readSamples(
  samples: AsyncIterable<Sample>,
  random: () => number,
  plan: { readonly groupBy?: string | undefined; readonly categories: readonly string[] },
): Promise<SamplesRead> {
  const fields = new Map<string, FieldSeen>();
  const drawing = drawSome<ShownSample>(SAMPLES_SHOWN, random);
  let synthetic = 0;
  let real = 0;
  for await (const sample of samples) {
    if (sample.origin?.real) {
      real++;
      continue;
    }
    synthetic++;
    for (const [field, value] of Object.entries(sample.data)) look(fields, field, value);
    const group = groupOf(sample, plan.groupBy);
    drawing.offer(group ?? '', () => shownSample(sample, group));
  }
  return { synthetic, real, shown: drawing.result(), ...conclude(fields, plan.categories) };
}

const groupOf = (sample: Sample, field: string | undefined): string | undefined => {
  const value = field === undefined ? undefined : sample.data[field];
  return value === undefined
    ? undefined
    : typeof value === 'string'
      ? value.slice(0, 200)
      : JSON.stringify(value).slice(0, 200);
};

const newField = (): FieldSeen => ({
  total: 0,
  unspaced: 0,
  values: valueCounts(VALUES.kept),
  numbers: numberCounts(),
  words: numberCounts(),
  characters: numberCounts(),
});

function look(fields: Map<string, FieldSeen>, field: string, value: Json): void {
  let seen = fields.get(field);
  if (seen === undefined) {
    if (fields.size >= FIELDS) return;
    seen = newField();
    fields.set(field, seen);
  }
  seen.total++;
  if (typeof value === 'number') seen.numbers.add(value);
  if (typeof value === 'boolean' || typeof value === 'number') seen.values.add(String(value));
  const text = textIn(value);
  if (text === undefined) return;
  if (typeof value === 'string' && text.length <= VALUES.characters) seen.values.add(text);
  const words = wordCount(text);
  seen.words.add(words);
  seen.characters.add(text.length);
  if (unspaced.test(text.slice(0, 200))) seen.unspaced++;
  if (words < WORDS_COMPARED) return;
  seen.sameness ??= spare(fields) ? textSameness() : undefined;
  seen.sameness?.add(text);
}

const spare = (fields: ReadonlyMap<string, FieldSeen>): boolean =>
  [...fields.values()].filter((each) => each.sameness !== undefined).length < TEXT_FIELDS;

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Runs of anything but white space. */
function wordCount(text: string): number {
  let words = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const space = code <= 32 || code === 160 || code === 0x3000;
    if (!space && !inside) words++;
    inside = !space;
  }
  return words;
}

function conclude(fields: ReadonlyMap<string, FieldSeen>, categories: readonly string[]) {
  const shares: SamplesRead['shares'][number][] = [];
  const numbers: Spread[] = [];
  const lengths: Spread[] = [];
  const texts: { facts: TextFacts; words: number }[] = [];
  for (const [field, seen] of fields) {
    const counts = categoryCounts(seen, categories.includes(field));
    if (counts !== undefined) {
      shares.push({ field, total: seen.total, counts });
      continue;
    }
    const spread = seen.numbers.spread(field, 'value');
    if (spread !== undefined && spread.total * 2 > seen.total) numbers.push(spread);
    const length = lengthSpread(field, seen);
    if (length === undefined) continue;
    lengths.push(length);
    if (seen.sameness !== undefined) texts.push({ facts: { field, ...seen.sameness.facts() }, words: length.mean });
  }
  const longest = texts.sort((a, b) => b.words - a.words)[0]?.facts ?? { compared: 0, copies: 0 };
  return { shares, numbers, lengths, texts: longest };
}

/** Counts of a field whose values repeat; undefined for free text, names and measurements. */
function categoryCounts(seen: FieldSeen, known: boolean): ReadonlyMap<string, number> | undefined {
  const counts = seen.values.counts();
  if (counts === undefined || counts.size === 0) return undefined;
  if (known) return counts;
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (counted < seen.total || counts.size > VALUES.shown || seen.total < 2 * counts.size) return undefined;
  return seen.numbers.total() > 0 && counts.size > VALUES.numbers ? undefined : counts;
}

function lengthSpread(field: string, seen: FieldSeen): Spread | undefined {
  if (seen.unspaced * 2 > seen.total) return seen.characters.spread(field, 'characters');
  return seen.words.mean() >= TEXT_WORDS ? seen.words.spread(field, 'words') : undefined;
}
