/** `synthloom estimate`: leads a few samples through the line, and says what the run will take. */
import { Command } from 'commander';
import type { Estimate, Interval } from '../execution/estimate.ts';
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
      try {
        const { loadRecipe } = await import('../execution/load.ts');
        const { estimate } = await import('../execution/estimate.ts');
        const recipe = await loadRecipe(path);
        const probe = words.probe === undefined ? {} : { probe: words.probe };
        const found = await estimate(recipe, { ...runOptionsOf(words, recipe), ...probe });
        if (words.json) write(`${JSON.stringify(found, undefined, 2)}\n`);
        else write(await estimateText(found));
      } catch (error) {
        process.exitCode = await printError(error, { debug: command.parent?.opts()['debug'] === true });
      }
    });
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
