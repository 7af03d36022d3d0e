/** How much two lists of hashes have in common. */

/** In a place of the table: a hash, and above it the turn in which it was written, twice, and whether the second list has it. */
let turn: u32 = 0;
/** How many different hashes either list has, of which `shared` gave those of both; 1 of each for two lists that are the same. */
let all: u32 = 0;

/** The number of different hashes that either list had. */
export function allOf(): u32 {
  return all;
}

/**
 * The number of different hashes that both lists hold; repeats do not count. `table` has `mask` + 1 places of eight bytes, a
 * power of two well above the hashes of both together: zeros at first, and then what the last turn left.
 */
export function shared(first: usize, firsts: u32, second: usize, seconds: u32, table: usize, mask: u32): u32 {
  if (firsts == seconds && memory.compare(first, second, <usize>firsts << 2) == 0) {
    all = firsts != 0 ? 1 : 0; // copies: as alike as one hash is to itself
    return all;
  }
  turn = (turn + 2) & 0x7fffffff;
  if (turn == 0) {
    memory.fill(table, 0, (<usize>mask + 1) << 3);
    turn = 2;
  }
  all = 0;
  let both: u32 = 0;
  for (let i: u32 = 0; i < firsts; i++) {
    const hash = load<u32>(first + (<usize>i << 2));
    const slot = slotOf(hash, table, mask);
    all += load<u32>(slot, 4) < turn ? 1 : 0;
    store<u64>(slot, (<u64>turn << 32) | <u64>hash);
  }
  for (let i: u32 = 0; i < seconds; i++) {
    const hash = load<u32>(second + (<usize>i << 2));
    const slot = slotOf(hash, table, mask);
    const state = load<u32>(slot, 4);
    all += state < turn ? 1 : 0;
    both += state == turn ? 1 : 0;
    store<u64>(slot, (<u64>(turn + 1) << 32) | <u64>hash);
  }
  return both;
}

/** The place that holds a hash in this turn, or the free one where it belongs. */
// @ts-ignore: decorator
@inline
function slotOf(hash: u32, table: usize, mask: u32): usize {
  let place = hash & mask;
  let slot = table + (<usize>place << 3);
  while (load<u32>(slot, 4) >= turn && load<u32>(slot) != hash) {
    place = (place + 1) & mask;
    slot = table + (<usize>place << 3);
  }
  return slot;
}
