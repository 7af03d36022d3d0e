/** Vectors of texts that are read one batch after another, where a text that cannot be embedded stops nothing. */
import { type Fault, parksItem } from '../core/errors.ts';
import type { Embedder } from '../core/model.ts';

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
