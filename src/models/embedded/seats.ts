/** Where a prompt is seated: on the sequence whose evaluated tokens it shares, or next to one that lends them. */

/** A sequence as the seating sees it. */
export interface Seat {
  readonly busy: boolean;
  /** Tokens whose evaluation it holds, in order. */
  readonly held: readonly number[];
  /** True for a prompt seated but not evaluated yet: others that share it had better wait and copy. */
  readonly fresh: boolean;
}

export type Seating =
  | { readonly kind: 'wait' }
  /** Take `seat`, of whose tokens `shared` stay; with `lender`, first copy that sequence's state over. */
  | { readonly kind: 'sit'; readonly seat: number; readonly shared: number; readonly lender?: number };

/** Below this many tokens, copying a state or waiting for one costs more than evaluating: some 50 ms on a core. */
const WORTHWHILE = 32;

/**
 * Seats a prompt. Low seats first: sequences are evaluated together only in runs without gaps.
 * @param lend false for models whose state cannot be copied (recurrent, sliding window).
 */
export function seatFor(prompt: readonly number[], seats: readonly Seat[], lend = true): Seating {
  const shared = seats.map((seat) => commonPrefix(seat.held, prompt));
  const free = seats.flatMap((seat, at) => (seat.busy ? [] : [at]));
  const first = free[0];
  if (first === undefined) return { kind: 'wait' };
  const settled = seats.flatMap((seat, at) => (seat.fresh ? [] : [at]));
  const best = settled.reduce((top, at) => (shared[at]! > shared[top]! ? at : top), first);
  const soon = Math.max(0, ...seats.map((seat, at) => (seat.fresh ? shared[at]! : 0)));
  if (lend && soon - shared[best]! >= WORTHWHILE) return { kind: 'wait' };
  const own = free.find((at) => shared[at]! > shared[best]! - WORTHWHILE);
  if (own !== undefined) return { kind: 'sit', seat: own, shared: shared[own]! };
  if (lend) return { kind: 'sit', seat: first, shared: shared[best]!, lender: best };
  const fullest = free.reduce((top, at) => (shared[at]! > shared[top]! ? at : top), first);
  return { kind: 'sit', seat: fullest, shared: shared[fullest]! };
}

/** Length of what two lists begin with alike. */
export function commonPrefix<Item>(a: ArrayLike<Item>, b: ArrayLike<Item>): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
