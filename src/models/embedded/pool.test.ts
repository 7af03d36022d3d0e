import { fork, spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { setImmediate as tick } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Request } from '../../core/model.ts';
import { Pool } from './pool.ts';

const open: Pool[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

const never = new AbortController().signal;
const asking = (content: string): Request => ({ messages: [{ role: 'user', content }], maxTokens: 8, seed: 1 });
const pidOf = (text: string) => Number(text.split(':')[0]);

function poolOf(count: number, order: { path?: string; sequences?: number } = {}, restarts = 3): Pool {
  const pool = new Pool(count, {
    model: 'embedded/echo',
    start: () =>
      fork(new URL('./echo-child.ts', import.meta.url), {
        serialization: 'advanced',
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      }),
    order: { path: 'echo', template: 'none', llamaModule: 'none', memoryBytes: 0, scratch: '', ...order },
    restarts,
    backoffMs: 5,
  });
  open.push(pool);
  return pool;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('spreads calls over its processes and gives each call its own answer', async () => {
  const pool = poolOf(2);
  await pool.ready();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => pool.complete(asking(`q${at}`), never)));
  expect(answers.map(({ said }) => said.text.split(':')[1])).toEqual(Array.from({ length: 20 }, (_, at) => `q${at}`));
  expect(new Set(answers.map(({ said }) => pidOf(said.text))).size).toBe(2);
});

test('a death fails the calls of that process only, and another takes its place', async () => {
  const pool = poolOf(2, { sequences: 2 });
  await pool.ready();
  const before = [...pool.pids];
  const held = new AbortController();
  // Two on each process: both fill up, so one held call shares its process with the one that dies.
  const calls = [asking('hold'), asking('hold'), asking('hold'), asking('die')];
  const ends: unknown[] = [];
  const ended = calls.map((call) =>
    pool.complete(call, held.signal).catch((error) => {
      ends.push(error.code);
    }),
  );
  await ended[3];
  await tick();
  expect(ends).toEqual(['model-crashed', 'model-crashed']);
  held.abort();
  // The successor takes a moment to come up; until then the survivor answers everything.
  const pids = new Set<number>();
  while (pids.size < 2) {
    const both = await Promise.all([1, 2].map(() => pool.complete(asking('again'), never)));
    for (const { said } of both) pids.add(pidOf(said.text));
  }
  expect([...pids].filter((pid) => before.includes(pid))).toHaveLength(1);
});

test('tells a dead process’s last words', async () => {
  const pool = poolOf(1);
  await pool.ready();
  await expect(pool.complete(asking('die'), never)).rejects.toMatchObject({
    code: 'model-crashed',
    message: expect.stringContaining('GGML_ASSERT failed'),
  });
});

test('gives a process up that dies again and again, and says so instead of hanging', async () => {
  const pool = poolOf(1, {}, 2);
  await pool.ready();
  for (let at = 0; at < 3; at++)
    await expect(pool.complete(asking('die'), never)).rejects.toMatchObject({ code: 'model-crashed' });
  await expect(pool.complete(asking('hello'), never)).rejects.toMatchObject({ code: 'model-crashed' });
  expect(pool.pids).toEqual([]);
});

test('an answer clears the count of deaths', async () => {
  const pool = poolOf(1, {}, 1);
  await pool.ready();
  for (let at = 0; at < 4; at++) {
    await expect(pool.complete(asking('die'), never)).rejects.toMatchObject({ code: 'model-crashed' });
    expect((await pool.complete(asking('fine'), never)).said.text).toMatch(/fine$/);
  }
});

test('calls beyond all sequences wait, and a cancelled one makes room', async () => {
  const pool = poolOf(1, { sequences: 1 });
  await pool.ready();
  const held = new AbortController();
  const first = pool.complete(asking('hold'), held.signal);
  const queued = new AbortController();
  const second = pool.complete(asking('second'), queued.signal);
  const third = pool.complete(asking('third'), never);
  queued.abort();
  await expect(second).rejects.toMatchObject({ code: 'stopped' });
  held.abort();
  await expect(first).rejects.toMatchObject({ code: 'stopped' });
  expect((await third).said.text).toMatch(/third$/);
});

test('leaves no listener on a signal that many calls share', async () => {
  const pool = poolOf(1);
  await pool.ready();
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 30 }, (_, at) => pool.complete(asking(`q${at}`), signal)));
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('faults of a call keep their code', async () => {
  const pool = poolOf(1);
  await pool.ready();
  await expect(pool.complete(asking('too long'), never)).rejects.toMatchObject({
    code: 'too-long',
    message: expect.stringContaining('900 of 512'),
  });
});

test.each([
  ['broken', 'unusable-weights', 'not a GGUF file'],
  ['dies', 'model-crashed', 'ended'],
])('a model that cannot be loaded (%s) is told at once', async (path, code, words) => {
  const pool = poolOf(2, { path });
  await expect(pool.ready()).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  expect(pool.pids).toEqual([]);
});

test('close ends every process and fails what waits', async () => {
  const pool = poolOf(2, { sequences: 1 });
  await pool.ready();
  const pids = [...pool.pids];
  const calls = Array.from({ length: 4 }, () => pool.complete(asking('hold'), never).catch((error) => error.code));
  await pool.close();
  expect(await Promise.all(calls)).toEqual(Array(4).fill('stopped'));
  for (const pid of pids) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test('an idle pool that nobody closed does not keep its program running, and its processes end with it', async () => {
  const code = `
    import { fork } from 'node:child_process';
    import { Pool } from '${new URL('./pool.ts', import.meta.url)}';
    const start = () => fork(new URL('${new URL('./echo-child.ts', import.meta.url)}'), { serialization: 'advanced', execArgv: [] });
    const order = { path: 'echo', template: 'none', llamaModule: 'none', memoryBytes: 0, scratch: '' };
    const pool = new Pool(2, { model: 'echo', start, order, restarts: 1, backoffMs: 5 });
    await pool.ready();
    const request = { messages: [{ role: 'user', content: 'q' }], maxTokens: 8, seed: 1 };
    await pool.complete(request, new AbortController().signal);
    console.log(pool.pids.join());`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  program.stdout.on('data', (chunk) => {
    said += chunk;
  });
  expect(await once(program, 'close')).toEqual([0, null]);
  const pids = said.trim().split(',').map(Number);
  expect(pids).toHaveLength(2);
  for (const pid of pids) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});
