/** Which row stays in the place of each: blocks of what is near, comparison within them, and a second look where it is close. */
import type { Reading } from '../../asking/text-vectors.ts';
import { openKernels } from '../../kernels/open.ts';
import { openVectorWork } from '../../kernels/vector-work.ts';
import type { Int8Vectors } from '../../math/int8-vectors.ts';
import { byFirst, type Second, withSecond } from './alike.ts';
import { nearBlocks } from './near-blocks.ts';
import { OTHER, type Ranking, REAL, type RowFacts, rankTexts, stayingTexts } from './staying.ts';

export interface Comparison {
  readonly reading: Reading;
  readonly facts: RowFacts;
  /** Of each different text; fine. Their components are put in another order. */
  readonly vectors: Int8Vectors;
  /** Cosine of these from which texts mean the same. */
  readonly threshold: number;
  readonly second: Second | undefined;
  /** Synthetic rows are compared with real ones and those of another set only, and real ones with none. */
  readonly onlyReal: boolean;
  readonly random: () => number;
}

/** None of these changes the verdict, but `compareAll`, which makes it exact. */
export interface Means {
  /** Beside this one. */
  readonly threads: number;
  /** Up to so many texts all are compared with all. */
  readonly compareAll?: number;
  /** Texts of the first turn. */
  readonly firstTurn?: number;
}

/** For each row the one that stays in its place; the row itself where it stays. */
export async function twinsOfRows(comparison: Comparison, means: Means): Promise<Uint32Array> {
  const { reading, vectors, facts, onlyReal } = comparison;
  vectors.sort(); // most pairs are then told apart by a quarter of their components
  const kernels = openKernels();
  const work = openVectorWork(
    { held: vectors.held, dimensions: vectors.dimensions },
    { kernels, threads: means.threads },
  );
  try {
    const blocks = await nearBlocks(vectors, { work, kernels, random: comparison.random, ...means });
    const ranking = rankNow(comparison);
    const rankOf = (text: number) => facts.rank[ranking.speaker[text]!]!;
    const search = {
      ...means,
      ...{ order: ranking.order, blocks, work, signal: reading.signal },
      asks: (text: number) => rankOf(text) < (onlyReal ? REAL : OTHER),
      mayStay: (text: number) => !onlyReal || rankOf(text) >= REAL,
    };
    const { second } = comparison;
    const comparing =
      second === undefined ? byFirst(search, comparison) : await withSecond(search, comparison, { reading, second });
    const left = second === undefined ? ranking : rankNow(comparison); // it may have refused some
    const staying = await stayingTexts(reading.texts.count, { ...comparing, order: left.order });
    return rowsOf(comparison, left, staying);
  } finally {
    await work.end();
  }
}

const rankNow = ({ facts, reading: { texts, faults } }: Comparison): Ranking =>
  rankTexts(facts, texts, (text) => texts.isEmpty(text) || faults.has(text));

function rowsOf(
  { facts, reading, onlyReal }: Comparison,
  { order, speaker }: Ranking,
  staying: Uint32Array,
): Uint32Array {
  const { ofRow, count } = reading.texts;
  const isCompared = new Uint8Array(count);
  for (const text of order) isCompared[text] = 1;
  return ofRow.map((text, row) => {
    if (isCompared[text] === 0) return row;
    const twin = speaker[staying[text]!]!;
    return onlyReal && (facts.rank[row] === REAL || facts.rank[twin]! < REAL) ? row : twin;
  });
}
