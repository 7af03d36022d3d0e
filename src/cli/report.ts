/** `synthloom report`: makes the report of a run again, and says where it is. */
import { Command } from 'commander';

export function reportCommand(): Command {
  const command = new Command('report');
  return command
    .description('Make the report of a run again, and print where it is.')
    .argument('<run>', 'run directory')
    .option('--open', 'open it in the browser')
    .option('--json', 'print the figures of the report as JSON')
    .action(async (directory: string, { open, json }: { open?: boolean; json?: boolean }) => {
      const write = command.configureOutput().writeOut!;
      const { writeReport } = await import('../report/write-report.ts');
      const made = await writeReport(directory);
      if (json) {
        const { readFile } = await import('node:fs/promises');
        write(await readFile(made.json, 'utf8'));
      } else {
        const { shownPath } = await import('./outcome.ts');
        write(`${shownPath(made.html)}\n`);
      }
      if (open) await openFile(made.html);
    });
}

/** With the system's own opener; where there is none, the path was printed. */
async function openFile(path: string): Promise<void> {
  const { resolve } = await import('node:path');
  const { spawn } = await import('node:child_process');
  const file = resolve(path);
  const [program, words] = openers[process.platform as keyof typeof openers] ?? openers.linux;
  const child = spawn(program, [...words, file], { stdio: 'ignore', detached: true });
  child.once('error', () => process.stderr.write(`\`${program}\` is not here to open it; open the file yourself.\n`));
  child.unref();
}

const openers = {
  darwin: ['open', []],
  win32: ['explorer.exe', []],
  linux: ['xdg-open', []],
} as const satisfies Record<string, readonly [string, readonly string[]]>;
