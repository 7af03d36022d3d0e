/** Verdicts on published solutions and on planted faults, and the time they take, for each tier that works here. */
// SYNTHLOOM_DATA=<folder with code/HumanEval.jsonl.gz and code/humaneval-x-js.jsonl.gz> node bench/sandbox/run.ts [--short]
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { sandboxPackages } from '../../src/execution/sandbox-packages.ts';
import { interpretersOf } from '../../src/sandbox/describe.ts';
import { type OpenSandbox, openSandbox } from '../../src/sandbox/open-sandbox.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { javascriptTasks, planted, pythonTasks, reference, type Task, wrongReferences } from './tasks.ts';

const data = dataFolder('code/');
/** Every so manieth task is given planted faults. */
const PLANTED_EVERY = isShort ? 40 : 8;

const packages = await sandboxPackages(['python'], {});
const sets = { python: pythonTasks(data), javascript: javascriptTasks(data) };
const rows: string[] = [];
const lines: string[] = [];

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

async function references(sandbox: OpenSandbox, tasks: readonly Task[]): Promise<void> {
  const began = performance.now();
  const verdicts = await Promise.all(tasks.map((task) => sandbox.run(reference(task))));
  const seconds = (performance.now() - began) / 1000;
  const right = verdicts.filter(({ kind }, at) => (kind === 'passed') !== wrongReferences.has(tasks[at]!.id)).length;
  const passed = verdicts.filter(({ kind }) => kind === 'passed').length;
  const times = verdicts.map(({ ms }) => ms).sort((a, b) => a - b);
  const { language } = tasks[0]!;
  rows.push(
    `| ${sandbox.tier} | ${language} | ${passed} of ${tasks.length} | ${right} of ${tasks.length} | ${quantile(times, 0.5)} | ${quantile(times, 0.95)} | ${seconds.toFixed(1)} |`,
  );
  for (const [at, { kind, error }] of verdicts.entries())
    if (kind !== 'passed')
      lines.push(`- ${sandbox.tier}: ${tasks[at]!.id} ${kind}: ${error?.type}: ${error?.message.split('\n')[0]}`);
}

async function faults(sandbox: OpenSandbox, tasks: readonly Task[]): Promise<string> {
  const all = tasks.filter((_, at) => at % PLANTED_EVERY === 0).flatMap(planted);
  const verdicts = await Promise.all(all.map(({ program }) => sandbox.run(program)));
  const right = verdicts.filter(({ kind }, at) => kind === all[at]!.kind).length;
  for (const [at, { kind }] of verdicts.entries())
    if (kind !== all[at]!.kind)
      lines.push(`- ${sandbox.tier}: ${all[at]!.name}, expected ${all[at]!.kind}, got ${kind}`);
  return `| ${sandbox.tier} | ${tasks[0]!.language} | ${right} of ${all.length} |`;
}

const faultRows: string[] = [];
const interpreters: string[] = [];
for (const tier of ['wasm', 'os'] as const) {
  const sandbox = await openSandbox({ tier, packages }).catch((error: Error) => error);
  if (sandbox instanceof Error) {
    lines.push(`- ${tier}: not on this machine: ${sandbox.message}`);
    continue;
  }
  const names = Object.values(await interpretersOf(sandbox, ['python', 'javascript']));
  interpreters.push(`${tier}: ${names.join(', ')}`);
  for (const tasks of Object.values(sets)) {
    await references(sandbox, isShort ? tasks.slice(0, 40) : tasks);
    faultRows.push(await faults(sandbox, tasks));
  }
  await sandbox.close();
}

const text = `# Verdicts and their time

Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown processor'}, as many programs at once as cores. ${interpreters.join('; ')}.

## Published solutions

HumanEval for Python, all of whose references are right; HumanEval-X for JavaScript, of whose 164 references 161 are: 112 and 155
fail their own assertions, 162 needs a package for MD5.

| tier | language | passed | verdicts right | median ms | 95 % ms | seconds in all |
|---|---|---|---|---|---|---|
${rows.join('\n')}

## Planted faults

Into every ${PLANTED_EVERY}th solution one line: it returns nothing, raises, ends the process with code 0, loops, or does not parse.

| tier | language | verdicts right |
|---|---|---|
${faultRows.join('\n')}

## What did not pass

${lines.join('\n')}
`;
process.stdout.write(text);
if (!isShort) await writeFile(new URL('result.md', import.meta.url), text);
