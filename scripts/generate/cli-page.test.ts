/** The page of the command line is the help of each command. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { cliPage } from './cli-page.ts';

const root = mkdtempSync(join(tmpdir(), 'synthloom-cli-page-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('is not made while there is no command line', async () => {
  expect(await cliPage(root)).toBeUndefined();
});

it('holds every visible command, in their order', async () => {
  mkdirSync(join(root, 'src/cli'), { recursive: true });
  const commander = import.meta.resolve('commander');
  const program = `
    import { Command } from '${commander}';
    export async function buildProgram() {
      const program = new Command('loom').description('Makes data.');
      const models = program.command('models').description('Model weights.');
      models.command('pull').option('--yes', 'Asks nothing.');
      program.command('run').argument('<recipe>');
      program.command('secret', { hidden: true });
      return program;
    }`;
  writeFileSync(join(root, 'src/cli/program.ts'), program);
  const page = (await cliPage(root))!;
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual([
    'loom',
    'loom models',
    'loom models pull',
    'loom run',
  ]);
  expect(page).toContain('Usage: loom models pull [options]');
  expect(page).toMatch(/--yes +Asks nothing\./);
});
