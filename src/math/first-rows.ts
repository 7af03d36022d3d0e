/** Finds rows that repeat an earlier one, by their fingerprints: 8 to 16 bytes a row beside the fingerprints. */

/**
 * Remembers rows by fingerprint, of which `fingerprints` holds four words a row, filled before or after. Enters a row: gives the
 * one entered earlier that has the same fingerprint, or the row itself where there is none.
 */
export function makeFirstRows(fingerprints: Uint32Array): (row: number) => number {
  const rows = fingerprints.length / 4;
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
  const slots = new Uint32Array(capacity); // row + 1; 0 is free
  const mask = capacity - 1;
  const isSame = (a: number, b: number): boolean => {
    for (let word = 0; word < 4; word++) if (fingerprints[a * 4 + word] !== fingerprints[b * 4 + word]) return false;
    return true;
  };
  return (row) => {
    for (let slot = fingerprints[row * 4]! & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot]! - 1;
      if (held < 0) slots[slot] = row + 1;
      if (held < 0 || isSame(held, row)) return held < 0 ? row : held;
    }
  };
}
