import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from './csv-read.ts';
import { csvRecord, harmless, isRisky } from './csv-write.ts';
import type { Read } from './row.ts';

async function read(text: string, size = 64, delimiter?: string): Promise<Read[]> {
  const bytes = Buffer.from(text);
  const stream = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const all: Read[] = [];
  for await (const rows of readCsv(stream, { delimiter }, { delimiter: '', columns: [] })) all.push(...rows);
  return all;
}

const cell = fc
  .array(fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '=', "'"), { maxLength: 6 })
  .map((parts) => parts.join(''));
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));

describe('CSV', () => {
  test('what is written is read back, and an independent reader agrees', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';'),
        fc.integer({ min: 1, max: 30 }),
        async (rows, delimiter, size) => {
          const names = rows[0]!.map((_, at) => `c${at}`);
          const text = [names, ...rows].map((cells) => csvRecord(cells, delimiter)).join('');
          const got = await read(text, size, delimiter);
          expect(got.map((row) => Object.values((row as { data: object }).data))).toEqual(rows);
          expect(parse(text, { delimiter, record_delimiter: '\n' })).toEqual([names, ...rows]);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('an unclosed quote spoils its own line only, at a cost that stays linear', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `${at},"x`).join('\n');
    const got = await read(`a,b\n1,2\n${rows}\n3,4\n`, 1 << 16);
    const bad = got.filter((row) => 'reason' in row);
    expect(got.length - bad.length).toBeGreaterThanOrEqual(2);
    expect(got.length).toBeGreaterThan(10_000);
    expect(got.at(-1)).toMatchObject({ data: { a: '3', b: '4' } });
  });

  test('a hostile record of a hundred thousand quoted lines is read once, not once a line', async () => {
    for (const line of ['""', '","']) {
      const got = await read(`a,b\n1,"${`${line}\n`.repeat(100_000)}`, 1 << 16);
      expect(got.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ['=1+1', true],
    ['@SUM(A1)', true],
    ['+cmd|x', true],
    ['-2+3', true],
    ['\t=1', true],
    ['-5.25', false],
    ['+49', false],
    ['a=b', false],
    ['', false],
  ])('%j is a risk: %s', (text, risky) => {
    expect(isRisky(text)).toBe(risky);
    expect(harmless(text)).toBe(risky ? `'${text}` : text);
  });

  test('tells an empty text from nothing', () => {
    expect(csvRecord(['', null, 'a'])).toBe('"",,a\n');
    expect(csvRecord([null])).toBe('""\n');
  });
});
