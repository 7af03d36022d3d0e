/** Leads a run from the command line: shows it, hears signals, and ends with its manifest and an exit code. */
import { resolve } from 'node:path';
import type { SynthloomError } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import type { Manifest } from '../core/manifest.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Running } from '../execution/run.ts';
import type { RunOptions } from '../execution/run-options.ts';
import type { Display } from './display.ts';
import { exitCodeOfRun, exitCodes } from './exit-codes.ts';
import { openDisplay } from './open-display.ts';
import { printError } from './print-error.ts';
import { type RunWords, runOptionsOf } from './run-words.ts';
import { hearSignals } from './signals.ts';

export interface Conducting {
  /** Of the recipe. */
  readonly path: string;
  readonly words: RunWords & { readonly json?: boolean; readonly quiet?: boolean };
  readonly start: (recipe: Recipe, options: RunOptions) => Running;
  readonly debug: boolean;
  /** Samples at most, for a preview. */
  readonly limit?: number;
}

export interface Conducted {
  readonly code: number;
  /** Where the run lies; undefined when it did not begin. */
  readonly directory: string;
  /** Absent when it did not come to an end of its own. */
  readonly manifest?: Manifest;
  /** Of the recipe. */
  readonly budget?: Recipe['head']['budget'];
}

/** Runs to the end. Errors are printed here, with the state of the work that they leave. */
export async function conduct({ path, words, start, debug, limit }: Conducting): Promise<Conducted> {
  const seen: Seen = { directory: '', error: undefined };
  try {
    const { loadRecipe } = await import('../execution/load.ts');
    const recipe = await loadRecipe(path);
    const manifest = await follow({ recipe, words, start, limit, seen });
    if (seen.error !== undefined && seen.error.code !== 'stopped') {
      const code = await printError(seen.error, { debug, state: kept(seen.directory) });
      return { code, directory: seen.directory, manifest, budget: recipe.head.budget };
    }
    const isLook = limit !== undefined && manifest.ending === 'done'; // a look that finds nothing good is still a look
    const code = isLook ? exitCodes.done.code : exitCodeOfRun(manifest.ending, manifest.accepted);
    return { code, directory: seen.directory, manifest, budget: recipe.head.budget };
  } catch (error) {
    const state = seen.directory === '' ? 'Nothing was spent.' : kept(seen.directory);
    return { code: await printError(error, { debug, state }), directory: seen.directory };
  }
}

const kept = (directory: string) => `Every answer so far is kept in ${directory}.`;

/** What the events told that is needed after them. */
interface Seen {
  directory: string;
  error: SynthloomError | undefined;
}

interface Following extends Pick<Conducting, 'words' | 'start'> {
  readonly recipe: Recipe;
  readonly limit: number | undefined;
  readonly seen: Seen;
}

async function follow({ recipe, words, start, limit, seen }: Following): Promise<Manifest> {
  const display = openDisplay({ ...words, ...wantedOf(recipe, limit) });
  const { consent, ...options } = runOptionsOf(words, recipe);
  const running = start(recipe, { ...options, ...(consent && { consent: aside(display, consent) }) });
  const deaf = hearSignals(running, (text) => display.say(text));
  let counts: Manifest['counts'] | undefined;
  try {
    for await (const event of running) {
      note(event, seen);
      display.show(event);
    }
    const manifest = await running.finished;
    counts = manifest.counts;
    return manifest;
  } finally {
    deaf();
    display.close(counts);
  }
}

function note(event: Event, seen: Seen): void {
  if (event.kind === 'run-start') seen.directory = resolve(event.directory);
  if (event.kind === 'run-end') seen.error = event.error;
}

/** A question needs a still screen. */
const aside =
  (display: Display, consent: NonNullable<RunOptions['consent']>): NonNullable<RunOptions['consent']> =>
  async (what) => {
    display.pause();
    try {
      return await consent(what);
    } finally {
      display.resume();
    }
  };

/** What the recipe asks for, as far as it says; it is checked by the engine, not here. */
function wantedOf(
  { head, steps }: Recipe,
  limit: number | undefined,
): { wanted?: number; size?: number; min?: number } {
  if (limit !== undefined) return { size: limit };
  const { accepted, min } = head.target ?? {};
  const source = steps.find((call) => call?.use === 'count')?.with as { readonly n?: unknown } | number | undefined;
  const size = typeof source === 'number' ? source : source?.n;
  return {
    ...(typeof accepted === 'number' && { wanted: accepted }),
    ...(typeof size === 'number' && head.target === undefined && { size }),
    ...(typeof min === 'number' && { min }),
  };
}
