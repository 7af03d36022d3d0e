/** `synthloom estimate`: leads a few samples through the line, and says what the run will take. */
import { Command } from 'commander';
import type { Estimate, Interval } from '../execution/estimate.ts';
import { exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';
import { addRunWords, type RunWords, runOptionsOf, wholeNumber } from './run-words.ts';

interface Words extends RunWords {
  readonly probe?: number;
  readonly json?: boolean;
}

export function estimateCommand(): Command {
  const command = new Command('estimate').description(
    'Say what a run will take: calls, tokens, dollars, time. Leads a few samples through the line; the run reuses their answers.',
  );
  return addRunWords(command)
    .option('-n, --probe <n>', 'samples to try (default: 8)', wholeNumber(1))
    .option('--json', 'print JSON')
    .action(async (path: string, words: Words) => {
      const write = command.configureOutput().writeOut!;
      process.exitCode = await estimateFile(path, words, { write, debug: command.parent?.opts().debug === true });
    });
}

interface Means {
  readonly write: (text: string) => void;
  readonly debug: boolean;
}

async function estimateFile(path: string, words: Words, { write, debug }: Means): Promise<number> {
  let state = 'Nothing was spent.';
  try {
    const { loadRecipe } = await import('../execution/load.ts');
    const { planFor } = await import('../execution/plan-for.ts');
    const { estimate } = await import('../execution/estimate.ts');
    const recipe = await loadRecipe(path);
    const options = runOptionsOf(words, recipe);
    await planFor(recipe, options); // its mistakes come before anything is spent
    state = 'Every answer so far is kept.';
    if (!words.json) process.stderr.write('Leading a few samples through the line …\n');
    const found = await estimate(recipe, { ...options, ...(words.probe !== undefined && { probe: words.probe }) });
    write(words.json ? `${JSON.stringify(found, undefined, 2)}\n` : await estimateText(found));
    return exitCodes.done.code;
  } catch (error) {
    return printError(error, { debug, state });
  }
}

async function estimateText(found: Estimate): Promise<string> {
  const { countWords, dollarWords, durationWords, percentWords, plural } = await import('../report/numbers.ts');
  const { tableText } = await import('./table.ts');
  const rows: [string, Interval, (value: number) => string][] = [
    ['samples begun', found.begun, countWords],
    ['accepted of them', found.yield, percentWords],
    ['calls', found.calls, countWords],
    ['input tokens', found.inputTokens, countWords],
    ['output tokens', found.outputTokens, countWords],
    ['dollars', found.usd, dollarWords],
    ['time', found.seconds, durationWords],
  ];
  const cells = rows.map(([name, { low, expected, high }, words]) => [name, words(expected), words(low), words(high)]);
  const head = [{ name: '' }, ...['expected', 'at least', 'at most'].map((name) => ({ name, figure: true }))];
  const table = tableText(head, cells, { columns: 80 });
  const from = `From ${plural(found.probe, 'sample')}; in 9 of 10 runs the figures lie between the last two columns.`;
  return `${table}\n${from}\n`;
}
