/** The samples' journey as a river: its width is how many are under way, and what is lost leaves it sideways. */
import { type Html, html } from '../html.ts';
import { countWords } from '../numbers.ts';
import { barPath, f, label, svg, textWidth } from './chart.ts';

/** A place where the river changes. */
export interface RiverBend {
  readonly name: string;
  readonly before: number;
  /** Samples that begin here. */
  readonly made: number;
  /** Samples that end here because others took their place. */
  readonly replaced: number;
  /** Most frequent first. */
  readonly losses: readonly { readonly reason: string; readonly count: number }[];
  readonly after: number;
}

export interface RiverChart {
  readonly label: string;
  readonly bends: readonly RiverBend[];
  readonly end: { readonly name: string; readonly count: number };
}

/** Pixels by which a stretch reaches into the next, so that no seam shows. */
const OVERLAP = 0.7;
/** Pixels that the last word needs. */
const END_WIDTH = 76;
/** Reasons named at one bend; the rest are added up. */
const REASONS = 3;

/** Runs left to right and loses downwards where its words find room; else it falls, and loses to the right. */
export function riverChart(chart: RiverChart, width: number): Html {
  const columns = columnsOf(chart, width);
  return columns === undefined ? falling(chart, width) : lying(chart, columns, width);
}

const lostAt = (bend: RiverBend): number => bend.losses.reduce((sum, loss) => sum + loss.count, 0);

const mostOf = ({ bends, end }: RiverChart): number =>
  Math.max(1, end.count, ...bends.map((bend) => Math.max(bend.before + bend.made, bend.after)));

/** The first reasons, and one line for the others. */
function reasonsOf(bend: RiverBend): readonly { readonly reason: string; readonly count: number }[] {
  if (bend.losses.length <= REASONS) return bend.losses;
  const rest = bend.losses.slice(REASONS - 1);
  const count = rest.reduce((sum, loss) => sum + loss.count, 0);
  return [...bend.losses.slice(0, REASONS - 1), { reason: `${rest.length} other reasons`, count }];
}

/** Points of one bend: `along` grows with the flow, `across` away from the river's straight bank. */
interface Ribbon {
  readonly along: number;
  readonly before: number;
  readonly made: number;
  readonly replaced: number;
  readonly after: number;
  readonly lost: number;
  /** Where lost samples turn away, and how far from the straight bank they end. */
  readonly turn: number;
  readonly shore: number;
  readonly next: number;
}

type Point = (along: number, across: number) => string;

/** The river from one bend to the next; it widens over a short stretch where samples begin, then sheds what is lost. */
function stream({ along, before, made, replaced, after, turn, next }: Ribbon, p: Point): string {
  const full = before + made - replaced;
  const start = made > 0 && before > 0 ? before : full;
  const middle = along + turn / 2;
  const grown = `C${p(middle, start)} ${p(middle, full)} ${p(along + turn, full)}`;
  const kept = after > 0 ? `L${p(along + turn, after)}L${p(next, after)}` : `L${p(along + turn, 0)}L${p(next, 0)}`;
  return `M${p(along, 0)}L${p(along, start)}${grown}${kept}L${p(next, 0)}z`;
}

/** What is lost: a quarter turn away from the river. */
function branch({ along, after, lost, turn, shore }: Ribbon, p: Point): string {
  const from = along + turn;
  const near = from + 10;
  const far = near + lost;
  const inner = after + lost;
  const outer = `M${p(from, after)}C${p(from + (far - from) * 0.6, after)} ${p(far, after + (far - from) * 0.4)} ${p(far, after + (far - from))}`;
  const bottom = Math.max(shore, after + (far - from));
  return `${outer}L${p(far, bottom)}L${p(near, bottom)}L${p(near, inner + 10)}C${p(near, inner + 4)} ${p(from + 6, inner)} ${p(from, inner)}z`;
}

/** Where each bend stands, each with the room its words need; undefined when there is too little. */
function columnsOf({ bends }: RiverChart, width: number): number[] | undefined {
  const needs = bends.map(
    (bend) =>
      Math.max(44, textWidth(bend.name, 13), ...reasonsOf(bend).map((loss) => 24 + textWidth(loss.reason, 11.5))) + 14,
  );
  const spare = width - END_WIDTH - needs.reduce((sum, need) => sum + need, 0);
  if (spare < 0) return undefined;
  let x = 0;
  return [...needs, 0].map((need) => {
    const at = x;
    x += need + spare / Math.max(1, bends.length);
    return at;
  });
}

function lying(chart: RiverChart, columns: readonly number[], width: number): Html {
  const room = Math.min(...chart.bends.map((_, at) => (columns[at + 1] as number) - (columns[at] as number)), width);
  const thick = Math.min(92, room * 0.9);
  const scale = thick / mostOf(chart);
  const top = 46;
  const lines = Math.max(0, ...chart.bends.map((bend) => reasonsOf(bend).length));
  const shore = lines > 0 ? thick + 26 : thick;
  const p: Point = (along, across) => `${f(along)} ${f(top + across)}`;
  const body = chart.bends.map((bend, at) => {
    const ribbon = ribbonOf(bend, {
      along: columns[at] as number,
      next: (columns[at + 1] as number) + OVERLAP,
      scale,
      shore,
      turn: 14,
    });
    const x = ribbon.along + 24;
    return html`${drawBend(bend, ribbon, p)}
${label(bend.name, { x: ribbon.along, y: 14 })}
${label(countWords(bend.after), { x: ribbon.along, y: 34 }, 'count')}
${reasonsOf(bend).map((loss, line) => reasonUnder(loss, x, top + shore + 17 + line * 34))}`;
  });
  const height = top + shore + 6 + lines * 34;
  const end = theEnd(chart, { x: columns.at(-1) as number, y: top, scale });
  return svg({ label: chart.label, width, height, body: html`${body}${end}` });
}

function theEnd({ end }: RiverChart, at: { readonly x: number; readonly y: number; readonly scale: number }): Html {
  return html`${label(end.name, { x: at.x, y: 14 }, 'strong')}
${label(countWords(end.count), { x: at.x, y: 34 }, 'count')}
${end.count > 0 ? html`<path class="mark" d="${barPath({ ...at, width: 5, height: Math.max(1, end.count * at.scale) })}"><title>${`${end.name}: ${countWords(end.count)}`}</title></path>` : undefined}`;
}

const reasonUnder = ({ reason, count }: RiverBend['losses'][number], x: number, y: number): Html =>
  html`${label(`−${countWords(count)}`, { x, y }, 'loss')}${label(reason, { x, y: y + 14 }, 'small')}`;

function ribbonOf(
  bend: RiverBend,
  at: { along: number; next: number; scale: number; shore: number; turn: number },
): Ribbon {
  const thin = (count: number) => (count > 0 ? Math.max(1, count * at.scale) : 0);
  const { along, next, shore, turn } = at;
  const after = thin(bend.after);
  const lost = thin(lostAt(bend));
  return {
    along,
    next,
    shore,
    turn,
    before: thin(bend.before),
    made: thin(bend.made),
    replaced: thin(bend.replaced),
    after,
    lost,
  };
}

const drawBend = (bend: RiverBend, ribbon: Ribbon, p: Point): Html =>
  html`<path class="river" d="${stream(ribbon, p)}"><title>${`${bend.name}: ${countWords(bend.after)} go on`}</title></path>${
    ribbon.lost > 0
      ? html`<path class="lost" d="${branch(ribbon, p)}"><title>${`${bend.name}: ${countWords(lostAt(bend))} lost`}</title></path>`
      : undefined
  }`;

/** Numbers stand in one column beside the river, words in the next. */
function falling(chart: RiverChart, width: number): Html {
  const thick = width > 500 ? 280 : 84;
  const scale = thick / mostOf(chart);
  const digits = Math.max(
    34,
    ...chart.bends.map((bend) => textWidth(countWords(Math.max(bend.after, lostAt(bend))), 15) + 4),
  );
  const at = { numbers: thick + 32 + digits, words: thick + 42 + digits, pixels: width - thick - 42 - digits };
  const p: Point = (along, across) => `${f(across)} ${f(along)}`;
  let y = 2;
  const body = chart.bends.map((bend) => {
    const height = Math.ceil(Math.max(40 + reasonsOf(bend).length * 18, lostAt(bend) * scale + 36));
    const ribbon = ribbonOf(bend, { along: y, next: y + height + OVERLAP, scale, shore: thick + 24, turn: 12 });
    const drawn = html`${drawBend(bend, ribbon, p)}${beside(bend, { ...at, y: y + 14 })}`;
    y += height;
    return drawn;
  });
  const bar = html`<rect class="mark" x="0" y="${f(y)}" width="${f(Math.max(1, chart.end.count * scale))}" height="5"/>`;
  const end = html`${chart.end.count > 0 ? bar : undefined}${label(countWords(chart.end.count), { x: at.numbers, y: y + 9, anchor: 'end' }, 'count')}${label(chart.end.name, { x: at.words, y: y + 9 }, 'strong')}`;
  return svg({ label: chart.label, width, height: y + 16, body: html`${body}${end}` });
}

interface Beside {
  readonly numbers: number;
  readonly words: number;
  readonly pixels: number;
  readonly y: number;
}

const beside = (bend: RiverBend, { numbers, words, pixels, y }: Beside): Html =>
  html`${label(countWords(bend.after), { x: numbers, y, anchor: 'end' }, 'count')}${label(bend.name, { x: words, y, pixels })}
${reasonsOf(bend).map(({ reason, count }, line) => {
  const below = y + 19 + line * 18;
  return html`${label(`−${countWords(count)}`, { x: numbers, y: below, anchor: 'end' }, 'loss')}${label(reason, { x: words, y: below, pixels }, 'small')}`;
})}`;
