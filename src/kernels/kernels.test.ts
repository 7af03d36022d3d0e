import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKernels, sourceHash } from '../../scripts/kernels.ts';
import { bandShapeFor, jaccard, makeMinHash, PERMUTATIONS, writeBandKeys } from '../math/minhash.ts';
import { drawIndex, drawOne, seededRandom } from '../math/random.ts';
import { asSet } from '../text/shingles.ts';
import { builtFrom, kernelBytes } from './bytes.ts';
import { foldText } from './fold.ts';
import { oneText, type ShingleShape, type Texts } from './kernels.ts';
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

const where = { field: ['data', 'text'], flag: ['origin', 'real'] } as const;
const random = seededRandom('kernels test');
const PARTS = [
  'a',
  'Zz',
  '9',
  ' ',
  '  ',
  '.',
  ',\n',
  '-',
  "'",
  '@[`{',
  'the',
  'International',
  'é',
  'ß',
  '中文',
  '😀',
  '\0',
  '_',
];
/** Texts of words, signs, gaps and bytes beyond ASCII, of lengths around the 16 and 64 bytes that the kernels step by. */
const drawn = Array.from({ length: 400 }, (_, i) =>
  Array.from({ length: drawIndex(random, i < 200 ? 30 : 400) }, () => drawOne(random, PARTS)).join(''),
);
const shapes: readonly ShingleShape[] = [
  { words: [5, 5] },
  { words: [1, 2] },
  { words: [1, 1] },
  { words: [3, 13] },
  { characters: 5 },
  { characters: 1 },
];

describe('the built bytes', () => {
  it('belong to the sources', () => {
    expect(builtFrom, 'run `node scripts/kernels.ts`').toBe(sourceHash());
    expect(Buffer.from(kernelBytes, 'base64').length).toBeLessThanOrEqual(64 * 1024);
  });

  it('are what the compiler makes of them', async ({ skip }) => {
    const compiler = new URL('../../node_modules/assemblyscript/bin/asc.js', import.meta.url);
    if (!existsSync(compiler)) skip('assemblyscript is not installed');
    expect(buildKernels()).toContain(`'${kernelBytes}'`);
  });
});

describe('both kinds give the same bits', () => {
  const texts = textsOf(drawn);

  it.each(shapes)('shingles of %j', (shape) => {
    for (let row = 0; row < drawn.length; row++)
      expect(built.shingles(texts, row, shape).slice(), JSON.stringify(drawn[row])).toEqual(
        plain.shingles(texts, row, shape).slice(),
      );
  });

  it.each(shapes)('signatures, cut into bands, of %j', (shape) => {
    for (const threshold of [0.5, 0.8])
      expect(built.sign(texts, { shape, bands: bandShapeFor(threshold) })).toEqual(
        plain.sign(texts, { shape, bands: bandShapeFor(threshold) }),
      );
  });

  it.each(shapes)('keys of sets are those of the texts, of %j', (shape) => {
    const bands = bandShapeFor(0.7);
    const sets = drawn.map((_, row) => plain.shingles(texts, row, shape).slice());
    const offsets = Uint32Array.of(0, ...sets.map((set) => set.length)).map(running());
    const hashes = Int32Array.from(sets.flatMap((set) => [...set]));
    const keys = built.signSets(hashes, offsets, bands);
    expect(keys).toEqual(plain.signSets(hashes, offsets, bands));
    expect(keys).toEqual(built.sign(texts, { shape, bands }).keys);
  });

  it('hashes', () => {
    expect(built.hashes(texts)).toEqual(plain.hashes(texts));
  });

  it('the similarity of two lists of hashes', () => {
    const list = fc.array(
      fc.integer({ min: -8, max: 8 }).map((each) => each * 0x10000),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(list, list, (a, b) => {
        const [first, second] = [Int32Array.from(a), Int32Array.from(b)];
        const expected = jaccard(asSet(first), asSet(second));
        expect(built.jaccard(first, second)).toBe(expected);
        expect(plain.jaccard(first, second)).toBe(expected);
      }),
    );
  });

  it.each([0, 3])('keys put into parts by %d bits', (bits) => {
    const bands = 3;
    const partsOf = (kernels: typeof built) => {
      const scatter = kernels.openScatter({ bands, bits, room: 5 });
      const parts: number[][] = Array.from({ length: bands * 2 ** bits }, () => []);
      for (let firstRow = 0; firstRow < 300; firstRow += 100) {
        const keys = Uint32Array.from({ length: 100 * bands }, (_, i) => Math.imul(firstRow + i + 1, 0x9e3779b1));
        const counts = Uint32Array.from({ length: 100 }, (_, row) => row % 7);
        scatter.add({ firstRow, counts, keys }, (part, records) => parts[part]!.push(...records));
      }
      return parts.map((part, number) => [...part, ...scatter.waiting(number)]);
    };
    expect(partsOf(built)).toEqual(partsOf(plain));
    expect(partsOf(built).flat()).toHaveLength(2 * bands * (300 - 45));
  });

  it('rows that share a key', () => {
    for (const keys of [3, 40, 5000]) {
      const records = Uint32Array.from({ length: 2000 }, (_, i) =>
        i % 2 === 0 ? drawIndex(random, keys) * 0x10001 : i,
      );
      expect([...built.repeatedKeys(records)]).toEqual([...plain.repeatedKeys(records)]);
    }
    expect([...built.repeatedKeys(new Uint32Array(0))]).toEqual([]);
  });

  it('of a batch that is a part of a larger one', () => {
    const part: Texts = { utf8: texts.utf8, offsets: texts.offsets.slice(50, 60) };
    const alone = textsOf(drawn.slice(50, 59));
    const bands = bandShapeFor(0.7);
    for (const kernels of [built, plain]) {
      expect(kernels.hashes(part)).toEqual(plain.hashes(alone));
      expect(kernels.sign(part, { shape: { words: [5, 5] }, bands })).toEqual(
        plain.sign(alone, { shape: { words: [5, 5] }, bands }),
      );
    }
  });

  it('of nothing', () => {
    const none = textsOf([]);
    for (const kernels of [built, plain]) {
      expect(kernels.hashes(none).length).toBe(0);
      expect(kernels.sign(none, { shape: { words: [5, 5] }, bands: bandShapeFor(0.7) }).keys.length).toBe(0);
      expect(kernels.extractField(new Uint8Array(0), where).offsets).toEqual(Uint32Array.of(0));
    }
  });
});

describe('the results are the right ones', () => {
  const texts = textsOf(drawn);

  it('shingles are the runs of words, told apart as their texts are', () => {
    const byHash = new Map<number, string>();
    for (const [row, text] of drawn.entries()) {
      const words = foldText(text, { words: [2, 3] })
        .split(' ')
        .filter(Boolean);
      const runs = [2, 3].flatMap((size) =>
        words.length < size && (size > 2 || words.length === 0) ? [] : runsOf(words, Math.min(size, words.length)),
      );
      const hashes = [...built.shingles(texts, row, { words: [2, 3] })];
      expect(hashes, JSON.stringify(text)).toHaveLength(runs.length);
      hashes.forEach((hash, i) => {
        expect(byHash.get(hash) ?? runs[i]).toBe(runs[i]);
        byHash.set(hash, runs[i]!);
      });
    }
    expect(new Set(byHash.values()).size).toBe(byHash.size);
  });

  it('hashes of texts that differ in a byte, its place or their length differ', () => {
    const base = Buffer.from('x'.repeat(100));
    const variants = new Map<string, Buffer>();
    for (let at = 0; at < base.length; at++)
      for (const byte of [0, 0x41, 0x79, 0xf8]) {
        const changed = Buffer.from(base);
        changed[at] = byte;
        variants.set(changed.toString('hex'), changed);
      }
    for (let length = 0; length < 200; length++) variants.set(`${length}`, Buffer.alloc(length));
    const hashes = [...variants.values()].map((utf8) => built.hashes(oneText(utf8))[0]!);
    expect(new Set(hashes).size).toBe(variants.size);
    const ones = hashes.reduce((sum, word) => sum + word.toString(2).replaceAll('0', '').length, 0);
    expect(ones / (hashes.length * 32)).toBeCloseTo(0.5, 1);
  });

  it('signatures and keys are those of the plain functions', () => {
    const shape = bandShapeFor(0.7);
    const { keys, counts } = built.sign(texts, { shape: { words: [1, 2] }, bands: shape });
    const signature = new Int32Array(PERMUTATIONS);
    for (let row = 0; row < drawn.length; row++) {
      const hashes = built.shingles(texts, row, { words: [1, 2] }).slice();
      expect(counts[row]).toBe(hashes.length);
      makeMinHash()(hashes, signature, 0);
      writeBandKeys(signature, shape, (band, key) => expect(keys[row * shape.bands + band]).toBe(key));
    }
  });

  it('holds for texts of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', '.'), maxLength: 200 })), (each) => {
        const given = textsOf(each);
        expect(built.sign(given, { shape: { words: [2, 4] }, bands: bandShapeFor(0.5) })).toEqual(
          plain.sign(given, { shape: { words: [2, 4] }, bands: bandShapeFor(0.5) }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

const runsOf = (words: readonly string[], size: number): string[] =>
  Array.from({ length: words.length - size + 1 }, (_, i) => `${size} ${words.slice(i, i + size).join(' ')}`);

/** Sums up to each. */
function running(): (each: number) => number {
  let sum = 0;
  return (each) => {
    sum += each;
    return sum;
  };
}
