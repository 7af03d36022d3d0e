/** Finds rows that repeat an earlier one, by their fingerprints: 8 to 16 bytes a row beside the fingerprints. */

export interface RowsByPrint {
  /** Enters a row: gives the one entered earlier that has the same fingerprint, or the row itself where there is none. */
  first(row: number): number;
  /** The row entered with these four words, which begin at `at`; -1 where there is none. */
  find(words: Uint32Array, at: number): number;
}

/** Remembers rows by fingerprint; `fingerprints` holds four words a row and may be filled before or after. */
export function makeRowsByPrint(fingerprints: Uint32Array): RowsByPrint {
  const rows = fingerprints.length / 4;
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
  const slots = new Uint32Array(capacity); // row + 1; 0 is free
  const mask = capacity - 1;

  /** The slot that holds these words, or the free one where they belong. */
  const slotOf = (words: Uint32Array, at: number): number => {
    for (let slot = (words[at] as number) & mask; ; slot = (slot + 1) & mask) {
      const held = ((slots[slot] as number) - 1) * 4;
      if (
        held < 0 ||
        (fingerprints[held] === words[at] &&
          fingerprints[held + 1] === words[at + 1] &&
          fingerprints[held + 2] === words[at + 2] &&
          fingerprints[held + 3] === words[at + 3])
      )
        return slot;
    }
  };
  return {
    first: (row) => {
      const slot = slotOf(fingerprints, row * 4);
      if (slots[slot] === 0) slots[slot] = row + 1;
      return (slots[slot] as number) - 1;
    },
    find: (words, at) => (slots[slotOf(words, at)] as number) - 1,
  };
}

/** For those who only enter rows. */
export const makeFirstRows = (fingerprints: Uint32Array): ((row: number) => number) =>
  makeRowsByPrint(fingerprints).first;
