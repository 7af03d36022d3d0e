/** Which texts mean the same: one embedder says, or, near its threshold, a better one. */
import { embedTexts, type Reading } from '../../asking/text-vectors.ts';
import type { Embedder } from '../../core/model.ts';
import type { Int8Vectors } from '../../math/int8-vectors.ts';
import type { Comparing } from './staying.ts';
import { type Ground, type Search, turnsOf } from './turns.ts';

export interface Second {
  readonly embedder: Embedder;
  /** Cosine of its own vectors from which two texts mean the same. */
  readonly threshold: number;
  /** It is asked where the first embedder's cosine is within this of the first threshold. */
  readonly margin: number;
}

/** Texts with less than this in common are never looked at; those without a vector have 0. */
const LEAST = 0.01;
/** Of the arithmetic, many times over. */
const ROUNDING = 1e-9;

export interface First {
  /** Fine. */
  readonly vectors: Int8Vectors;
  /** Cosine of these from which two texts mean the same. */
  readonly threshold: number;
}

/** What the search must find so that none is missed that has this cosine. */
const atLeast = (ground: Ground, cosine: number, { vectors }: First): Search => ({
  ...ground,
  threshold: Math.max(cosine - vectors.roughness() - ROUNDING, LEAST),
});

/** One embedder decides. */
export const byFirst = (ground: Ground, first: First): Comparing => ({
  ...atLeast(ground, first.threshold, first),
  meansSame: (a, b) => first.vectors.cosine(a, b) >= first.threshold,
});

/** What the second embedder decides; it sees only texts of which a pair is in doubt. */
export async function withSecond(ground: Ground, first: First, given: SecondGiven): Promise<Comparing> {
  const { reading, second } = given;
  const low = first.threshold - second.margin;
  const high = first.threshold + second.margin;
  const wider = atLeast(ground, low, first);
  const { cosine } = first.vectors;
  const isDoubtful = (near: number) => near >= low && near < high;
  const rowOf = new Map<number, number>();
  for (const text of await inDoubt(wider, (a, b) => isDoubtful(cosine(a, b)))) rowOf.set(text, rowOf.size);
  const own = await embedTexts(reading, second.embedder, {
    rows: rowOf.size,
    rowOf: (text) => rowOf.get(text),
    fine: true,
  });
  const meansSame = (a: number, b: number): boolean => {
    const near = cosine(a, b);
    return isDoubtful(near) ? own.cosine(rowOf.get(a)!, rowOf.get(b)!) >= second.threshold : near >= high;
  };
  return { ...wider, meansSame };
}

export interface SecondGiven {
  readonly reading: Reading;
  readonly second: Second;
}

/** Numbers, ascending, of the texts of all pairs that may be looked at and are doubtful. */
async function inDoubt(search: Search, isDoubtful: (a: number, b: number) => boolean): Promise<Uint32Array> {
  const doubtful = new Set<number>();
  for await (const { texts, earlier } of turnsOf(search, search.mayStay))
    for (const [place, text] of texts.entries())
      for (const other of earlier(place)) {
        if ((doubtful.has(text) && doubtful.has(other)) || !isDoubtful(text, other)) continue;
        doubtful.add(text).add(other);
      }
  return Uint32Array.from(doubtful).sort();
}
