/** `synthloom check`: finds every mistake of a recipe before anything is spent. */
import { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';

interface Words {
  readonly scripted?: boolean;
  readonly json?: boolean;
}

export function checkCommand(): Command {
  const command = new Command('check');
  return command
    .description('Find every mistake of a recipe, with its line; spends nothing.')
    .argument('<recipe>', 'a recipe: .yaml, .json, .ts or .js')
    .option('--scripted', 'as if every model were scripted: no key is needed')
    .option('--json', 'print JSON')
    .action(async (path: string, words: Words) => {
      process.exitCode = await checkFile(path, words, {
        write: (text) => command.configureOutput().writeOut!(text),
        debug: command.parent?.opts().debug === true,
      });
    });
}

interface Means {
  readonly write: (text: string) => void;
  readonly debug: boolean;
}

async function checkFile(path: string, words: Words, { write, debug }: Means): Promise<number> {
  const { loadRecipe } = await import('../execution/load.ts');
  const { check } = await import('../execution/plan-for.ts');
  const { Mistakes } = await import('../core/errors.ts');
  try {
    const recipe = await loadRecipe(path);
    const result = await check(recipe, words.scripted ? { scripted: true } : {});
    if (result.mistakes.length > 0) throw new Mistakes(result.mistakes);
    const { lineText } = await import('./line-text.ts');
    write(words.json ? `${JSON.stringify({ ok: true, ...result }, undefined, 2)}\n` : lineText(path, result));
    return exitCodes.done.code;
  } catch (error) {
    if (words.json && (await writeMistakes(error, write))) return exitCodes.mistake.code;
    return printError(error, { debug, state: 'Nothing was spent.' });
  }
}

async function writeMistakes(error: unknown, write: Means['write']): Promise<boolean> {
  const { Mistakes, SynthloomError } = await import('../core/errors.ts');
  if (!(error instanceof SynthloomError) || error.family !== 'mistake') return false;
  const all = error instanceof Mistakes ? error.all : [error];
  const mistakes = all.map(({ code, message, cure, where }) => ({ code, message, cure, ...(where && { where }) }));
  write(`${JSON.stringify({ ok: false, mistakes }, undefined, 2)}\n`);
  return true;
}
