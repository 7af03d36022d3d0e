/** Splits a stream of bytes into lines, in flat memory, whatever stands in them. */
import { isUtf8 } from 'node:buffer';
import { cut, RECORD_BYTES } from './row.ts';

/** One line without its line feed (a carriage return before it is still there). */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A line that is no text. */
export interface BadLine {
  readonly number: number;
  readonly column?: number;
  readonly reason: string;
  readonly raw: string;
}

export const isBadLine = (line: Line | BadLine): line is BadLine => 'reason' in line;

const LINE_FEED = 0x0a;

interface Splitter {
  /** Bytes of the line that no line feed has ended yet. */
  carried: Uint8Array[];
  carriedBytes: number;
  /** Set while the rest of a line that is too long passes by. */
  tooLong: Uint8Array | undefined;
  nextLine: number;
  /** Byte offset, within the file, of the next line. */
  offset: number;
  readonly cap: number;
}

/** Lines of a UTF-8 stream, a batch for each chunk; a line longer than `cap` bytes is bad, and never held whole. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  cap = RECORD_BYTES,
): AsyncGenerator<readonly (Line | BadLine)[]> {
  const splitter: Splitter = { carried: [], carriedBytes: 0, tooLong: undefined, nextLine: 1, offset: 0, cap };
  for await (const chunk of chunks) {
    const lines = take(splitter, chunk);
    if (lines.length > 0) yield lines;
  }
  const rest = last(splitter);
  if (rest.length > 0) yield rest;
}

function take(splitter: Splitter, chunk: Uint8Array): (Line | BadLine)[] {
  const lines: (Line | BadLine)[] = [];
  let start = 0;
  if (splitter.carriedBytes > 0) {
    const end = chunk.indexOf(LINE_FEED);
    carry(splitter, end === -1 ? chunk : chunk.subarray(0, end + 1));
    if (end === -1) return lines;
    lines.push(...finishCarried(splitter));
    start = end + 1;
  }
  const end = chunk.lastIndexOf(LINE_FEED) + 1;
  if (end > start) decode(splitter, chunk.subarray(start, end), lines);
  if (Math.max(end, start) < chunk.length) carry(splitter, chunk.subarray(Math.max(end, start)));
  return lines;
}

function carry(splitter: Splitter, bytes: Uint8Array): void {
  splitter.carriedBytes += bytes.length;
  if (splitter.tooLong !== undefined) return;
  splitter.carried.push(bytes);
  if (splitter.carriedBytes <= splitter.cap) return;
  splitter.tooLong = Buffer.concat(splitter.carried.slice(0, 1)).subarray(0, 2000);
  splitter.carried = [];
}

function finishCarried(splitter: Splitter): (Line | BadLine)[] {
  const lines: (Line | BadLine)[] = [];
  const { carried, carriedBytes, tooLong } = splitter;
  Object.assign(splitter, { carried: [], carriedBytes: 0, tooLong: undefined });
  if (tooLong === undefined) decode(splitter, Buffer.concat(carried), lines);
  else {
    const reason = `a line of ${carriedBytes} bytes; at most ${splitter.cap} are read`;
    lines.push({ number: splitter.nextLine++, reason, raw: cut(new TextDecoder().decode(tooLong)) });
    splitter.offset += carriedBytes;
  }
  return lines;
}

const last = (splitter: Splitter) => (splitter.carriedBytes > 0 ? finishCarried(splitter) : []);

/** Decodes a block of whole lines at once; only a block with broken bytes is looked at line by line. */
function decode(splitter: Splitter, block: Uint8Array, lines: (Line | BadLine)[]): void {
  const view = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (!isUtf8(view) || view.includes(0)) {
    decodeCarefully(splitter, view, lines);
    return;
  }
  const text = view.toString('utf8');
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    lines.push({ number: splitter.nextLine++, text: text.slice(start, end) });
    start = end + 1;
  }
  splitter.offset += block.length;
}

function decodeCarefully(splitter: Splitter, block: Buffer, lines: (Line | BadLine)[]): void {
  for (let start = 0; start < block.length; ) {
    const feed = block.indexOf(LINE_FEED, start);
    const end = feed === -1 ? block.length : feed;
    lines.push(decodeLine(splitter, block.subarray(start, end)));
    splitter.offset += Math.min(end + 1, block.length) - start;
    start = end + 1;
  }
}

function decodeLine(splitter: Splitter, bytes: Buffer): Line | BadLine {
  const number = splitter.nextLine++;
  const broken = firstBrokenByte(bytes);
  const bad = broken === -1 ? bytes.indexOf(0) : broken;
  if (bad === -1) return { number, text: bytes.toString('utf8') };
  const at = `byte ${splitter.offset + bad}`;
  const reason =
    broken === -1
      ? `a NUL at ${at}; this looks like a binary file, or UTF-16 without its mark`
      : `not UTF-8 at ${at} (0x${bytes[bad]!.toString(16)}); if the file is older, set \`encoding: latin1\``;
  return { number, column: bytes.toString('utf8', 0, bad).length + 1, reason, raw: cut(bytes.toString('utf8')) };
}

/** Offset of the first byte that is not valid UTF-8 (Unicode 17, table 3-7), or -1. */
export function firstBrokenByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const [low, high] = SECOND_BYTE.get(lead) ?? [0x80, 0xbf];
  if (second < low || second > high) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Leads whose second byte is narrower than 80..BF: no overlong forms, no surrogates, nothing above U+10FFFF. */
const SECOND_BYTE = new Map<number, readonly [number, number]>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
