import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as provision from './provision.ts';
import { type FakeServer, fakeRegistry, tarball } from './weights/fake-sources.ts';

// Processes are started here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** A copy of the two folders that provisioning needs, where no optional package lies beside it. */
let project: string;
let cache: string;
let subject: typeof provision;
const servers: FakeServer[] = [];
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'synthloom-provision-'));
  cache = join(project, 'cache');
  const ours = new URL('../', import.meta.url).pathname;
  await cp(join(ours, 'core'), join(project, 'src/core'), { recursive: true });
  await cp(join(ours, 'models/weights'), join(project, 'src/models/weights'), { recursive: true });
  await cp(join(ours, 'models/provision.ts'), join(project, 'src/models/provision.ts'));
  const peerDependencies = { '@huggingface/transformers': '4.3.1', pacote: '^21.5.3', '@npmcli/config': '^10.14.0' };
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', peerDependencies }));
  // The runner's own loader would answer for packages of this repository: this one is Node's.
  subject = nodeImport(join(project, 'src/models/provision.ts'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(project, { recursive: true, force: true });
});

const nodeImport = createRequire(import.meta.url) as (path: string) => typeof provision;

const module = (name: string, code: string, more: object = {}) =>
  tarball({
    'package/package.json': Buffer.from(
      JSON.stringify({ name, type: 'module', exports: { '.': './main.js' }, ...more }),
    ),
    'package/main.js': Buffer.from(code),
    'package/bin/napi-v6/plan9/mips/lib.so': Buffer.from('foreign'),
    [`package/bin/napi-v6/${process.platform}/${process.arch}/lib.so`]: Buffer.from('ours'),
  });

/** A registry with stand-ins for what the feature `embeddings` installs. */
async function registry(code = 'export const answer = 42;') {
  const server = await fakeRegistry({
    '@huggingface/transformers': {
      version: '4.3.1',
      tarball: module('@huggingface/transformers', code, { version: '4.3.1' }),
      dependencies: { 'onnxruntime-node': '1.0.0', sharp: '1.0.0' },
    },
    'onnxruntime-node': { version: '1.0.0', tarball: module('onnxruntime-node', '', { version: '1.0.0' }) },
    sharp: { version: '1.0.0', tarball: module('sharp', 'export const heavy = true;', { version: '1.0.0' }) },
    'empty-npm-package': { version: '1.0.0', tarball: module('empty-npm-package', '', { version: '1.0.0' }) },
  });
  servers.push(server);
  return server;
}

const options = (origin: string, consent?: provision.Consent) => ({
  consent,
  env: {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    SYNTHLOOM_CACHE: cache,
    npm_config_registry: `${origin}/`,
    npm_config_userconfig: join(project, 'npmrc'),
    npm_config_cache: join(project, 'npm-cache'),
  },
});

describe('optional packages', () => {
  it('are not installed without consent, and nothing is left behind', async () => {
    const { origin, requests } = await registry();
    for (const consent of [undefined, () => false]) {
      await expect(subject.importOptional('@huggingface/transformers', options(origin, consent))).rejects.toMatchObject(
        {
          code: 'missing-package',
          message: expect.stringContaining('@huggingface/transformers@4.3.1'),
        },
      );
    }
    expect(requests).toEqual([]);
    expect(existsSync(cache)).toBe(false);
  });

  it('go with consent into the cache, slimmed, and are there from then on', async () => {
    const { origin } = await registry();
    const asked: provision.Installation[] = [];
    const consent = (what: provision.Installation) => asked.push(what) > 0;
    const got = await subject.importOptional('@huggingface/transformers', options(origin, consent));
    expect((got as unknown as { answer: number }).answer).toBe(42);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ packages: ['@huggingface/transformers@4.3.1'], megabytes: expect.any(Number) });
    const folder = asked[0]!.folder;
    expect(await readdir(join(cache, 'packages'))).toEqual(['embeddings-4.3.1']); // no lock, nothing half made
    const bin = join(folder, 'node_modules/onnxruntime-node/bin/napi-v6');
    expect(await readdir(bin)).toEqual([process.platform]);
    expect(await readFile(join(folder, 'node_modules/sharp/main.js'), 'utf8')).toBe('');

    expect(await subject.whereIs('@huggingface/transformers', options('').env)).toBe('cache');
    await subject.importOptional('@huggingface/transformers', options('http://127.0.0.1:9'));
    expect(await subject.optionalSpecifier('@huggingface/transformers', options(''))).toMatch(/^file:.*main\.js$/);
  });

  it('that lie beside us are taken as they are', async () => {
    const beside = join(project, 'node_modules/pacote');
    await mkdir(beside, { recursive: true });
    await writeFile(join(beside, 'package.json'), '{"name":"pacote","type":"module","exports":"./main.js"}');
    await writeFile(join(beside, 'main.js'), 'export default "beside";');
    const got = (await subject.importOptional('pacote', options(''))) as unknown as { default: string };
    expect(got.default).toBe('beside');
    expect(await subject.optionalSpecifier('pacote', options(''))).toBe('pacote');
  });

  it('that do not load say so', async () => {
    const { origin } = await registry('throw new Error("no such instruction");');
    const failed = subject.importOptional(
      '@huggingface/transformers',
      options(origin, () => true),
    );
    await expect(failed).rejects.toMatchObject({
      code: 'broken-package',
      message: expect.stringContaining('no such instruction'),
    });
  });

  it('that npm cannot install leave nothing behind but the reason', async () => {
    const server = await fakeRegistry({});
    servers.push(server);
    const failed = subject.importOptional(
      '@huggingface/transformers',
      options(server.origin, () => true),
    );
    await expect(failed).rejects.toMatchObject({ code: 'install-failed', message: expect.stringContaining('E404') });
    expect(await readdir(join(cache, 'packages'))).toEqual([]);
  });
});
