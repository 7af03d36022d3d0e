/** Words of a text, for counting. */

const NO_SPACES = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const WORD = new RegExp(
  `[${NO_SPACES}]\\p{M}*|(?:(?![${NO_SPACES}])[\\p{L}\\p{N}\\p{M}])+(?:['’](?:(?![${NO_SPACES}])[\\p{L}\\p{N}\\p{M}])+)*`,
  'gu',
);

/**
 * The words of a text in lower case: runs of letters, digits and marks, with apostrophes inside (`don't` is one).
 * In scripts that write no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character counts as a word.
 */
export const wordsOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(WORD) ?? [];

/** Characters as a reader counts them, nearly: code points, so that an emoji is one or two and not four. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) count--; // the second half of a pair
  }
  return count;
}
