import { afterEach, expect, test } from 'vitest';
import { modelSchema } from '../core/recipe.ts';
import { type FaultServerOptions, startFaultServer } from '../testing/fault-server.ts';
import { remoteEmbedder } from './embed-remote.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function setUp(options: FaultServerOptions = {}, retries = 6) {
  const server = await startFaultServer(options);
  const embedder = remoteEmbedder(
    'embedder',
    modelSchema.parse({ use: 'compatible/tiny-embed', baseUrl: server.baseUrl, retries }),
  );
  open.push(embedder, server);
  return { server, embedder };
}

test('vectors are of unit length, in input order, in batches', async () => {
  const { server, embedder } = await setUp();
  const texts = Array.from({ length: 600 }, (_, nth) => `text ${nth % 300}`);
  const vectors = await embedder.embed(texts);
  expect(vectors).toHaveLength(600);
  expect(server.calls).toHaveLength(3);
  expect(embedder.dimensions).toBe(8);
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  for (let nth = 0; nth < 300; nth++) expect(vectors[nth]).toEqual(vectors[nth + 300]);
  expect(new Set(vectors.map(String)).size).toBe(300);
  // The server answers backwards: order has to come from `index`.
  expect((await embedder.embed(['text 7']))[0]).toEqual(vectors[7]);
});

test('long texts make smaller batches; no texts make no call', async () => {
  const { server, embedder } = await setUp();
  await embedder.embed(Array.from({ length: 10 }, () => 'x'.repeat(80_000)));
  expect(server.calls).toHaveLength(5);
  expect(await embedder.embed([])).toEqual([]);
  expect(server.calls).toHaveLength(5);
});

test('passing faults are retried, others are thrown', async () => {
  const { server, embedder } = await setUp({ script: ['rate-limit-ms', 'bad-key'] });
  await expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'unauthorised' });
  expect(server.calls).toHaveLength(2);
});

test('an answer that is no list of vectors is a bad response', async () => {
  const { embedder } = await setUp({ script: ['length'] }, 0);
  await expect(embedder.embed(['a', 'b'])).rejects.toMatchObject({ code: 'bad-response' });
});
