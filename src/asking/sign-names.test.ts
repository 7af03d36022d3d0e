import { describe, expect, it } from 'vitest';
import { EDGE, FORMS, lengthSign, partSign, REST, runSign } from './sign-names.ts';

describe('signs', () => {
  it.each([
    [partSign(' the '), '␣the␣', 'the word “the”'],
    [partSign(' th'), '␣th·', 'words that begin with “th”'],
    [partSign('nt '), '·nt␣', 'words that end in “nt”'],
    [partSign('ing'), '·ing·', 'words with “ing” in them'],
    [partSign(' ! '), '␣!␣', 'the mark “!”'],
    [runSign('are you'), 'are you', '“are you”'],
    [runSign('on'), 'on', 'the word “on”'],
    [runSign(`${EDGE} when`), '¦ when', 'texts that begin with the word “when”'],
    [runSign(`${EDGE} ${FORMS.small}`), '¦ aa', 'texts that begin with a word in small letters'],
    [runSign(`. ${EDGE}`), '. ¦', 'texts that end with the mark “.”'],
    [runSign(`${FORMS.number} ${FORMS.number}`), '9 9', 'a number, then a number'],
    [runSign(`${REST}ed by a`), '…ed by a', 'a word that ends in “ed”, then the word “by”, then the word “a”'],
    [lengthSign(23, 31), '23 to 31 words', 'a length of 23 to 31 words'],
    [lengthSign(3, 3), '3 words', 'a length of 3 words'],
    [lengthSign(700_000, Number.POSITIVE_INFINITY), '700000 words or more', 'a length of 700000 words or more'],
  ])('%o', (sign, short, words) => {
    expect(sign).toEqual({ short, words });
  });
});
