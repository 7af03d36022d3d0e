/** GGUF models as embedders: those that were trained to be, and language models that are asked to sum a text up. */
// Source: node-llama-cpp (https://node-llama-cpp.withcat.ai), which binds llama.cpp.
import type { LlamaModel, Token } from 'node-llama-cpp';
import { type EmbedderKind, embedderKind } from './embed-kind.ts';
import { beginningOf, COMMON_TEXTS, summingPrompt } from './embed-prompt.ts';
import type { Embed, EmbedOrder, Look } from './embed-protocol.ts';
import { unitVector } from './embed-unit.ts';
import { loadWeights } from './load.ts';

type GgufOrder = Extract<EmbedOrder, { format: 'gguf' }>;
type FileInfo = LlamaModel['fileInfo'];

/** Tokens that are read of a text, with those that are put around it. Encoders read all of them in one pass. */
const CONTEXT_TOKENS = 512;

/** Of a text that a chat model is asked about; the rest is for the question. */
const TEXT_TOKENS = 400;

/** A text that was cut may be put together of other tokens beside the question. */
const SEAM_TOKENS = 8;

/** A chat model computes chances of its whole vocabulary for each token of a pass: shorter passes take less memory. */
const ASKED_BATCH_TOKENS = 128;

/** Reads the head of the file alone. */
export async function lookAtGguf({ path, module }: GgufOrder): Promise<Look> {
  const { dimensions, reading } = kindOf(await fileInfo(path, module));
  return { dimensions, reading };
}

export async function loadGguf({ path, module }: GgufOrder): Promise<Embed> {
  const info = await fileInfo(path, module);
  const kind = kindOf(info);
  const { model } = await loadWeights({ path, llamaModule: module }, poolingOf(info, kind));
  return kind.reading === 'trained' ? trained(model) : asked(model);
}

async function fileInfo(path: string, module: string): Promise<FileInfo> {
  const { readGgufFileInfo }: typeof import('node-llama-cpp') = await import(module);
  return readGgufFileInfo(path, { sourceType: 'filesystem', readTensorInfo: false, logWarnings: false });
}

function kindOf({ metadata, architectureMetadata: of }: FileInfo): EmbedderKind {
  return embedderKind({
    architecture: String(metadata.general?.architecture),
    pooling: of?.pooling_type,
    causal: of?.attention?.causal,
    dimensions: of?.embedding_length,
    outputDimensions: (of as Readonly<Record<string, unknown>> | undefined)?.embedding_length_out,
  });
}

function poolingOf({ metadata }: FileInfo, { needsPooling }: EmbedderKind) {
  return needsPooling ? { metadataOverrides: { [metadata.general.architecture]: { pooling_type: MEAN } } } : {};
}

/** llama.cpp's `LLAMA_POOLING_TYPE_MEAN`. */
const MEAN = 1;

async function trained(model: LlamaModel): Promise<Embed> {
  const stateOf = await reader(model, CONTEXT_TOKENS);
  const { bos, sep, eos } = model.tokens;
  const first = [bos, sep, eos].filter((token) => token !== null).slice(0, 1);
  return async (text) => {
    const tokens = model.tokenize(text).slice(0, stateOf.most);
    // Of no tokens there is no vector; an empty text is what stands before every other.
    return direction(await stateOf.tokens(tokens.length > 0 ? tokens : first));
  };
}

async function asked(model: LlamaModel): Promise<Embed> {
  const stateOf = await reader(model, ASKED_BATCH_TOKENS);
  const cutter = {
    tokenize: (text: string) => model.tokenize(text),
    detokenize: (tokens: readonly Token[]) => model.detokenize(tokens),
  };
  const question = cutter.tokenize(summingPrompt('')).length + SEAM_TOKENS;
  const most = Math.max(1, Math.min(TEXT_TOKENS, stateOf.most - question));
  const read = (text: string) => stateOf.tokens(cutter.tokenize(summingPrompt(beginningOf(text, most, cutter))));
  const common = new Float64Array(model.embeddingVectorSize);
  for (const text of COMMON_TEXTS)
    for (const [at, value] of (await read(text)).entries()) common[at]! += value / COMMON_TEXTS.length;
  return async (text) => direction((await read(text)).map((value, at) => value - common[at]!));
}

/** The state behind the last token, or what the model's own pooling makes of all: nothing of an earlier text is left. */
async function reader(model: LlamaModel, mostABatch: number) {
  const contextSize = Math.min(model.trainContextSize, CONTEXT_TOKENS);
  const batchSize = Math.min(contextSize, mostABatch);
  const context = await model.createEmbeddingContext({ contextSize, batchSize, threads: 1 });
  return {
    /** Tokens of an input, at most: a first and a last one may be added, and one place stays empty. */
    most: contextSize - 3,
    tokens: async (tokens: Token[]) => Float64Array.from((await context.getEmbeddingFor(tokens)).vector),
  };
}

function direction(state: Float64Array): Float32Array {
  const vector = unitVector(state);
  if (vector === undefined) throw new Error('it gave a vector without a direction');
  return vector;
}
