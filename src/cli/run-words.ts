/** Options that `run`, `preview` and `estimate` share, and what they mean to the engine. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Recipe } from '../core/recipe.ts';
import type { RunOptions } from '../execution/run-options.ts';
import { consentOf } from './consent.ts';

/** As commander gives them. */
export interface RunWords {
  readonly out?: string;
  readonly yes?: boolean;
  readonly scripted?: boolean;
  readonly concurrency?: number;
  readonly seed?: number;
  readonly budgetUsd?: number;
  readonly retryFailed?: boolean;
}

export const addRunWords = (command: Command): Command =>
  command
    .argument('<recipe>', 'a recipe: .yaml, .json, .ts or .js')
    .option('--out <dir>', 'run directory (default: runs/<recipe>)')
    .option('--scripted', 'put a scripted model in place of every other: no network, no cost')
    .option('--seed <n>', 'seed, in place of the recipe’s', wholeNumber(0))
    .option('--concurrency <n>', 'samples and calls at once, at most; the dataset stays the same', wholeNumber(1))
    .option('--budget-usd <x>', 'dollars that may be spent, in place of the recipe’s', dollars)
    .option('--yes', 'install optional parts without asking');

/** What is asked of the engine. A budget in dollars leaves the recipe's other limits in place. */
export function runOptionsOf(words: RunWords, recipe: Recipe): RunOptions {
  const { out, scripted, concurrency, seed, budgetUsd, retryFailed, yes } = words;
  return {
    ...(out !== undefined && { directory: out }),
    ...(scripted && { scripted }),
    ...(concurrency !== undefined && { concurrency }),
    ...(seed !== undefined && { seed }),
    ...(budgetUsd !== undefined && { budget: { ...recipe.head.budget, usd: budgetUsd } }),
    ...(retryFailed && { retryFailed }),
    consent: consentOf({ yes: yes ?? false }),
  };
}

/** A whole number from `least` on. */
export const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError(`It takes a whole number from ${least} on.`);
};

function dollars(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('It takes an amount above 0, such as 2.50.');
}
