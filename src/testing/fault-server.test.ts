import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acts } from './fault-acts.ts';
import { drawFault, profiles } from './fault-profiles.ts';
import { readWitness, startFaultServer } from './fault-server.ts';

const ask = (baseUrl: string, text: string) =>
  fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: text }] }),
  }).then(
    async (response) => `${response.status} ${await response.text().catch(() => 'cut')}`,
    () => 'failed',
  );

test('what happens to a call is a function of seed, request and attempt', async () => {
  const profile = { 'error-500': 0.3, 'bad-key': 0.3 };
  const run = async (seed: number) => {
    const server = await startFaultServer({ seed, profile });
    const told = [];
    for (const text of ['a', 'b', 'c', 'a', 'a', 'b']) told.push(await ask(server.baseUrl, text));
    const seen = server.calls.map((call) => [call.attempt, call.act]);
    await server.close();
    return { told, seen };
  };
  const first = await run(1);
  expect(await run(1)).toEqual(first);
  expect(first.seen.map(([attempt]) => attempt)).toEqual([0, 0, 0, 1, 2, 1]);
  const others = await Promise.all([2, 3, 4, 5].map(run));
  expect(others.some((other) => JSON.stringify(other.seen) !== JSON.stringify(first.seen))).toBe(true);
});

test('profiles draw their shares', () => {
  for (const profile of [profiles.weather, profiles.storm]) {
    const counts = new Map<string, number>();
    for (let nth = 0; nth < 20_000; nth++) {
      const name = drawFault(profile, (nth + 0.5) / 20_000);
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, share] of Object.entries(profile))
      expect(Math.abs((counts.get(name) ?? 0) - share * 20_000)).toBeLessThanOrEqual(1);
  }
  expect(Object.values(profiles.storm).reduce((sum, share) => sum + share, 0)).toBeLessThan(1);
});

test('as a child process it prints its port, and its ledger is a witness', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'synthloom-fault-'));
  const ledger = join(folder, 'ledger.jsonl');
  const program = fileURLToPath(new URL('./fault-server.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [program, '--seed', '1', '--ledger', ledger, '--script', 'ok,cut,bad-key,length'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const { value } = await createInterface({ input: child.stdout! })[Symbol.asyncIterator]().next();
    const { baseUrl } = JSON.parse(value as string) as { baseUrl: string };
    const told = [];
    for (const text of ['a', 'a', 'b', 'c', 'd']) told.push((await ask(baseUrl, text)).slice(0, 3));
    expect(told).toEqual(['200', expect.stringMatching(/200|fai/), '401', '200', '200']);
    await expect
      .poll(() => readWitness(ledger).map(({ act, attempt, whole }) => [act, attempt, whole]))
      .toEqual([
        ['ok', 0, true],
        ['cut', 1, false],
        ['bad-key', 0, false],
        ['length', 0, true],
        ['ok', 0, true],
      ]);
    const witness = readWitness(ledger);
    expect(witness[0]!.hash).toBe(witness[1]!.hash);
    // A cut answer is billed, a refused key is not.
    expect(witness.map((call) => call.billed.output > 0)).toEqual([true, true, false, true, true]);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
});

test('every act has a name that tells its kind', () => {
  for (const name of Object.keys(acts)) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
