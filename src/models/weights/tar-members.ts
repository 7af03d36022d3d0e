/** Members of a gzipped tar archive, as a stream. Format: POSIX.1-1988 ustar, with `prefix` and pax paths. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface MemberChunk {
  /** Path in the archive. */
  readonly member: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/**
 * Yields the bytes of the wanted members in archive order; reads the source to its end, so that whoever hashes it sees all.
 * @throws Error when the archive breaks off or is no archive.
 */
export async function* readMembers(
  archive: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<MemberChunk> {
  const reader = new BlockReader(unzipped(archive));
  let longPath: string | undefined;
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header === undefined || header.every((byte) => byte === 0)) break;
    const size = octal(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const path = longPath ?? headerPath(header);
    longPath = undefined;
    if (type === 'x') {
      longPath = paxPath(await reader.body(size));
    } else if (wanted.has(path) && (type === '0' || type === '\0')) {
      for await (const bytes of reader.chunks(size)) yield { member: path, bytes };
    } else {
      for await (const _ of reader.chunks(size));
    }
    await reader.take((BLOCK - (size % BLOCK)) % BLOCK);
  }
  await reader.drain();
}

/** The archive unzipped. The source's own error (a broken hash, a cut) comes through as it is. */
async function* unzipped(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(archive, { objectMode: false });
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
  }
}

/** Cuts a stream of chunks into pieces of wanted sizes. */
class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly `size` bytes; undefined at the end of the source. */
  async take(size: number): Promise<Uint8Array | undefined> {
    if (size === 0) return new Uint8Array();
    const parts: Uint8Array[] = [];
    let missing = size;
    while (missing > 0) {
      const part = await this.#next(missing);
      if (part === undefined && missing === size) return undefined;
      if (part === undefined) throw new Error('the archive breaks off');
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  async *chunks(size: number): AsyncGenerator<Uint8Array> {
    for (let missing = size; missing > 0; ) {
      const part = await this.#next(missing);
      if (part === undefined) throw new Error('the archive breaks off');
      missing -= part.length;
      yield part;
    }
  }

  async body(size: number): Promise<Uint8Array> {
    const body = await this.take(size);
    if (body === undefined) throw new Error('the archive breaks off');
    return body;
  }

  async drain(): Promise<void> {
    while (!(await this.#source.next()).done);
  }

  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#left.length === 0) {
      const step = await this.#source.next();
      if (step.done) return undefined;
      this.#left = step.value;
    }
    const part = this.#left.subarray(0, most);
    this.#left = this.#left.subarray(part.length);
    return part;
  }
}

const ascii = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8').replace(/\0.*$/s, '');

function octal(header: Uint8Array, at: number, length: number): number {
  const digits = ascii(header.subarray(at, at + length)).trim();
  if (!/^[0-7]+$/.test(digits)) throw new Error('this is not a tar archive');
  return Number.parseInt(digits, 8);
}

function headerPath(header: Uint8Array): string {
  const name = ascii(header.subarray(0, 100));
  const prefix = ascii(header.subarray(257, 262)) === 'ustar' ? ascii(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The `path` of a pax header: records of the form `<length> <key>=<value>\n`. */
const paxPath = (body: Uint8Array): string | undefined =>
  /^\d+ path=(.*)$/m.exec(Buffer.from(body).toString('utf8'))?.[1];
