/** Reads Parquet, a row group at a time, into JSON that loses nothing. */
import { open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData, ParquetParsers, SchemaTree } from 'hyparquet';
import { type ColumnReader, NotJson, readerOf, textOrUndefined } from './parquet-values.ts';
import { cut, type Read, type Row, type Value } from './row.ts';
import { UnreadableFile } from './text-file.ts';

/** Bytes of a row group, unpacked, at most: it is held whole while its rows go by. */
const GROUP_BYTES = 1 << 30;
/** Bytes of a page, unpacked, at most; writers make pages of about a megabyte. */
const PAGE_BYTES = 256 << 20;

/** Rows of a Parquet file, a batch for each row group; `line` is the row's number, from 1. */
export async function* readParquet(path: string): AsyncGenerator<readonly Read[]> {
  const handle = await open(path);
  try {
    const file = bufferOf(handle, (await handle.stat()).size);
    const metadata = await readMetadata(file);
    const hyparquet = await import('hyparquet');
    const columns = hyparquet.parquetSchema({ schema: structuredClone(metadata.schema) }).children;
    const readers = columns.map(toReader);
    refuseTwins(readers);
    withoutDecimals(metadata);
    const compressors = await limitedCompressors();
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const job = { file, metadata, rowStart, rowEnd, compressors, parsers: RAW, utf8: false };
      const rows = await readGroup(job, readers);
      yield rows.map((row, at) => toRow(row, readers, rowStart + at + 1));
      rowStart = rowEnd;
    }
  } finally {
    await handle.close();
  }
}

interface NamedReader {
  readonly name: string;
  readonly read: ColumnReader;
}

const toReader = (tree: SchemaTree): NamedReader => ({ name: tree.element.name, read: readerOf(tree) });

interface Job {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly compressors: Compressors;
  readonly parsers: Partial<ParquetParsers>;
  readonly utf8: boolean;
}

function refuseTwins(readers: readonly NamedReader[]): void {
  const names = new Set<string>();
  for (const { name } of readers) {
    if (names.has(name)) throw new UnreadableFile(`two columns are named \`${name}\``);
    names.add(name);
  }
}

const bufferOf = (handle: Awaited<ReturnType<typeof open>>, byteLength: number): AsyncBuffer => ({
  byteLength,
  slice: async (start, end = byteLength) => {
    const length = Math.max(0, Math.min(end, byteLength) - Math.max(0, start));
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, Math.max(0, start));
    if (bytesRead < length) throw new UnreadableFile('it became shorter while it was read');
    return bytes.buffer;
  },
});

async function readMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  if (file.byteLength < 12) throw new UnreadableFile('it is too short to be a Parquet file');
  const first = Buffer.from(await file.slice(0, 4)).toString('latin1');
  const last = Buffer.from(await file.slice(file.byteLength - 4)).toString('latin1');
  if (first === 'PARE' || last === 'PARE') throw new UnreadableFile('it is encrypted');
  if (first !== 'PAR1') throw new UnreadableFile('it does not begin as a Parquet file does (PAR1)');
  if (last !== 'PAR1') throw new UnreadableFile('it breaks off: the footer that ends a Parquet file is not there');
  const { parquetMetadataAsync } = await import('hyparquet');
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
  } catch (error) {
    throw new UnreadableFile(`its footer is damaged (${messageOf(error)})`, { cause: error });
  }
  refuseLies(metadata, file.byteLength);
  return metadata;
}

/** A footer that says what cannot be is damaged or hostile; believing it would cost the memory it names. */
function refuseLies(metadata: FileMetaData, bytes: number): void {
  let rows = 0n;
  for (const [at, group] of metadata.row_groups.entries()) {
    rows += group.num_rows;
    const unpacked = group.columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n);
    const packed = group.columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_compressed_size ?? 0n), 0n);
    if (group.num_rows < 0n || packed > BigInt(bytes))
      throw new UnreadableFile(`its footer is damaged (row group ${at + 1})`);
    if (unpacked > BigInt(GROUP_BYTES))
      throw new UnreadableFile(
        `row group ${at + 1} has ${unpacked} bytes unpacked, and at most ${GROUP_BYTES} are read; write smaller row groups`,
      );
  }
  if (rows !== metadata.num_rows)
    throw new UnreadableFile(`its footer is damaged (${metadata.num_rows} rows said, ${rows} in the row groups)`);
}

async function readGroup(job: Job, readers: readonly NamedReader[]): Promise<unknown[][]> {
  try {
    const rows = await rowsOf(job);
    if (rows.length !== job.rowEnd - job.rowStart) throw new Error(`${rows.length} rows came`);
    return rows;
  } catch (error) {
    const place = `rows ${job.rowStart + 1} to ${job.rowEnd}`;
    for (const { name } of readers) {
      const why = await rowsOf(job, [name]).then(() => undefined, messageOf);
      if (why !== undefined) throw new UnreadableFile(`column \`${name}\`, ${place}: ${why}`, { cause: error });
    }
    throw new UnreadableFile(`${place}: ${messageOf(error)}`, { cause: error });
  }
}

/** Rows as lists, in the order of the schema: as objects they would lose a column named `__proto__`. */
async function rowsOf(job: Job, columns?: string[]): Promise<unknown[][]> {
  const { parquetRead } = await import('hyparquet');
  let rows: unknown[][] = [];
  const onComplete = (all: unknown[][]) => {
    rows = all;
  };
  await parquetRead({ ...job, ...(columns === undefined ? {} : { columns }), rowFormat: 'array', onComplete });
  return rows;
}

function toRow(row: readonly unknown[], readers: readonly NamedReader[], line: number): Read {
  const exact: string[] = [];
  try {
    const data = Object.fromEntries(readers.map(({ name, read }, at) => [name, read(row[at], name, exact)] as const));
    return exact.length === 0 ? { data, line } : ({ data, line, exact } satisfies Row);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { line, reason: error.message, raw: cut(row.map(shown).join(' | ')) };
  }
}

const shown = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(value, (_, part: Value | bigint) => `${part}`)
    : `${value}`;

const messageOf = (error: unknown) => (error instanceof Error ? error.message.replace(/^parquet /, '') : `${error}`);

/** Hand the stored values over as they are: dates would lose their fractions, decimals their digits. */
const RAW: ParquetParsers = {
  timestampFromMilliseconds: (value) => value,
  timestampFromMicroseconds: (value) => value,
  timestampFromNanoseconds: (value) => value,
  dateFromDays: (value) => value,
  stringFromBytes: (bytes) => (bytes === undefined ? undefined : (textOrUndefined(bytes) ?? bytes)),
  jsonFromBytes: (bytes) => bytes,
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
  uuidFromBytes: (bytes) => bytes,
};

/** The reader turns a DECIMAL into a double; without its mark it leaves the digits as they are. */
function withoutDecimals(metadata: FileMetaData): void {
  for (const element of metadata.schema) if (element.converted_type === 'DECIMAL') delete element.converted_type;
}

async function limitedCompressors(): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  const limit = (unpack: (input: Uint8Array, bytes: number) => Uint8Array) => (input: Uint8Array, bytes: number) => {
    if (bytes > PAGE_BYTES) throw new Error(`a page of ${bytes} bytes, and at most ${PAGE_BYTES} are read`);
    return unpack(input, bytes);
  };
  return {
    SNAPPY: limit(compressors.SNAPPY!),
    LZ4: limit(compressors.LZ4!),
    LZ4_RAW: limit(compressors.LZ4_RAW!),
    GZIP: limit((input, bytes) => gunzipSync(input, { maxOutputLength: bytes })),
    BROTLI: limit((input, bytes) => brotliDecompressSync(input, { maxOutputLength: bytes })),
    ZSTD: limit((input, bytes) => zstdDecompressSync(input, { maxOutputLength: bytes })),
  };
}
