/** Every bench that has goals reaches them in short: on the data kept in bench/data, without network and Python. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Check, type Ended, root, runProgram, type Verdict } from './check.ts';

/** At once: the machine’s cores are few. */
const width = 2;
const timeoutMs = 120_000;

export interface Ran extends Ended {
  readonly name: string;
}

export const benches: Check = {
  name: 'benches',
  async run() {
    const scripts = globSync('bench/*/run.ts', { cwd: root }).sort();
    return verdictOf(await runAll(scripts.filter((path) => hasGoals(readFileSync(join(root, path), 'utf8')))));
  },
};

const hasGoals = (script: string): boolean => script.includes("from '../goals.ts'");

async function runAll(scripts: readonly string[]): Promise<Ran[]> {
  const ran: Ran[] = [];
  const waiting = [...scripts.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, path] = next;
      const ended = await runProgram(process.execPath, [path, '--short'], timeoutMs);
      ran[at] = { name: basename(dirname(path)), ...ended };
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return ran;
}

/** One test a bench; what one left out, and told so in a line of its own, is a skipped one beside it. */
export function verdictOf(ran: readonly Ran[]): Verdict {
  const failed = ran.filter(({ code }) => code !== 0);
  const leftOut = ran.flatMap(({ name, output }) =>
    [...output.matchAll(/^Left out: .*$/gm)].map(([line]) => `${name}: ${line}`),
  );
  const isNone = ran.length === 0;
  return {
    passed: ran.length - failed.length,
    failed: isNone ? 1 : failed.length,
    skipped: leftOut.length,
    note: `${ran.length} short forms`,
    found: [
      ...(isNone ? ['no bench with goals was found'] : []),
      ...failed.map(({ name, code, output }) => `bench/${name}/run.ts --short: exit code ${code}\n${output}`),
      ...leftOut.map((each) => `skipped: ${each}`),
    ].join('\n'),
  };
}
