import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parquetSink } from '../format/parquet-write.ts';
import { runStep } from '../testing/test-step.ts';
import { file } from './file.ts';

const read = async (path: string, content: string | Uint8Array, more: object = {}) =>
  runStep(file, { with: { path, ...more }, files: { [path]: content } });
const rows = async (...given: Parameters<typeof read>) => (await read(...given)).kept.map((sample) => sample.data);

const two = [
  { a: 'x', n: 1 },
  { a: 'y', n: 2.5 },
];
const asLines = two.map((row) => JSON.stringify(row)).join('\n');

describe('every format gives the same rows', () => {
  test.each([
    ['lines.jsonl', asLines],
    ['lines.ndjson', `${asLines}\n`],
    ['crlf.jsonl', `${asLines.replace('\n', '\r\n')}\r\n`],
    ['blank.jsonl', `\n${asLines.replace('\n', '\n \t\n\n')}\n\n`],
    ['mark.jsonl', `\uFEFF${asLines}`],
    ['wide.jsonl', Buffer.from(`\uFEFF${asLines}`, 'utf16le')],
    ['big-endian.jsonl', Buffer.from(`\uFEFF${asLines}`, 'utf16le').swap16()],
    ['unmarked.jsonl', Buffer.from(asLines, 'utf16le')],
    ['packed.jsonl.gz', gzipSync(asLines)],
    ['packed.jsonl.zst', zstdCompressSync(Buffer.from(asLines))],
    ['unpacked.jsonl.gz', asLines],
    ['array.json', JSON.stringify(two, null, 2)],
    ['short.json', ` [${asLines.replace('\n', ',')}]\n`],
    ['one-by-one.json', two.map((row) => JSON.stringify(row, null, 2)).join('\n')],
    ['glued.json', asLines.replace('\n', '')],
  ])('%s', async (path, content) => {
    expect(await rows(path, content)).toEqual(two);
  });

  test.each([
    ['comma.csv', 'a,n\nx,1\ny,2.5\n', ','],
    ['quoted.csv', '"a","n"\r\n"x","1"\r\n"y","2.5"', ','],
    ['semicolon.csv', 'a;n\nx;1\ny;2.5\n', ';'],
    ['tabs.tsv', 'a\tn\nx\t1\ny\t2.5\n', 'tab'],
    ['told.csv', 'sep=|\na|n\nx|1\ny|2.5\n', '|'],
  ])('%s', async (path, content, delimiter) => {
    const { kept, measures } = await read(path, content, { types: { n: 'number' } });
    expect(kept.map((sample) => sample.data)).toEqual(two);
    expect(measures).toEqual([
      { name: 'rows', value: 2, unit: 'samples', labels: { path, format: 'csv', encoding: 'utf-8', delimiter } },
    ]);
  });
});

describe('JSON', () => {
  test('keeps numbers that no double holds as text, and says so', async () => {
    const { kept } = await read(
      'x.jsonl',
      '{"id":12345678901234567890,"o":{"l":[1,-9007199254740993]},"big":1e400,"ok":9007199254740991,"e":1e21}',
    );
    expect(kept[0]!.data).toEqual({
      id: '12345678901234567890',
      o: { l: [1, '-9007199254740993'] },
      big: '1e400',
      ok: 9007199254740991,
      e: 1e21,
    });
    expect(kept[0]!.notes).toEqual({ keptAsText: 'id, o.l[1], big' });
    const picked = await read('x.jsonl', '{"id":12345678901234567890,"o":[9007199254740993]}', {
      fields: { list: 'o' },
    });
    expect(picked.kept[0]).toMatchObject({ data: { list: ['9007199254740993'] }, notes: { keptAsText: 'list[0]' } });
  });

  test('leaves hostile names harmless', async () => {
    const { kept, touches } = await read('x.jsonl', '{"__proto__":{"polluted":1},"constructor":"c","toString":"t"}');
    expect(JSON.stringify(kept[0]!.data)).toBe('{"__proto__":{"polluted":1},"constructor":"c","toString":"t"}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(touches.writes).toEqual(['__proto__', 'constructor', 'toString']);
    const csv = await rows('x.csv', '__proto__,b\nx,y\n');
    expect(JSON.stringify(csv)).toBe('[{"__proto__":"x","b":"y"}]');
  });

  test('keeps every character', async () => {
    const text = '\u2028\u2029\u0000\u001b[31m\u{E0041}\u202e é e\u0301 😀 \uFEFF';
    expect(await rows('x.jsonl', `${JSON.stringify({ text })}\n`)).toEqual([{ text }]);
  });
});

describe('CSV', () => {
  test('takes what spreadsheets write', async () => {
    const content = 'a,b\n"x, ""y""","two\nlines"\r\n,"" \n'.replace('"" \n', '""\n');
    expect(await rows('x.csv', content)).toEqual([
      { a: 'x, "y"', b: 'two\nlines' },
      { a: '', b: '' },
    ]);
  });

  test('takes a quote within a cell as it is', async () => {
    expect(await rows('x.csv', 'a,b\n5" pipe,z\n')).toEqual([{ a: '5" pipe', b: 'z' }]);
  });

  test('takes column names from the recipe, or makes them', async () => {
    expect(await rows('x.csv', '1,2\n3,4\n', { header: ['a', 'b'] })).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
    expect(await rows('x.csv', '1,2\n', { header: false })).toEqual([{ column1: '1', column2: '2' }]);
  });

  test('reads Latin-1 where it is told to', async () => {
    expect(await rows('x.csv', Buffer.from('a\ncaf\xe9 \x80\n', 'latin1'), { encoding: 'latin1' })).toEqual([
      { a: 'café €' },
    ]);
  });

  test('types cells that the recipe types', async () => {
    const types = { n: 'number', ok: 'boolean', j: 'json' };
    expect(await rows('x.csv', 'n,ok,j,zip\n-1.5,TRUE,"{""k"":[1]}",007\n,,,\n', { types })).toEqual([
      { n: -1.5, ok: true, j: { k: [1] }, zip: '007' },
      { n: null, ok: null, j: null, zip: '' },
    ]);
  });
});

describe('plain text', () => {
  test('one sample a line, or one a file', async () => {
    expect(await rows('x.txt', 'one\r\n\n two\n')).toEqual([{ text: 'one' }, { text: ' two' }]);
    expect(await rows('x.md', '# a\n\nb\n', { whole: true, line: 'page' })).toEqual([{ page: '# a\n\nb\n' }]);
  });
});

test('Parquet: rows, and a row that JSON cannot hold, by its number', async () => {
  const parts: Uint8Array[] = [];
  const columns = new Map([['d', { kind: 'double' } as const]]);
  const write = async (bytes: Uint8Array) => void parts.push(bytes);
  const sink = await parquetSink({ columns, codec: 'snappy', groupRows: 2, write });
  for (const d of [1, Number.NaN, 3]) await sink.write({ d });
  await sink.end();
  const content = Buffer.concat(parts);
  const error = await read('x.parquet', content).catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'bad-data',
    where: { file: 'x.parquet' },
    message: expect.stringContaining('row 2: column `d` holds NaN'),
  });
  const { kept, dropped } = await read('x.parquet', content, { skipBad: true });
  expect(kept.map((sample) => sample.data)).toEqual([{ d: 1 }, { d: 3 }]);
  expect(dropped.map((each) => each.sample.data.at)).toEqual(['x.parquet:2']);
});

describe('which files', () => {
  const files = { 'd/b.jsonl': '{"a":2}', 'd/a.jsonl': '{"a":1}', 'd/c.csv': 'a\n3\n', 'd/[x].jsonl': '{"a":4}' };
  const valuesOf = async (path: string | string[], more: object = {}) =>
    (await runStep(file, { with: { path, ...more }, files })).kept.map((sample) => sample.data.a);

  test('globs are sorted, lists are in order, a file comes once, and a literal name wins', async () => {
    expect(await valuesOf('d/*.jsonl')).toEqual([4, 1, 2]);
    expect(await valuesOf(['d/c.csv', 'd/b.jsonl', 'd/?.jsonl'])).toEqual(['3', 2, 1]);
    expect(await valuesOf('d/[x].jsonl')).toEqual([4]);
    expect(await valuesOf('d/**', { limit: 3 })).toEqual([4, 1, 2]);
  });

  test.each([
    ['none.jsonl', 'there is no such file'],
    ['d/*.parquet', 'no file matches'],
    ['d', 'write `d/*`'],
    ['d/a.jsonl/x', 'a folder of its path is a file'],
    ['a\0b', 'holds a NUL'],
  ])('%s is a missing file', async (path, says) => {
    await expect(valuesOf(path)).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringContaining(says),
    });
  });
});

describe('samples', () => {
  test('are named by their content: a row put in before them changes none', async () => {
    const ids = async (content: string) => (await read('x.jsonl', content)).kept.map((sample) => sample.id);
    const before = await ids('{"a":1}\n{"a":2}\n{"a":2}');
    const after = await ids('{"a":0}\n{"a":2}\n{ "a" : 1 }\n{"a":2}');
    expect(new Set(before).size).toBe(3);
    expect(before.every((id) => after.includes(id))).toBe(true);
  });

  test('take the fields that are asked for, under new names', async () => {
    const more = { fields: { text: 'a' }, real: true, limit: 1 };
    const { kept, touches } = await read('x.jsonl', asLines, more);
    expect(kept.map(({ data, origin }) => [data, origin.real])).toEqual([[{ text: 'x' }, true]]);
    expect(touches).toEqual({ writes: ['text'], only: true, bringsReal: true, notes: ['keptAsText'] });
    expect(await rows('x.jsonl', '{"a":1,"b":2}\n{"b":3}', { fields: ['b', 'a'] })).toEqual([{ b: 2, a: 1 }, { b: 3 }]);
    await expect(read('x.jsonl', asLines, { fields: ['a', 'nope'] })).rejects.toMatchObject({ code: 'bad-option' });
  });

  test('come in the first round only', async () => {
    const trial = { with: { path: 'x.jsonl' }, files: { 'x.jsonl': asLines }, round: { number: 2 } };
    expect((await runStep(file, trial)).kept).toEqual([]);
  });

  test('a field that first appears beyond the rows read before the run is told, not lost', async () => {
    const content = `${'{"a":1}\n'.repeat(20_000)}{"a":1,"late":2}\n`;
    const error = await read('x.jsonl', content).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'bad-data', where: { file: 'x.jsonl', line: 20_001 } });
    expect(await rows('x.jsonl', content, { fields: ['a'] })).toHaveLength(20_001);
  });
});
