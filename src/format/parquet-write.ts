/** Writes Parquet, a row group at a time, in typed columns. */
import { zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import type { Value } from './row.ts';
import type { Shape } from './shape.ts';

export type ParquetCodec = 'zstd' | 'snappy' | 'none';

type Row = { readonly [column: string]: Value };

export interface ParquetSink {
  write(row: Row): Promise<void>;
  /** Writes the footer; without it the file cannot be read. */
  end(): Promise<void>;
}

export interface ParquetPlan {
  readonly columns: ReadonlyMap<string, Shape>;
  readonly codec: ParquetCodec;
  /** Rows of a row group, at most. */
  readonly groupRows: number;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** Characters of JSON in a row group, about: bounds what is held, however long the rows are. */
const GROUP_CHARACTERS = 32 << 20;

const CODECS = { zstd: 'ZSTD', snappy: 'SNAPPY', none: 'UNCOMPRESSED' } as const;

/** Opens a Parquet file whose bytes go to `write`. */
export async function parquetSink({ columns, codec, groupRows, write }: ParquetPlan): Promise<ParquetSink> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const writer = new ByteWriter();
  const schema = [
    { name: 'root', num_children: columns.size },
    ...[...columns].flatMap(([name, shape]) => elementsOf(name, shape)),
  ];
  const compressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdCompressSync(bytes)) };
  const parquet = new ParquetWriter({ writer, schema, codec: CODECS[codec], compressors, createdBy: 'synthloom' });
  let rows: Row[] = [];
  let characters = 0;

  const drain = async () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    if (bytes.length > 0) await write(bytes);
  };
  const endGroup = async () => {
    const columnData = [...columns].map(([name, shape]) => ({
      name,
      data: rows.map((row) => stored(ownValue(row, name), shape)),
    }));
    if (rows.length > 0) await parquet.write({ columnData, rowGroupSize: rows.length });
    rows = [];
    characters = 0;
    await drain();
  };
  return {
    write: async (row) => {
      rows.push(row);
      characters += weight(row);
      if (rows.length >= groupRows || characters >= GROUP_CHARACTERS) await endGroup();
    },
    end: async () => {
      await endGroup();
      await parquet.finish();
      await drain();
    },
  };
}

/** Schema of one column, in the order of a walk from its root: Parquet's own form of a tree. */
function elementsOf(name: string, shape: Shape): SchemaElement[] {
  const repetition_type = 'OPTIONAL';
  if (shape.kind === 'list')
    return [
      { name, repetition_type, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', shape.of),
    ];
  if (shape.kind === 'struct') {
    const children = [...shape.fields].flatMap(([field, inner]) => elementsOf(field, inner));
    return [{ name, repetition_type, num_children: shape.fields.size }, ...children];
  }
  if (shape.kind === 'boolean') return [{ name, repetition_type, type: 'BOOLEAN' }];
  if (shape.kind === 'integer') return [{ name, repetition_type, type: 'INT64' }];
  if (shape.kind === 'double') return [{ name, repetition_type, type: 'DOUBLE' }];
  return [{ name, repetition_type, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }];
}

/** A value as the writer wants it: 64-bit integers as bigint, structs without a prototype, mixed values as JSON text. */
function stored(value: Value | undefined, shape: Shape): unknown {
  if (value === null || value === undefined) return undefined;
  if (shape.kind === 'json') return JSON.stringify(value);
  if (shape.kind === 'integer') return BigInt(value as number);
  if (shape.kind === 'list') return (value as readonly Value[]).map((item) => stored(item, shape.of) ?? null);
  if (shape.kind !== 'struct') return value;
  const struct: Record<string, unknown> = Object.create(null);
  for (const [field, inner] of shape.fields) struct[field] = stored(ownValue(value as Row, field), inner);
  return struct;
}

const ownValue = (row: Row, name: string): Value | undefined => (Object.hasOwn(row, name) ? row[name] : undefined);

/** Characters a value would take as JSON, about. */
function weight(value: Value): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 2;
  for (const item of Object.values(value)) sum += weight(item as Value) + 4;
  return sum;
}
