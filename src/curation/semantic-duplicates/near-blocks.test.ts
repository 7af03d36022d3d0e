import { describe, expect, it } from 'vitest';
import { openKernels } from '../../kernels/open.ts';
import { openVectorWork } from '../../kernels/vector-work.ts';
import { type Int8Vectors, makeInt8Vectors } from '../../math/int8-vectors.ts';
import { drawIndex, drawNormal, seededRandom } from '../../math/random.ts';
import { nearBlocks } from './near-blocks.ts';

const random = seededRandom('near blocks');
const DIMENSIONS = 48;
const kernels = openKernels();
const blocksOf = (vectors: Int8Vectors, compareAll?: number) => {
  const work = openVectorWork(vectors, { kernels, threads: 0 });
  return nearBlocks(vectors, { work, kernels, random: seededRandom('a'), ...(compareAll && { compareAll }) });
};
const draw = () => Array.from({ length: DIMENSIONS }, () => drawNormal(random));

/** Topics, texts on them, and near copies of the texts. */
function planted(rows: number) {
  const topics = Array.from({ length: 40 }, draw);
  const made: number[][] = [];
  while (made.length < rows) {
    const topic = topics[drawIndex(random, topics.length)]!;
    const text = topic.map((value) => value + drawNormal(random));
    made.push(
      text,
      text.map((value) => value + drawNormal(random) * 0.3),
    ); // a cosine of about 0.97
  }
  const vectors = makeInt8Vectors(rows, DIMENSIONS);
  for (let row = 0; row < rows; row++) vectors.set(row, made[row]!);
  return vectors;
}

describe('near blocks', () => {
  it('hold nearly all pairs that are alike, and few of the others', async () => {
    const rows = 4000;
    const vectors = planted(rows);
    const blocks = await blocksOf(vectors, 100);
    const homes = Array.from({ length: rows }, (_, row) => blocks.home(row));
    expect(blocks.blocks).toBe(64);
    let [alike, found, compared] = [0, 0, 0];
    for (let a = 0; a < rows; a++)
      for (let b = 0; b < a; b++) {
        const meets = blocks.probes(a).includes(homes[b]!);
        compared += meets ? 1 : 0;
        if (vectors.cosine(a, b) < 0.9) continue;
        alike++;
        found += meets ? 1 : 0;
      }
    expect(alike).toBeGreaterThan(1900);
    expect(found / alike).toBeGreaterThan(0.99);
    expect(compared / ((rows * (rows - 1)) / 2)).toBeLessThan(0.5);
  });

  it('look first in the home of a row', async () => {
    const blocks = await blocksOf(planted(300), 100);
    for (let row = 0; row < 300; row++) expect(blocks.probes(row)[0]).toBe(blocks.home(row));
    expect(new Set(blocks.probes(7)).size).toBe(18);
  });

  it('are one block while that is cheap', async () => {
    const blocks = await blocksOf(planted(100));
    expect([blocks.blocks, blocks.home(3), ...blocks.probes(50)]).toEqual([1, 0, 0]);
  });
});
