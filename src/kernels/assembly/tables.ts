/** Tables of keys that fit a processor's cache. */

/**
 * Of `count` records, a key and a row each, writes to `out` the rows whose key a record before had: of that record the row, and
 * their own. Gives their number. `table` has `mask` + 1 places of eight bytes, a power of two above `count`.
 */
export function repeatedKeys(records: usize, count: u32, table: usize, mask: u32, out: usize): u32 {
  memory.fill(table, 0, (<usize>mask + 1) << 3);
  let found: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const record = load<u64>(records + (<usize>i << 3));
    const key = <u32>record;
    let place = key & mask;
    for (;;) {
      const slot = table + (<usize>place << 3);
      const held = load<u32>(slot, 4); // the record's number, from 1; 0 is free
      if (held == 0) {
        store<u64>(slot, (<u64>(i + 1) << 32) | <u64>key);
        break;
      }
      if (load<u32>(slot) == key) {
        store<u32>(out + (<usize>found << 3), load<u32>(records + (<usize>(held - 1) << 3), 4));
        store<u32>(out + (<usize>found << 3), <u32>(record >> 32), 4);
        found++;
        break;
      }
      place = (place + 1) & mask;
    }
  }
  return found;
}

/**
 * Enters the keys of rows from key `at` on, each with the number of its row, into the part that its band and its first `bits`
 * bits tell; rows whose count is 0 have none. `waiting` has `room` bytes a part, `fill` says how many are taken. Gives where it
 * stopped: at the end, or at the first key whose part is full.
 */
export function scatter(
  keys: usize, counts: usize, rows: u32, firstRow: u32, at: u32,
  bands: u32, bits: u32, waiting: usize, room: u32, fill: usize,
): u32 {
  let band = at % bands;
  for (let row = at / bands; row < rows; row++) {
    const start = row * bands;
    for (; band < bands && load<u32>(counts + (<usize>row << 2)) != 0; band++) {
      const key = load<u32>(keys + (<usize>(start + band) << 2));
      const part = (band << bits) + (bits == 0 ? 0 : key >>> (32 - bits));
      const filled = load<u32>(fill + (<usize>part << 2));
      if (filled == room) return start + band;
      store<u64>(waiting + <usize>part * room + filled, (<u64>(firstRow + row) << 32) | <u64>key);
      store<u32>(fill + (<usize>part << 2), filled + 8);
    }
    band = 0;
  }
  return rows * bands;
}
