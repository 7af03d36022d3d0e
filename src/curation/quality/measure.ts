/** Measures a text once, for all rules together: one row of numbers. */
import type { Kernels } from '../../kernels/kernels.ts';
import { kernelsAtHand } from '../../kernels/open.ts';
import { ROUND } from '../../kernels/page-counts.ts';
import { answerFaults } from '../../text/answer-faults.ts';
import { hiddenCharacters } from '../../text/hidden-characters.ts';
import { goesRound } from '../../text/loops.ts';
import { readabilityOf } from '../../text/readability.ts';
import { wordsOf } from '../../text/words.ts';
import { c4Measures, fineWebMeasures, gopherMeasures, repetitionOf } from './page-measures.ts';
import type { Plan } from './plan.ts';

/** Measure → value, rounded, so that marks hold to the same numbers whether they are measured or read from the notes. */
export type Measures = Readonly<Record<string, number>>;

/** Gives the measures of the sets that a plan asks for. */
export function makeMeter({ sets, stopWords }: Plan): (texts: readonly string[]) => Measures {
  const kernels = kernelsAtHand();
  const isCounted = COUNTED.some((set) => sets.has(set));
  return (texts) => {
    const text = texts.join('\n\n');
    const row: Record<string, number> = {};
    if (isCounted) {
      const page = kernels.countPage(text, stopWords);
      if (sets.has('repetition'))
        Object.assign(row, repetitionOf(page), { allWords: page.words, goesRound: roundIn(texts, kernels) });
      if (sets.has('gopher')) Object.assign(row, gopherMeasures(page));
      if (sets.has('fineweb')) Object.assign(row, fineWebMeasures(page));
      if (sets.has('c4')) Object.assign(row, c4Measures(page, text));
    }
    if (sets.has('readability')) Object.assign(row, readabilityOf(text));
    if (sets.has('answer')) Object.assign(row, answerFaults(texts));
    if (sets.has('hidden')) Object.assign(row, hiddenCharacters(text));
    for (const name in row) row[name] = Math.round((row[name] as number) * 10_000) / 10_000;
    return row;
  };
}

/** Sets that are reckoned from counts. */
const COUNTED = ['repetition', 'gopher', 'fineweb', 'c4'] as const;

const roundIn = (texts: readonly string[], kernels: Kernels) =>
  texts.some((text) => {
    const place = kernels.findRound(text); // there is none in most texts
    return place !== undefined && (standsThrice(text.slice(...place), text) || goesRound(text));
  })
    ? 1
    : 0;

/** Whether these words stand three times, letter by letter and as whole words. They are the words that `goesRound` sees then. */
function standsThrice(words: string, text: string): boolean {
  if (words === text || wordsOf(words).length !== ROUND) return false;
  let times = 0;
  for (let at = text.indexOf(words); at !== -1 && times < 3; at = text.indexOf(words, at + 1))
    if (
      !JOINS.test(text.slice(Math.max(0, at - 1), at)) &&
      !JOINS.test(text.slice(at + words.length, at + words.length + 1))
    )
      times++;
  return times >= 3;
}

/** What may make one word of what stands beside it. */
const JOINS = /[^\0-\x7f]|[a-z0-9']/i;
