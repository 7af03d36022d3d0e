/** How many columns of a terminal a text takes, and how to fit a text into so many. */

/** Columns of one line without control signs: wide signs (CJK, emoji) take two, marks that combine none. */
export function displayWidth(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment);
  return width;
}

/** The beginning of a text in at most so many columns; what was cut is marked by `…`. */
export function cutToWidth(text: string, columns: number): string {
  // A grapheme may be long and yet narrow, so the text is cut down only where it is surely too long.
  const near = text.length > columns * 40 + 40 ? text.slice(0, columns * 40 + 40).toWellFormed() : text;
  if (near.length === text.length && displayWidth(near) <= columns) return text;
  if (columns < 1) return '';
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes(near)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Exactly so many columns: cut, or filled with blanks at its end, or at its beginning for figures. */
export function fitToWidth(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const cut = cutToWidth(text, columns);
  const blanks = ' '.repeat(Math.max(0, columns - displayWidth(cut)));
  return side === 'left' ? cut + blanks : blanks + cut;
}

/** Lines of at most so many columns, broken at blanks where there are some; line ends stay. */
export function wrapToWidth(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(8, columns)));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (displayWidth(rest) > columns) {
    const head = headWithin(rest, columns);
    const blank = head.lastIndexOf(' ');
    const at = rest[head.length] === ' ' || blank <= columns / 3 ? head.length : blank;
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  lines.push(rest);
  return lines;
}

function headWithin(text: string, columns: number): string {
  let end = 0;
  let width = 0;
  for (const { segment, index } of graphemes(text)) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    end = index + segment.length;
  }
  return text.slice(0, Math.max(end, 1));
}

const graphemes = (text: string) => new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);

/** Wide and fullwidth blocks of Unicode Annex 11, and signs shown as emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\ufe0f|\p{Emoji_Presentation}/u;

const graphemeWidth = (grapheme: string): number =>
  WIDE.test(grapheme) ? 2 : /^\p{M}+$|^\u200d$/u.test(grapheme) ? 0 : 1;
