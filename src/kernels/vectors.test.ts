import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Int8Rows, int8Dot, int8Length } from '../math/int8-vectors.ts';
import { drawIndex, drawNormal, seededRandom } from '../math/random.ts';
import { openKernels } from './open.ts';

const built = openKernels('wasm');
const plain = openKernels('scalar');
const random = seededRandom('vectors test');

/** Some near a common direction, so that many pairs are alike; some of zeros; some of the greatest components. */
function drawRows(rows: number, dimensions: number): Int8Rows {
  const held = new Int8Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const kind = drawIndex(random, 8);
    for (let at = 0; at < dimensions; at++) {
      const near = ((at * 37) % 101) - 50 + drawNormal(random) * 20;
      const value = kind === 0 ? 0 : kind === 1 ? 127 : kind < 5 ? near : drawNormal(random) * 50;
      held[row * dimensions + at] = Math.max(-127, Math.min(127, Math.round(value)));
    }
  }
  return { held, dimensions };
}

const cosine = (rows: Int8Rows, row: number, others: Int8Rows, other: number): number =>
  int8Dot(rows, row, { rows: others, other }) / (int8Length(rows, row) * int8Length(others, other));

describe('vectors held against others', () => {
  it('give the same bits in both kinds, of any number and of any dimensions', () => {
    const few = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(
        few,
        few,
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (m, n, d, t) => {
          const [asked, given] = [drawRows(m, d), drawRows(n, d)];
          const [ours, theirs] = [built.against(given), plain.against(given)];
          expect(ours.dots(asked)).toEqual(theirs.dots(asked));
          expect(ours.alike(asked, { threshold: t })).toEqual(theirs.alike(asked, { threshold: t }));
          const upTo = Uint32Array.from({ length: m }, () => drawIndex(random, n + 1));
          expect(ours.alike(asked, { threshold: t, upTo })).toEqual(theirs.alike(asked, { threshold: t, upTo }));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are alike at the very cosine that is asked for, and not above it', () => {
    for (const [kernels, dimensions] of [built, plain].flatMap((each) => [
      [each, 384] as const,
      [each, 3072] as const,
    ])) {
      const [asked, given] = [drawRows(40, dimensions), drawRows(40, dimensions)];
      const against = kernels.against(given);
      const finds = (threshold: number, pair: number) => against.alike(asked, { threshold })!.includes(pair);
      for (let pair = 0; pair < 1600; pair += 17) {
        const exact = cosine(asked, Math.floor(pair / 40), given, pair % 40);
        if (Number.isNaN(exact)) continue; // a row of zeros
        expect(finds(exact, pair)).toBe(true);
        expect(finds(exact + 2 ** -50, pair)).toBe(false);
      }
    }
  });

  it('take more pairs than are looked at with one call, and rows that are a part of others', () => {
    const whole = drawRows(2100, 33);
    const part = { held: whole.held.subarray(33 * 50, 33 * 800), dimensions: 33 };
    const upTo = Uint32Array.from({ length: 750 }, (_, row) => 2100 - row * 2);
    const wish = { threshold: 0.9, upTo };
    const found = built.against(whole).alike(part, wish)!;
    expect(found.length).toBeGreaterThan(10_000);
    expect(found).toEqual(plain.against(whole).alike(part, wish));
    expect(built.against(whole).dots(part)).toEqual(plain.against(whole).dots(part));
  });

  it('find no more than they may', () => {
    const rows = drawRows(300, 16);
    for (const kernels of [built, plain]) {
      const against = kernels.against(rows);
      const all = against.alike(rows, { threshold: 0.5 })!;
      expect(against.alike(rows, { threshold: 0.5, most: all.length })).toEqual(all);
      expect(against.alike(rows, { threshold: 0.5, most: all.length - 1 })).toBeUndefined();
    }
  });

  it('make room for others', () => {
    const first = built.against(drawRows(3, 8));
    const second = built.against(drawRows(3, 8));
    expect(() => first.dots(drawRows(2, 8))).toThrow('room');
    expect(() => second.dots(drawRows(2, 9))).toThrow('dimensions');
  });
});
