/**
 * The embedder that runs here, in a child process, no hub and no key: all-MiniLM-L6-v2, or any GGUF model.
 * A vector depends on its own text alone. Eight-bit models scale their activations by the largest of the whole batch, so the
 * same text in another batch differs by up to 0.036 in a component; each text is therefore run by itself, without padding,
 * which on one thread is also as fast (1,200 to 1,500 short texts a second on a core with VNNI).
 * The same machine gives the same bits. Processors without VNNI round elsewhere: compare across machines to two digits.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '../core/errors.ts';
import type { Embedder } from '../core/model.ts';
import { EmbedProcess } from './embedded/embed-process.ts';
import type { EmbedOrder, Look } from './embedded/embed-protocol.ts';
import { type Consent, optionalSpecifier } from './provision.ts';
import type { Environment } from './weights/cache.ts';
import type { Progress } from './weights/pull.ts';
import { resolveWeights, type Weights } from './weights/resolve.ts';

export interface LocalEmbedderOptions {
  /** Catalog id, path of a GGUF file, `hf:` address; the standard embedding model when absent. */
  readonly weights?: string | undefined;
  readonly consent?: Consent | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: Environment | undefined;
}

export interface LocalEmbedder extends Embedder {
  readonly weights: Weights;
  /** One or two sentences for the record: which weights, why, and how they read. */
  readonly why: string;
  /** A text takes so long that its vector is worth keeping. */
  readonly isSlow: boolean;
  /** Of the child, while it runs. */
  pid(): number | undefined;
  /** Ends the child. It also ends with this process, and never keeps it alive. */
  close(): void;
}

/** Texts sent to the child at once, about a tenth of a second or some seconds of work: between two pieces others get their turn. */
const PIECE = { onnx: 128, gguf: 8 } as const;

/**
 * Finds the weights (pulling them where needed) and gives an embedder. Of a text MiniLM reads the first 256 tokens, a GGUF
 * model 400 to 509.
 * @throws what `resolveWeights` and `optionalSpecifier` throw; unusable-weights; from `embed`: unusable-weights, model-crashed
 */
export async function localEmbedder(options: LocalEmbedderOptions = {}): Promise<LocalEmbedder> {
  const weights = await resolveWeights(options.weights, { ...options, kind: 'embedding' });
  const id = `embedded/${weights.id}`;
  const child = new EmbedProcess(id, await orderOf(weights, options));
  const { dimensions, reading } = await lookAt(weights, child);
  return {
    id,
    dimensions,
    weights,
    why: reading === 'asked' ? `${weights.why} ${HOW_ASKED}` : weights.why,
    isSlow: weights.format === 'gguf',
    pid: () => child.pid,
    close: () => child.close(),
    async embed(texts) {
      const vectors: Float32Array[] = [];
      const size = PIECE[weights.format];
      for (let from = 0; from < texts.length; from += size) {
        const piece = texts.slice(from, from + size);
        const flat = await child.embed(piece);
        if (flat.length !== piece.length * dimensions) throw wrongLength(id, flat.length / piece.length, dimensions);
        for (let i = 0; i < piece.length; i++) vectors.push(flat.slice(i * dimensions, (i + 1) * dimensions));
      }
      return vectors;
    },
  };
}

const HOW_ASKED =
  'It is no embedding model: it is asked to sum up each text, and its last hidden state is the vector. That takes a good part of a second a sentence on one core.';

async function orderOf({ format, path }: Weights, options: LocalEmbedderOptions): Promise<EmbedOrder> {
  if (format === 'gguf') return { format, path, module: await optionalSpecifier('node-llama-cpp', options) };
  return { format, folder: path, module: await optionalSpecifier('@huggingface/transformers', options) };
}

async function lookAt(weights: Weights, child: EmbedProcess): Promise<Look> {
  if (weights.format === 'onnx') return { dimensions: await checkFiles(weights), reading: 'trained' };
  try {
    return await child.look();
  } catch (error) {
    child.close();
    throw error;
  }
}

const wrongLength = (model: string, got: number, told: number) =>
  fault('unusable-weights', { model, detail: `its vectors have ${got} dimensions, and its file says ${told}` });

/** Looks at the files before they are loaded, because the runtime's own words about a missing one do not help. */
async function checkFiles(weights: Weights): Promise<number> {
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx']) {
    const path = join(weights.path, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw fault('disk-failed', { path, reason: 'this file of the embedding model is missing' });
  }
  const path = join(weights.path, 'config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as { readonly hidden_size?: number };
  if (config.hidden_size === undefined) throw fault('disk-failed', { path, reason: 'it names no `hidden_size`' });
  return config.hidden_size;
}
