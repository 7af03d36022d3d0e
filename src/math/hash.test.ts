import { describe, expect, it } from 'vitest';
import { makeFirstRows } from './first-rows.ts';
import { fingerprint128 } from './hash.ts';

/** As the Python package mmh3 5.3.1 writes them: `hash_bytes(text, 0, x64arch=False).hex()`. */
const REFERENCE = [
  ['', '00000000000000000000000000000000'],
  ['a', '3c9394a71bb056551bb056551bb05655'],
  ['hello', 'a044242bf7de91dbb631db9ab631db9a'],
  ['hello, world', '5c60218b1e8ab9b9833a2793c75759eb'],
  ['The quick brown fox jumps over the lazy dog', 'c383152f672ceeec6cf67b5d2c1de9e5'],
  ['naïve café 😀 sixteen+', 'a447dc4c0fffaa8123ecebe40204c187'],
  ['0123456789abcdef', '09447dfb0ad3ae369b1dad48fd3b2b57'],
] as const;

describe('fingerprint128', () => {
  it.each(REFERENCE)('is MurmurHash3 x86 128 of %j', (text, hex) => {
    const bytes = Buffer.from(`..${text}..`); // within other bytes, as in a column
    const out = new Uint32Array(6);
    fingerprint128(bytes, [2, bytes.length - 2], out, 1);
    expect(Buffer.from(out.buffer, 4, 16).toString('hex')).toBe(hex);
    expect([out[0], out[5]]).toEqual([0, 0]);
  });
});

describe('makeFirstRows', () => {
  it('tells the first row of each fingerprint, also where all four words but one agree', () => {
    const rows = [
      [1, 2, 3, 4],
      [1, 2, 3, 5],
      [1, 2, 3, 4],
      [9, 2, 3, 4],
      [1, 2, 3, 5],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ];
    const firstOf = makeFirstRows(Uint32Array.from(rows.flat()));
    expect(rows.map((_, row) => firstOf(row))).toEqual([0, 1, 0, 3, 1, 5, 5]);
  });

  it('agrees with a Map on 20,000 texts', () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `text ${(i * 7919) % 6007}`);
    const prints = new Uint32Array(texts.length * 4);
    texts.forEach((text, row) => {
      const bytes = Buffer.from(text);
      fingerprint128(bytes, [0, bytes.length], prints, row * 4);
    });
    const firstOf = makeFirstRows(prints);
    const seen = new Map<string, number>();
    texts.forEach((text, row) => {
      if (!seen.has(text)) seen.set(text, row);
      expect(firstOf(row)).toBe(seen.get(text));
    });
  });
});
