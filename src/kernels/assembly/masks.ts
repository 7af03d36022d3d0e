/** Masks of the first bytes of a block. */

const ONES_AND_ZEROS: usize = memory.data<u64>([-1, -1, 0, 0]);

/** Ones in the first `count` of 16 bytes, zeros behind. */
// @ts-ignore: decorator
@inline
export function firstBytes(count: u32): v128 {
  return v128.load(ONES_AND_ZEROS + 16 - <usize>count);
}
