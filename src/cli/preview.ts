/** `synthloom preview`: leads a few samples through the line, and shows what became of each. */
import { Command } from 'commander';
import { addRunWords, type RunWords, wholeNumber } from './run-words.ts';

interface Words extends RunWords {
  readonly samples: number;
  readonly json?: boolean;
}

export function previewCommand(): Command {
  const command = new Command('preview').description(
    'Lead a few samples through the line, and show what became of each; the run reuses their answers.',
  );
  return addRunWords(command)
    .option('-n, --samples <n>', 'samples to begin', wholeNumber(1), 5)
    .option('--json', 'print what became of the samples as JSON lines')
    .action(async (path: string, { json, ...words }: Words) => {
      const { conduct } = await import('./conduct.ts');
      const { preview } = await import('../execution/run.ts');
      const limit = words.samples;
      const { code, manifest, directory } = await conduct({
        ...{ path, words, limit, debug: command.parent?.opts().debug === true },
        start: (recipe, options) => preview(recipe, { ...options, limit }),
      });
      process.exitCode = code;
      if (manifest === undefined) return;
      const { writePreview } = await import('./preview-text.ts');
      const write = command.configureOutput().writeOut!;
      await writePreview({ directory, manifest, json: json ?? false, write });
    });
}
