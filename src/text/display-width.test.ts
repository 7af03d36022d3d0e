import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from './display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['日本語', 6],
    ['한국어', 6],
    ['ｆｕｌｌ', 8],
    ['e\u0301te\u0301', 3],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['░█…→⏎␛', 6],
  ])('%s takes %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('cutting and filling', () => {
  it('marks what was cut, and never halves a wide sign', () => {
    expect(cutToWidth('abcdef', 6)).toBe('abcdef');
    expect(cutToWidth('abcdefg', 6)).toBe('abcde…');
    expect(cutToWidth('日本語', 4)).toBe('日…');
    expect(cutToWidth('abc', 0)).toBe('');
    expect(fitToWidth('7', 3, 'right')).toBe('  7');
    expect(fitToWidth('日本語', 4)).toBe('日… ');
  });

  it('keeps to the width for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(displayWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(fitToWidth(text, columns))).toBe(columns);
      }),
    );
  });

  it('cuts a megabyte without looking at all of it', () => {
    expect(cutToWidth('日'.repeat(1_000_000), 7)).toBe('日日日…');
  });
});

describe('wrapToWidth', () => {
  it('breaks at blanks, and long words where it must', () => {
    expect(wrapToWidth('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapToWidth('a\n\nb', 20)).toEqual(['a', '', 'b']);
    expect(wrapToWidth('abcdefghijklmnop', 8)).toEqual(['abcdefgh', 'ijklmnop']);
  });

  it('loses no letter, and keeps to the width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '日', '\n') }),
        fc.integer({ min: 8, max: 30 }),
        (text, columns) => {
          const lines = wrapToWidth(text, columns);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(/[ \n]/g, ''));
        },
      ),
    );
  });
});
