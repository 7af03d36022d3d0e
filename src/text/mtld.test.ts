import { describe, expect, it } from 'vitest';
import { innerText } from './inner-text.ts';
import { mtld } from './mtld.ts';
import { distinct, ngramsOf, selfRepetition } from './ngrams.ts';
import { countCharacters, wordsOf } from './words.ts';

const TALE = `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness,
it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us,
we were all going direct to Heaven, we were all going direct the other way`;

const DOCUMENTS = [
  'my card has not arrived yet and i need it',
  'my card has not arrived yet please help',
  'where is the nearest cash machine',
  'i want to change my pin',
  'i want to change my pin now',
].map((text) => text.split(' '));

describe('mtld', () => {
  it('equals lexicalrichness 0.5.1 and lexical-diversity 0.1.1 (12.142857142857142)', () => {
    expect(wordsOf(TALE)).toHaveLength(85);
    expect(mtld(wordsOf(TALE))).toBeCloseTo(12.142857142857142, 10);
  });

  it('follows the definition by hand', () => {
    // Forwards a b a: ratios 1, 1, 2/3 ≤ 0.72, one factor; c d: ratio 1, none. 5 words / 1 factor.
    // Backwards d c a b: ratio 1; a: 4/5, (1 − 0.8) / 0.28 of a factor. 5 / (0.2 / 0.28) = 7.
    expect(mtld(['a', 'b', 'a', 'c', 'd'])).toBeCloseTo((5 + 7) / 2, 10);
  });

  it('is undefined where no word repeats', () => {
    expect(mtld(['a', 'b', 'c'])).toBeUndefined();
    expect(mtld([])).toBeUndefined();
  });
});

describe('n-grams', () => {
  it('gives each run once, and none of a text that is too short', () => {
    expect([...ngramsOf(['a', 'b', 'c'], 2)]).toEqual(['a b', 'b c']);
    expect([...ngramsOf(['a'], 2)]).toEqual([]);
  });

  it('counts distinct-n over all texts together (23/37, 22/32, 19/27 with nltk 3.10.4)', () => {
    expect([1, 2, 3].map((n) => distinct(DOCUMENTS, n))).toEqual([23 / 37, 22 / 32, 19 / 27]);
    expect(distinct([['a']], 2)).toBe(1);
  });

  it('scores self-repetition as the reference implementation of the diversity package does (1.1090354888959124)', () => {
    const { score, share } = selfRepetition(DOCUMENTS);
    expect(score).toBeCloseTo(1.1090354888959124, 12);
    expect(share).toBeCloseTo(12 / 22, 12); // of 7 + 5 + 3 + 3 + 4 runs of four, 3 and 3, 3 and 3 stand twice
    expect(selfRepetition([])).toEqual({ score: 0, share: 0 });
  });
});

describe('wordsOf', () => {
  it('keeps apostrophes within words and drops all else', () => {
    expect(wordsOf('Don’t “panic”: it’s 3.5 km, John’s!')).toEqual([
      'don’t',
      'panic',
      'it’s',
      '3',
      '5',
      'km',
      'john’s',
    ]);
  });

  it('reads composed and decomposed letters alike', () => {
    expect(wordsOf('cafe\u0301')).toEqual(wordsOf('café'));
  });

  it('counts characters of scripts without spaces as words', () => {
    expect(wordsOf('我用Node写')).toEqual(['我', '用', 'node', '写']);
    expect(wordsOf('ที่นี่')).toHaveLength(2);
  });
});

describe('countCharacters', () => {
  it('counts code points', () => expect(countCharacters('a😀é')).toBe(3));
});

describe('innerText', () => {
  it('finds texts at any depth and no keys or numbers', () => {
    expect(innerText([{ role: 'user', content: 'hi' }, 4, null, { parts: ['there'] }])).toBe('user\nhi\nthere');
    expect(innerText(7)).toBe('');
  });
});
