/** The process in which an embedder runs: asked over the channel, one text at a time, on one thread. */
import { loadGguf, lookAtGguf } from './embed-gguf.ts';
import { loadOnnx } from './embed-onnx.ts';
import type { Embed, EmbedOrder, EmbedReply, EmbedRequest, Look } from './embed-protocol.ts';

const load = (order: EmbedOrder): Promise<Embed> => (order.format === 'gguf' ? loadGguf(order) : loadOnnx(order));

let running: Promise<Embed> | undefined;
let queue: Promise<void> = Promise.resolve();

async function answer({ number, order, texts }: EmbedRequest): Promise<EmbedReply> {
  let isUnusable = true;
  try {
    if (texts === undefined) return { kind: 'look', number, look: await look(order) };
    running ??= load(order);
    const embed = await running;
    isUnusable = false;
    return { kind: 'vectors', number, vectors: await embedAll(texts, embed) };
  } catch (error) {
    running = undefined;
    return { kind: 'failed', number, reason: firstLine(error), isUnusable };
  }
}

function look(order: EmbedOrder): Promise<Look> {
  if (order.format === 'gguf') return lookAtGguf(order);
  throw new Error('of ONNX weights the parent reads the files');
}

async function embedAll(texts: readonly string[], embed: Embed): Promise<Float32Array> {
  const rows: Float32Array[] = [];
  for (const text of texts) rows.push(await embed(text.toWellFormed()));
  const dimensions = rows[0]?.length ?? 0;
  const vectors = new Float32Array(rows.length * dimensions);
  for (const [row, vector] of rows.entries()) vectors.set(vector, row * dimensions);
  return vectors;
}

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);

process.on('message', (request: EmbedRequest) => {
  queue = queue.then(async () => void process.send?.(await answer(request)));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of a terminal; the parent decides what is still to be finished.
process.on('SIGINT', () => undefined);
