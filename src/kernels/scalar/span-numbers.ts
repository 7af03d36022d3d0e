/** Gives pieces of a text numbers: the same number for the same characters, compared and not only hashed. */

/** Pieces of one text: piece i is `text.slice(starts[i], ends[i])`. */
export interface Spans {
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** Characters (code points) of each. */
  sizes: Int32Array;
  /** The first piece that is the same, itself where there is none before it. */
  firsts: Int32Array;
}

export const makeSpans = (room = 256): Spans => ({
  count: 0,
  starts: new Int32Array(room),
  ends: new Int32Array(room),
  sizes: new Int32Array(room),
  firsts: new Int32Array(room),
});

/** Appends a piece, of `size` characters; arrays grow as they must. */
export function addSpan(spans: Spans, [start, end]: readonly [number, number], size: number): void {
  const at = spans.count++;
  if (at === spans.starts.length) grow(spans);
  spans.starts[at] = start;
  spans.ends[at] = end;
  spans.sizes[at] = size;
}

function grow(spans: Spans): void {
  const wider = (old: Int32Array) => {
    const wide = new Int32Array(old.length * 2);
    wide.set(old);
    return wide;
  };
  spans.starts = wider(spans.starts);
  spans.ends = wider(spans.ends);
  spans.sizes = wider(spans.sizes);
  spans.firsts = wider(spans.firsts);
}

/** Fills in `firsts`. One such function belongs to one thread; its table is used again. */
export function makeSpanNumberer(): (text: string, spans: Spans) => void {
  let table = new Int32Array(1024); // span + 1; 0 is free
  return (text, spans) => {
    const slots = slotsFor(spans.count);
    if (table.length < slots) table = new Int32Array(slots);
    else table.fill(0, 0, slots);
    for (let span = 0; span < spans.count; span++) spans.firsts[span] = place(text, { spans, table, slots }, span);
  };
}

/** A power of two, at least twice as many as there are entries. */
export const slotsFor = (entries: number): number => 1 << (32 - Math.clz32(Math.max(entries, 8) * 2 - 1));

interface Table {
  readonly spans: Spans;
  readonly table: Int32Array;
  readonly slots: number;
}

function place(text: string, { spans, table, slots }: Table, span: number): number {
  const start = spans.starts[span] as number;
  const end = spans.ends[span] as number;
  let hash = 0x811c9dc5; // FNV-1a
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  for (let slot = (hash ^ (hash >>> 15)) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const held = (table[slot] as number) - 1;
    if (held === -1) {
      table[slot] = span + 1;
      return span;
    }
    const other = spans.starts[held] as number;
    if ((spans.ends[held] as number) - other === end - start && isSame(text, [other, start], end - start)) return held;
  }
}

function isSame(text: string, [a, b]: readonly [number, number], length: number): boolean {
  for (let at = 0; at < length; at++) if (text.charCodeAt(a + at) !== text.charCodeAt(b + at)) return false;
  return true;
}
