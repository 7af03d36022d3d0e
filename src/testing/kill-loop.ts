/** Kills a run again and again, at other moments each time, with a model server as the witness of what was asked twice. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runFiles } from '../core/manifest.ts';
import { drawIndex, seededRandom } from '../math/random.ts';
import { realDisk } from '../store/disk.ts';
import { entriesOf } from '../store/ledger.ts';
import { type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts';

export interface KillLoopOptions {
  /** An empty folder to work in. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Samples of a run. */
  readonly samples: number;
  readonly profile: NonNullable<FaultServerOptions['profile']>;
}

export interface KillLoopResult {
  readonly kills: number;
  /** Runs that were brought to their end, each after several kills. */
  readonly runs: number;
  /** Questions that arrived again although their answer was stored. */
  readonly askedAgain: number;
  /** Runs whose files differ from those of the undisturbed run. */
  readonly differing: number;
  readonly calls: number;
}

/** Files of a run that must come out byte for byte as undisturbed. */
const COMPARED = [runFiles.samples, runFiles.quarantine, `${runFiles.exports}/data/train.jsonl`];
const CLI = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

export async function killLoop(options: KillLoopOptions): Promise<KillLoopResult> {
  const random = seededRandom(`kill loop ${options.seed}`);
  const result = { kills: 0, runs: 0, askedAgain: 0, differing: 0, calls: 0 };
  while (result.kills < options.kills) {
    const server = await startFaultServer({
      seed: options.seed + result.runs,
      profile: options.profile,
      delayMs: 5,
      tickMs: 10,
    });
    try {
      const home = join(options.folder, `run-${result.runs}`);
      const recipe = await writeRecipe(`${home}.yaml`, server, options.samples);
      const judge = new Judge(server, home);
      while (!(await runUntilKilled({ recipe, home, server, random }))) {
        result.kills++;
        result.askedAgain += await judge.askedAgain();
      }
      result.askedAgain += await judge.askedAgain();
      const undisturbed = `${home}-undisturbed`;
      await exitOf(startRun(recipe, undisturbed));
      if (!(await sameFiles(home, undisturbed))) result.differing++;
      result.runs++;
      result.calls += server.calls.length;
    } finally {
      await server.close();
    }
  }
  return result;
}

/** Two questions a sample with a wall in between, observers, exports: every phase of a run is there to be killed in. */
async function writeRecipe(path: string, server: FaultServer, samples: number): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  const model = `{ use: compatible/test, baseUrl: "${server.baseUrl}", retries: 40, concurrency: 6, timeouts: { idle: 2, firstByte: 2, total: 4 } }`;
  await writeFile(
    path,
    `recipe: kill-loop
models:
  teacher: ${model}
failures: { max: 100% }
steps:
  - count: ${samples}
  - fields: { topic: { category: [rain, bread, chess, iron] } }
  - prompt: { model: teacher, prompt: "A line about {{topic}}", into: draft }
  - exact-duplicates: { field: draft }
  - prompt: { model: teacher, prompt: "Mend: {{draft}}", into: text }
  - statistics: {}
  - jsonl: {}
`,
  );
  return path;
}

const startRun = (recipe: string, home: string): ChildProcess =>
  spawn(process.execPath, [CLI, 'run', recipe, '--out', home, '--quiet'], { stdio: ['ignore', 'ignore', 'pipe'] });

async function exitOf(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  const said: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== 0 && code !== null) throw new Error(`a run ended with ${code}: ${Buffer.concat(said)}`);
  return signal ?? code;
}

interface Attempt {
  readonly recipe: string;
  readonly home: string;
  readonly server: FaultServer;
  readonly random: () => number;
}

/** Time of a run without calls: start, replay, walls, observers, report. */
const QUIET_PHASES_MS = 900;

/** True when the run came to its end before it was killed. Kills fall after some calls, or at any time at all. */
async function runUntilKilled({ recipe, home, server, random }: Attempt): Promise<boolean> {
  const child = startRun(recipe, home);
  const ended = exitOf(child);
  ended.catch(() => {});
  const calls = server.calls.length + 1 + drawIndex(random, 12);
  const patienceMs = random() < 0.4 ? random() * QUIET_PHASES_MS : 60_000;
  const began = performance.now();
  while (child.exitCode === null && server.calls.length < calls && performance.now() - began < patienceMs)
    await wait(1);
  child.kill('SIGKILL');
  return (await ended) !== 'SIGKILL';
}

/** Compares what the server saw with what the ledger holds. */
class Judge {
  #server: FaultServer;
  #home: string;
  /** Seeds of questions whose answer is stored: a seed comes from the question's key, and travels with the call. */
  #stored = new Set<number>();
  #looked = 0;

  constructor(server: FaultServer, home: string) {
    this.#server = server;
    this.#home = home;
  }

  /** Calls since the last look for what was stored before it. */
  async askedAgain(): Promise<number> {
    await wait(20); // what the dead process had sent has arrived by then
    const fresh = this.#server.calls.slice(this.#looked);
    this.#looked = this.#server.calls.length;
    const again = fresh.filter(({ body }) => this.#stored.has((body as { seed: number }).seed)).length;
    for await (const entry of entriesOf(realDisk, join(this.#home, runFiles.ledger)))
      if (entry.kind === 'answer') this.#stored.add(Number.parseInt(entry.key.slice(0, 8), 16));
    return again;
  }
}

async function sameFiles(one: string, other: string): Promise<boolean> {
  for (const name of COMPARED) {
    const [a, b] = await Promise.all([readFile(join(one, name)), readFile(join(other, name))]);
    if (!a.equals(b)) return false;
  }
  return true;
}
