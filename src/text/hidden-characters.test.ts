import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hiddenCharacters, removable } from './hidden-characters.ts';
import { visible } from './visible.ts';

const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((codes) => String.fromCodePoint(...codes).toWellFormed());
const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

test('what is taken out counts as hidden, and nothing that is left of it does', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const taken = text.match(removable())?.length ?? 0;
      expect(hiddenCharacters(text).hidden).toBeGreaterThanOrEqual(taken);
    }),
  );
});

test('what can hide is shown, whether it is taken out of texts or not', () => {
  const signs = ['\u00ad', '\u061c', '\u115f', '\u200b', '\u202e', '\u2066', '\ufeff', '\ufff9', '\u{e0041}', '\u0085'];
  for (const sign of signs) {
    expect(`a${sign}b`.replace(removable(), '')).toBe('ab');
    expect(hiddenCharacters(`a${sign}b`).hidden).toBe(1);
    expect(visible(`a${sign}b`)).toMatch(/^a⟨U\+[\dA-F]+⟩b$/);
  }
});

test('flags of tags, single selectors and joiners that are writing stay', () => {
  for (const text of [england, '❤\ufe0f', 'می‌خواهم', '👩‍👩‍👧']) {
    expect(text.replace(removable(), '')).toBe(text);
    expect(hiddenCharacters(text).hidden).toBe(0);
  }
  const long = '\u{e0067}'.repeat(50_000); // behind a digit, which is an emoji to Unicode, nothing is spared
  expect(hiddenCharacters(`1${long}`).hidden).toBe(50_000);
  expect(`🏴${long}`.replace(removable(), '')).toHaveLength('🏴'.length + 2 * 7);
  expect('a\u{e0067}b❤\ufe0f\ufe0f'.replace(removable(), '')).toBe('ab❤');
  expect(visible(england)).toContain('⟨U+E0067⟩');
});
