import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleLine } from './visible.ts';

const anyText = fc.array(fc.integer({ min: 0, max: 0x10ffff })).map((codes) => String.fromCodePoint(...codes));

describe('visible', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a cleared screen', 'a\u001b[2J\u001b[Hb', 'a␛[2J␛[Hb'],
    ['a window title', '\u001b]0;pwned\u0007', '␛]0;pwned␇'],
    ['the clipboard (OSC 52)', '\u001b]52;c;cm0gLXJm\u001b\\', '␛]52;c;cm0gLXJm␛\\'],
    ['a hidden link (OSC 8)', '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007', '␛]8;;http://evil␇click␛]8;;␇'],
    ['C1 controls', '\u009b31m\u009d0;x\u009c', '⟨U+009B⟩31m⟨U+009D⟩0;x⟨U+009C⟩'],
    ['an overwritten line', 'safe\rrm -rf', 'safe\nrm -rf'],
    ['backspaces and DEL', 'ab\b\u007f', 'ab␈␡'],
    ['text turned around', 'user\u202e\u2066txt.exe', 'user⟨U+202E⟩⟨U+2066⟩txt.exe'],
    ['invisible signs', 'a\u200bb\ufeffc\u2060d', 'a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+2060⟩d'],
    ['tags that carry hidden text', 'hi\u{e0041}\u{e007f}', 'hi⟨U+E0041⟩⟨U+E007F⟩'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves ordinary text of any script as it is', () => {
    const text = 'Zażółć\tgęślą\n日本語 العربية हिन्दी می‌خواهم 👩‍👩‍👧 naïve “quotes”';
    expect(visible(text)).toBe(text);
  });

  it('lets no control sign through, whatever comes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(visibleLine(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      }),
    );
  });
});
