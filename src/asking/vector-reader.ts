/** Vectors of texts that are read one batch after another, where a text that cannot be embedded stops nothing. */
import { type Fault, parksItem } from '../core/errors.ts';
import type { Embedder } from '../core/model.ts';
import { type Rows, rowsOfVectors } from '../learn/rows.ts';

/** Texts embedded with one call. */
const AT_ONCE = 256;

export interface VectorReader {
  /** In input order; zeros for a text that could not be embedded. */
  read(texts: readonly string[]): Promise<Float32Array[]>;
  /** Texts that could not be embedded, and why. */
  readonly faults: ReadonlyMap<string, Fault>;
}

export function vectorReader(embedder: Embedder): VectorReader {
  const faults = new Map<string, Fault>();
  const embedded = async (batch: readonly string[]): Promise<Float32Array[]> => {
    try {
      return [...(await embedder.embed(batch))];
    } catch (error) {
      if (!parksItem(error)) throw error;
      if (batch.length > 1) return (await Promise.all(batch.map((text) => embedded([text])))).flat();
      faults.set(batch[0]!, error);
      return [new Float32Array(embedder.dimensions)];
    }
  };
  return {
    faults,
    async read(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += AT_ONCE)
        vectors.push(...(await embedded(texts.slice(from, from + AT_ONCE))));
      return vectors;
    },
  };
}

/**
 * Vectors of texts as features beside others. They are of length 1: the more dimensions, the smaller each number, and the more
 * a penalty for large coefficients weighs on it. So that it weighs on all alike, vectors of many dimensions are made longer.
 */
export async function vectorRows(reader: VectorReader, texts: readonly string[]): Promise<Rows> {
  const vectors = await reader.read(texts);
  const length = Math.max(1, Math.sqrt((vectors[0]?.length ?? 0) / USUAL_DIMENSIONS));
  return rowsOfVectors(length === 1 ? vectors : vectors.map((vector) => vector.map((value) => value * length)));
}

/** Those of MiniLM, beside which length 1 does well. */
const USUAL_DIMENSIONS = 384;
