/** What is wrong with a model of a recipe, as far as can be told without asking it; and where its key comes from. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { mistake, type SynthloomError } from '../core/errors.ts';
import type { Head, ModelSpec } from '../core/recipe.ts';
import { readAddress } from './address.ts';
import { keyVariables } from './keys.ts';
import { PRICE_TABLE_DATE } from './price-table.ts';
import { priceOf } from './prices.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's variables, and below them those of a `.env` file beside the recipe or in the working directory. */
export async function readEnvironment(folder: string): Promise<Environment> {
  const files = [...new Set([folder, '.'])].map((each) =>
    readFile(join(each, '.env'), 'utf8').then(parseEnv, () => ({}) as Environment),
  );
  return Object.assign({}, ...(await Promise.all(files)).reverse(), process.env) as Environment;
}

/** The key of a model, from the variables that belong to its provider or host. */
export function keyOf(spec: ModelSpec, environment: Environment): string | undefined {
  const { variables } = keyVariables(spec);
  return variables.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

export function checkModel(
  role: string,
  spec: ModelSpec,
  { head, environment }: { readonly head: Head; readonly environment: Environment },
): SynthloomError[] {
  const address = readAddress(spec.use);
  if (address === undefined)
    return [mistake('bad-model', { role, reason: `\`${spec.use}\` is no address of a model` })];
  if (address.kind === 'compatible' && spec.baseUrl === undefined)
    return [mistake('bad-model', { role, reason: 'a `compatible` model needs `baseUrl`' })];
  if (address.kind !== 'compatible' && spec.baseUrl !== undefined)
    return [mistake('bad-model', { role, reason: '`baseUrl` goes with `compatible/<model>` only' })];
  const wrong: SynthloomError[] = [];
  const { variables, isRequired } = keyVariables(spec);
  if (isRequired && keyOf(spec, environment) === undefined) wrong.push(mistake('missing-key', { role, variables }));
  if (head.budget?.usd !== undefined && priceOf(spec.use, spec) === undefined)
    wrong.push(mistake('unknown-price', { role, model: spec.use, tableDate: PRICE_TABLE_DATE }));
  return wrong;
}
