/** GGUF models as embedders: tiny ones of random weights, and the real one where it is cached. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelSchema } from '../core/recipe.ts';
import { type LocalEmbedder, localEmbedder } from './embed-local.ts';
import { TINY_DIMENSIONS, type TinyOptions, writeTiny } from './embedded/embed-tiny.ts';
import { type OpenServices, openEmbedder } from './open.ts';
import { importOptional } from './provision.ts';
import { resolveWeights } from './weights/resolve.ts';

const startLlama = async () => {
  const { getLlama } = await importOptional('node-llama-cpp');
  await (await getLlama({ gpu: false, build: 'never', progressLogs: false })).dispose();
  return '';
};
const noRuntime = await startLlama().catch((error: Error) => error.message);
if (noRuntime !== '') console.warn(`skipped, because llama.cpp does not run here: ${noRuntime}`);
const found = await resolveWeights('tinyllama-1.1b-chat', { kind: 'embedding', download: false }).then(
  () => '',
  (error: Error) => error.message,
);
if (found !== '') console.warn(`The real model is not tested: ${found}`);

let folder: string;
const opened: LocalEmbedder[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-gguf-'));
});
afterAll(async () => {
  for (const embedder of opened) embedder.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(weights: string): Promise<LocalEmbedder> {
  const embedder = await localEmbedder({ weights });
  opened.push(embedder);
  return embedder;
}
async function tiny(name: string, options: TinyOptions): Promise<LocalEmbedder> {
  await writeTiny(join(folder, name), options);
  return open(join(folder, name));
}
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const meanPooling = { 'bert.pooling_type': 1 };

/** Lengths from nothing to far beyond what is read, and what models write. */
const texts = ['', 'a', 'a card was lost.', 'eggs and flour '.repeat(2_000), '\ud800 broken', '你好', '\u0000'];

describe.skipIf(noRuntime !== '')('a GGUF model as an embedder', () => {
  it.each([
    ['chat.gguf', { architecture: 'llama' }],
    ['encoder.gguf', { architecture: 'bert', more: meanPooling }],
    ['trained.gguf', { architecture: 'llama', more: { 'llama.pooling_type': 3 } }],
  ] as const)('%s gives a text the same unit vector in whatever company it comes', async (name, options) => {
    const embedder = await tiny(name, options);
    expect(embedder.dimensions).toBe(TINY_DIMENSIONS);
    const together = await embedder.embed(texts);
    expect(together).toHaveLength(texts.length);
    for (const vector of together) {
      expect(vector).toHaveLength(TINY_DIMENSIONS);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
    expect(await embedder.embed(texts.toReversed())).toEqual(together.toReversed());
    expect(await embedder.embed([texts[2]!])).toEqual([together[2]]);
    expect(together[2]).not.toEqual(together[1]);
    expect(await embedder.embed([])).toEqual([]);
  });

  it('asks a chat model, and says so; an embedding model it gives the text as it is', async () => {
    const chat = await tiny('chat.gguf', { architecture: 'llama' });
    expect(chat.why).toMatch(/no embedding model: it is asked to sum up each text/);
    expect(chat.isSlow).toBe(true);
    const encoder = await tiny('encoder.gguf', { architecture: 'bert', more: meanPooling });
    expect(encoder.why).toBe('It is the file that was named.');
    // Blanks at the ends are no part of what is asked about.
    const [bare, blanks] = await chat.embed(['a card', '  a card\n']);
    expect(blanks).toEqual(bare);
  });

  it('takes the state of the last token: where no token knows of another, a chat model has read nothing', async () => {
    const blind = await tiny('blind.gguf', { architecture: 'llama', isBlind: true });
    await expect(blind.embed(['a card', 'an egg'])).rejects.toMatchObject({
      code: 'model-crashed',
      message: expect.stringContaining('a vector without a direction'),
    });
  });

  it('takes the mean of an encoder that names no pooling', async () => {
    const said = await tiny('said.gguf', { architecture: 'bert', more: meanPooling });
    const unsaid = await tiny('unsaid.gguf', { architecture: 'bert' });
    const first = await tiny('first.gguf', { architecture: 'bert', more: { 'bert.pooling_type': 2 } });
    const [mean] = await said.embed(['a card was lost']);
    expect((await unsaid.embed(['a card was lost']))[0]).toEqual(mean);
    expect((await first.embed(['a card was lost']))[0]).not.toEqual(mean);
  });

  it('survives the death of its process', async () => {
    const embedder = await tiny('chat.gguf', { architecture: 'llama' });
    const [before] = await embedder.embed(['once']);
    const inFlight = embedder.embed(Array.from({ length: 100 }, (_, i) => `text ${i}`));
    process.kill(embedder.pid()!, 'SIGKILL');
    expect(await inFlight).toHaveLength(100);
    expect((await embedder.embed(['once']))[0]).toEqual(before);
  });

  it('says what is wrong with a file, before anything is asked where the head tells it', async () => {
    const path = join(folder, 'broken.gguf');
    await writeFile(path, 'This is a page of a web site, and no model.');
    await expect(open(path)).rejects.toMatchObject({ code: 'unusable-weights' });
    const rank = { architecture: 'bert', more: { 'bert.pooling_type': 4 } } as const;
    await expect(tiny('rank.gguf', rank)).rejects.toMatchObject({
      code: 'unusable-weights',
      message: expect.stringContaining('reranker'),
    });
    await expect(open(join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'missing-file' });
    await writeTiny(path, { architecture: 'llama' });
    await writeFile(path, (await readFile(path)).subarray(0, -40_000));
    const cut = await open(path);
    await expect(cut.embed(['text'])).rejects.toMatchObject({ code: 'unusable-weights' });
  });
});

describe.skipIf(noRuntime !== '')('a role that embeds', () => {
  it('may name a GGUF file beside the recipe, and the record says which it was', async () => {
    await writeTiny(join(folder, 'near.gguf'), { architecture: 'llama' });
    const notes: string[] = [];
    const services = {
      folder,
      environment: process.env,
      signal: new AbortController().signal,
      consent: undefined,
      gates: new Map(),
      underWay: () => undefined,
      mayAsk: () => undefined,
      note: (message: string) => notes.push(message),
      progress: () => undefined,
    } satisfies OpenServices;
    const embedder = await openEmbedder('near', modelSchema.parse({ use: 'embedded:near.gguf' }), services);
    try {
      expect(embedder).toMatchObject({ dimensions: TINY_DIMENSIONS, isSlow: true });
      expect(embedder.id).toMatch(/^embedded\/near@[0-9a-f]{8}$/);
      expect(embedder.facts).toMatchObject({ licence: 'unknown', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(notes).toEqual([expect.stringContaining('asked to sum up')]);
    } finally {
      await embedder.close?.();
    }
  });
});

describe.skipIf(noRuntime !== '' || found !== '')('TinyLlama as an embedder', () => {
  it('knows kinds of text', async () => {
    const embedder = await open('tinyllama-1.1b-chat');
    expect(embedder).toMatchObject({ id: 'embedded/tinyllama-1.1b-chat', dimensions: 2048 });
    const [film, play, card] = await embedder.embed([
      'a warm , funny and moving film .',
      'the cast is a joy and so is the script .',
      'How do I block the card that I lost?',
    ]);
    expect(dot(film!, play!)).toBeGreaterThan(dot(film!, card!) + 0.2);
  });
});
