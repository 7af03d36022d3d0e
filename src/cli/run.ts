/** `synthloom run`: makes the dataset of a recipe, or goes on where an earlier run stopped. */
import { Command } from 'commander';
import { addRunWords, type RunWords } from './run-words.ts';

interface Words extends RunWords {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function runCommand(): Command {
  const command = new Command('run').description('Make the dataset of a recipe; go on where an earlier run stopped.');
  return addRunWords(command)
    .option('--retry-failed', 'ask again what failed in an earlier run')
    .option('--json', 'print events as JSON lines')
    .option('--quiet', 'print nothing but errors')
    .action(async (path: string, words: Words) => {
      const { conduct } = await import('./conduct.ts');
      const { run } = await import('../execution/run.ts');
      const { outcomeText } = await import('./outcome.ts');
      const { code, manifest, directory, budget } = await conduct({
        ...{ path, words, start: run, debug: command.parent?.opts().debug === true },
      });
      process.exitCode = code;
      if (manifest === undefined || words.json || words.quiet) return;
      const text = outcomeText({ manifest, directory, path, words, budget, output: process.stdout });
      command.configureOutput().writeOut!(text);
    });
}
