/** Counts what a reader does not see in a text, and words that pretend to be others. */

export interface HiddenCharacters {
  /** Controls, direction marks, zero-width and tag characters, runs of variation selectors, characters of private use. */
  readonly hidden: number;
  /** Characters that stand for bytes nobody could read, U+FFFD. */
  readonly unreadable: number;
  /** Words that mix Latin with Cyrillic letters: `pаypal` with a Cyrillic `а`. */
  readonly mixedWords: number;
}

export function hiddenCharacters(text: string): HiddenCharacters {
  if (PRINTABLE_ASCII.test(text)) return { hidden: 0, unreadable: 0, mixedWords: 0 };
  const words = /\p{sc=Cyrillic}/u.test(text) ? (text.match(/[\p{L}\p{M}]+/gu) ?? []) : [];
  return {
    hidden: countOf(text, HIDDEN),
    unreadable: countOf(text, /\ufffd/g),
    mixedWords: words.filter((word) => /\p{sc=Cyrillic}/u.test(word) && /\p{sc=Latin}/u.test(word)).length,
  };
}

const countOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

const PRINTABLE_ASCII = /^[\t\n\r\x20-\x7e]*$/;

// The one table of what a reader does not see. Each part is what stands in a character class, or a pattern with the flag `u`. */

/** C0 and C1, without tab and line ends. */
const CONTROLS = String.raw`\0-\u0008\u000e-\u001f\u007f-\u009f`;
/**
 * Soft hyphens, fillers, zero-width spaces, direction marks, annotations, no characters. The direction marks are those of
 * “Trojan Source” (Boucher and Anderson 2021, arXiv 2111.00169).
 */
export const invisibleSigns = String.raw`\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff`;
/** Copies of ASCII that nobody sees, and a model reads. */
export const tagSigns = String.raw`\u{e0000}-\u{e007f}`;
/** The same, but where up to six of them and an end make a flag of the black flag: England's is written so (UTS #51, ED-14a). */
const TAGS_ALONE = String.raw`[\u{e0000}-\u{e001f}]|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6})[\u{e0020}-\u{e007f}]`;
/** One selector chooses a form of the character before it; several can carry a message. */
const SELECTORS = String.raw`[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}`;
/** Zero-width joiners between letters of scripts that need them, and within emoji, are writing and not hidden. */
const PLAIN = String.raw`[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{Nd}]`;
const JOINERS = String.raw`(?<=${PLAIN})[\u200c\u200d]|[\u200c\u200d](?=${PLAIN})`;

/** What can be taken out of any text without harm to its writing. */
export const removable = (): RegExp => new RegExp(`[${CONTROLS}${invisibleSigns}]|${TAGS_ALONE}|${SELECTORS}`, 'gu');

/** Characters of private use say something in their own font only, joiners among Latin letters nothing. */
const HIDDEN = new RegExp(`${removable().source}|\\p{Co}|${JOINERS}`, 'gu');
