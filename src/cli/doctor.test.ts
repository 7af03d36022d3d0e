import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { consentOf } from './consent.ts';
import { doctorCommand } from './doctor.ts';
import {
  checkAnswer,
  checkCache,
  checkKeys,
  checkMemory,
  checkNode,
  checkWeights,
  type Finding,
} from './doctor-checks.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'synthloom-doctor-'));
  vi.stubEnv('SYNTHLOOM_CACHE', cache);
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  await rm(cache, { recursive: true, force: true });
});

async function run(...words: string[]): Promise<string> {
  let written = '';
  const command = doctorCommand();
  command.configureOutput({ writeOut: (text) => (written += text) });
  await command.parseAsync(words, { from: 'user' });
  return written;
}

describe('synthloom doctor', () => {
  it('finds this repository well, the sources out of reach, and no key by its value', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-very-secret');
    const text = await run('--json');
    const findings = JSON.parse(text) as Finding[];
    const state = Object.fromEntries(findings.map((each) => [each.name, each.state]));
    expect(state).toMatchObject({ Node: 'ok', Cache: 'ok', 'Embedded runtime': 'ok', 'Embedder runtime': 'ok' });
    expect(state).toMatchObject({ 'Model hub': 'warning', npm: 'warning', 'Chat weights': 'warning', Keys: 'ok' });
    for (const each of findings) if (each.state !== 'ok') expect(each.cure).toMatch(/\w/);
    expect(text).toContain('OPENAI_API_KEY');
    expect(text).not.toContain('secret');
    expect(process.exitCode).toBeUndefined();
  });

  it('exits with 1 and the cure when something is broken', async () => {
    const file = join(cache, 'file');
    await writeFile(file, '');
    vi.stubEnv('SYNTHLOOM_CACHE', join(file, 'below'));
    const text = await run();
    expect(text).toMatch(/failed +Cache .*ENOTDIR[\s\S]*SYNTHLOOM_CACHE/);
    expect(process.exitCode).toBe(1);
  });
});

describe('its checks', () => {
  it('know what is too old, too small and not there', async () => {
    expect(checkNode('22.17.9').state).toBe('failed');
    expect(checkNode('22.18.0').state).toBe('ok');
    expect(checkNode('24.0.0').state).toBe('ok');
    expect(checkMemory(5e8, 1)).toMatchObject({ state: 'warning', found: '500 MB free, 1 core' });
    expect(checkMemory(16e9, 8).state).toBe('ok');
    expect(checkKeys({}).found).toContain('none');
    expect(checkKeys({ SYNTHLOOM_KEY_LOCAL_HOST: 'x', GROQ_API_KEY: '' }).found).toBe('set: SYNTHLOOM_KEY_LOCAL_HOST');
    expect((await checkCache(join(cache, 'new'))).map((each) => each.name)).toEqual(['Cache', 'Disk']);
    expect(await checkWeights('W', 'embedding')).toMatchObject({ state: 'warning', found: 'none are in the cache' });
    expect(await checkAnswer()).toMatchObject({ state: 'failed', found: expect.stringContaining('not in the cache') });
  });
});

describe('consent', () => {
  const what = { feature: 'The embedded language model', packages: ['a@1', 'b@2'], megabytes: 85, folder: '/f' };
  const terminal = (answer: string, isTTY = true) => {
    const input = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream;
    const output = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream;
    (input as unknown as PassThrough).write(`${answer}\n`);
    return { input, output, written: () => String((output as unknown as PassThrough).read() ?? '') };
  };

  it.each([
    ['y', true],
    ['Yes', true],
    ['', false],
    ['n', false],
    ['yesterday', false],
  ])('asks on a terminal; %o means %o', async (answer, given) => {
    const at = terminal(answer);
    expect(await consentOf({ yes: false, ...at })(what)).toBe(given);
    expect(at.written()).toContain('Install a@1 and b@2 (85 MB, into /f), for: the embedded language model? [y/N]');
  });

  it('is given by --yes with a line of what happens, and never where nobody could answer', async () => {
    const silent = terminal('y', false);
    expect(await consentOf({ yes: false, ...silent })(what)).toBe(false);
    expect(silent.written()).toBe('');
    expect(await consentOf({ yes: true, ...silent })(what)).toBe(true);
    expect(silent.written()).toMatch(/^Installing a@1 and b@2 \(85 MB/);
  });
});
