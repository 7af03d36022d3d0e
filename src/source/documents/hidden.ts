/** Takes out of a text what no reader sees: controls, direction marks, invisible and tag characters. */
import { removable } from '../../text/hidden-characters.ts';

export interface Shown {
  readonly text: string;
  /** Characters that were hidden. */
  readonly hidden: number;
}

/**
 * The text with line ends as line feeds, and, with `remove`, without hidden characters. Joiners (U+200C, U+200D) and
 * single variation selectors stay: Persian, Hindi and emoji are written with them, as do the tags of flags.
 */
export function shownText(raw: string, remove: boolean): Shown {
  const even = raw.toWellFormed().replace(/\r\n?|[\u2028\u2029\u0085\f\v]/g, '\n');
  let hidden = 0;
  const clean = even.replace(HIDDEN, () => {
    hidden++;
    return '';
  });
  return { text: remove ? clean : even, hidden };
}

const HIDDEN = removable();
