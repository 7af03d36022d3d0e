/** Vectors of labelled texts, kept between runs where that is wished: a language model takes half a second for each. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../../src/core/recipe.ts';
import { localEmbedder } from '../../src/models/embed-local.ts';

/** Texts that are embedded between two savings. */
const AT_ONCE = 64;

/**
 * Of every text, by itself. With SYNTHLOOM_BENCH_CACHE, a folder, what is embedded is kept there, and a run that was stopped
 * goes on from there.
 */
export async function vectorsOf(
  given: readonly string[],
  weights?: string,
): Promise<ReadonlyMap<string, Float32Array>> {
  const texts = [...new Set(given.map((text) => text.trim()))];
  const embedder = await localEmbedder({ weights });
  const kept = openKept(
    hashText(JSON.stringify([embedder.id, embedder.weights.sha256, texts]), 16),
    embedder.dimensions,
  );
  while (kept.vectors.length < texts.length) {
    const from = kept.vectors.length;
    kept.add(await embedder.embed(texts.slice(from, from + AT_ONCE)));
    if (embedder.isSlow) process.stderr.write(`\r${embedder.id}: ${kept.vectors.length} of ${texts.length} texts`);
  }
  if (embedder.isSlow) process.stderr.write('\n');
  embedder.close();
  return new Map(texts.map((text, at) => [text, kept.vectors[at]!]));
}

interface Kept {
  readonly vectors: Float32Array[];
  add(vectors: readonly Float32Array[]): void;
}

/** Vectors of so many dimensions, one after another, in a file of that name. */
function openKept(name: string, dimensions: number): Kept {
  const folder = process.env.SYNTHLOOM_BENCH_CACHE;
  const path = folder && join(folder, `${name}.f32`);
  if (folder) mkdirSync(folder, { recursive: true });
  const vectors = path && existsSync(path) ? vectorsIn(path, dimensions) : [];
  return {
    vectors,
    add: (more) => {
      vectors.push(...more);
      if (path)
        for (const vector of more)
          appendFileSync(path, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    },
  };
}

function vectorsIn(path: string, dimensions: number): Float32Array[] {
  const bytes = readFileSync(path);
  const size = dimensions * Float32Array.BYTES_PER_ELEMENT;
  const whole = Math.floor(bytes.length / size);
  truncateSync(path, whole * size); // of a last one that was not finished nothing is left
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole * size));
  return Array.from({ length: whole }, (_, at) => all.subarray(at * dimensions, (at + 1) * dimensions));
}
