import { describe, expect, it } from 'vitest';
import { asSet, makeShingler, type ShingleShape } from './shingles.ts';

const setOf = (text: string, shape: ShingleShape): Int32Array => {
  const bytes = Buffer.from(text);
  return asSet(makeShingler(shape)(bytes, 0, bytes.length));
};
const count = (text: string, shape: ShingleShape) => setOf(text, shape).length;
const ONE_AND_TWO: ShingleShape = { words: [1, 2] };

describe('makeShingler', () => {
  it('sees no case, punctuation, white space or compatibility forms', () => {
    const plain = setOf('it s a fine day today', ONE_AND_TWO);
    expect(setOf('  It’s a FINE day,\n\ttoday!! ', ONE_AND_TWO)).toEqual(plain);
    expect(setOf('it s a ﬁne ｄａｙ today', ONE_AND_TWO)).toEqual(plain);
    expect(setOf('CAFÉ', ONE_AND_TWO)).toEqual(setOf('cafe\u0301', ONE_AND_TWO));
  });

  it('makes runs of as many words as asked', () => {
    expect(count('one two three four five six', { words: [5, 5] })).toBe(2);
    expect(count('one two three four five six', { words: [1, 1] })).toBe(6);
    expect(count('one two three four', ONE_AND_TWO)).toBe(7);
    expect(count('one one one', ONE_AND_TWO)).toBe(2);
  });

  it('tells a run of one word from a run of two, and the order within a run', () => {
    expect(setOf('a b', { words: [2, 2] })).not.toEqual(setOf('b a', { words: [2, 2] }));
    const shared = setOf('ab', { words: [1, 2] }).filter((hash) => setOf('a b', { words: [2, 2] }).includes(hash));
    expect(shared.length).toBe(0);
  });

  it('takes a text shorter than a shingle as one, and gives none for a text without letters', () => {
    expect(count('only three words', { words: [5, 5] })).toBe(1);
    expect(count('ab', { characters: 5 })).toBe(1);
    expect(count(' …!? ', { words: [5, 5] })).toBe(0);
    expect(count('', { characters: 3 })).toBe(0);
  });

  it('reads pairs of Chinese and triples of Thai characters as words', () => {
    expect(count('今天天气', { words: [1, 1] })).toBe(3); // 今天 天天 天气
    expect(count('คนไทย', { words: [1, 1] })).toBe(3);
    expect(count('我用 Node 写', { words: [1, 1] })).toBe(3); // 我用 node 写
    expect(count('thanks😀', { words: [1, 1] })).toBe(2);
  });

  it('makes runs of characters over collapsed gaps', () => {
    expect(setOf('a  -- b', { characters: 3 })).toEqual(setOf('A b', { characters: 3 }));
    expect(count('abcdef', { characters: 5 })).toBe(2);
  });

  it('hashes an ASCII text alike whether or not it stands in a batch with others', () => {
    const shingler = makeShingler(ONE_AND_TWO);
    const bytes = Buffer.from('été first text here second text');
    expect(asSet(shingler(bytes, 6, 21))).toEqual(setOf('first text here', ONE_AND_TWO));
  });

  it('copes with texts far longer than its first buffers', () => {
    const words = Array.from({ length: 30_000 }, (_, i) => `w${i}`);
    expect(count(words.join(' '), ONE_AND_TWO)).toBeGreaterThan(59_990);
  });
});
