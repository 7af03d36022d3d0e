/** How soon the command line is there: processor time of `--help` and of other quick commands, and time to the first sample on disk. */
// node bench/start/run.ts [rounds]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFiles } from '../../src/core/manifest.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const rounds = Number(process.argv[2] ?? 9);
const folder = await mkdtemp(join(tmpdir(), 'synthloom-start-'));

const recipe = `recipe: start
models: { writer: scripted }
steps:
  - count: 200
  - prompt: { model: writer, prompt: Write about anything. }
  - jsonl: out.jsonl
`;

/** Seconds of processor time, user and system, told by the process itself as it ends. */
const tellCpu = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();writeSync(3,String((user+system)/1e6))})`;

function cpuSecondsOf(words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', tellCpu, main, ...words], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    let told = '';
    child.stdio[3]!.on('data', (text) => {
      told += text;
    });
    child.once('error', reject).once('close', () => resolve(Number(told)));
  });
}

/** Seconds from the start of the process until the first sample is on disk. */
async function secondsToFirstSample(round: number): Promise<number> {
  const run = join(folder, `run-${round}`);
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'run', 'recipe.yaml', '--quiet', '--out', run], {
    cwd: folder,
    stdio: 'inherit',
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const samples = join(run, runFiles.samples);
  while (!existsSync(samples) || (await stat(samples)).size === 0)
    await new Promise((resolve) => setTimeout(resolve, 2));
  const seconds = (performance.now() - started) / 1000;
  await ended;
  return seconds;
}

async function medianOf(measure: (round: number) => Promise<number>): Promise<string> {
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) found.push(await measure(round));
  found.sort((a, b) => a - b);
  return `${found[rounds >> 1]!.toFixed(3)} (${found[0]!.toFixed(3)} to ${found.at(-1)!.toFixed(3)})`;
}

try {
  await writeFile(join(folder, 'recipe.yaml'), recipe);
  const rows = [
    ['`--help`, processor seconds', await medianOf(() => cpuSecondsOf(['--help']))],
    ['`run --help`, processor seconds', await medianOf(() => cpuSecondsOf(['run', '--help']))],
    ['`check`, processor seconds', await medianOf(() => cpuSecondsOf(['check', 'recipe.yaml']))],
    ['first sample on disk, seconds after start', await medianOf(secondsToFirstSample)],
  ];
  const text = [
    '# How soon the command line is there',
    '',
    `Median and range of ${rounds} runs; from source, Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown processor'}.`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([what, figures]) => `| ${what} | ${figures} |`),
    '',
    'Goals: `--help` at most 0.2 s of processor time; the first sample at most 1 s after start.',
    '',
  ].join('\n');
  await writeFile(new URL('result.md', import.meta.url), text);
  console.log(text);
} finally {
  await rm(folder, { recursive: true, force: true });
}
