/** Opening a model in this process: runtime, weights, context, template. */
import type { Llama, LlamaContext, LlamaModel, LlamaModelOptions } from 'node-llama-cpp';
import type { Loaded, LoadOrder } from './protocol.ts';
import { type Template, templateOf } from './template.ts';

type Runtime = typeof import('node-llama-cpp');

export interface Opened {
  readonly runtime: Runtime;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly template: Template;
  readonly loaded: Loaded;
}

/** Beyond 32 sequences a pass gains little, and the first answers come late (bench/embedded). */
const MAX_SEQUENCES = 32;

/** With fewer, a shorter context is the better use of the memory. */
const FEW_SEQUENCES = 8;

const LONG_CONTEXT = 2048;
const SHORT_CONTEXT = 1024;

/** Tokens evaluated in one pass at most; more brings no speed on a processor, and keeps short answers waiting. */
const BATCH_TOKENS = 512;

export async function openModel(order: LoadOrder): Promise<Opened> {
  const { runtime, llama, model } = await loadWeights(order);
  const context = await openContext(model, order);
  const template = templateOf(order.template, model, runtime);
  const loaded = {
    sequences: context.totalSequences,
    contextTokens: context.contextSize,
    build: `${llama.llamaCppRelease.repo} ${llama.llamaCppRelease.release} (${llama.buildType})`,
    template: template.name,
  };
  return { runtime, llama, model, context, template, loaded };
}

/** A GGUF file on one thread, without a GPU. */
export async function loadWeights(
  { path, llamaModule }: Pick<LoadOrder, 'path' | 'llamaModule'>,
  more: Pick<LlamaModelOptions, 'metadataOverrides'> = {},
): Promise<Pick<Opened, 'runtime' | 'llama' | 'model'>> {
  const runtime: Runtime = await import(llamaModule);
  const llama = await runtime.getLlama({
    gpu: false,
    build: 'never',
    maxThreads: 1,
    logLevel: runtime.LlamaLogLevel.error,
    progressLogs: false,
  });
  return { runtime, llama, model: await llama.loadModel({ modelPath: path, gpuLayers: 0, ...more }) };
}

async function openContext(model: LlamaModel, order: LoadOrder): Promise<LlamaContext> {
  const room = await roomFor(model, order);
  for (let sequences = room.sequences; ; sequences = Math.ceil(sequences / 2)) {
    try {
      const { contextTokens: contextSize } = room;
      const failedCreationRemedy = false as const;
      return await model.createContext({
        sequences,
        contextSize,
        batchSize: BATCH_TOKENS,
        threads: 1,
        failedCreationRemedy,
      });
    } catch (error) {
      if (sequences === 1) throw error;
    }
  }
}

/** Sequences and context that fit the memory allowed. */
async function roomFor(model: LlamaModel, order: LoadOrder) {
  const most = model.trainContextSize;
  const fitting = async (contextTokens: number) => {
    const [one, two] = await Promise.all([bytesOf(model, contextTokens, 1), bytesOf(model, contextTokens, 2)]);
    const count = Math.floor((order.memoryBytes - one) / Math.max(1, two - one)) + 1;
    return { sequences: order.sequences ?? Math.min(MAX_SEQUENCES, Math.max(1, count)), contextTokens };
  };
  if (order.contextTokens !== undefined) return fitting(Math.min(most, order.contextTokens));
  const long = await fitting(Math.min(most, LONG_CONTEXT));
  return long.sequences >= FEW_SEQUENCES || order.sequences !== undefined
    ? long
    : fitting(Math.min(most, SHORT_CONTEXT));
}

async function bytesOf(model: LlamaModel, contextSize: number, sequences: number): Promise<number> {
  const sizes = { contextSize, sequences, batchSize: BATCH_TOKENS, modelGpuLayers: 0 };
  return (await model.fileInsights.estimateContextResourceRequirementsV2(sizes)).cpuRam;
}
