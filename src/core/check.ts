/** Finds every mistake of a recipe that can be found before anything is spent, all at once, each with its place. */
import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import { nearestName } from '../text/near-names.ts';
import type { AnyStep, Call } from './define.ts';
import { Mistakes, mistake, type SynthloomError, type Where } from './errors.ts';
import type { MediaKind } from './media.ts';
import { type Link, linkKey, type Plan } from './plan.ts';
import {
  canonicalRecipe,
  type Head,
  hashText,
  headSchema,
  type ModelSpec,
  modelSchema,
  type Recipe,
  sandboxOf,
  sandboxSchema,
} from './recipe.ts';
import type { Touches } from './step.ts';
import { warningsOf } from './warnings.ts';

/** Finds steps by name; the catalog, and the plugins that a recipe names. */
export interface Library {
  find(name: string): Promise<AnyStep | undefined>;
  readonly names: readonly string[];
}

/** What can be said of a model before it is asked: a missing key, an unknown price, an address that means nothing. */
export type ModelCheck = (role: string, spec: ModelSpec, use: ModelUse) => readonly SynthloomError[];

export interface ModelUse {
  readonly head: Head;
  /** A step asks it for what a user would say. */
  readonly asUser: boolean;
  /** What steps have it make; empty where it is only asked for words. */
  readonly makes: readonly MediaKind[];
}

export interface Checked {
  readonly mistakes: readonly SynthloomError[];
  /** Present when there are no mistakes. */
  readonly plan?: Plan;
}

type Path = readonly (string | number)[];

/** Unrolls, parses and follows the fields along the line. Reads the first lines of data files; spends nothing. */
export async function checkRecipe(recipe: Recipe, library: Library, checkModel: ModelCheck): Promise<Checked> {
  const found: SynthloomError[] = [];
  const at = placeIn(recipe);
  const head = parseHead(recipe, found, at);
  const folder = resolve(recipe.folder ?? '.');
  const line = await checkLine({ recipe, library, found, at, folder });
  const models = checkModels({ head, line }, checkModel, { found, at });
  checkRoles(line, models, { found, at });
  checkSandbox({ head, line }, { found, at });
  if (head.target === undefined) found.push(...endlessSources(line, at));
  found.push(
    ...targetMistakes(head, line).map((reason) => mistake('bad-target', { reason }, { where: at(['target']) })),
  );
  if (found.length > 0) return { mistakes: found };
  const hash = hashText(canonicalRecipe(recipe));
  const links = line.map(({ path: _, ...link }) => link);
  return { mistakes: [], plan: { head, models, line: links, hash, folder, warnings: warningsOf(head, links) } };
}

/** The plan of a recipe, or all its mistakes thrown at once. */
export async function planRecipe(recipe: Recipe, library: Library, checkModel: ModelCheck): Promise<Plan> {
  const { plan, mistakes } = await checkRecipe(recipe, library, checkModel);
  if (plan === undefined) throw new Mistakes(mistakes);
  return plan;
}

const placeIn =
  (recipe: Recipe) =>
  (path: Path): Where | undefined =>
    recipe.origin && { file: recipe.origin.file, ...recipe.origin.place(path) };

type At = ReturnType<typeof placeIn>;

/** The head, with defaults in place of what is wrong, so that one mistake hides no other. */
function parseHead(recipe: Recipe, found: SynthloomError[], at: At): Head {
  const known = [...Object.keys(headSchema.shape), 'steps'];
  const parsed = headSchema.safeParse(recipe.head);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) found.push(...headMistakes(issue, known, at));
  const right = Object.entries(headSchema.shape).flatMap(([key, schema]) => {
    const part = schema.safeParse((recipe.head as Record<string, unknown>)[key]);
    return part.success ? [[key, part.data]] : [];
  });
  return { ...headSchema.parse({ recipe: 'unnamed' }), ...Object.fromEntries(right) };
}

function headMistakes(issue: z.core.$ZodIssue, known: readonly string[], at: At): SynthloomError[] {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys')
    return [mistake('bad-recipe', { path: path.join('.') || 'recipe', reason: issueText(issue) }, { where: at(path) })];
  const inside = path.length === 0 ? known : keysAt(path);
  return issue.keys.map((key) =>
    mistake('unknown-key', { key, known: inside, guess: nearestName(key, inside) }, { where: at([...path, key]) }),
  );
}

/** The keys that a part of the head takes; for `models.x` those of a model. */
function keysAt(path: Path): string[] {
  if (path[0] === 'models') return Object.keys(modelSchema.shape);
  if (path[0] === 'sandbox') return Object.keys(sandboxSchema.shape);
  let schema: unknown = headSchema;
  for (const key of path) schema = unwrap((unwrap(schema) as { shape?: Record<string, unknown> }).shape?.[String(key)]);
  return Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
}

/** What lies inside optional, default and prefault wrappers. */
function unwrap(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? schema : unwrap(inner);
}

/** One sentence about a zod issue; the deepest branch of a union, which says most. */
function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return `missing; a ${issue.expected} is wanted`;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue.message;
  const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
  if (deepest === undefined) return issue.message;
  const inner = deepest.path.length === 0 ? '' : `${deepest.path.join('.')}: `;
  return `${inner}${issueText(deepest)}`;
}

interface Placed extends Link {
  readonly path: Path;
}

interface LineCheck {
  readonly recipe: Recipe;
  readonly library: Library;
  readonly found: SynthloomError[];
  readonly at: At;
  readonly folder: string;
}

async function checkLine(work: LineCheck): Promise<Placed[]> {
  const { recipe, found, at, folder } = work;
  const line: Placed[] = [];
  const taken = new Set<string>();
  const fields = new KnownFields();
  const outputs = new Map<string, string>();
  for (const { call, path, title } of unroll(recipe.steps)) {
    const parsed = await parseCall({ ...work, call, path, title });
    if (parsed === undefined) {
      fields.lose(); // what it would have written is unknown; no follow-up mistakes
      continue;
    }
    const touches = await touchesOf({ ...parsed, title, folder, found, where: at(path) });
    if (touches === undefined) {
      fields.lose();
      continue;
    }
    found.push(...fields.missing(touches, title, at(path)));
    if (touches.real === true && !fields.hasReal) found.push(mistake('no-real', { step: title }, { where: at(path) }));
    fields.add(touches);
    found.push(...clashingOutput({ ...parsed, title, outputs, where: at(path) }));
    line.push({ key: linkKey(parsed.step.name, touches, taken), title, ...parsed, touches, path });
  }
  if (line.length > 0 && !fields.isLost && !line.some((link) => link.step.sees === 'nothing'))
    found.push(mistake('no-source', {}, { where: at(['steps']) }));
  if (recipe.steps.length === 0)
    found.push(mistake('bad-recipe', { path: 'steps', reason: 'a recipe needs at least one step' }, { where: at([]) }));
  return line;
}

interface Unrolled {
  readonly call: Call;
  readonly path: Path;
  readonly title: string;
}

const REPEAT_KEYS = ['times', 'steps'];
/** A line longer than this is a mistake of `repeat`, not a dataset. */
const LONGEST_LINE = 10_000;

/** Steps in order; `repeat` becomes its steps, as often as it says. */
function* unroll(steps: readonly Call[], under: Path = ['steps'], prefix = ''): Iterable<Unrolled> {
  for (const [index, call] of steps.entries()) {
    const path = [...under, index, call.use];
    const number = `${prefix}${index + 1}`;
    const inner = call.with as { times?: unknown; steps?: unknown };
    const isRepeat = call.use === 'repeat' && Number.isInteger(inner.times) && Array.isArray(inner.steps);
    if (!isRepeat) yield { call, path, title: `Step ${number} (${call.use})` };
    else
      for (let pass = 0; pass < Math.min(inner.times as number, LONGEST_LINE); pass++)
        yield* unroll(inner.steps as readonly Call[], [...path, 'steps'], `${number}.`);
  }
}

async function parseCall(work: LineCheck & Unrolled): Promise<{ step: AnyStep; options: unknown } | undefined> {
  const { call, title, library, found, at, path } = work;
  const where = at(path);
  if (call.use === 'repeat') {
    const reason = '`repeat` takes `times` (a whole number) and `steps` (a list)';
    found.push(mistake('bad-option', { step: title, option: REPEAT_KEYS.join(', '), reason }, { where }));
    return undefined;
  }
  const step = await library.find(call.use);
  if (step === undefined) {
    const guess = nearestName(call.use, [...library.names, 'repeat']);
    found.push(mistake('unknown-step', { step: title, name: call.use, guess }, { where }));
    return undefined;
  }
  const parsed = step.options.safeParse(spelledOut(step, call.with));
  if (parsed.success) return { step, options: parsed.data };
  const known = Object.keys((unwrap(step.options) as { shape?: object }).shape ?? {});
  for (const issue of parsed.error.issues) found.push(...optionMistakes(issue as z.core.$ZodIssue, known, work));
  return undefined;
}

/** `- count: 100` is short for `- count: { n: 100 }`. */
function spelledOut(step: AnyStep, given: unknown): unknown {
  const isMap = given !== null && typeof given === 'object' && !Array.isArray(given);
  if (isMap || step.shorthand === undefined) return given ?? {};
  return given === null || given === undefined ? {} : { [step.shorthand]: given };
}

function optionMistakes(
  issue: z.core.$ZodIssue,
  known: readonly string[],
  work: LineCheck & Unrolled,
): SynthloomError[] {
  const { title, at, path } = work;
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0)
    return issue.keys.map((key) =>
      mistake('unknown-key', { key, known, guess: nearestName(key, known) }, { where: at([...path, key]) }),
    );
  const inner = issue.path as Path;
  const option = inner.join('.') || 'options';
  return [mistake('bad-option', { step: title, option, reason: issueText(issue) }, { where: at([...path, ...inner]) })];
}

interface TouchesWork {
  readonly step: AnyStep;
  readonly options: unknown;
  readonly title: string;
  readonly folder: string;
  readonly found: SynthloomError[];
  readonly where: Where | undefined;
}

/** What the step says it touches; its own mistakes (a missing file, a bad template) get the place of the step. */
async function touchesOf({ step, options, title, folder, found, where }: TouchesWork): Promise<Touches | undefined> {
  try {
    return await step.touches(options, { input: (path) => resolve(folder, path) });
  } catch (error) {
    if (!isMistake(error)) throw error;
    for (const each of error instanceof Mistakes ? error.all : [error]) found.push(placed(each, title, where));
    return undefined;
  }
}

const isMistake = (error: unknown): error is SynthloomError =>
  error instanceof Error && (error as Partial<SynthloomError>).family === 'mistake';

/** A mistake that has a place of its own (a line of a data file) keeps it. */
function placed(error: SynthloomError, title: string, where: Where | undefined): SynthloomError {
  if (error.where !== undefined || where === undefined) return error;
  const copy = Object.create(Object.getPrototypeOf(error), Object.getOwnPropertyDescriptors(error));
  const rest = error.message.replace(/^`[\w-]+`[,:] /, ''); // a step names itself; its place on the line says more
  const message = error.message.includes(title) ? error.message : `${title}: ${rest}`;
  return Object.defineProperties(copy, { where: { value: where, enumerable: true }, message: { value: message } });
}

/** Which fields samples have at a point of the line. */
class KnownFields {
  #names = new Set<string>();
  /** A step could not be read: from there on a field may exist that nobody named. */
  isLost = false;
  /** A source before brought real samples. */
  hasReal = false;

  lose(): void {
    this.isLost = true;
    this.hasReal = true; // perhaps
  }

  missing(touches: Touches, title: string, where: Where | undefined): SynthloomError[] {
    if (this.isLost) return [];
    const known = [...this.#names];
    return (touches.reads ?? [])
      .filter((field) => !this.#names.has(rootOf(field)))
      .map((field) =>
        mistake('missing-field', { step: title, field, fields: known, guess: nearestName(field, known) }, { where }),
      );
  }

  add(touches: Touches): void {
    this.hasReal ||= touches.bringsReal === true;
    for (const field of touches.writes ?? []) this.#names.add(field);
  }
}

/** `customer.name` lives in the field `customer`. */
const rootOf = (field: string) => field.split('.')[0] as string;

interface OutputWork {
  readonly step: AnyStep;
  readonly options: unknown;
  readonly title: string;
  readonly outputs: Map<string, string>;
  readonly where: Where | undefined;
}

/** Two exports to one path would overwrite each other. */
function clashingOutput({ step, options, title, outputs, where }: OutputWork): SynthloomError[] {
  const path = (options as { path?: unknown } | null)?.path;
  if (step.stage !== 'export' || typeof path !== 'string') return [];
  const parts = path.split(/[\\/]/);
  if (isAbsolute(path) || parts.includes('..') || path.includes('\0'))
    return [mistake('bad-output-path', { path, reason: 'it leaves the exports of the run' }, { where })];
  const other = outputs.get(path);
  outputs.set(path, title);
  if (other === undefined) return [];
  return [mistake('bad-output-path', { path, reason: `${other} and ${title} both write it` }, { where })];
}

type Findings = Pick<LineCheck, 'found' | 'at'>;

interface Asking {
  readonly head: Head;
  readonly line: readonly Link[];
}

function checkModels({ head, line }: Asking, checkModel: ModelCheck, { found, at }: Findings): Map<string, ModelSpec> {
  const users = new Set(line.flatMap(({ touches }) => touches.speaksAsUser ?? []));
  const models = new Map<string, ModelSpec>();
  for (const [role, given] of Object.entries(head.models)) {
    const spec = typeof given === 'string' ? modelSchema.parse({ use: given }) : given;
    models.set(role, spec);
    const makes = kindsMade(line, role);
    for (const each of checkModel(role, spec, { head, asUser: users.has(role), makes }))
      found.push(placed(each, role, at(['models', role])));
  }
  return models;
}

function kindsMade(line: readonly Link[], role: string): MediaKind[] {
  const isIn = (how: 'paints' | 'speaks') => line.some(({ touches }) => touches[how]?.includes(role));
  return [...(isIn('paints') ? (['image'] as const) : []), ...(isIn('speaks') ? (['speech'] as const) : [])];
}

function checkRoles(line: readonly Placed[], models: Map<string, ModelSpec>, { found, at }: Findings): void {
  const known = [...models.keys()];
  for (const { touches, title, path } of line)
    for (const role of [touches.asks, touches.embeds, touches.paints, touches.speaks].flatMap((roles) => roles ?? []))
      if (!models.has(role)) found.push(mistake('unknown-role', { step: title, role, known }, { where: at(path) }));
}

/** A step that runs code needs a sandbox that holds its languages. */
function checkSandbox({ head, line }: { head: Head; line: readonly Placed[] }, { found, at }: Findings): void {
  const { tier } = sandboxOf(head);
  for (const { touches, title, path } of line) {
    const { runs = [] } = touches;
    if (runs.length > 0 && tier === 'refuse')
      found.push(mistake('sandbox-refused', { step: title, languages: runs }, { where: at(path) }));
    if (tier === 'os' && runs.includes('sql'))
      found.push(mistake('no-sandbox', { tier, reason: `it has no SQL, and ${title} runs some` }, { where: at(path) }));
  }
}

const endlessSources = (line: readonly Placed[], at: At): SynthloomError[] =>
  line
    .filter(({ touches }) => touches.needsTarget === true)
    .map(({ title, path }) => {
      const reason = 'say how many, or give the recipe a `target`';
      return mistake('bad-option', { step: title, option: 'n', reason }, { where: at(path) });
    });

function targetMistakes({ target }: Head, line: readonly Link[]): string[] {
  if (target === undefined) return [];
  const reasons: string[] = [];
  if (target.accepted === undefined && target.min === undefined) reasons.push('it names neither `accepted` nor `min`');
  if (target.min !== undefined && target.per === undefined)
    reasons.push('`min` needs `per`, the field whose values it counts');
  const written = new Set(line.flatMap((link) => link.touches.writes ?? []));
  if (target.per !== undefined && line.length > 0 && !written.has(target.per))
    reasons.push(`no step writes the field \`${target.per}\` named by \`per\``);
  const promised = target.per !== undefined && line.some((link) => link.touches.values?.[target.per as string]);
  if (target.min !== undefined && target.accepted === undefined && target.per !== undefined && !promised)
    reasons.push(`the values of \`${target.per}\` are not known beforehand; give \`accepted\` too`);
  return reasons;
}
