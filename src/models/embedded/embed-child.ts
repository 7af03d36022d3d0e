/** The process in which the embedder runs: asked over the channel, one text at a time, on one thread. */
import { basename, dirname } from 'node:path';
import { importOptional } from '../provision.ts';

export interface EmbedRequest {
  readonly number: number;
  /** Folder of the model, in the hub's layout. */
  readonly folder: string;
  readonly texts: readonly string[];
}

export type EmbedReply =
  | { readonly number: number /** Texts × dimensions. */; readonly vectors: Float32Array }
  | { readonly number: number; readonly reason: string };

/** What sentence-transformers reads with this model; its training saw no longer texts. */
const MAX_TOKENS = 256;

type Run = (text: string) => Promise<Float32Array>;

async function load(folder: string): Promise<Run> {
  const { AutoModel, AutoTokenizer, env } = await importOptional('@huggingface/transformers');
  env.allowRemoteModels = false;
  env.useFSCache = false;
  env.localModelPath = dirname(folder);
  const name = basename(folder);
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  // One thread: rounding does not depend on how work was split, and cores stay free for the language model.
  const session_options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const model = await AutoModel.from_pretrained(name, { dtype: 'q8', device: 'cpu', session_options });
  return async (text) => {
    const tokens = tokenizer(text.toWellFormed(), { truncation: true, max_length: MAX_TOKENS });
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
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => (length === 0 ? 0 : sum / length));
}

let running: Promise<Run> | undefined;
let queue: Promise<void> = Promise.resolve();

async function answer({ number, folder, texts }: EmbedRequest): Promise<EmbedReply> {
  try {
    running ??= load(folder);
    const run = await running;
    const rows: Float32Array[] = [];
    for (const text of texts) rows.push(await run(text));
    const dimensions = rows[0]?.length ?? 0;
    const vectors = new Float32Array(rows.length * dimensions);
    for (const [row, vector] of rows.entries()) vectors.set(vector, row * dimensions);
    return { number, vectors };
  } catch (error) {
    running = undefined;
    return { number, reason: error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error) };
  }
}

process.on('message', (request: EmbedRequest) => {
  queue = queue.then(async () => void process.send?.(await answer(request)));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of a terminal; the parent decides what is still to be finished.
process.on('SIGINT', () => undefined);
