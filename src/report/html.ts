/** HTML and SVG as values: whatever is put into a template is escaped, unless it is such a value itself. */

/** Markup that is safe to put into a page: made by `html` and by nothing else. */
export interface Html {
  readonly markup: string;
}

/** What may stand between `${` and `}`: text is escaped, lists are joined, nothing is nothing. */
export type Piece = Html | string | number | undefined | readonly Piece[];

/** A template whose pieces are escaped; fit for element content and for quoted attributes, in HTML and in XML. */
export function html(fixed: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = fixed[0] as string;
  pieces.forEach((piece, at) => {
    markup += markupOf(piece) + (fixed[at + 1] as string);
  });
  return { markup };
}

/** Pieces with something between them. */
export const joined = (pieces: readonly Piece[], between: Piece): Html => ({
  markup: pieces.map(markupOf).join(markupOf(between)),
});

/** What only a style sheet of ours may use: text that goes in as it stands. */
export const trusted = (markup: string): Html => ({ markup });

function markupOf(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string') return escaped(visible(piece));
  if (typeof piece === 'number') return String(Number.isFinite(piece) ? +piece.toFixed(3) : 0);
  if ('markup' in piece) return piece.markup;
  return piece.map(markupOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] as string);

/**
 * Signs that hide, reorder or command become visible: C0 controls as their pictures (␛), the others as ⟨U+202E⟩.
 * Tabs and line ends stay. Zero-width joiners stay too: Persian, Hindi and emoji are written with them.
 * The list of direction marks is that of "Trojan Source" (Boucher and Anderson, arXiv 2111.00169).
 */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (sign) => String.fromCodePoint(0x2400 + sign.charCodeAt(0)))
    .replace(/\u007f/g, '␡')
    .replace(
      /[\u0080-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu,
      (sign) => `⟨U+${(sign.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
