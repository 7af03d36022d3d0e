import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bandShapeFor } from '../math/minhash.ts';
import { LEFT, ownSigned } from './kernels.ts';
import { openKernels } from './open.ts';
import { type SignedPart, signFile } from './signing.ts';

const where = { field: ['data', 'text'], flag: ['origin', 'real'] } as const;
const signing = { shape: { words: [1, 2] as const }, bands: bandShapeFor(0.7) };
const lineOf = (row: number): string => {
  const key = row % 1000 === 7 ? 'te\\u0078t' : 'text'; // that one is left to a parser
  const text = `Row ${row}: “Größe”${' and more'.repeat(row === 500 ? 1_500_000 : row % 90)}`; // one longer than three parts
  return `{"data":{"${key}":${JSON.stringify(text)}},"origin":{"real":${row % 3 === 0}}}\n`;
};
let folder: string;
let path: string;
const lines = Array.from({ length: 12_000 }, (_, row) => lineOf(row));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-signing-'));
  path = join(folder, 'lines.jsonl');
  await writeFile(path, `${lines.join('')}{"data":{"text":"never finished"}`);
});
afterAll(() => rm(folder, { recursive: true }));

async function signed(threads: number) {
  const parts: SignedPart[] = [];
  for await (const part of signFile({ path, where, signing }, threads)) parts.push(part);
  const flags = parts.flatMap((part) => [...part.signed.flags]);
  const keys = parts.flatMap((part) => [...part.signed.keys]);
  const counts = parts.flatMap((part) => [...part.signed.counts]);
  const characters = parts.flatMap((part) => [...part.signed.characters]);
  const left = parts.flatMap((part) => part.left.map((line) => Buffer.from(line).toString()));
  return { parts: parts.length, flags, keys, counts, characters, left };
}

describe('signFile', () => {
  it('says the same, in order, on one thread and on several, as one call would', async () => {
    const { parts, left, ...alone } = await signed(1);
    expect(parts).toBeGreaterThan(3);
    expect(left).toEqual(lines.filter((_, row) => row % 1000 === 7).map((line) => line.trimEnd()));
    expect(await signed(3)).toEqual({ parts, left, ...alone });
    const kernels = openKernels();
    const once = [0, 4000, 8000].map((row) => {
      const block = Buffer.from(lines.slice(row, row + 4000).join(''));
      return ownSigned(kernels.signLines(block, where, signing));
    });
    expect(alone.flags).toEqual(lines.map((_, row) => (row % 1000 === 7 ? LEFT : row % 3 === 0 ? 1 : 0)));
    for (const column of ['flags', 'keys', 'counts', 'characters'] as const)
      expect(alone[column]).toEqual(once.flatMap((each) => [...each[column]]));
  });

  it('ends its threads when the caller stops early, and passes on what fails', async () => {
    for await (const { signed: first } of signFile({ path, where, signing }, 2)) {
      expect(first.flags.length).toBeGreaterThan(0);
      break;
    }
    const read = async () => {
      for await (const _ of signFile({ path: join(folder, 'none'), where, signing }, 2));
    };
    await expect(read()).rejects.toThrow('none');
  });
});
