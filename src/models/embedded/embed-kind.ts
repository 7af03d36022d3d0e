/** Which kind of model a GGUF file holds, for whoever wants vectors of it: told from its metadata alone. */
// Source: the GGUF specification (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), and llama.cpp's pooling types.
import type { Look } from './embed-protocol.ts';

/** As far as it is read here; what a file says may be of any form. */
export interface FileFacts {
  readonly architecture: string;
  /** llama.cpp's `llama_pooling_type`. */
  readonly pooling?: unknown;
  /** Whether a token sees only those before it. */
  readonly causal?: unknown;
  readonly dimensions?: unknown;
  /** Where the vectors have another length than the states. */
  readonly outputDimensions?: unknown;
}

export interface EmbedderKind extends Look {
  /** An encoder whose file names no pooling: the mean is taken, as sentence-transformers does where nothing is said. */
  readonly needsPooling: boolean;
}

const MEAN = 1;
const LAST = 3;
const RANK = 4;

/** Trained to give vectors; names of llama.cpp's architectures. `pangu-embedded`, for one, is a chat model. */
const ENCODERS = /bert|-embed(ding)?$|^t5encoder$/;

/** @throws Error that says why no vectors can be had of it. */
export function embedderKind(facts: FileFacts): EmbedderKind {
  const { architecture, pooling, causal, outputDimensions } = facts;
  const dimensions = isCount(outputDimensions) ? outputDimensions : facts.dimensions;
  if (!isCount(dimensions)) throw new Error(`its \`${architecture}\` metadata names no length of vectors`);
  if (pooling === RANK) throw new Error('it is a reranker, which scores pairs of texts and gives no vectors');
  const hasPooling = typeof pooling === 'number' && pooling >= MEAN && pooling <= LAST;
  const isEncoder = causal === false || ENCODERS.test(architecture);
  return { dimensions, reading: hasPooling || isEncoder ? 'trained' : 'asked', needsPooling: isEncoder && !hasPooling };
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
