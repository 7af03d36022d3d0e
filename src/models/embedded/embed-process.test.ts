import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmbedProcess } from './embed-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-embedder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that has, in place of the runtime, a module which begins with those lines. */
async function processWith(lines: string): Promise<EmbedProcess> {
  const path = join(folder, 'runtime.mjs');
  const says = { metadata: { general: { architecture: 'llama' } }, architectureMetadata: { embedding_length: 7 } };
  await writeFile(path, `${lines}\nexport const readGgufFileInfo = async () => (${JSON.stringify(says)});`);
  return new EmbedProcess('embedded/test', { format: 'gguf', path: '', module: pathToFileURL(path).href });
}

it('asks once more where a process dies', async () => {
  const mark = JSON.stringify(join(folder, 'mark'));
  const dying = await processWith(`import { existsSync, writeFileSync } from 'node:fs';
    if (!existsSync(${mark})) { writeFileSync(${mark}, ''); process.kill(process.pid, 'SIGKILL'); }`);
  expect(await dying.look()).toEqual({ dimensions: 7, reading: 'asked' });
  dying.close();
});

it('gives up where it dies again, and says how', async () => {
  const dead = await processWith('process.exit(3);');
  const failed = { code: 'model-crashed', message: expect.stringContaining('its process ended (3)') };
  await expect(dead.look()).rejects.toMatchObject(failed);
  await expect(dead.embed(['text'])).rejects.toMatchObject(failed);
  expect(dead.pid).toBeUndefined();
});

it('does not ask twice for what cannot be loaded', async () => {
  const broken = await processWith("throw new Error('no such runtime\\n  at line 7');");
  await expect(broken.embed(['text'])).rejects.toMatchObject({
    code: 'unusable-weights',
    message: expect.stringMatching(/embedded\/test cannot be loaded: no such runtime$/m),
  });
  broken.close();
});

it('keeps what the environment holds of keys from the process', async () => {
  process.env.SYNTHLOOM_KEY_TEST = 'secret';
  const leaking = await processWith("if (process.env.SYNTHLOOM_KEY_TEST) throw new Error('leaked');");
  expect((await leaking.look()).dimensions).toBe(7);
  delete process.env.SYNTHLOOM_KEY_TEST;
  leaking.close();
});

it('answers nothing after it was closed', async () => {
  const closed = await processWith('');
  closed.close();
  await expect(closed.look()).rejects.toMatchObject({ code: 'stopped' });
});
