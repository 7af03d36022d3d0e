/** Where a recipe's steps are found: the catalog, and modules of the user's own. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalog } from '../catalog.ts';
import type { Library } from '../core/check.ts';
import type { AnyStep } from '../core/define.ts';
import { mistake } from '../core/errors.ts';
import type { Recipe } from '../core/recipe.ts';

type Loader = () => Promise<Readonly<Record<string, unknown>>>;

/** The steps of the catalog, of the recipe's plugins, and those given. Throws `bad-plugin`. */
export async function openLibrary(recipe: Recipe, given: readonly { readonly step: AnyStep }[] = []): Promise<Library> {
  const own = new Map<string, AnyStep>(given.map(({ step }) => [step.name, step]));
  const { plugins = [] } = recipe.head;
  for (const path of Array.isArray(plugins) ? plugins : [])
    for (const step of await loadPlugin(recipe, String(path))) own.set(step.name, step);
  const shelf = catalog as Readonly<Record<string, Loader>>;
  return {
    names: [...Object.keys(shelf), ...own.keys()],
    find: async (name) =>
      own.get(name) ?? (Object.hasOwn(shelf, name) ? stepsIn(await shelf[name]!(), name) : undefined),
  };
}

/** The step of that name among a module's exports. */
const stepsIn = (module: Readonly<Record<string, unknown>>, name: string): AnyStep | undefined =>
  stepsOf(module).find((step) => step.name === name);

const stepsOf = (module: Readonly<Record<string, unknown>>): AnyStep[] =>
  Object.values(module)
    .map((value) => (value as { step?: AnyStep } | null)?.step)
    .filter((step): step is AnyStep => typeof step?.run === 'function');

async function loadPlugin(recipe: Recipe, path: string): Promise<AnyStep[]> {
  const where = recipe.origin && { file: recipe.origin.file, ...recipe.origin.place(['plugins']) };
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(resolve(recipe.folder ?? '.', path)).href);
  } catch (cause) {
    throw mistake('bad-plugin', { path, reason: (cause as Error).message }, { where, cause });
  }
  const steps = stepsOf(module);
  if (steps.length === 0) throw mistake('bad-plugin', { path, reason: 'it exports no step' }, { where });
  return steps;
}
