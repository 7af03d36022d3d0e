/** HTML and SVG as values: whatever is put into a template is escaped, unless it is such a value itself. */
import { visible } from '../text/visible.ts';

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
