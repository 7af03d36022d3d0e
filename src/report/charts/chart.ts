/** What all charts share: static SVG, drawn in pixels of its own width, coloured by the page's style sheet. */
import { type Html, html, type Piece } from '../html.ts';

/** Widths for which each chart is drawn; the style sheet shows the one that fits. */
export const chartWidths = { wide: 680, narrow: 340 } as const;

export interface ChartFrame {
  /** Said by screen readers in place of the drawing. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly body: Piece;
}

/** A whole, well-formed SVG element. */
export const svg = ({ label, width, height, body }: ChartFrame): Html =>
  html`<svg xmlns="http://www.w3.org/2000/svg" class="chart ${width < 500 ? 'narrow' : 'wide'}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">${body}</svg>`;

/** The same chart for wide and for narrow pages. */
export const bothWidths = (draw: (width: number) => Html): Html =>
  html`${draw(chartWidths.wide)}${draw(chartWidths.narrow)}`;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A bar that points right: its far corners are rounded a little, its root stands square on the axis. */
export function barPath({ x, y, width, height }: Box): string {
  const r = Math.min(2.5, width / 2, height / 2);
  return `M${f(x)} ${f(y)}h${f(width - r)}a${f(r)} ${f(r)} 0 0 1 ${f(r)} ${f(r)}v${f(height - 2 * r)}a${f(r)} ${f(r)} 0 0 1 ${f(-r)} ${f(r)}h${f(r - width)}z`;
}

/** A coordinate, to a hundredth of a pixel; never NaN. */
export const f = (value: number): string => (Number.isFinite(value) ? String(+value.toFixed(2)) : '0');

/** Pixels that a text takes in a wide sans serif such as DejaVu or Verdana, about; others take less. */
export const textWidth = (text: string, size: number): number => {
  let units = 0;
  for (const sign of text)
    units += wide.test(sign) ? 1.05 : narrow.test(sign) ? 0.38 : capital.test(sign) ? 0.76 : 0.61;
  return units * size;
};

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Extended_Pictographic}/u;
const narrow = /[iljtfr.,:;'|!() -]/;
const capital = /[A-ZmwMW@%]/;

/** The text, or its beginning and an ellipsis, within so many pixels. */
export function fitted(text: string, pixels: number, size: number): string {
  if (textWidth(text, size) <= pixels) return text;
  const signs = [...text.replace(/\s+/g, ' ')];
  while (signs.length > 1 && textWidth(`${signs.join('')}…`, size) > pixels) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

/** A line of text at a place, with the whole text as its tooltip where it had to be cut. */
export function label(
  text: string,
  at: {
    readonly x: number;
    readonly y: number;
    readonly pixels?: number;
    readonly anchor?: 'start' | 'middle' | 'end';
  },
  kind = 'label',
): Html {
  const shown = at.pixels === undefined ? text : fitted(text, at.pixels, sizes[kind] ?? 13);
  return html`<text class="${kind}" x="${f(at.x)}" y="${f(at.y)}" text-anchor="${at.anchor ?? 'start'}">${shown}${shown === text ? undefined : html`<title>${text}</title>`}</text>`;
}

/** Font sizes of the kinds of text, as in the style sheet. */
const sizes: Readonly<Record<string, number>> = { label: 13, strong: 13, small: 11.5, loss: 11.5, count: 15 };
