import { describe, expect, it } from 'vitest';
import { beginningOf, COMMON_TEXTS, summingPrompt } from './embed-prompt.ts';

/** A token a word, and the blank before it. */
const words = {
  tokenize: (text: string) => text.match(/\s*\S+/g) ?? [],
  detokenize: (tokens: readonly string[]) => tokens.join(''),
};
/** A token a byte, as tokenizers have them for signs that they do not know. */
const bytes = {
  tokenize: (text: string) => [...Buffer.from(text)],
  detokenize: (tokens: readonly number[]) => Buffer.from(tokens).toString(),
};

describe('what a chat model is asked', () => {
  it('quotes the text, and ends where the summary would begin', () => {
    expect(summingPrompt('  A fine day.\n')).toBe('"A fine day."\nTone, topic, kind:');
  });

  it('has no two common texts alike', () => {
    expect(new Set(COMMON_TEXTS).size).toBe(COMMON_TEXTS.length);
  });
});

describe('the beginning of a text', () => {
  it('is the text itself where it fits', () => {
    expect(beginningOf(' one two\nthree ', 3, words)).toBe('one two\nthree');
    expect(beginningOf('', 3, words)).toBe('');
  });

  it('is cut behind so many tokens', () => {
    expect(beginningOf('one two three four', 3, words)).toBe('one two three');
  });

  it('never ends in half a character', () => {
    expect(beginningOf('né à Paris', 2, bytes)).toBe('n');
    expect(beginningOf('né à Paris', 3, bytes)).toBe('né');
  });

  it('does not tokenise what cannot be read anyway, nor cuts a surrogate pair in two', () => {
    const seen: string[] = [];
    const watched = {
      ...bytes,
      tokenize: (text: string) => {
        seen.push(text);
        return bytes.tokenize(text);
      },
    };
    beginningOf(`x${'😀'.repeat(100_000)}`, 10, watched);
    expect(seen).toHaveLength(1);
    expect(seen[0]!.length).toBeLessThanOrEqual(200);
    expect(seen[0]!.isWellFormed()).toBe(true);
  });
});
