/** Goes through texts in an order, some at a time, and finds which earlier ones each of them is alike to. */
import type { Meeting } from '../../kernels/vector-request.ts';
import type { VectorWork } from '../../kernels/vector-work.ts';
import type { NearBlocks } from './near-blocks.ts';

export interface Ground {
  /** Different texts, by number. */
  readonly order: Uint32Array;
  readonly blocks: NearBlocks;
  readonly work: VectorWork;
  /** Texts that are compared with earlier ones, and texts that later ones may be compared with. */
  asks(text: number): boolean;
  mayStay(text: number): boolean;
  readonly signal: AbortSignal;
  /** Texts of the first turn. */
  readonly firstTurn?: number;
}

export interface Search extends Ground {
  /** Cosine in eight bits from which texts are found. */
  readonly threshold: number;
}

export interface Turn {
  readonly texts: Uint32Array;
  /** The earlier texts that the text with this place in the turn is alike to, in no order. */
  earlier(place: number): Uint32Array;
}

/** Texts of a turn: more cost less for each. */
const FIRST_TURN = 1024;
const MOST_TURN = 1 << 14;
/** Pairs that each thread may find in a turn: 16 MB. Where there are more, the turn is made smaller. */
const MOST_FOUND = 1 << 22;

/**
 * Before the next turn `stays` is asked which texts of this one are still to be compared with: by then the caller has
 * decided. Neither the size of turns nor the number of threads changes what is found.
 */
export async function* turnsOf(search: Search, stays: (text: number) => boolean): AsyncIterable<Turn> {
  const { order, blocks, work, threshold, signal } = search;
  const entered = Array.from({ length: blocks.blocks }, (): number[] => []);
  let size = search.firstTurn ?? FIRST_TURN;
  for (let from = 0; from < order.length; ) {
    signal.throwIfAborted();
    const asking = order.subarray(from, from + size);
    const meetings = meetingsOf(asking, search, entered);
    const most = asking.length === 1 ? Number.POSITIVE_INFINITY : MOST_FOUND;
    const found = await work.alike({ asking, meetings, threshold, most });
    if (found === undefined) {
      size = asking.length >> 1;
      continue;
    }
    yield { texts: asking, earlier: byAsked(asking.length, meetings, found) };
    for (const text of asking) if (stays(text)) entered[blocks.home(text)]!.push(text);
    from += asking.length;
    const count = found.reduce((sum, { length }) => sum + length, 0);
    if (count < MOST_FOUND / 4) size = Math.min(MOST_TURN, size * 2);
  }
}

/** One for each block: who looks there, and who is there: those that were entered, and then those of this turn. */
function meetingsOf(texts: Uint32Array, { blocks, asks, mayStay }: Search, entered: readonly number[][]): Meeting[] {
  const places = entered.map((): number[] => []);
  const upTo = entered.map((): number[] => []);
  const joined = entered.map((): number[] => []);
  for (const [place, text] of texts.entries()) {
    if (asks(text))
      for (const block of blocks.probes(text)) {
        places[block]!.push(place);
        upTo[block]!.push(entered[block]!.length + joined[block]!.length);
      }
    if (mayStay(text)) joined[blocks.home(text)]!.push(text);
  }
  return entered.flatMap((before, block) => {
    const given = new Uint32Array(before.concat(joined[block]!));
    if (given.length === 0 || places[block]!.length === 0) return [];
    return { asked: new Uint32Array(places[block]!), given, upTo: new Uint32Array(upTo[block]!) };
  });
}

function byAsked(count: number, meetings: readonly Meeting[], found: readonly Uint32Array[]): Turn['earlier'] {
  const ends = new Uint32Array(count + 1);
  const visit = (see: (place: number, text: number) => void): void => {
    for (const [nth, { asked, given }] of meetings.entries())
      for (const pair of found[nth]!) see(asked[Math.floor(pair / given.length)]!, given[pair % given.length]!);
  };
  visit((place) => ends[place + 1]!++);
  for (let place = 0; place < count; place++) ends[place + 1]! += ends[place]!;
  const next = ends.slice();
  const earlier = new Uint32Array(ends[count]!);
  visit((place, text) => {
    earlier[next[place]!++] = text;
  });
  return (place) => earlier.subarray(ends[place], ends[place + 1]);
}
