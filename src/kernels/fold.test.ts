import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from './fold.ts';
import type { Texts } from './kernels.ts';
import { openKernels } from './open.ts';

const kernels = openKernels('wasm');
const words = { words: [1, 1] } as const;
const wordsOf = (text: string) => foldText(text, words).split(' ').filter(Boolean);
const textsOf = (text: string): Texts => {
  const utf8 = Buffer.from(text);
  return { utf8, offsets: Uint32Array.of(0, utf8.length) };
};
const hashesOf = (text: string, shape: Parameters<typeof foldText>[1] = words) => [
  ...kernels.shingles(textsOf(text), 0, shape),
];

describe('folding', () => {
  it.each([
    ['Café', 'CAFE\u0301', 'cafe'],
    ['Straße', 'STRASSE', 'strasse'],
    ['ΣΟΦΟΣ', 'σοφός', 'σοφοσ'],
    ['ＡＢＣ１２', 'abc12', 'abc12'],
    ['ﬁne', 'FINE', 'fine'],
    ['co\u00adop', 'coop', 'coop'],
    ['İstanbul', 'istanbul', 'istanbul'],
    ['한국어', '\u1112\u1161\u11ab국어', '한국어'],
    ['हिन्दी', 'हिन्दी', 'हिन्दी'],
  ])('%s and %s are one word', (a, b, folded) => {
    expect(wordsOf(a)).toEqual([folded]);
    expect(wordsOf(b)).toEqual([folded]);
  });

  it('leaves signs out and keeps words apart', () => {
    expect(wordsOf('“It’s” — naïve, 5½…')).toEqual(['it', 's', 'naive', '51', '2']);
    expect(wordsOf('don’t')).toEqual(wordsOf("don't"));
    expect(wordsOf('… — «»')).toEqual([]);
  });

  it('cuts scripts without spaces into pieces, and only for runs of words', () => {
    expect(wordsOf('请问ABC银行卡')).toEqual(['请问', 'abc', '银行', '行卡']);
    expect(wordsOf('カードが')).toEqual(['カー', 'ード', 'ドが']);
    expect(wordsOf('บัตรใหม่')).toEqual(['บัต', 'ัตร', 'ตรใ', 'รให', 'ใหม', 'หม่']);
    expect(wordsOf('ok😀😀 😀')).toEqual(['ok', '😀', '😀', '😀']);
    expect(foldText('银行卡！', { characters: 5 })).toBe('银行卡 ');
  });

  it('of ASCII says what the kernels read themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 80 }), (text) => {
        for (const shape of [words, { words: [2, 3] } as const, { characters: 3 }])
          expect(hashesOf(foldText(text, shape), shape)).toEqual(hashesOf(text, shape));
      }),
    );
  });

  it('folded once is folded for good', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const once = foldText(text, { characters: 1 });
        expect(foldText(once, { characters: 1 })).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  it('by table says the same as character by character in their places', () => {
    const known = fc.integer({ min: 0, max: 0x22ff }).map((code) => String.fromCodePoint(code >= 0xd800 ? 0x20 : code));
    const text = fc.string({
      unit: fc.oneof({ weight: 4, arbitrary: known }, fc.constantFrom('a', 'Σ', ' ', '中', '😀', 'ก')),
    });
    const plain = openKernels('scalar');
    fc.assert(
      fc.property(text, (each) => {
        for (const shape of [words, { words: [2, 2] }, { characters: 3 }] as const)
          expect(hashesOf(each, shape)).toEqual([...plain.shingles(textsOf(each), 0, shape)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('of one text in a batch leaves the others alone', () => {
    const mixed: Texts = { utf8: Buffer.from('A-B éÉ c'), offsets: Uint32Array.of(0, 4, 8, 10) };
    const apart = ['a b', 'ee', 'c'].map((text) => hashesOf(text));
    expect([0, 1, 2].map((row) => [...kernels.shingles(mixed, row, words)])).toEqual(apart);
  });
});
