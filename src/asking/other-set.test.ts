import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../core/sample.ts';
import { parquetSink } from '../format/parquet-write.ts';
import type { Shape } from '../format/shape.ts';
import { openOtherSet } from './other-set.ts';

const LINES = '{"q":"é one","n":1}\n\n{"q":"two","n":2}\n{"n":3}\n';
let folder: string;
const files = { input: (path: string) => join(folder, path) };
const place = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-other-'));
  const parts: Uint8Array[] = [];
  const columns = new Map<string, Shape>([['q', { kind: 'text' }]]);
  const write = async (bytes: Uint8Array) => void parts.push(bytes);
  const sink = await parquetSink({ columns, codec: 'snappy', groupRows: 2, write });
  for (const q of ['é one', 'two']) await sink.write({ q });
  await sink.end();
  const contents: Record<string, string | Uint8Array> = {
    'a.jsonl': LINES,
    'a.jsonl.gz': gzipSync(LINES),
    'a.ndjson.zst': zstdCompressSync(LINES),
    'a.json': '[{"q":"é one"},{"q":"two"}]',
    'a.csv': 'q,n\né one,1\ntwo,2\n',
    'a.tsv': 'n\tq\n1\té one\n2\ttwo\n',
    'a.txt': 'é one\n\ntwo\n',
    'a.parquet': Buffer.concat(parts),
    'empty.jsonl': '',
    'cut.jsonl.gz': gzipSync('{"q":"one and some more"}\n'.repeat(999)).subarray(0, 60),
    'bad.jsonl': '{"q":"one"}\n{"q":\n{"q":"two"}\nnonsense\n',
    'wide.csv': 'q,n\none,1\ntwo,2,3\n',
    'other.csv': 'question,n\none,1\n',
    'a.dat': 'x',
  };
  for (const [name, content] of Object.entries(contents)) await place(name, content);
});
afterAll(() => rm(folder, { recursive: true }));

const open = (path: string | readonly string[], names: Record<string, string> | undefined = { text: 'q' }) =>
  openOtherSet({ path, names, step: 'exact-duplicates' }, files);
const dataOf = async (rows: Dataset) => (await Array.fromAsync(rows)).map(({ data }) => data);

describe('another set', () => {
  it.each(['a.jsonl', 'a.jsonl.gz', 'a.ndjson.zst', 'a.json', 'a.csv', 'a.tsv', 'a.txt', 'a.parquet'])(
    'is read from %s, under the names of the samples, as often as wished',
    async (path) => {
      const { rows, hash } = await open(path);
      expect(rows.size).toBe(2);
      const expected = [{ text: 'é one' }, { text: 'two' }];
      for (let time = 0; time < 2; time++) expect(await dataOf(rows)).toEqual(expected);
      expect(hash).toBe((await open('a.jsonl')).hash);
      for await (const { lines } of rows.blocks())
        expect(`${Buffer.from(lines)}`.split('\n').slice(0, 2)).toEqual(
          (await Array.fromAsync(rows)).map((sample) => JSON.stringify(sample)),
        );
    },
  );

  it('is of several files, in order, each once; all fields where none is named', async () => {
    expect(await dataOf((await open(['a.txt', 'a.c*', 'a.csv'])).rows)).toHaveLength(4);
    const whole = await openOtherSet({ path: 'a.jsonl', names: undefined, step: 'exact-duplicates' }, files);
    expect(await dataOf(whole.rows)).toEqual([{ q: 'é one', n: 1 }, { q: 'two', n: 2 }, { n: 3 }]);
    expect(whole.hash).not.toBe((await open('a.jsonl')).hash);
  });

  it.each([
    ['none.jsonl', 'missing-file', 'there is no such file'],
    ['none/*.jsonl', 'missing-file', 'no file matches'],
    ['a.dat', 'missing-file', 'its ending is none of'],
    ['empty.jsonl', 'empty-data', '0 bytes'],
    ['cut.jsonl.gz', 'bad-data', 'damaged or cut off'],
    ['other.csv', 'bad-option', 'no row of `other.csv` has `q`; the first has `question`, `n`'],
    [['a.csv', 'other.csv'], 'bad-option', '`other.csv`'],
  ])('%s is a mistake that is told before the run: %s', async (path, code, says) => {
    await expect(open(path)).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
  });

  it('tells all bad rows with their lines', async () => {
    await expect(open('bad.jsonl')).rejects.toMatchObject({
      all: [2, 4].map((line) => ({ code: 'bad-data', where: { file: 'bad.jsonl', line } })),
    });
    await expect(open('wide.csv')).rejects.toMatchObject({ code: 'bad-data', where: { line: 3 } });
    const refuse = ({ data }: { readonly data: object }) => ('q' in data ? undefined : 'it has no `q`');
    await expect(
      openOtherSet({ path: 'a.jsonl', names: { text: 'q' }, step: 'x', refuse }, files),
    ).rejects.toMatchObject({ code: 'bad-data', where: { file: 'a.jsonl', line: 4 } });
  });

  it('does not go on with files that changed since they were first read', async () => {
    for (const now of ['{"q":"one"}\n', '{"q":"one"}\n{"q":"two"}\n{"q":"three"}\n', '{"q":"one"}\n{"q":"2"}\n']) {
      await place('change.jsonl', '{"q":"one"}\n{"q":"two"}\n');
      const { rows } = await open('change.jsonl');
      await place('change.jsonl', now);
      const seen: unknown[] = [];
      const reading = async () => {
        for await (const sample of rows) seen.push(sample);
      };
      await expect(reading()).rejects.toMatchObject({ code: 'bad-data', message: expect.stringContaining('changed') });
      expect(seen.length).toBeLessThanOrEqual(2); // what was made ready for two is never given more
    }
  });
});
