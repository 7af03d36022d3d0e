/** Opens a text file as a stream of UTF-8 bytes: unpacked, transcoded, without its byte order mark. */

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** `latin1` is windows-1252, as the web and spreadsheets mean it. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface TextFile {
  readonly encoding: Encoding;
  /** Bytes of UTF-8; a fault of the file ends it with an `UnreadableFile`. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The file as a whole cannot be what it is said to be; the message is a reason for the user. */
export class UnreadableFile extends Error {}

/** Bytes read at once: large enough that the cost of a read vanishes, small beside any other buffer. */
const CHUNK_BYTES = 1 << 18;

/** Opens a text file; the encoding is the one given, or else what the first bytes show. */
export async function openText(path: string, given?: Encoding): Promise<TextFile> {
  const packed = await headOf(path, 4);
  const unpacked = unpack(path, packed);
  const [head, chunks] = await peeked(unpacked);
  refuseBinary(head);
  const marked = encodingOf(head);
  if (given !== undefined && marked !== undefined && marked.encoding !== given)
    throw new UnreadableFile(`its byte order mark says ${marked.encoding}, and the recipe says ${given}`);
  const encoding = given ?? marked?.encoding ?? guessWide(head) ?? 'utf-8';
  const body = withoutMark(chunks, marked?.markBytes ?? 0);
  return { encoding, chunks: encoding === 'utf-8' ? body : transcode(body, encoding) };
}

async function headOf(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Decompresses by what the bytes are, not by the name: servers and browsers unpack files without renaming them. */
function unpack(path: string, head: Buffer): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const isZstd = head.length === 4 && head.readUInt32LE(0) === 0xfd2fb528;
  if (!isGzip && !isZstd) return file;
  const options = { chunkSize: CHUNK_BYTES };
  const unpacked = isGzip ? createGunzip(options) : createZstdDecompress(options);
  return unpackErrors(
    pipeline(file, unpacked, () => undefined),
    isGzip ? 'gzip' : 'Zstandard',
  );
}

async function* unpackErrors(stream: AsyncIterable<Buffer>, what: string): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /^(Z_|ZSTD_|ERR_)/.test(`${error.code}`))) throw error;
    throw new UnreadableFile(`the ${what} data is damaged or cut off (${error.message})`);
  }
}

async function peeked(stream: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head: Buffer = first.done === true ? Buffer.alloc(0) : first.value;
  const whole = async function* () {
    try {
      if (first.done !== true) yield head;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return [head, whole()];
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['PAR1', 'this is a Parquet file; set `format: parquet`'],
  ['PK\u0003\u0004', 'this is a ZIP archive or an Excel workbook; unpack it, or save it as CSV'],
  ['ARROW1', 'this is an Arrow file; write it as Parquet'],
  ['SQLite format 3', 'this is an SQLite database; export its table as CSV'],
  ['%PDF-', 'this is a PDF; extract its text first'],
];

function refuseBinary(head: Buffer): void {
  for (const [signature, reason] of SIGNATURES)
    if (head.toString('latin1', 0, signature.length) === signature) throw new UnreadableFile(reason);
}

function encodingOf(head: Buffer): { readonly encoding: Encoding; readonly markBytes: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  return undefined;
}

/** UTF-16 without a mark: every other byte of a western text is zero, and all of the first few are. */
function guessWide(head: Buffer): Encoding | undefined {
  const pairs = Math.min(head.length >> 1, 8);
  if (pairs < 2) return undefined;
  const zero = (parity: number) => Array.from({ length: pairs }, (_, at) => head[2 * at + parity] === 0).every(Boolean);
  if (zero(1) && !zero(0)) return 'utf-16le';
  return zero(0) && !zero(1) ? 'utf-16be' : undefined;
}

async function* withoutMark(chunks: AsyncIterable<Buffer>, markBytes: number): AsyncGenerator<Buffer> {
  let skip = markBytes;
  for await (const chunk of chunks) {
    const rest = skip === 0 ? chunk : chunk.subarray(skip);
    skip = 0;
    if (rest.length > 0) yield rest;
  }
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding, { fatal: true });
  let offset = 0;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      offset += chunk.length;
      if (text !== '') yield Buffer.from(text);
    }
    const rest = decoder.decode();
    if (rest !== '') yield Buffer.from(rest);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile(`it is not ${encoding}: broken after byte ${offset}`);
  }
}
