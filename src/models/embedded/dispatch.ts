/** Which model process gets a request. */
import { commonPrefix } from './seats.ts';

/** A process as the dispatch sees it. */
export interface Desk {
  readonly busy: number;
  /** How many it answers at once. */
  readonly sequences: number;
  /** Prompts it answered lately, as text. */
  readonly recent: readonly string[];
}

/** Characters of shared prompt from which another place in the queue is worth it: some 50 tokens. */
const WORTHWHILE = 200;

/** How much busier, as a share of its sequences, a process may be and still get what it has read the beginning of. */
const PATIENCE = 0.25;

/**
 * The process with a free sequence that shares the longest beginning with the prompt, unless it is much busier than
 * the least busy one. Undefined: all are full.
 */
export function deskFor(prompt: string, desks: readonly Desk[]): number | undefined {
  const load = (desk: Desk) => desk.busy / desk.sequences;
  const free = desks.flatMap((desk, at) => (desk.busy < desk.sequences ? [at] : []));
  if (free.length === 0) return undefined;
  const idlest = free.reduce((top, at) => (load(desks[at]!) < load(desks[top]!) ? at : top));
  const shared = desks.map((desk) => Math.max(0, ...desk.recent.map((text) => commonPrefix(text, prompt))));
  const near = free.filter((at) => load(desks[at]!) <= load(desks[idlest]!) + PATIENCE);
  const best = near.reduce((top, at) => (shared[at]! > shared[top]! ? at : top), idlest);
  return shared[best]! - shared[idlest]! >= WORTHWHILE ? best : idlest;
}
