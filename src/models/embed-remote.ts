/** Embeddings of an OpenAI or compatible endpoint. */
import type { Fault } from '../core/errors.ts';
import type { Backend, Embedder, Reply, Request } from '../core/model.ts';
import type { ModelSpec } from '../core/recipe.ts';
import { estimateTokens } from '../text/token-estimate.ts';
import { baseUrl, headersOf } from './compatible.ts';
import { exchange, jsonTextOf } from './http/exchange.ts';
import { excerpt, httpFault, plainFault } from './http/http-faults.ts';
import { leasePool } from './http/pools.ts';
import { paced, paceOf } from './paced.ts';

/** Texts and estimated tokens of one call; below the limits of every provider (OpenAI: 2,048 texts, 300,000 tokens). */
const TEXTS_A_CALL = 256;
const TOKENS_A_CALL = 50_000;

export interface RemoteEmbedder extends Embedder {
  close(): Promise<void>;
}

/**
 * Unit vectors, in input order, however the endpoint orders them. `dimensions` is 0 until the first answer.
 * Throws faults of the endpoint, after the usual retries; a batch is never half used.
 */
export function remoteEmbedder(role: string, spec: ModelSpec, key?: string): RemoteEmbedder {
  const where = spec.use.startsWith('openai/') ? (spec.baseUrl ?? 'https://api.openai.com/v1') : spec.baseUrl;
  const url = baseUrl(role, { use: spec.use, ...(where === undefined ? {} : { baseUrl: where }) }, key);
  const lease = leasePool(url.origin, spec.timeouts.connect * 1000);
  const wire: Wire = {
    spec,
    key,
    model: spec.use.replace(/^(compatible|openai)\//, ''),
    origin: url.origin,
    path: `${url.pathname.replace(/\/+$/, '')}/embeddings`,
    lease,
  };
  const vectors = new WeakMap<Reply, readonly Float32Array[]>();
  const pacedCalls = paced(asBackend(wire, vectors), paceOf(spec));
  let dimensions = 0;
  return {
    id: spec.use,
    get dimensions() {
      return dimensions;
    },
    embed: async (texts) => {
      const never = new AbortController().signal;
      const calls = batches(texts).map(
        async (batch) => vectors.get(await pacedCalls.complete(asRequest(batch), never))!,
      );
      const all = (await Promise.all(calls)).flat();
      dimensions = all[0]?.length ?? dimensions;
      return all;
    },
    close: () => lease.release(),
  };
}

interface Wire {
  readonly spec: ModelSpec;
  readonly key: string | undefined;
  readonly model: string;
  readonly origin: string;
  readonly path: string;
  readonly lease: ReturnType<typeof leasePool>;
}

/** Pacing knows backends: a batch goes through it as a request, one message a text, and its vectors beside the reply. */
function asBackend(wire: Wire, vectors: WeakMap<Reply, readonly Float32Array[]>): Backend {
  return {
    id: wire.spec.use,
    can: { schema: 'none', logprobs: false },
    concurrency: { start: 4, max: 64 },
    complete: async (request, signal) => {
      const found = await call(
        wire,
        request.messages.map((message) => message.content),
        signal,
      );
      const reply: Reply = { text: '', finish: 'stop', tokens: { input: found.tokens, output: 0 }, served: wire.model };
      vectors.set(reply, found.vectors);
      return reply;
    },
    describe: async () => ({}),
    close: async () => {},
  };
}

const asRequest = (texts: readonly string[]): Request => ({
  messages: texts.map((content) => ({ role: 'user', content })),
  maxTokens: 0,
  seed: 0,
});

function batches(texts: readonly string[]): readonly (readonly string[])[] {
  const made: string[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const more = estimateTokens(text);
    if (tokens + more > TOKENS_A_CALL || made.at(-1)!.length === TEXTS_A_CALL) {
      made.push([]);
      tokens = 0;
    }
    made.at(-1)!.push(text);
    tokens += more;
  }
  return made;
}

async function call(wire: Wire, texts: readonly string[], signal: AbortSignal) {
  const { spec, key } = wire;
  const received = await exchange(await wire.lease.pool(), {
    model: spec.use,
    origin: wire.origin,
    path: wire.path,
    headers: headersOf(key),
    // Some servers refuse an empty text; a blank one stands for it.
    body: JSON.stringify({ model: wire.model, input: texts.map((text) => text || ' '), encoding_format: 'float' }),
    timeouts: spec.timeouts,
    signal,
  });
  if (received.status !== 200) {
    throw httpFault({
      model: spec.use,
      status: received.status,
      headers: received.headers,
      body: received.body.toString('utf8'),
      key,
    });
  }
  const text = jsonTextOf(spec.use, received, key);
  return readVectors(wire, text, texts);
}

interface Answered {
  readonly data?: readonly { readonly index?: unknown; readonly embedding?: unknown }[];
  readonly usage?: { readonly prompt_tokens?: unknown };
}

function readVectors(
  wire: Wire,
  text: string,
  texts: readonly string[],
): { vectors: readonly Float32Array[]; tokens: number } {
  const unusable = (detail: string): Fault =>
    plainFault('bad-response', wire.spec.use, { detail, raw: excerpt(text, wire.key, 500) });
  let answered: Answered;
  try {
    answered = JSON.parse(text) as Answered;
  } catch {
    throw unusable('it is not JSON');
  }
  const vectors = new Array<Float32Array | undefined>(texts.length).fill(undefined);
  for (const [place, { index = place, embedding }] of (answered.data ?? []).entries()) {
    const vector = unitVector(embedding);
    if (vector === undefined || typeof index !== 'number' || !(index in vectors))
      throw unusable('it holds something that is no vector');
    if (vectors[index] !== undefined) throw unusable(`vector ${index} came twice`);
    vectors[index] = vector;
  }
  const missing = vectors.indexOf(undefined);
  if (missing >= 0) throw unusable(`vector ${missing} of ${texts.length} is missing`);
  if (new Set(vectors.map((each) => each!.length)).size !== 1) throw unusable('its vectors differ in length');
  const counted = answered.usage?.prompt_tokens;
  const tokens =
    typeof counted === 'number' && counted > 0 ? counted : texts.reduce((sum, each) => sum + estimateTokens(each), 0);
  return { vectors: vectors as Float32Array[], tokens };
}

function unitVector(values: unknown): Float32Array | undefined {
  if (!Array.isArray(values) || values.length === 0 || !values.every((each) => Number.isFinite(each))) return undefined;
  const length = Math.hypot(...(values as number[]));
  return length === 0 ? undefined : Float32Array.from(values as number[], (each) => each / length);
}
