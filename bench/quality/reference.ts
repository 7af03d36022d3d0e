/** What the kernels measure, from strings, sets and maps and without a thought for speed: its values must be the same. */
import type { FineWebMeasures, GopherMeasures, Repetition } from '../../src/curation/quality/page-measures.ts';

export type Plain = GopherMeasures & FineWebMeasures & Repetition;

export function plainMeasures(text: string, stopWords: ReadonlySet<string>): Plain {
  return { ...plainGopher(text, stopWords), ...plainFineWeb(text), ...plainRepetition(text) };
}

const ALONE = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\u30fc]';
const WORD = new RegExp(`${ALONE}\\p{M}*|(?:(?!${ALONE})\\S)+`, 'gu');

const sizeOf = (text: string) => [...text].length;
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const inked = (parts: readonly string[]) => parts.map((part) => part.trim()).filter((part) => part !== '');
const linesOf = (text: string) => inked(text.split(/\r\n|\r|\n/));
const shareOf = <T>(list: readonly T[], isOne: (each: T) => boolean) => ratio(list.filter(isOne).length, list.length);

function plainGopher(text: string, stopWords: ReadonlySet<string>): GopherMeasures {
  const words = text.match(WORD) ?? [];
  const lines = linesOf(text);
  const solid = words.filter((word) => /[^\p{P}\p{S}\p{C}]/u.test(word));
  return {
    words: solid.length,
    meanWordLength: ratio(sizeOf(solid.join('')), solid.length),
    hashes: ratio(text.split('#').length - 1, words.length),
    ellipses: ratio(text.split('...').length + text.split('…').length - 2, words.length),
    bulletLines: shareOf(lines, (line) => /^[•\-*‣◦–]/.test(line)),
    ellipsisLines: shareOf(lines, (line) => /(?:\.\.\.|…)$/.test(line)),
    letterWords: shareOf(words, (word) => /\p{L}/u.test(word)),
    stopWords: new Set(words.map((word) => word.toLowerCase()).filter((word) => stopWords.has(word))).size,
  };
}

function plainFineWeb(text: string): FineWebMeasures {
  const lines = linesOf(text);
  const lineEnds = text.match(/\r\n|\r|\n/g)?.length ?? 0;
  return {
    endedLines: shareOf(lines, (line) => /[\p{Sentence_Terminal}…]$/u.test(line)),
    shortLines: shareOf(lines, (line) => sizeOf(line) <= 30),
    repeatedLineCharacters: ratio(again(lines).characters, sizeOf(text) - lineEnds),
    lineEnds: ratio(lineEnds, text.match(WORD)?.length ?? 0),
  };
}

function plainRepetition(text: string): Repetition {
  const characters = sizeOf(text);
  const share = (part: number) => Math.min(1, ratio(part, characters));
  const words = [...text.matchAll(WORD)];
  const lines = again(linesOf(text));
  const paragraphs = again(inked(text.split(/(?:\r\n|\r(?!\n)|\n)\s*?(?:\r\n|\r(?!\n)|\n)/)));
  const top = (n: number) => share(topCharacters(words, n));
  const duplicate = (n: number) => share(repeatedCharacters(words, n));
  return {
    duplicateLines: lines.share,
    duplicateLineCharacters: share(lines.characters),
    duplicateParagraphs: paragraphs.share,
    duplicateParagraphCharacters: share(paragraphs.characters),
    ...{ top2Gram: top(2), top3Gram: top(3), top4Gram: top(4) },
    ...{ duplicate5Gram: duplicate(5), duplicate6Gram: duplicate(6), duplicate7Gram: duplicate(7) },
    ...{ duplicate8Gram: duplicate(8), duplicate9Gram: duplicate(9), duplicate10Gram: duplicate(10) },
  };
}

function again(list: readonly string[]) {
  const seen = new Set<string>();
  const twice = list.filter((each) => seen.size === seen.add(each).size);
  return { share: ratio(twice.length, list.length), characters: sizeOf(twice.join('')) };
}

type Found = RegExpExecArray;
const textOf = (run: readonly Found[], between = ' ') => run.map(([word]) => word).join(between);

function topCharacters(words: readonly Found[], n: number): number {
  const counts = new Map<string, { times: number; run: readonly Found[] }>();
  for (let at = 0; at + n <= words.length; at++) {
    const run = words.slice(at, at + n);
    const { times, run: first } = counts.get(textOf(run)) ?? { times: 0, run };
    counts.set(textOf(run), { times: times + 1, run: first });
  }
  const most = [...counts.values()].reduce((top, { times }) => Math.max(top, times), 0);
  if (most < 2) return 0;
  const { run } = [...counts.values()].find(({ times }) => times === most)!;
  const gaps = run.filter((word, at) => at > 0 && word.index > run[at - 1]!.index + run[at - 1]![0].length).length;
  return most * (sizeOf(textOf(run, '')) + gaps);
}

function repeatedCharacters(words: readonly Found[], n: number): number {
  const seen = new Set<string>();
  let characters = 0;
  for (let at = 0; at + n <= words.length; ) {
    const run = words.slice(at, at + n);
    const isNew = seen.size < seen.add(textOf(run)).size;
    if (!isNew) characters += sizeOf(textOf(run, ''));
    at += isNew ? 1 : n;
  }
  return characters;
}
