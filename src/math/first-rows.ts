/** Finds rows that repeat an earlier one, by their fingerprints: 8 to 16 bytes a row beside the fingerprints. */

/** Remembers rows by fingerprint; `fingerprints` holds four words a row and may be filled before or after. */
export function makeFirstRows(fingerprints: Uint32Array): (row: number) => number {
  const rows = fingerprints.length / 4;
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
  const slots = new Uint32Array(capacity); // row + 1; 0 is free
  const mask = capacity - 1;
  const same = (a: number, b: number): boolean =>
    fingerprints[a * 4] === fingerprints[b * 4] &&
    fingerprints[a * 4 + 1] === fingerprints[b * 4 + 1] &&
    fingerprints[a * 4 + 2] === fingerprints[b * 4 + 2] &&
    fingerprints[a * 4 + 3] === fingerprints[b * 4 + 3];

  /** The row given earlier that has the same fingerprint, or the row itself when there is none. */
  return (row) => {
    for (let slot = (fingerprints[row * 4] as number) & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot] as number;
      if (held === 0) {
        slots[slot] = row + 1;
        return row;
      }
      if (same(held - 1, row)) return held - 1;
    }
  };
}
