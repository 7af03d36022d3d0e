import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { parquet } from './parquet.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(content: Buffer, sql: (path: string) => string) {
  const path = join(folder, 'x.parquet');
  await writeFile(path, content);
  const duck = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = (await duck.runAndReadAll(sql(`'${path}'`))).getRowObjectsJson();
  duck.closeSync();
  return rows;
}

const given = Array.from({ length: 250 }, (_, n) => ({
  n,
  messages: [
    { role: 'user', content: `question ${n}` },
    { role: 'assistant', content: 'é' },
  ],
}));

test('writes typed, nested columns in row groups that DuckDB reads', async () => {
  const { files, outcomes } = await runStep(parquet, { given, with: { groupRows: 100, notes: true } });
  const content = files.get('data/train.parquet')!;
  const rows = await query(
    content,
    (path) => `select sum(n) as n, count(*) as rows, max(messages[1].content) as last from ${path}`,
  );
  expect(rows).toEqual([{ n: `${(250 * 249) / 2}`, rows: '250', last: 'question 99' }]);
  const groups = await query(
    content,
    (path) => `select distinct row_group_num_rows as rows from parquet_metadata(${path}) order by 1`,
  );
  expect(groups.map((group) => group.rows)).toEqual(['50', '100']);
  expect(outcomes[0]).toMatchObject({
    holds: {
      rows: 250,
      features: [
        { name: 'n', dtype: 'int64' },
        {
          name: 'messages',
          list: [
            { name: 'role', dtype: 'string' },
            { name: 'content', dtype: 'string' },
          ],
        },
        { name: 'notes', dtype: 'string' },
      ],
    },
  });
});

test('gives all splits the same columns, and the asked-for ones even where no sample has them', async () => {
  const rows = given.map(({ n }) => (n % 2 === 0 ? { n } : { n: n + 0.5 }));
  const { files } = await runStep(parquet, {
    given: rows,
    with: { fields: ['n', 'absent'], split: { test: 0.2 }, compression: 'snappy' },
  });
  for (const path of ['data/train.parquet', 'data/test.parquet']) {
    const columns = await query(
      files.get(path)!,
      (file) => `select column_name as name, column_type as type from (describe select * from ${file})`,
    );
    expect(columns).toEqual([
      { name: 'n', type: 'DOUBLE' },
      { name: 'absent', type: 'VARCHAR' },
    ]);
  }
});

test('writes a readable file where there is no sample', async () => {
  const { files } = await runStep(parquet, { given: [], with: { fields: ['a'] } });
  expect(await query(files.get('data/train.parquet')!, (path) => `select count(*) as rows from ${path}`)).toEqual([
    { rows: '0' },
  ]);
  const { files: none } = await runStep(parquet, { given: [], with: {} });
  expect([...none.keys()]).toEqual([]);
});
