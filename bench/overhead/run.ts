/** CPU that one call to a model costs: ours with its durable commit, beside other clients, in one run on one machine. */
// node bench/overhead/run.ts [--short]
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isShort } from '../arguments.ts';
import type { Cost } from './client.ts';
import { type ClientName, clients } from './clients.ts';

const run = promisify(execFile);
const scripts = {
  server: fileURLToPath(new URL('./server.ts', import.meta.url)),
  client: fileURLToPath(new URL('./client.ts', import.meta.url)),
  httpx: fileURLToPath(new URL('./httpx_client.py', import.meta.url)),
};
const inFlight = 1000;
const [calls, rounds] = isShort ? [5000, 1] : [30_000, 3];
/** httpx looks at every connection for every call, and is cheapest with few: 1.1 ms at 8 in flight, 7.9 ms at 64. */
const HTTPX = { calls: 1000, inFlight: 8 };
const DELAY_MS = 50;
/** Versions of what is compared with; installed into a folder that is removed again. */
const OPENAI = 'openai@7.55.0';
const HTTPX_PACKAGE = 'httpx==0.28.1';
const python = `Python httpx, ${HTTPX.inFlight} in flight`;

/** CPU milliseconds a call that we promise. */
const promised: Readonly<Record<string, number>> = { 'synthloom, own transport': 0.1, 'synthloom, AI SDK': 0.35 };

const packages = await mkdtemp(join(tmpdir(), 'synthloom-bench-'));
const server = spawn(process.execPath, [scripts.server, String(DELAY_MS)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const port = (await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next()).value as string;
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const skipped = await installOthers();
  const names = [...Object.keys(clients), python].filter((name) => !skipped.has(name));
  const costs = new Map<string, Cost[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // Clients take turns, so that what else the machine does falls on all of them alike.
    for (const name of names) costs.get(name)!.push(await measure(name, baseUrl));
  }
  const page = report(costs, skipped);
  process.stdout.write(page);
  if (!isShort) await writeFile(new URL('./result.md', import.meta.url), page);
} finally {
  server.kill();
  await rm(packages, { recursive: true, force: true });
}

async function measure(name: string, baseUrl: string): Promise<Cost> {
  const order = {
    name: name as ClientName,
    baseUrl,
    packages,
    ...(name === python ? HTTPX : { inFlight, calls }),
  };
  const [program, script] =
    name === python ? [join(packages, 'venv/bin/python'), scripts.httpx] : [process.execPath, scripts.client];
  const { stdout } = await run(program, [script, JSON.stringify(order)], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Cost;
}

/** What could not be installed, and why: without a network the comparison is shorter, not broken. */
async function installOthers(): Promise<ReadonlyMap<string, string>> {
  const skipped = new Map<string, string>();
  const attempt = async (name: string, install: () => Promise<unknown>) => {
    await install().catch((error: unknown) => skipped.set(name, String(error).split('\n')[0]!));
  };
  await attempt('openai package', () =>
    run('npm', ['install', '--prefix', packages, '--no-audit', '--no-fund', OPENAI]),
  );
  await attempt(python, async () => {
    await run('python3', ['-m', 'venv', join(packages, 'venv')]);
    await run(join(packages, 'venv/bin/pip'), ['install', '--quiet', HTTPX_PACKAGE]);
  });
  return skipped;
}

function report(costs: ReadonlyMap<string, readonly Cost[]>, skipped: ReadonlyMap<string, string>): string {
  const bare = middle(costs.get('undici, bare')!).cpuMs;
  const rows = [...costs].map(([name, all]) => {
    const { cpuMs, callsPerSecond, peakMb } = middle(all);
    const failed = all.reduce((sum, each) => sum + each.failed, 0);
    const goal =
      promised[name] === undefined ? '' : `≤ ${promised[name]}: ${cpuMs <= promised[name] ? 'kept' : 'missed'}`;
    return `| ${name} | ${cpuMs.toFixed(3)} | ${(cpuMs / bare).toFixed(1)} | ${goal} | ${callsPerSecond.toFixed(0)} | ${peakMb.toFixed(0)} | ${failed} |`;
  });
  return [
    '# CPU of one call',
    '',
    `${inFlight} calls in flight, ${calls} a round, median of ${rounds}; ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}.`,
    `A local server answers after ${DELAY_MS} ms, in its own process. “synthloom” is the whole path of a run: a structured question, its key,`,
    'budget, pacing, timers, checks, and a ledger on disk that is synced before the answer is used; the others call and parse.',
    '',
    '| client | CPU ms a call | × bare undici | promised | calls/s | peak MB | failed |',
    '|---|--:|--:|---|--:|--:|--:|',
    ...rows,
    ...[...skipped].map(([name, why]) => `\n${name} was left out: ${why}`),
    '',
  ].join('\n');
}

function middle(all: readonly Cost[]): Cost {
  const sorted = all.toSorted((a, b) => a.cpuMs - b.cpuMs);
  return sorted[Math.floor(sorted.length / 2)]!;
}
