import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeEye } from '../../curation/pii/eye.ts';
import { openKernels } from '../../kernels/open.ts';
import { capitalsExactly, hasCapital, makeCapitalReader } from './capitals.ts';

const eye = makeEye(openKernels());

test('what the eye sees and the reader looks at again is what the exact pattern finds', () => {
  const pieces = fc.constantFrom(
    ...['Anna', 'anna', 'Ő', 'é', 'š', "O'Brien", 'Jean-Luc', '-', '--', "'", '’', '_', '@', '1', ' ', '.', '“', '—'],
    ...['И', 'ß', 'X', '\u0301', '漢', '😀', '𝐀', 'ǅ', '٣', '\n', '\ud800'],
  );
  const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 2 })), { maxLength: 12 });
  const read = makeCapitalReader((written) => ({ written, length: written.length }));
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('');
      const words = read(text, eye.capitals(text));
      expect(words.map(({ start, end }) => [start, end])).toEqual(capitalsExactly(text));
      for (const { known, start, end } of words) expect(known.written).toBe(text.slice(start, end));
    }),
    { numRuns: 2000 },
  );
});

test('a word is learned once, and told from others by its letters', () => {
  const learned: string[] = [];
  const read = makeCapitalReader((written) => {
    learned.push(written);
    return { written, length: written.length - 1 };
  });
  const text = 'Anna met Otto and Anna.';
  expect(read(text, eye.capitals(text)).map(({ start, end }) => [start, end])).toEqual([
    [0, 3],
    [9, 12],
    [18, 21],
  ]);
  expect(learned).toEqual(['Anna', 'Otto']);
  const same = 0x1234;
  const forged = (start: number, end: number) => Uint32Array.of(start, end, same);
  expect(read('Anna', forged(0, 4))[0]!.known.written).toBe('Anna');
  expect(read('Otto', forged(0, 4))[0]!.known.written).toBe('Otto');
});

test('letters that must be looked at are no sure capital', () => {
  expect(hasCapital(eye.capitals('jerković жук'))).toBe(false);
  expect(hasCapital(eye.capitals('so says Élise'))).toBe(true);
});
