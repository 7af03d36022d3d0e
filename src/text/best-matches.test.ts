import { expect, test } from 'vitest';
import { seededRandom, shuffled } from '../math/random.ts';
import { makeBestMatches } from './best-matches.ts';
import { wordsOf } from './words.ts';

const MANY = Array.from({ length: 200 }, (_, at) => {
  const random = seededRandom(`text ${at}`);
  return Array.from({ length: 3 + Math.floor(random() * 9) }, () => `w${Math.floor(random() * 25)}`).join(' ');
});

/** Jaccard of the words, by the definition. */
function jaccard(one: string, other: string): number {
  const [a, b] = [new Set(wordsOf(one)), new Set(wordsOf(other))];
  return a.intersection(b).size / a.union(b).size;
}

test('gives what comparing all with all gives, in whatever order they come', () => {
  const few = [...MANY.slice(0, 20), 'w1 w2 w3', 'w4', 'nothing in common'];
  const offers = MANY.slice(20).map((text, at) => ({ text, name: `${1000 + at}` }));
  const expected = few.map((text) => {
    const scored = offers.map((offer) => ({ ...offer, score: jaccard(text, offer.text) }));
    const [top] = scored.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
    return top!.score === 0 ? undefined : top;
  });
  for (const order of [offers, offers.toReversed(), shuffled(seededRandom('order'), offers)]) {
    const matches = makeBestMatches(few);
    for (const { text, name } of order) matches.offer(text, name);
    expect(matches.best()).toEqual(expected);
  }
});

test('case and punctuation do not count, and scripts without spaces are read by character', () => {
  const matches = makeBestMatches(['The card is LOST!', '我的卡丢了']);
  for (const text of ['a lost purse', 'the card is lost', '我的卡呢', 'Where?']) matches.offer(text, text);
  expect(matches.best().map((match) => match?.text)).toEqual(['the card is lost', '我的卡呢']);
  expect(matches.best()[0]?.score).toBe(1);
});
