/** Reading a recipe from a file: YAML, JSON, or a TypeScript or JavaScript module. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Document, Node, Pair } from 'yaml';
import type { Call } from '../core/define.ts';
import { Mistakes, mistake, type SynthloomError } from '../core/errors.ts';
import type { Recipe, RecipeOrigin } from '../core/recipe.ts';

/** A recipe is written by people; anything larger is something else. */
const LARGEST_BYTES = 5_000_000;
/** Anchors repeated more often than this are an attack (“billion laughs”), not a recipe. */
const MOST_ALIASES = 100;
const DEEPEST = 64;

/** The recipe of a file. Throws its mistakes with file and line. */
export async function loadRecipe(path: string): Promise<Recipe> {
  const file = resolve(path);
  const ending = extname(file).toLowerCase();
  if (['.ts', '.mts', '.js', '.mjs'].includes(ending)) return loadModule(file, path);
  return parseRecipe(await readText(file, path), path, dirname(file));
}

async function readText(file: string, path: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_BYTES) throw mistake('bad-recipe', { path, reason: `${size} bytes are too many for a recipe` });
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError)
      throw mistake('bad-yaml', { reason: 'it is not UTF-8 text' }, { where: { file: path }, cause: error });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || (error as Partial<SynthloomError>).family !== undefined) throw error;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw mistake('missing-file', { path, reason }, { cause: error });
  }
}

async function loadModule(file: string, path: string): Promise<Recipe> {
  let loaded: { default?: unknown };
  try {
    await stat(file);
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing) throw mistake('missing-file', { path, reason: 'there is no such file' }, { cause });
    throw mistake(
      'bad-recipe',
      { path, reason: `the module cannot be loaded: ${whyNotLoaded(cause as Error)}` },
      { cause },
    );
  }
  const recipe = loaded.default as Partial<Recipe> | undefined;
  if (recipe === null || typeof recipe !== 'object' || !('head' in recipe) || !Array.isArray(recipe.steps))
    throw mistake('bad-recipe', { path, reason: 'its default export is not what `recipe(…)` returns' });
  return { ...(recipe as Recipe), folder: recipe.folder ?? dirname(file) };
}

/** Node takes a .ts or .js file of a project without `"type": "module"` for CommonJS. */
const whyNotLoaded = ({ message }: Error) =>
  /outside a module|Unexpected token 'export'/.test(message)
    ? `${message}; name it .mts, or set "type": "module" in the package.json beside it`
    : message;

/** The recipe of a YAML (or JSON) text; `file` is for messages, `folder` is where its paths start. */
export async function parseRecipe(text: string, file: string, folder = '.'): Promise<Recipe> {
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const where = (offset: number) => ({ file, ...position(lines.linePos(offset)) });
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    merge: false,
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || document.contents === null)
    throw mistake('bad-yaml', { reason: 'the file is empty' }, { where: { file, line: 1 } });
  if (second !== undefined)
    throw mistake(
      'bad-yaml',
      { reason: 'a recipe is one document; `---` begins a second' },
      { where: where(second.range[0]) },
    );
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0)
    throw new Mistakes(
      wrong.map((error) => mistake('bad-yaml', { reason: firstLine(error.message) }, { where: where(error.pos[0]) })),
    );
  const value = plainValue(document, where(0));
  const origin: RecipeOrigin = {
    file,
    text,
    place: (path) => placeOf(document, path, (offset) => lines.linePos(offset)),
  };
  return { ...splitSteps(value, origin), folder, origin };
}

const firstLine = (message: string) => `${message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}.`;
const position = ({ line, col }: { line: number; col: number }) => ({ line, column: col });

function plainValue(document: Document, where: { file: string }): unknown {
  try {
    const value = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (depthOf(value) > DEEPEST) throw new Error(`it is nested deeper than ${DEEPEST} levels`);
    return value;
  } catch (cause) {
    const reason = cause instanceof RangeError ? 'an alias refers to itself.' : firstLine((cause as Error).message);
    throw mistake('bad-yaml', { reason }, { where, cause });
  }
}

function depthOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let deepest = 0;
  for (const inner of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(inner));
    if (deepest > DEEPEST) break;
  }
  return deepest + 1;
}

/** Steps come as one-key maps or bare names; both become calls. */
function splitSteps(value: unknown, origin: RecipeOrigin): Pick<Recipe, 'head' | 'steps'> {
  const at = (path: readonly (string | number)[]) => ({ where: { file: origin.file, ...origin.place(path) } });
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw mistake(
      'bad-recipe',
      { path: 'recipe', reason: 'a recipe is a map with the keys `recipe` and `steps`' },
      at([]),
    );
  const { steps, ...head } = value as Record<string, unknown>;
  if (!Array.isArray(steps))
    throw mistake('bad-recipe', { path: 'steps', reason: 'a recipe needs `steps`, a list' }, at(['steps']));
  const wrong: SynthloomError[] = [];
  const calls = steps.map((step, index) => asCall(step, ['steps', index], { wrong, at }));
  if (wrong.length > 0) throw new Mistakes(wrong);
  return { head: head as Recipe['head'], steps: calls };
}

interface Findings {
  readonly wrong: SynthloomError[];
  at(path: readonly (string | number)[]): { where: { file: string } };
}

function asCall(step: unknown, path: readonly (string | number)[], findings: Findings): Call {
  if (typeof step === 'string') return { use: step, with: {} };
  const entries = step !== null && typeof step === 'object' && !Array.isArray(step) ? Object.entries(step) : [];
  const [first] = entries;
  if (entries.length !== 1 || first === undefined) {
    const reason = 'a step is one name with its options, such as `- count: 100`; check the indentation';
    findings.wrong.push(mistake('bad-recipe', { path: path.join('.'), reason }, findings.at(path)));
    return { use: '', with: {} };
  }
  const [use, options] = first;
  if (use !== 'repeat') return { use, with: options as Call['with'] };
  const inner = (options ?? {}) as { steps?: unknown };
  const steps = Array.isArray(inner.steps)
    ? inner.steps.map((each, index) => asCall(each, [...path, use, 'steps', index], findings))
    : inner.steps;
  return { use, with: { ...inner, steps } as unknown as Call['with'] };
}

/** The line and column of the deepest part of a path that the text has; of its key where it has one. */
function placeOf(
  document: Document,
  path: readonly (string | number)[],
  linePos: (offset: number) => { line: number; col: number },
): { line: number; column: number } | undefined {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    const items = (node as { items?: readonly unknown[] } | null)?.items;
    if (items === undefined) break;
    if (typeof key === 'number') {
      node = (items[key] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
      continue;
    }
    const pair = (items as readonly Pair[]).find(
      (each) => String((each.key as { value?: unknown } | null)?.value) === key,
    );
    if (pair === undefined) break;
    offset = (pair.key as Node).range?.[0] ?? offset;
    node = (pair.value as Node | null) ?? null;
  }
  return position(linePos(offset));
}
