import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LETTER, makeClasses } from './character-classes.ts';
import { openKernels } from './open.ts';
import type { Spans } from './scalar/span-numbers.ts';
import { makeTextScan } from './scalar/text-scan.ts';

const built = openKernels('wasm');
const plain = openKernels('scalar');
const stopWords = new Set(['the', 'be', 'für', 'notwithstanding', 'k', 'δοκιμή', 'a\0']);
const isSame = (text: string, words: ReadonlySet<string> = stopWords): void => {
  expect(built.countPage(text, words)).toEqual(plain.countPage(text, words));
};

/** Pieces around the lengths, blocks and classes that the kernel steps by. */
const piece = fc.oneof(
  fc.constantFrom(...['the', 'BE', 'Für', 'NOTWITHSTANDING', '\u212a', 'K', 'ΔΟΚΙΜΉ', 'a\0', 'a']),
  fc.constantFrom(...['.', '..', '...', '…', '#', '{', '- ', '• ', '* x', '?', '。', '!', '”']),
  fc.constantFrom(...[' ', '  ', '\n', '\r\n', '\r', '\n\n', '\t', '\u00a0', '\u2028', '\ufeff', '\u3000']),
  fc.constantFrom(
    ...['中', '文', 'ー', 'ไทย', 'ที่', '\u0301', '한', '😀', '👍🏽', '𝒳', '𠀀', '\ufffd', '\ud800', '\udc00'],
  ),
  fc.nat({ max: 70 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 70 }).map((length) => 'é'.repeat(length)),
);

describe('what is counted in a page', () => {
  it('is the same of both kinds, in texts of any script', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => isSame(pieces.join(''))),
      { numRuns: 1500 },
    );
  });

  it('is the same where a text repeats itself', () => {
    const word = fc.constantFrom('a', 'b', 'the', 'longer word', 'é', '中', 'x\n', 'a line of words\n', '\n\n');
    const text = fc.tuple(fc.array(word, { maxLength: 12 }), fc.array(word, { maxLength: 12 }), fc.nat({ max: 6 }));
    fc.assert(
      fc.property(text, ([some, others, times]) => {
        const round = `${some.join(' ')} ${others.join(' ')}`;
        isSame(Array.from({ length: times }, () => round).join(' '));
        isSame([...some, ...others, ...some, ...others].join(' '));
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the texts, long or short, and the stop words before', () => {
    const long = 'one more word 中文 and a longer one, '.repeat(3000);
    for (const text of ['a b', long, 'a b', '', ' \n ', long.toUpperCase(), 'the be']) {
      isSame(text);
      isSame(text, new Set(['one', 'B']));
      isSame(text, new Set());
    }
  });

  it('is right of every length around the blocks of 64 bytes', () => {
    for (let length = 0; length < 200; length++)
      for (const end of ['', '.', '…', ' b', '\n', '\r', '\r\n', 'é', '中', '😀', '\u00a0']) {
        isSame(`${'a'.repeat(length)}${end}`);
        isSame(`${'ab '.repeat(length / 3)}${end} ${end}c`);
      }
  });
});

test('no letter but that for kelvin becomes one of ASCII in lower case', () => {
  const classOf = makeClasses();
  const found: number[] = [];
  for (let point = 0x80; point < 0x20000; point++)
    if (classOf(point) & LETTER && /^[\0-\x7f]*$/.test(String.fromCodePoint(point).toLowerCase())) found.push(point);
  expect(found).toEqual([0x212a]);
});

describe('the plain scan', () => {
  const scan = makeTextScan(makeClasses());
  const pieces = (text: string, { count, starts, ends }: Spans) =>
    Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]));
  const wordsIn = (text: string) => pieces(text, scan(text).words);

  it('takes runs between white space for words; characters where a script writes none', () => {
    expect(wordsIn('  One, two\n\tthree…four  ')).toEqual(['One,', 'two', 'three…four']);
    expect(wordsIn('我喜欢 AI吗？ok')).toEqual(['我', '喜', '欢', 'AI', '吗', '？ok']);
    expect(wordsIn('ที่นี่')).toEqual(['ที่', 'นี่']);
    expect(wordsIn('👍🏽 𝒳y')).toEqual(['👍🏽', '𝒳y']);
    expect(wordsIn('')).toEqual([]);
  });

  it('trims lines; blank ones end a paragraph; CR LF is one line end', () => {
    const text = ' a b \r\nc\n\n \n  d\n';
    const scanned = scan(text);
    expect(pieces(text, scanned.lines)).toEqual(['a b', 'c', 'd']);
    expect(pieces(text, scanned.paragraphs)).toEqual(['a b \r\nc', 'd']);
    expect([scanned.lineEnds, scanned.characters]).toEqual([5, text.length]);
  });

  it('counts code points', () => {
    const { words, lines, characters } = scan('😀😀 é\n𝒳');
    expect([...words.sizes.slice(0, 3)]).toEqual([2, 1, 1]);
    expect([...lines.sizes.slice(0, 2)]).toEqual([4, 1]);
    expect(characters).toBe(6);
  });
});
