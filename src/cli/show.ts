/** `synthloom show`: the samples of a run as a table, or one sample with all that led to it. */
import { Command } from 'commander';
import { mistake } from '../core/errors.ts';
import { wholeNumber } from './run-words.ts';
import type { ShowWords } from './show-many.ts';

export function showCommand(): Command {
  const command = new Command('show');
  return command
    .description('Show the samples of a run; or one of them, with its lineage and each prompt and answer.')
    .argument('<run>', 'run directory')
    .argument('[id]', 'id of a sample, or how it begins')
    .option('--left', 'show the samples that were dropped or failed')
    .option('-n, --samples <n>', 'samples at most', wholeNumber(1), 20)
    .option('--json', 'print JSON lines')
    .action(async (directory: string, id: string | undefined, words: ShowWords) => {
      const { readRun } = await import('../execution/read-run.ts');
      const write = command.configureOutput().writeOut!;
      const reader = readRun(directory);
      const manifest = await reader.manifest();
      if (id === undefined) {
        const { writeSamples } = await import('./show-many.ts');
        await writeSamples({ reader, manifest, words, write });
        return;
      }
      const found = await reader.find(id);
      if (found === undefined) throw mistake('unknown-sample', { id, directory });
      const { writeSample } = await import('./show-one.ts');
      await writeSample({ reader, found, json: words.json ?? false, write });
    });
}
