/** Whether memory is flat in the number of samples: the same recipe from ten thousand to a million, each in its own process. */
// node bench/memory/run.ts [--short]
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import type { Figures } from './one.ts';

const sizes = isShort ? [10_000, 50_000] : [10_000, 100_000, 1_000_000];
/** Live memory may grow by this much from the smallest size to the largest. */
const MOST_GROWTH = 1.05;

const rows: Figures[] = [];
for (const size of sizes) rows.push(await measure(size));

const [first, last] = [rows[0]!, rows.at(-1)!];
const growth = last.liveMb / first.liveMb;
const page = [
  '# Memory of a run',
  '',
  '`count`, `fields`, `prompt` (scripted), `length`, `jsonl`; every answer in the ledger. “Live” is the heap after a full',
  'collection, the largest of eight looks along the line; “peak” is the largest resident size, collector’s slack included.',
  '',
  '| samples | live MB | peak MB | CPU µs a sample | ledger MB |',
  '|--:|--:|--:|--:|--:|',
  ...rows.map(
    ({ samples, liveMb, peakMb, cpuUs, ledgerMb }) =>
      `| ${samples.toLocaleString('en')} | ${liveMb.toFixed(1)} | ${peakMb.toFixed(0)} | ${cpuUs.toFixed(0)} | ${ledgerMb.toFixed(0)} |`,
  ),
  '',
  `Live memory from the first row to the last: × ${growth.toFixed(3)} (promised ≤ ${MOST_GROWTH}: ${growth <= MOST_GROWTH ? 'kept' : 'missed'}).`,
  '',
].join('\n');
const goals = makeGoals();
goals.atMost('growth of live memory from the first row to the last', growth, MOST_GROWTH);
finish(import.meta.dirname, page, goals);

async function measure(size: number): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-memory-'));
  try {
    const script = join(import.meta.dirname, 'one.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, `${size}`, folder]);
    return JSON.parse(stdout) as Figures;
  } finally {
    await rm(folder, { recursive: true });
  }
}
