/**
 * The embedder that runs here: all-MiniLM-L6-v2 in a child process, no hub and no key.
 * A vector depends on its own text alone. Eight-bit models scale their activations by the largest of the whole batch, so the
 * same text in another batch differs by up to 0.036 in a component; each text is therefore run by itself, without padding,
 * which on one thread is also as fast (1,200 to 1,500 short texts a second on a core with VNNI).
 * The same machine gives the same bits. Processors without VNNI round elsewhere: compare across machines to two digits.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault } from '../core/errors.ts';
import type { Embedder } from '../core/model.ts';
import type { EmbedReply, EmbedRequest } from './embedded/embed-child.ts';
import { type Consent, ensureOptional } from './provision.ts';
import type { Environment } from './weights/cache.ts';
import type { Progress } from './weights/pull.ts';
import { resolveWeights, type Weights } from './weights/resolve.ts';

export interface LocalEmbedderOptions {
  /** Catalog id of kind `embedding`; the standard one when absent. */
  readonly weights?: string | undefined;
  readonly consent?: Consent | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: Environment | undefined;
}

export interface LocalEmbedder extends Embedder {
  readonly weights: Weights;
  /** Of the child, while it runs. */
  pid(): number | undefined;
  /** Ends the child. It also ends with this process, and never keeps it alive. */
  close(): void;
}

/** Texts sent to the child at once; between two such pieces other callers get their turn. */
const PIECE = 128;

/**
 * Finds the weights (pulling them where needed) and gives an embedder. Texts are read up to their 256th token.
 * @throws what `resolveWeights` and `ensureOptional` throw; from `embed`: model-crashed
 */
export async function localEmbedder(options: LocalEmbedderOptions = {}): Promise<LocalEmbedder> {
  const weights = await resolveWeights(options.weights, { ...options, kind: 'embedding' });
  await ensureOptional('@huggingface/transformers', options);
  const dimensions = await checkFiles(weights);
  const child = new EmbedChild(weights);
  return {
    id: `embedded/${weights.id}`,
    dimensions,
    weights,
    pid: () => child.pid,
    close: () => child.close(),
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += PIECE) {
        const piece = texts.slice(from, from + PIECE);
        const flat = await child.ask(piece).catch(() => child.ask(piece)); // a crash is not the text's fault: once more
        for (let i = 0; i < piece.length; i++) vectors.push(flat.slice(i * dimensions, (i + 1) * dimensions));
      }
      return vectors;
    },
  };
}

/** The child, started on the first question and again after a crash. */
class EmbedChild {
  readonly #weights: Weights;
  #process: ChildProcess | undefined;
  #closed = false;
  #asked = 0;
  #open = new Map<number, { resolve: (vectors: Float32Array) => void; reject: (error: Error) => void }>();

  constructor(weights: Weights) {
    this.#weights = weights;
  }

  /** Vectors of all texts, one after another. */
  async ask(texts: readonly string[]): Promise<Float32Array> {
    if (this.#closed) throw fault('stopped', { detail: ', and the embedder with it' });
    const child = this.#running();
    const number = this.#asked++;
    const request: EmbedRequest = { number, folder: this.#weights.path, texts };
    return new Promise((resolve, reject) => {
      this.#open.set(number, { resolve, reject });
      child.channel?.ref();
      child.send(request, (error) => error && this.#settle(number, { number, reason: error.message }));
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  close(): void {
    this.#closed = true;
    if (this.#process?.connected) this.#process.disconnect();
    this.#process = undefined;
  }

  #running(): ChildProcess {
    if (this.#process !== undefined) return this.#process;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const child = fork(fileURLToPath(new URL(`./embedded/embed-child.${extension}`, import.meta.url)), {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (reply) => this.#settle((reply as EmbedReply).number, reply as EmbedReply));
    child.once('exit', (code, signal) => this.#ended(child, `its process ended (${signal ?? code})`));
    child.once('error', (error) => this.#ended(child, error.message));
    child.unref();
    child.channel?.unref();
    this.#process = child;
    return child;
  }

  #settle(number: number, reply: EmbedReply): void {
    const waiting = this.#open.get(number);
    this.#open.delete(number);
    if (this.#open.size === 0) this.#process?.channel?.unref();
    if ('vectors' in reply) waiting?.resolve(reply.vectors);
    else waiting?.reject(this.#crash(reply.reason));
  }

  #ended(child: ChildProcess, reason: string): void {
    if (this.#process === child) this.#process = undefined;
    const left = [...this.#open.values()];
    this.#open.clear();
    for (const waiting of left) waiting.reject(this.#crash(reason));
  }

  #crash = (detail: string) => fault('model-crashed', { model: `embedded/${this.#weights.id}`, detail });
}

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
