/** Reading a file line by line in large blocks, with the position of each line. */
import type { DiskFile } from './disk.ts';

const BLOCK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

export interface Line {
  /** Without its newline; valid until the next line is asked for. */
  readonly bytes: Buffer;
  readonly position: number;
  /** False only for a last line that no newline ends. */
  readonly whole: boolean;
}

/** Every line of a file from a position on. */
export async function* linesOf(file: DiskFile, from = 0): AsyncIterable<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let position = from;
  for (;;) {
    const block = await file.read(position + rest.length, BLOCK_BYTES);
    if (block.length === 0) break;
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE, rest.length); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield { bytes: bytes.subarray(start, end), position: position + start, whole: true };
      start = end + 1;
    }
    position += start;
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield { bytes: rest, position, whole: false };
}
