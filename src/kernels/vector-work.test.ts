import { expect, it } from 'vitest';
import { int8Dot, int8Length, makeInt8Vectors } from '../math/int8-vectors.ts';
import { drawIndex, drawNormal, seededRandom } from '../math/random.ts';
import { openKernels } from './open.ts';
import type { Meeting } from './vector-request.ts';
import { openVectorWork } from './vector-work.ts';

const random = seededRandom('vector work');
const kernels = openKernels();
const SIZE = 40_000;
const vectors = makeInt8Vectors(SIZE, 12);
for (let row = 0; row < SIZE; row++)
  vectors.set(
    row,
    Array.from({ length: 12 }, () => drawNormal(random)),
  );
const rows = { held: vectors.held, dimensions: 12 };
const some = (count: number) => Uint32Array.from({ length: count }, () => drawIndex(random, SIZE));

async function withThreads<T>(threads: number, use: (work: ReturnType<typeof openVectorWork>) => Promise<T>) {
  const work = openVectorWork(rows, { kernels, threads });
  try {
    return await use(work);
  } finally {
    await work.end();
  }
}

it('gives the same nearest centres on one thread and on several, each nearest first', async () => {
  const centres = makeInt8Vectors(70, 12);
  for (let row = 0; row < 70; row++) centres.set(row, vectors.vector(row * 3));
  const wish = { centres: { held: centres.held, dimensions: 12 }, most: 5 };
  const [alone, several] = await Promise.all(
    [0, 3].map((threads) => withThreads(threads, (work) => work.nearest(wish))),
  );
  expect(several).toEqual(alone);
  for (let row = 0; row < SIZE; row += 997) {
    const near = Array.from({ length: 70 }, (_, centre) => ({
      centre,
      cosine: int8Dot(rows, row, { rows: centres, other: centre }) / int8Length(centres, centre),
    }));
    near.sort((a, b) => b.cosine - a.cosine || a.centre - b.centre);
    expect([...alone!.subarray(row * 5, row * 5 + 5)]).toEqual(near.slice(0, 5).map(({ centre }) => centre));
  }
});

it('gives the same pairs on one thread and on several, or says that they are too many', async () => {
  const asking = some(500);
  const meetings = Array.from({ length: 37 }, (_, nth): Meeting => {
    const [asked, given] = [some(20 + nth * 5).map((row) => row % 500), some(300)];
    return { asked, given, upTo: asked.map(() => drawIndex(random, 301)) };
  });
  const ask = (most: number) => (work: ReturnType<typeof openVectorWork>) =>
    work.alike({ asking, meetings, threshold: 0.7, most });
  const alone = await withThreads(0, ask(1e6));
  expect(await withThreads(3, ask(1e6))).toEqual(alone);
  for (const [nth, { asked, given, upTo }] of meetings.entries()) {
    const expected = [...asked.entries()].flatMap(([place, row]) =>
      [...given.subarray(0, upTo[place]).entries()]
        .filter(([, other]) => vectors.cosine(asking[row]!, other) >= 0.7)
        .map(([at]) => place * given.length + at),
    );
    expect([...alone![nth]!]).toEqual(expected);
  }
  const count = alone!.reduce((sum, { length }) => sum + length, 0);
  expect(count).toBeGreaterThan(100);
  expect(await withThreads(0, ask(count))).toEqual(alone);
  expect(await withThreads(0, ask(count - 1))).toBeUndefined();
  expect(await withThreads(2, ask(3))).toBeUndefined();
});

it('passes on what fails in a thread, and goes on failing', async () => {
  await withThreads(1, async (work) => {
    const broken = { centres: { held: new Int8Array(5), dimensions: 5 }, most: 1 };
    await expect(work.nearest(broken)).rejects.toThrow('dimensions');
    await expect(work.nearest(broken)).rejects.toThrow('dimensions');
  });
});
