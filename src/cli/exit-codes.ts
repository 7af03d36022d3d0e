/** What the exit code of every command means: one table, printed by `synthloom --help`. */
import type { SynthloomError } from '../core/errors.ts';
import type { Manifest } from '../core/manifest.ts';

export const exitCodes = {
  done: { code: 0, meaning: 'done; the target, where there is one, is met' },
  world: { code: 1, meaning: 'stopped by the world: a provider, the network, the disk' },
  mistake: { code: 2, meaning: 'a mistake in the recipe, a file or the command' },
  short: { code: 3, meaning: 'less than was asked for: the target was not met, or no sample was accepted' },
  budget: { code: 4, meaning: 'the budget is spent' },
  bug: { code: 70, meaning: 'a bug, of synthloom or of a step' },
  interrupted: { code: 130, meaning: 'interrupted; the same command goes on' },
} as const;

/** Of an error that ends a command. */
export const exitCodeOf = ({ family, code }: SynthloomError): number =>
  code === 'stopped' ? exitCodes.interrupted.code : exitCodes[family].code;

/** Of a run that came to an end of its own. */
export function exitCodeOfRun(ending: Manifest['ending'], accepted: number): number {
  if (ending === 'running') return exitCodes.bug.code;
  if (ending === 'budget-spent') return exitCodes.budget.code;
  if (ending === 'interrupted') return exitCodes.interrupted.code;
  if (ending === 'failed') return exitCodes.world.code;
  return ending === 'saturated' || accepted === 0 ? exitCodes.short.code : exitCodes.done.code;
}

/** The table as it stands in the help. */
export function exitCodesText(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
