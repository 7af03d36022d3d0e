import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readParquet } from './parquet-read.ts';
import { type ParquetCodec, parquetSink } from './parquet-write.ts';
import type { Data, Read, Value } from './row.ts';
import { Columns } from './shape.ts';

let folder: string;
let duck: Awaited<ReturnType<Awaited<ReturnType<typeof DuckDBInstance.create>>['connect']>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-parquet-'));
  duck = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(async () => {
  duck.closeSync();
  await rm(folder, { recursive: true, force: true });
});

async function read(path: string): Promise<Read[]> {
  const all: Read[] = [];
  for await (const rows of readParquet(path)) all.push(...rows);
  return all;
}

async function write(
  name: string,
  rows: readonly Data[],
  codec: ParquetCodec = 'zstd',
  groupRows = 1000,
): Promise<string> {
  const columns = new Columns();
  for (const row of rows) columns.see(row);
  const parts: Uint8Array[] = [];
  const sink = await parquetSink({
    columns: columns.shapes,
    codec,
    groupRows,
    write: async (bytes) => void parts.push(bytes),
  });
  for (const row of rows) await sink.write(row);
  await sink.end();
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(parts));
  return path;
}

const query = async (sql: string) => (await duck.runAndReadAll(sql)).getRowObjectsJson();

/** A Parquet file as DuckDB writes it. */
async function duckFile(name: string, select: string, options = ''): Promise<string> {
  const path = join(folder, name);
  await duck.run(`copy (${select}) to '${path}' (format parquet${options})`);
  return path;
}

describe('what others wrote', () => {
  test('every type comes as JSON that loses nothing', async () => {
    const path = await duckFile(
      'types.parquet',
      `select 9007199254740993::bigint as big, 7::bigint as small, 18446744073709551615::ubigint as unsigned, true as yes,
        12345678901234567.89::decimal(19,2) as price, -0.05::decimal(9,2) as cents, 0.1::double as d, 1.5::float as f,
        timestamp '2026-01-02 03:04:05.123456' as local, timestamptz '2026-01-02 03:04:05.5+00' as zoned,
        date '2026-02-28' as day, time '23:59:59.5' as hour, 'é😀' as text, null::varchar as nothing,
        [1, null, 3] as list, []::integer[] as empty, [[1], [2, 3]] as lists, {'k': 'v', 'n': 9007199254740993} as struct,
        [{'role': 'user', 'content': 'hi'}] as messages, map {'x': 1, 'y': 2} as map, '{"j": [1]}'::json as json,
        uuid '12345678-1234-1234-1234-123456789abc' as id`,
    );
    expect(await read(path)).toEqual([
      {
        line: 1,
        exact: ['big', 'unsigned', 'struct.n'],
        data: {
          ...{ big: '9007199254740993', small: 7, unsigned: '18446744073709551615', yes: true },
          ...{ price: '12345678901234567.89', cents: '-0.05', d: 0.1, f: 1.5 },
          ...{ local: '2026-01-02T03:04:05.123456', zoned: '2026-01-02T03:04:05.500000Z' },
          ...{ day: '2026-02-28', hour: '23:59:59.500000', text: 'é😀', nothing: null },
          ...{ list: [1, null, 3], empty: [], lists: [[1], [2, 3]], struct: { k: 'v', n: '9007199254740993' } },
          ...{ messages: [{ role: 'user', content: 'hi' }], map: { x: 1, y: 2 }, json: { j: [1] } },
          id: '12345678-1234-1234-1234-123456789abc',
        },
      },
    ]);
  });

  test.each(['snappy', 'zstd', 'gzip', 'brotli', 'lz4_raw', 'uncompressed'])(
    '%s pages in many row groups',
    async (codec) => {
      const path = await duckFile(
        `${codec}.parquet`,
        `select i, 'text ' || i as text, case when i % 3 = 0 then null else i * 0.5::double end as half from range(5000) t(i)`,
        `, compression ${codec}, row_group_size 2048`,
      );
      const rows = await read(path);
      expect(rows.length).toBe(5000);
      expect(rows[4999]).toEqual({ line: 5000, data: { i: 4999, text: 'text 4999', half: 4999 / 2 } });
      expect(rows[3]).toEqual({ line: 4, data: { i: 3, text: 'text 3', half: null } });
    },
  );

  test('a row that JSON cannot hold is bad by itself, and named', async () => {
    const path = await duckFile('nan.parquet', `select unnest([1.0, 'nan'::double, 3.0]) as d`);
    expect(await read(path)).toMatchObject([
      { data: { d: 1 } },
      { line: 2, reason: expect.stringMatching(/column `d` holds NaN/) },
      { data: { d: 3 } },
    ]);
    const bytes = await duckFile('bytes.parquet', `select '\\xFF\\x00'::blob as b`);
    expect(await read(bytes)).toMatchObject([
      { line: 1, reason: expect.stringMatching(/column `b` holds bytes that are not UTF-8/) },
    ]);
  });

  test('no row is no row', async () => {
    expect(await read(await duckFile('none.parquet', 'select 1 as a where false'))).toEqual([]);
  });

  test('a damaged page is told with its column; no damage crashes or hangs', async () => {
    const path = await duckFile('whole.parquet', `select i, md5(i::varchar) as hash from range(300) t(i)`);
    const whole = await readFile(path);
    const broken = join(folder, 'broken.parquet');
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cutsOff) => {
        const bytes = cutsOff ? whole.subarray(0, at) : Buffer.from(whole).fill(byte, at, at + 1);
        await writeFile(broken, bytes);
        const error = await read(broken).then(
          () => undefined,
          (reason) => reason,
        );
        if (error === undefined) return;
        told++;
        expect(error.constructor.name).toBe('UnreadableFile');
        expect(error.message).toMatch(/column|footer|rows|begin|short|row group/);
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(told).toBeGreaterThan(100);
  });
});

describe('what we write', () => {
  const rows: Data[] = [
    {
      text: 'é',
      n: 1,
      d: 1,
      ok: true,
      list: ['a'],
      messages: [{ role: 'user', content: 'hi', extra: null }],
      mixed: 1,
      none: null,
    },
    { text: '', n: -5, d: 0.5, ok: null, list: [], messages: [], mixed: 'x', none: null, late: { a: 1 } },
    {
      text: null,
      n: 2 ** 53 - 1,
      ok: false,
      list: [null, 'b'],
      messages: [{ role: 'assistant', content: '' }],
      mixed: [1],
      late: {},
    },
  ];

  test.each(['zstd', 'snappy', 'none'] as const)('DuckDB reads it, typed (%s)', async (codec) => {
    const path = await write(`own-${codec}.parquet`, rows, codec, 2);
    const types = await query(`select column_name, column_type from (describe select * from '${path}')`);
    expect(Object.fromEntries(types.map((row) => [row.column_name, row.column_type]))).toEqual({
      ...{ text: 'VARCHAR', n: 'BIGINT', d: 'DOUBLE', ok: 'BOOLEAN', list: 'VARCHAR[]' },
      ...{
        messages: 'STRUCT("role" VARCHAR, "content" VARCHAR, extra VARCHAR)[]',
        mixed: 'VARCHAR',
        none: 'VARCHAR',
        late: 'VARCHAR',
      },
    });
    expect(await query(`select * from '${path}'`)).toEqual([
      {
        text: 'é',
        n: '1',
        d: 1,
        ok: true,
        list: ['a'],
        messages: [{ role: 'user', content: 'hi', extra: null }],
        mixed: '1',
        none: null,
        late: null,
      },
      { text: '', n: '-5', d: 0.5, ok: null, list: [], messages: [], mixed: '"x"', none: null, late: '{"a":1}' },
      {
        text: null,
        n: '9007199254740991',
        d: null,
        ok: false,
        list: [null, 'b'],
        messages: [{ role: 'assistant', content: '', extra: null }],
        mixed: '[1]',
        none: null,
        late: '{}',
      },
    ]);
  });

  test('what is written is read back, here and by DuckDB', async () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => text.isWellFormed()),
      fc.constant(null),
    );
    const point = fc.record({ x: fc.integer(), label: leaf });
    const row = fc.record({
      ...{
        text: leaf,
        n: fc.option(fc.maxSafeInteger()),
        d: fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => d + 0.5),
        ok: fc.boolean(),
      },
      ...{
        list: fc.array(leaf, { maxLength: 3 }),
        points: fc.option(fc.array(point, { maxLength: 3 })),
        deep: fc.array(fc.array(fc.integer(), { maxLength: 2 }), { maxLength: 2 }),
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row as fc.Arbitrary<Data>, { minLength: 1, maxLength: 12 }), async (given) => {
        const path = await write('round.parquet', given, 'snappy', 5);
        const got = await read(path);
        expect(got.map((each) => (each as { data: Data }).data)).toEqual(given.map(asRead));
        const [sum] = await query(
          `select count(*) as rows, count(text) as texts, sum(len(list)) as items, sum(len(points)) as points from '${path}'`,
        );
        expect(Number(sum!.rows)).toBe(given.length);
        expect(Number(sum!.texts)).toBe(given.filter((each) => each.text !== null).length);
        expect(Number(sum!.items)).toBe(given.reduce((all, each) => all + (each.list as unknown[]).length, 0));
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('hostile names are columns', async () => {
    const path = await write('names.parquet', [
      JSON.parse('{"__proto__":"x","constructor":1,"s":{"toString":"t"}}'),
      JSON.parse('{"s":{"other":1}}'),
    ]);
    expect(JSON.stringify((await read(path)).map((row) => (row as { data: Data }).data))).toBe(
      '[{"__proto__":"x","constructor":1,"s":{"toString":"t","other":null}},{"__proto__":null,"constructor":null,"s":{"toString":null,"other":1}}]',
    );
  });
});

/** Absent and undefined are null in a table; −0 is 0. */
const asRead = (row: Data): Data =>
  JSON.parse(JSON.stringify(row, (_, value: Value) => (Object.is(value, -0) ? 0 : value)));
