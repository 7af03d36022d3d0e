import { expect, test } from 'vitest';
import { openKernels } from '../../kernels/open.ts';
import { c4Measures, fineWebMeasures, gopherMeasures, repetitionOf, STOP_WORDS } from './page-measures.ts';

const kernels = openKernels();
const stopWords = new Set(STOP_WORDS);
const count = (text: string) => kernels.countPage(text, stopWords);

test('Gopher: what it measures', () => {
  const text = '• The cat and # the dog ...\n- to be with 1984 …\nplain line';
  expect(gopherMeasures(count(text))).toEqual({
    words: 11,
    meanWordLength: 36 / 11,
    hashes: 1 / 16,
    ellipses: 2 / 16,
    bulletLines: 2 / 3,
    ellipsisLines: 2 / 3,
    letterWords: 10 / 16,
    stopWords: 5,
  });
  expect(Object.values(gopherMeasures(count(' \n ')))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test('FineWeb and C4: what they measure', () => {
  const text =
    'A whole sentence stands here. And another one.\nMenu\nMenu\nIt is made with {braces} you see!\nWe use cookies to make it all better.';
  const { length } = text;
  expect(fineWebMeasures(count(text))).toEqual({
    endedLines: 3 / 5,
    shortLines: 2 / 5,
    repeatedLineCharacters: 4 / (length - 4),
    lineEnds: 4 / 25,
  });
  const { goodLines, ...rest } = c4Measures(count(text), text);
  expect(rest).toEqual({ sentences: 3, loremIpsum: 0, braces: 2, longestWord: 8 });
  expect(goodLines).toBeCloseTo((46 + 33) / (length - 4), 10);
  const lorem = 'Lorem  ipsum. Lorem ipsum dolor sit amet.';
  expect(c4Measures(count(lorem), lorem).loremIpsum).toBe(1);
});

test('repetition: by hand', () => {
  const lines = repetitionOf(count('same\nother\nsame\n\nsame'));
  expect(lines).toMatchObject({ duplicateLines: 2 / 4, duplicateLineCharacters: 8 / 21, duplicateParagraphs: 0 });
  const runs = repetitionOf(count('a b c d e f a b c d e g'));
  expect(runs).toMatchObject({ top2Gram: 6 / 23, top4Gram: 14 / 23, duplicate5Gram: 5 / 23, duplicate6Gram: 0 });
});
