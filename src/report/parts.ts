/** Parts of which all sections are made. */
import { bothWidths } from './charts/chart.ts';
import { type Html, html, type Piece } from './html.ts';

/** A section with its heading; nothing when it has nothing to say. */
export const section = (id: string, heading: string, body: Piece): Html =>
  html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>
${body}</section>
`;

/** What stands behind a fold. */
export const fold = (summary: Piece, body: Piece): Html =>
  html`<details><summary>${summary}</summary>${body}</details>`;

interface Column {
  readonly name: string;
  /** Numbers stand right. */
  readonly figure?: boolean;
}

export interface TableContent {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Piece[])[];
  readonly foot?: readonly Piece[];
}

export function table({ columns, rows, foot }: TableContent): Html {
  const kind = (at: number) => (columns[at]?.figure ? html` class="figure"` : undefined);
  const cells = (row: readonly Piece[]) => row.map((cell, at) => html`<td${kind(at)}>${cell}</td>`);
  return html`<div class="scroll"><table><thead><tr>${columns.map((column, at) => html`<th scope="col"${kind(at)}>${column.name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody>${foot === undefined ? undefined : html`<tfoot><tr>${cells(foot)}</tr></tfoot>`}</table></div>`;
}

/** A chart in both widths, a caption, and the same facts as a table behind a fold. */
export const figure = (
  draw: (width: number) => Html,
  { caption, legend, data }: { readonly caption?: Piece; readonly legend?: Piece; readonly data?: TableContent },
): Html =>
  html`<figure>${legend}${bothWidths(draw)}${caption === undefined ? undefined : html`<figcaption>${caption}</figcaption>`}${
    data === undefined ? undefined : fold('These figures as a table', table(data))
  }</figure>
`;

/** Names and what they stand for. */
export const facts = (rows: readonly (readonly [string, Piece] | undefined)[]): Html =>
  html`<dl class="facts">${rows.flatMap((row) =>
    row === undefined
      ? []
      : [
          html`<dt>${row[0]}</dt><dd>${row[1]}</dd>
`,
        ],
  )}</dl>`;
