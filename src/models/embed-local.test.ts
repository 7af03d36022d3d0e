import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalEmbedder, localEmbedder } from './embed-local.ts';
import { resolveWeights } from './weights/resolve.ts';

// Processes are started here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const run = promisify(execFile);
const reachable = await resolveWeights(undefined, { kind: 'embedding' }).then(
  () => '',
  (error: Error) => error.message,
);
if (reachable !== '') console.warn(`skipped, because the weights cannot be had: ${reachable}`);

/** Lengths from one word to far beyond the 256 tokens that are read. */
const texts = [1, 3, 9, 30, 90, 400].flatMap((words) =>
  ['card', 'refund'].map((word) => Array.from({ length: words }, (_, i) => `${word} ${i % 7}`).join(' ')),
);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const apart = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

describe.skipIf(reachable !== '')('the embedder that runs here', () => {
  let embedder: LocalEmbedder;
  beforeAll(async () => {
    embedder = await localEmbedder();
  });
  afterAll(() => embedder.close());

  it('gives unit vectors in input order', async () => {
    const vectors = await embedder.embed(texts);
    expect(vectors).toHaveLength(texts.length);
    for (const vector of vectors) {
      expect(vector).toHaveLength(embedder.dimensions);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
    const backwards = await embedder.embed([...texts].reverse());
    expect(backwards.toReversed()).toEqual(vectors);
  });

  it('gives a text the same vector in whatever company it comes', async () => {
    const together = await embedder.embed(texts);
    for (const [i, text] of texts.entries()) {
      const [alone] = await embedder.embed([text]);
      expect(apart(alone!, together[i]!)).toBeLessThanOrEqual(1e-6);
    }
  });

  it('finds alike what means alike', async () => {
    const [stolen, lost, eggs] = await embedder.embed([
      'My card was stolen yesterday.',
      'I lost my bank card.',
      'The recipe needs two eggs.',
    ]);
    expect(dot(stolen!, lost!)).toBeGreaterThan(0.6);
    expect(dot(stolen!, eggs!)).toBeLessThan(0.2);
  });

  it('takes what models write: nothing at all, lone surrogates, other scripts', async () => {
    const vectors = await embedder.embed(['', '\ud800 broken', '你好', '\u0000']);
    for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    expect(await embedder.embed([])).toEqual([]);
  });

  it('survives the death of its process', async () => {
    const [before] = await embedder.embed(['once']);
    const inFlight = embedder.embed(Array.from({ length: 300 }, (_, i) => `text ${i}`));
    process.kill(embedder.pid()!, 'SIGKILL');
    expect(await inFlight).toHaveLength(300);
    expect((await embedder.embed(['once']))[0]).toEqual(before);
  });

  it('does not keep the process that uses it alive, nor outlive it', async () => {
    const script = `
      import { localEmbedder } from ${JSON.stringify(new URL('./embed-local.ts', import.meta.url).href)};
      const embedder = await localEmbedder();
      const [vector] = await embedder.embed(['hello']);
      console.log(JSON.stringify({ length: vector.length, child: embedder.pid() }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
    const { length, child } = JSON.parse(stdout) as { length: number; child: number };
    expect(length).toBe(384);
    await expect.poll(() => isAlive(child), { timeout: 5_000 }).toBe(false);
  });

  it('says which file is missing before anything is loaded', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'synthloom-embed-'));
    try {
      const folder = join(cache, 'weights', embedder.weights.id);
      await mkdir(folder, { recursive: true });
      await cp(embedder.weights.path, folder, { recursive: true, preserveTimestamps: true });
      const record = JSON.parse(await readFile(join(folder, 'weights.json'), 'utf8'));
      const without = {
        ...record,
        files: record.files.filter((file: { path: string }) => file.path !== 'tokenizer.json'),
      };
      await rm(join(folder, 'tokenizer.json'));
      await writeFile(join(folder, 'weights.json'), JSON.stringify(without));
      const env = { ...process.env, SYNTHLOOM_CACHE: cache };
      await expect(localEmbedder({ env })).rejects.toMatchObject({
        code: 'disk-failed',
        message: expect.stringContaining('tokenizer.json'),
      });
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  });

  it('answers nothing after it was closed', async () => {
    const other = await localEmbedder();
    other.close();
    await expect(other.embed(['late'])).rejects.toMatchObject({ code: 'stopped' });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
