import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, weightsFolder } from './cache.ts';
import { sizeOf, weightsCatalog } from './catalog.ts';
import { withLock } from './lock.ts';

describe('the cache directory', () => {
  it.each([
    [{ SYNTHLOOM_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux', /^\/a$/],
    [{ XDG_CACHE_HOME: '/b' }, 'linux', /^\/b[/\\]synthloom$/],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', /\.cache[/\\]synthloom$/],
    [{}, 'darwin', /Library[/\\]Caches[/\\]synthloom$/],
    [{ LOCALAPPDATA: '/l' }, 'win32', /^\/l[/\\]synthloom[/\\]cache$/],
  ] as const)('follows %o on %s', (env, platform, path) => {
    expect(cacheFolder(env, platform)).toMatch(path);
  });

  it('gives addresses folders of their own, inside it', () => {
    const folders = ['hf:a/b/c.gguf', 'hf:a/b-c.gguf', 'hf:a/../../etc/x.gguf'].map((id) =>
      weightsFolder('/cache', id),
    );
    expect(new Set(folders).size).toBe(3);
    for (const folder of folders) expect(folder).toMatch(/^\/cache\/weights\/[^/]+$/);
  });
});

describe('the catalog', () => {
  it('pins every file, by size and hash, and every package, by integrity', () => {
    for (const source of weightsCatalog.flatMap((entry) => entry.sources)) {
      for (const file of source.files) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(file.bytes).toBeGreaterThan(0);
      }
      if (source.from === 'hub') expect(source.revision).toMatch(/^[0-9a-f]{40}$/);
      else for (const part of source.packages) expect(part.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
    }
  });

  it('has one standard of each kind, of at most 700 MB, and a fallback that needs no hub', () => {
    for (const kind of ['chat', 'embedding'] as const) {
      const entries = weightsCatalog.filter((entry) => entry.kind === kind);
      const standard = entries.filter((entry) => entry.standard);
      expect(standard).toHaveLength(1);
      expect(sizeOf(standard[0]!)).toBeLessThanOrEqual(700e6);
      expect(entries.some((entry) => entry.sources.some((source) => source.from === 'npm'))).toBe(true);
    }
    expect(new Set(weightsCatalog.map((entry) => entry.id)).size).toBe(weightsCatalog.length);
  });
});

describe('the lock', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synthloom-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one work at a time, also after a failure', async () => {
    const path = join(folder, 'deep', 'lock');
    let inside = 0;
    let most = 0;
    const work = async (fails: boolean) => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      if (fails) throw new Error('work failed');
    };
    const all = await Promise.allSettled(
      [false, true, false].map((fails) => withLock(path, undefined, () => work(fails))),
    );
    expect(all.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(most).toBe(1);
    expect(await readdir(join(folder, 'deep'))).toEqual([]);
  });

  it('is taken from a process that died, and from one that fell silent', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const path = join(folder, 'lock');
    await writeFile(path, JSON.stringify({ pid: child.pid, host: hostname(), token: 'dead' }));
    expect(await withLock(path, undefined, async () => 'mine')).toBe('mine');
    await writeFile(path, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'silent' }));
    await utimes(path, new Date(), new Date(Date.now() - 60_000));
    expect(await withLock(path, undefined, async () => 'mine')).toBe('mine');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not taken from one that lives; waiting for it can be stopped', async () => {
    const path = join(folder, 'lock');
    await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname(), token: 'alive' }));
    const stop = new AbortController();
    const waiting = withLock(path, stop.signal, async () => 'mine');
    setTimeout(() => stop.abort(), 250);
    await expect(waiting).rejects.toThrow();
    expect(existsSync(path)).toBe(true);
  });
});
