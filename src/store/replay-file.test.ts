import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Disk, realDisk } from './disk.ts';
import { ReplayFile } from './replay-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-replay-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const path = () => join(folder, 'lines.jsonl');

async function write(lines: readonly string[], disk: Disk = realDisk): Promise<boolean> {
  const file = await ReplayFile.open(disk, path());
  for (const line of lines) await file.add(line);
  expect(file.lines).toBe(lines.length);
  return file.finish();
}

/** The real disk, with the bytes that were written to it. */
function counted() {
  let written = 0;
  const disk: Disk = {
    ...realDisk,
    open: async (name) => {
      const file = await realDisk.open(name);
      return {
        ...file,
        write: async (bytes, position) => {
          written += bytes.length;
          await file.write(bytes, position);
        },
      };
    },
  };
  return { disk, written: () => written };
}

const big = (count: number) => Array.from({ length: count }, (_, nth) => `${nth} ${'x'.repeat(nth % 977)}`);

test('the same lines again touch nothing, and say so', async () => {
  expect(await write(big(3000))).toBe(false);
  const before = await readFile(path());
  const { disk, written } = counted();
  expect(await write(big(3000), disk)).toBe(true);
  expect(written()).toBe(0);
  expect((await readFile(path())).equals(before)).toBe(true);
});

test('from the first difference on, the file is what is written now', async () => {
  await write(big(2000));
  const other = [...big(1500), 'another', ...big(100)];
  expect(await write(other)).toBe(false);
  expect(await readFile(path(), 'utf8')).toBe(`${other.join('\n')}\n`);
});

test('fewer lines cut the file, more lines lengthen it, a torn tail is mended', async () => {
  await write(['a', 'b', 'c']);
  expect(await write(['a', 'b'])).toBe(false);
  expect(await readFile(path(), 'utf8')).toBe('a\nb\n');
  await writeFile(path(), 'a\nb\nc-to');
  await write(['a', 'b', 'c-torn', 'd']);
  expect(await readFile(path(), 'utf8')).toBe('a\nb\nc-torn\nd\n');
});

test('a run that stops in the middle leaves what an earlier one had written beyond', async () => {
  await write(['a', 'b', 'c']);
  const file = await ReplayFile.open(realDisk, path());
  await file.add('a');
  await file.abandon();
  expect(await readFile(path(), 'utf8')).toBe('a\nb\nc\n');
});

test('a disk that fails is told of, not passed over', async () => {
  const disk: Disk = {
    ...realDisk,
    open: async (name) => ({ ...(await realDisk.open(name)), write: () => Promise.reject(new Error('no room')) }),
  };
  await expect(write(big(3000), disk)).rejects.toThrow('no room');
});
