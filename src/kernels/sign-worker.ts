/** A thread that reads parts of a file of lines and signs them, one after another. */
import { isUtf8 } from 'node:buffer';
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { LEFT, ownSigned } from './kernels.ts';
import { openKernels } from './open.ts';
import type { FileSigning, Part, SignedPart } from './signing.ts';

const NEWLINE = 0x0a;
/** What is read at first beyond a part, to end its last line. */
const BEYOND = 1 << 14;

const { path, where, signing } = workerData as FileSigning;
const kernels = openKernels();
const file = openSync(path, 'r');
let room = Buffer.alloc(0);

parentPort?.on('message', (part: Part) => {
  const lines = wellFormed(linesIn(part));
  const own = ownSigned(kernels.signLines(lines, where, signing));
  const done: SignedPart = { signed: own, left: leftOf(lines, own.flags) };
  parentPort?.postMessage(
    done,
    Object.values(own).map((column: Uint8Array) => column.buffer as ArrayBuffer),
  );
});

/** Whole lines that begin in a part: the line that a part ends in is its own. A last line without a newline does not count. */
function linesIn({ from, to }: Part): Buffer {
  const first = Math.max(0, from - 1); // with the byte before: where it is a newline, a line begins at `from`
  const bytes = read(first, to - first + BEYOND, to);
  const start = from === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
  if (from > 0 && (start === 0 || start > to - first)) return bytes.subarray(0, 0);
  const last = bytes.indexOf(NEWLINE, to - first - 1);
  const end = last < 0 ? bytes.lastIndexOf(NEWLINE) : last;
  return bytes.subarray(start, Math.max(start, end + 1));
}

/** Reads on until a newline at or after `to` - 1 is there, or the file ends. */
function read(at: number, length: number, to: number): Buffer {
  if (room.length < length) room = Buffer.allocUnsafeSlow(length * 2);
  let size = 0;
  while (size < length) {
    const count = readSync(file, room, size, length - size, at + size);
    if (count === 0) return room.subarray(0, size);
    size += count;
  }
  const bytes = room.subarray(0, size);
  return bytes.indexOf(NEWLINE, to - at - 1) >= 0 ? bytes : read(at, length * 2, to);
}

/** Bytes that are no UTF-8 become U+FFFD, as in reading text. */
const wellFormed = (lines: Buffer): Buffer => (isUtf8(lines) ? lines : Buffer.from(lines.toString()));

function leftOf(lines: Buffer, flags: Uint8Array): Uint8Array[] {
  if (!flags.includes(LEFT)) return [];
  const left: Uint8Array[] = [];
  let start = 0;
  for (const flag of flags) {
    const end = lines.indexOf(NEWLINE, start);
    if (flag === LEFT) left.push(new Uint8Array(lines.subarray(start, end))); // a copy: what is sent takes its whole memory along
    start = end + 1;
  }
  return left;
}
