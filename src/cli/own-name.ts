/** Lets recipes and plugins import `synthloom` from wherever they lie: they get the copy that runs them. */
import { registerHooks } from 'node:module';

/** In this process; otherwise a copy installed globally, or run by npx, could not be imported by a recipe beside it. */
export function answerToOwnName(): void {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const entries = new Map([
    ['synthloom', new URL(`../index.${ending}`, import.meta.url).href],
    ['synthloom/testing', new URL(`../testing/index.${ending}`, import.meta.url).href],
  ]);
  registerHooks({
    resolve: (specifier, context, next) => next(entries.get(specifier) ?? specifier, context),
  });
}
