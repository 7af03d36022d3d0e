/** Draws that depend on a text and a seed alone, for what must be the same on every machine. */

/** [0, 1). */
export type Draw = () => number;

/** Mulberry32 over FNV-1a of the text: 32 bits of state, ample for a script and no more. */
export function drawFrom(text: string, seed: number): Draw {
  let state = (fnv1a(text) ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer from `least` to `most`, both included. */
export const between = (draw: Draw, least: number, most: number): number =>
  least + Math.floor(draw() * (most - least + 1));

export const pick = <Item>(draw: Draw, items: readonly Item[]): Item => items[Math.floor(draw() * items.length)]!;

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
