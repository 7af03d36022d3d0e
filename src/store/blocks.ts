/** Stored lines in blocks, for kernels that read bytes and not objects. */
import { isUtf8 } from 'node:buffer';
import { BLOCK_BYTES, blockOf } from '../core/line-blocks.ts';
import type { LineBlock } from '../core/sample.ts';
import type { DiskFile } from './disk.ts';

/** Bytes that are read at once: each reading takes some time of its own, and what is read should fit a processor's cache. */
const READ_BYTES = 1 << 19;
const NEWLINE = 0x0a;

/** A last line without a newline was never finished, and does not count. */
export async function* blocksIn(file: DiskFile): AsyncIterable<LineBlock> {
  for await (const { lines, position } of wholeLines(file))
    for (const piece of piecesOf(lines))
      yield isUtf8(piece)
        ? blockOf(piece, position + piece.byteOffset - lines.byteOffset)
        : blockOf(Buffer.from(piece.toString())); // what is none becomes U+FFFD, as in reading text, and is not what stands there
}

/** A line longer than what is read at once comes alone. */
async function* wholeLines(file: DiskFile): AsyncIterable<{ readonly lines: Buffer; readonly position: number }> {
  const room = Buffer.allocUnsafeSlow(READ_BYTES);
  let position = 0;
  for (let bytes = READ_BYTES; ; ) {
    const read = await readOnce(file, position, bytes === READ_BYTES ? room : Buffer.allocUnsafeSlow(bytes));
    const length = read.lastIndexOf(NEWLINE) + 1;
    if (length > 0) yield { lines: read.subarray(0, length), position };
    else if (read.length < bytes) return;
    position += length;
    bytes = length > 0 ? READ_BYTES : bytes * 2;
  }
}

const readOnce = (file: DiskFile, position: number, room: Buffer): Buffer | Promise<Buffer> =>
  file.readNow?.(position, room) ?? file.read(position, room.length, room);

/** Whole lines in pieces of about a block; a longer line makes a piece of its own. */
function* piecesOf(lines: Buffer): Iterable<Buffer> {
  for (let start = 0; start < lines.length; ) {
    const last = lines.lastIndexOf(NEWLINE, start + BLOCK_BYTES - 1);
    const end = last < start ? lines.indexOf(NEWLINE, start) : last;
    yield lines.subarray(start, end + 1);
    start = end + 1;
  }
}
