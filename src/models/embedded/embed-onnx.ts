/** ONNX embedders in the layout of sentence-transformers: the mean of the last hidden states. */
import { basename, dirname } from 'node:path';
import type { Embed, EmbedOrder } from './embed-protocol.ts';
import { unitVector } from './embed-unit.ts';

/** What sentence-transformers reads with all-MiniLM-L6-v2; its training saw no longer texts. */
const MAX_TOKENS = 256;

export async function loadOnnx({ folder, module }: Extract<EmbedOrder, { format: 'onnx' }>): Promise<Embed> {
  const { AutoModel, AutoTokenizer, env }: typeof import('@huggingface/transformers') = await import(module);
  env.allowRemoteModels = false;
  env.useFSCache = false;
  env.localModelPath = dirname(folder);
  const name = basename(folder);
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  // One thread: rounding does not depend on how work was split, and cores stay free for the language model.
  const session_options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const model = await AutoModel.from_pretrained(name, { dtype: 'q8', device: 'cpu', session_options });
  return async (text) => {
    const tokens = tokenizer(text, { truncation: true, max_length: MAX_TOKENS });
    const { last_hidden_state } = (await model(tokens)) as {
      last_hidden_state: { data: Float32Array; dims: number[] };
    };
    return unitMean(last_hidden_state.data, last_hidden_state.dims[2]!);
  };
}

/** Mean over tokens (tokens × dimensions, no padding among them), then to length 1. */
function unitMean(states: Float32Array, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (let at = 0; at < states.length; at++) sums[at % dimensions]! += states[at]!;
  return unitVector(sums) ?? new Float32Array(dimensions);
}
