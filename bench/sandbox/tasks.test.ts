import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxPackages } from '../../src/execution/sandbox-packages.ts';
import { type OpenSandbox, openSandbox } from '../../src/sandbox/open-sandbox.ts';
import { planted, pythonTasks, reference } from './tasks.ts';

const tasks = pythonTasks(join(import.meta.dirname, '../data')).filter((_, at) => at % 14 === 2);
let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ tier: 'wasm', packages: await sandboxPackages(['python'], {}) });
});
afterAll(() => sandbox.close());

test('published solutions pass', async () => {
  const verdicts = await Promise.all(tasks.map((task) => sandbox.run(reference(task))));
  expect(verdicts.map(({ kind }) => kind)).toEqual(tasks.map(() => 'passed'));
});

test('planted faults get the right failure', async () => {
  const all = tasks.slice(0, 4).flatMap(planted);
  const verdicts = await Promise.all(all.map(({ program }) => sandbox.run(program)));
  expect(verdicts.map(({ kind }) => kind)).toEqual(all.map(({ kind }) => kind));
});
