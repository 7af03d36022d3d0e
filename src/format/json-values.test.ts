import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonValues } from './json-values.ts';
import type { Read } from './row.ts';

async function read(text: string | Buffer, size: number, cap?: number): Promise<Read[]> {
  const bytes = Buffer.from(text as string);
  const stream = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const all: Read[] = [];
  for await (const rows of readJsonValues(stream, cap)) all.push(...rows);
  return all;
}

test('cuts an array apart wherever the chunks are cut, with the line of each value', async () => {
  const row = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), {
    maxKeys: 3,
  });
  const usable = row.filter(
    (value) => JSON.stringify(value).isWellFormed() && !/\d{16}|-0[,}\]]/.test(JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(usable), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (rows, size, isArray) => {
      const texts = rows.map((each) => JSON.stringify(each, null, 1));
      const text = isArray ? `[${texts.join('\n,\n')}]` : texts.join('\n\n');
      const got = await read(text, size);
      let line = 1;
      for (const [at, each] of got.entries()) {
        expect(JSON.stringify((each as { data: unknown }).data)).toBe(JSON.stringify(rows[at]));
        expect(each.line).toBe(line);
        line += texts[at]!.split('\n').length + 1;
      }
      expect(got.length).toBe(rows.length);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('gives up a value that never ends, instead of holding it', async () => {
  const got = await read(`[{"a":1},\n {"a":"${'x'.repeat(5000)}`, 100, 1000);
  expect(got).toMatchObject([
    { data: { a: 1 } },
    { line: 2, column: 2, fatal: true, reason: expect.stringContaining('more than 1000 bytes') },
  ]);
});

test('tells broken bytes by line and column', async () => {
  const text = Buffer.concat([Buffer.from('[{"é":\n"é'), Buffer.from([0xff]), Buffer.from('"}, {"a":1}]')]);
  expect(await read(text, 3)).toMatchObject([
    { line: 2, column: 3, reason: expect.stringContaining('0xff') },
    { data: { a: 1 } },
  ]);
});
