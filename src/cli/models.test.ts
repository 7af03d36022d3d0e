import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { weightsFolder } from '../models/weights/cache.ts';
import { fakeHub, noise, sha256 } from '../models/weights/fake-sources.ts';
import { downloadLine } from './download-line.ts';
import { modelsCommand } from './models.ts';
import { sizeText } from './sizes.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'synthloom-models-'));
  vi.stubEnv('SYNTHLOOM_CACHE', cache);
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true, force: true });
});

/** Runs the command as the program would, and gives what it wrote. */
async function run(...words: string[]): Promise<string> {
  let written = '';
  const command = modelsCommand();
  command.configureOutput({ writeOut: (text) => (written += text) });
  await command.parseAsync(words, { from: 'user' });
  return written;
}

describe('synthloom models', () => {
  it('lists what could be had, and says what a first use would pull', async () => {
    const text = await run();
    expect(text).toMatch(/qwen3-0\.6b +chat +639 MB +Apache-2\.0 +from the hub/);
    expect(text).toMatch(/minilm-l6-v2-q8 +embedding +24 MB +Apache-2\.0 +from the hub or npm/);
    expect(text).toContain('Chat: None is here; `qwen3-0.6b` (639 MB) is pulled on first use.');
    expect(text).toContain(`Cache: ${cache}`);
  });

  it('pulls an address, shows it among the others, and removes it', async () => {
    const content = noise(50_000, 'pulled');
    const hub = await fakeHub({ 'owner/repo/tiny.gguf': { content } });
    try {
      vi.stubEnv('HF_ENDPOINT', hub.origin);
      const progress = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const pulled = JSON.parse(await run('pull', 'hf:owner/repo/tiny.gguf', '--json'));
      expect(progress.mock.calls.join('')).toContain(
        'Pulling hf:owner/repo/tiny.gguf from the model hub: 50 kB of 50 kB, 100 %',
      );
      progress.mockRestore();
      expect(pulled).toMatchObject({ id: 'hf:owner/repo/tiny.gguf', sha256: sha256(content) });
      const listing = JSON.parse(await run('--json'));
      const row = listing.weights.find((each: { id: string }) => each.id === 'hf:owner/repo/tiny.gguf');
      expect(row).toMatchObject({ cached: true, bytes: 50_000, kind: 'chat', used: false });
      expect(await run('remove', 'hf:owner/repo/tiny.gguf')).toBe(
        'Removed hf:owner/repo/tiny.gguf; 50 kB are free again.\n',
      );
      expect(JSON.parse(await run('--json')).weights).toHaveLength(listing.weights.length - 1);
    } finally {
      await hub.close();
    }
  });

  it('says what was tried when nothing can be pulled, and what is there when nothing is removed', async () => {
    await expect(run('pull', 'tinyllama-1.1b-chat')).rejects.toMatchObject({ code: 'no-weights' });
    await expect(run('pull')).rejects.toMatchObject({ code: 'no-weights', message: expect.stringContaining('hub') });
    await expect(run('pull', 'gpt-17')).rejects.toMatchObject({ code: 'unknown-weights' });
    await expect(run('remove', 'qwen3-0.6b')).rejects.toMatchObject({ code: 'unknown-weights' });
    expect(weightsFolder(cache, 'x')).toBe(join(cache, 'weights', 'x'));
  });
});

describe('the line of a download', () => {
  const drawn = (isTTY: boolean) => {
    const texts: string[] = [];
    const line = downloadLine({ isTTY, write: (text) => texts.push(text) });
    for (let bytes = 0; bytes <= 1000; bytes++) line.report({ id: 'x', from: 'npm', bytes, totalBytes: 1000 });
    line.end();
    return texts;
  };

  it('is rewritten on a terminal, and ends with the whole', () => {
    const texts = drawn(true);
    expect(texts.length).toBeLessThan(100);
    expect(texts.at(-2)).toBe('\rPulling x from npm: 1.0 kB of 1.0 kB, 100 %\u001b[K');
    expect(texts.at(-1)).toBe('\n');
  });

  it('is a line every quarter elsewhere', () => {
    expect(drawn(false)).toEqual([0, 250, 500, 750, 1000].map((n) => expect.stringContaining(`${n / 10} %\n`)));
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9_960, '10 kB'],
  [639_446_688, '639 MB'],
  [999_600_000, '1.0 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
