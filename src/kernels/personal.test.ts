import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalsExactly } from '../text/pii/capitals.ts';
import { PERSONAL, ROUGH, type Texts } from './kernels.ts';
import { openKernels } from './open.ts';

const built = openKernels('wasm');
const plain = openKernels('scalar');

const textsOf = (texts: readonly string[]): Texts => {
  const bytes = texts.map((text) => Buffer.from(text));
  const offsets = new Uint32Array(texts.length + 1);
  bytes.forEach((each, row) => {
    offsets[row + 1] = offsets[row]! + each.length;
  });
  return { utf8: Buffer.concat(bytes), offsets };
};

/** Beginnings and ends of all that is looked for, letters of one to four bytes, and what only looks like letters. */
const PIECES = [
  ...['a', 'A', 'é', 'É', 'ß', '×', '’', '“', '”', '–', "'", '-', '--', '-----', '_', '/', '.', '@', ':', '::', '\n'],
  ...['1', '12', '345', ' ', '   ', '    ', '\u00a0', '中', '한', '😀', '𝐀', 'Ж', 'ж', '\u0301', '٣', 'ª', 'ﬁ', 'Ⅳ'],
  ...['abcdefghijklm', 'Anna', 'O’Brien', 'x1y2', '\u200b', '\ufeff', 'ᛘ', 'Ǆ'],
];
const text = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('the quick look for personal data', () => {
  it('sees the same in both kinds', () => {
    const same = fc.property(fc.array(text, { maxLength: 4 }), (each) => {
      const given = textsOf(each);
      expect(built.personal(given)).toEqual(plain.personal(given));
      expect(built.personal(given, 'units')).toEqual(plain.personal(given, 'units'));
      expect(built.capitals(given)).toEqual(plain.capitals(given));
    });
    fc.assert(same, { numRuns: 400 });
  });

  it('sees flags, clusters of digits and runs where they are, in UTF-16 units', () => {
    const { signs, clusters, runs } = built.personal(
      textsOf(['😀 1-2 (3) 45 and 6', 'ö@ü 12:34:56', '-----BEGIN', '', `é ${'x'.repeat(14)} ${'y'.repeat(13)}`]),
    );
    expect([...signs]).toEqual([
      ...[0, 2, 0],
      ...[PERSONAL.at | PERSONAL.colons, 3, 0],
      ...[PERSONAL.dashes, 3, 0],
      ...[0, 3, 0],
      ...[0, 3, 1],
    ]);
    expect([...clusters]).toEqual([3, 13, 5, 18, 19, 1, 4, 12, 6]);
    expect([...runs]).toEqual([2, 16]);
  });

  it('in the low bytes of units sees all that it sees in UTF-8, and perhaps more', () => {
    const more = fc.property(text, (raw) => {
      const given = Buffer.from(raw).toString();
      const exact = built.personal(textsOf([given]));
      const [flags, clusters, runs] = [exact.signs[0]!, [...exact.clusters], [...exact.runs]];
      const low = Buffer.from(given, 'latin1');
      const rough = built.personal({ utf8: low, offsets: Uint32Array.of(0, low.length) }, 'units');
      expect(rough.signs[0]! & flags).toBe(flags);
      const holds = (all: Uint32Array, step: number, [start, end]: readonly number[]) =>
        [...all.keys()].some((at) => at % step === 0 && all[at]! <= start! && all[at + 1]! >= end!);
      for (let at = 0; at < clusters.length; at += 3)
        expect(holds(rough.clusters, 3, clusters.slice(at, at + 2))).toBe(true);
      for (let at = 0; at < runs.length; at += 2) expect(holds(rough.runs, 2, runs.slice(at, at + 2))).toBe(true);
    });
    fc.assert(more, { numRuns: 400 });
  });

  it('finds words with a capital as the exact pattern does, where those to be looked at are looked at', () => {
    const exact = fc.property(text, (raw) => {
      const given = Buffer.from(raw).toString();
      const { words } = built.capitals(textsOf([given]));
      const found: [number, number][] = [];
      for (let at = 0; at < words.length; at += 3) {
        const [start, end] = [words[at]!, words[at + 1]!];
        if (end < ROUGH) found.push([start, end]);
        else found.push(...capitalsExactly(given).filter(([from]) => from >= start && from < end - ROUGH));
      }
      expect(found).toEqual(capitalsExactly(given));
    });
    fc.assert(exact, { numRuns: 400 });
  });

  it('of a part of a batch, of nothing, of long rows', () => {
    const many = ['Anna 1', 'b@c 22', `${'z'.repeat(200)} Otto 333`, ''];
    const all = textsOf(many);
    const part: Texts = { utf8: all.utf8, offsets: all.offsets.slice(1, 4) };
    for (const kernels of [built, plain]) {
      expect(kernels.personal(part)).toEqual(plain.personal(textsOf(many.slice(1, 3))));
      expect(kernels.capitals(part)).toEqual(plain.capitals(textsOf(many.slice(1, 3))));
      expect(kernels.personal(textsOf([])).clusters.length).toBe(0);
      expect(kernels.capitals(textsOf([])).words.length).toBe(0);
    }
  });
});
