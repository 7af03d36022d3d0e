/** Makes text of unknown origin safe to show: signs that command a terminal, hide or reorder become visible. */
import { invisibleSigns, tagSigns } from './hidden-characters.ts';

/**
 * C0 controls become their pictures (␛), C1 controls, bidirectional marks, invisible and tag signs become ⟨U+202E⟩.
 * Tabs and line ends stay; CR LF and CR read as line ends. Zero-width joiners stay too: Persian, Hindi and emoji are
 * written with them.
 */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (sign) => String.fromCodePoint(0x2400 + sign.charCodeAt(0)))
    .replace(/\u007f/g, '␡')
    .replace(HIDDEN, (sign) => `⟨U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** The same on one line: line ends become ⏎, tabs a blank. */
export const visibleLine = (text: string): string => visible(text).replaceAll('\n', '⏎').replaceAll('\t', ' ');

const HIDDEN = new RegExp(String.raw`[\u0080-\u009f\u2028\u2029${invisibleSigns}${tagSigns}]`, 'gu');
