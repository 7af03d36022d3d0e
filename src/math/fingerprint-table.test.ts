import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FingerprintTable } from './fingerprint-table.ts';

const hex = (high: number, low: number) => `${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;

test('keeps what a Map keeps, also for fingerprints that are zero or crowd one slot', () => {
  const word = fc.oneof(fc.constantFrom(0, 1, 0xffff_ffff), fc.integer({ min: 0, max: 40 }), fc.nat(0xffff_ffff));
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, fc.integer())), (entries) => {
      const table = new FingerprintTable(4);
      const map = new Map<string, number>();
      for (const [high, low, value] of entries) {
        expect(table.set(hex(high, low), value)).toBe(!map.has(hex(high, low)));
        map.set(hex(high, low), value);
      }
      for (const [key, value] of map) expect(table.get(key)).toBe(value);
      expect(table.get('123456789abcdef0')).toBe(map.get('123456789abcdef0'));
    }),
  );
});

test('grows', () => {
  const table = new FingerprintTable();
  for (let nth = 0; nth < 20_000; nth++) table.set(hex(nth * 7919, nth), nth);
  expect(table.size).toBe(20_000);
  expect(table.get(hex(12_345 * 7919, 12_345))).toBe(12_345);
});
