import { describe, expect, it } from 'vitest';
import { numberTexts } from '../../asking/text-vectors.ts';
import { makeInt8Vectors } from '../../math/int8-vectors.ts';
import { drawIndex, drawNormal, drawOne, seededRandom } from '../../math/random.ts';
import { datasetOf, samplesOf } from '../../testing/samples.ts';
import { type Comparison, type Means, twinsOfRows } from './twins-of-rows.ts';

const random = seededRandom('twins of rows');
const DIMENSIONS = 24;
const draw = () => Array.from({ length: DIMENSIONS }, () => drawNormal(random));
const topics = Array.from({ length: 20 }, draw);
const drawings = Array.from({ length: 1200 }, () =>
  drawOne(random, topics).map((each) => each + drawNormal(random) * 0.35),
);

/** Rows of 1,200 texts, some of them in several rows, some empty, some refused by the embedder. */
async function drawn(more: Partial<Comparison>): Promise<Comparison> {
  const rows = Array.from({ length: 1500 }, () => ({ text: `${drawIndex(random, 1200)}`.replace(/^7$/, ' ') }));
  const samples = datasetOf(samplesOf(rows));
  const texts = await numberTexts(samples, 'text');
  const vectors = makeInt8Vectors(texts.count, DIMENSIONS, { fine: true });
  for (let text = 0; text < texts.count; text++) {
    const drawing = drawings[Number(rows[texts.firstRow[text]!]!.text)]!;
    if (!texts.isEmpty(text) && text % 50 !== 0) vectors.set(text, drawing);
  }
  const faults = new Map(
    [...Array(texts.count).keys()].filter((text) => text % 50 === 0).map((text) => [text, {} as never]),
  );
  return {
    reading: { samples, field: 'text', texts, signal: new AbortController().signal, faults },
    facts: {
      rank: Uint8Array.from(rows, () => (random() < 0.3 ? 1 : 0)),
      worth: Float64Array.from(rows, () => drawIndex(random, 5)),
      tie: Float64Array.from(rows, () => drawIndex(random, 1000)),
    },
    vectors,
    threshold: 0.9,
    second: undefined,
    onlyReal: false,
    random: seededRandom('run'),
    ...more,
  };
}

/** One row after another, each held against all that stay. */
function oneByOne({ reading: { texts, faults }, facts, vectors, threshold, onlyReal }: Comparison): number[] {
  const { rank: real, worth, tie } = facts;
  const ranked = [...real.keys()].sort(
    (a, b) => real[b]! - real[a]! || worth[b]! - worth[a]! || tie[a]! - tie[b]! || a - b,
  );
  const twins = [...real.keys()];
  const staying: number[] = [];
  for (const row of ranked) {
    const text = texts.ofRow[row]!;
    if (texts.isEmpty(text) || faults.has(text)) continue;
    if (onlyReal && real[row] === 1) staying.push(row);
    else {
      const own = staying.find((other) => texts.ofRow[other] === text);
      const twin = own ?? staying.find((other) => vectors.cosine(texts.ofRow[other]!, text) >= threshold);
      if (twin !== undefined) twins[row] = twin;
      else if (!onlyReal) staying.push(row);
    }
  }
  return twins;
}

const meansOf = (means: Partial<Means>): Means => ({ threads: 0, ...means });

describe('twins of rows', () => {
  it.each([{}, { onlyReal: true }, { threshold: 0.7 }])('are what comparing one by one gives, %j', async (more) => {
    const comparison = await drawn(more);
    const expected = oneByOne(comparison);
    expect(expected.filter((twin, row) => twin !== row).length).toBeGreaterThan(100);
    expect([...(await twinsOfRows(comparison, meansOf({ firstTurn: 100 })))]).toEqual(expected);
  });

  it.each([{}, { onlyReal: true }])('depend neither on threads nor on turns, %j', async (more) => {
    const comparison = await drawn(more);
    const ask = (means: Partial<Means>) =>
      twinsOfRows({ ...comparison, random: seededRandom('run') }, meansOf({ compareAll: 100, ...means }));
    const expected = await ask({});
    for (const means of [{ threads: 1 }, { threads: 3, firstTurn: 50 }, { firstTurn: 1 }, { firstTurn: 333 }])
      expect(await ask(means), JSON.stringify(means)).toEqual(expected);
  });

  it('ask the second embedder the same, whatever the threads and turns', async () => {
    const comparison = await drawn({});
    const ask = async (means: Partial<Means>) => {
      const asked: string[] = [];
      const embed = async (texts: readonly string[]) => {
        asked.push(...texts);
        return texts.map((text) => Float32Array.from([Number(text) % 2, 1 - (Number(text) % 2)])); // even with even
      };
      const second = { embedder: { id: 'better', dimensions: 2, embed }, threshold: 0.5, margin: 0.05 };
      const twins = await twinsOfRows({ ...comparison, second, random: seededRandom('run') }, meansOf(means));
      return { twins, asked: asked.sort() };
    };
    const expected = await ask({});
    expect(expected.asked.length).toBeGreaterThan(50);
    expect(new Set(expected.asked).size).toBe(expected.asked.length);
    for (const means of [{ threads: 2 }, { firstTurn: 13 }]) expect(await ask(means)).toEqual(expected);
    expect(expected.twins).not.toEqual(await twinsOfRows(comparison, meansOf({})));
  });

  it('are found where far more is alike than may be found at once', async () => {
    const samples = datasetOf(samplesOf(Array.from({ length: 6000 }, (_, row) => ({ text: `${row}` }))));
    const texts = await numberTexts(samples, 'text');
    const vectors = makeInt8Vectors(texts.count, 4, { fine: true });
    for (let text = 0; text < texts.count; text++) vectors.set(text, [1, 0.01 * (text % 7), 0, 0]);
    const comparison = await drawn({});
    const reading = { ...comparison.reading, samples, texts, faults: new Map() };
    const facts = {
      rank: new Uint8Array(6000),
      worth: new Float64Array(6000),
      tie: Float64Array.from(texts.ofRow.keys()),
    };
    const twins = await twinsOfRows({ ...comparison, reading, facts, vectors }, meansOf({ firstTurn: 6000 }));
    expect(twins.every((twin) => twin === 0)).toBe(true);
  });
});
