/** The user's cache directory, and the weights in it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { SynthloomError } from '../../core/errors.ts';
import type { WeightsKind } from './catalog.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What lies beside cached weights as `weights.json`. */
export interface CacheRecord {
  readonly format: 1;
  readonly id: string;
  readonly kind: WeightsKind;
  /** Where it came from, for people: `hub: owner/repo@revision`. */
  readonly source: string;
  readonly licence: string;
  /** The first is the main one. Times tell whether a file must be hashed again. */
  readonly files: readonly CachedFile[];
}

export interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mtimeMs: number;
}

/** Where everything is kept that can be fetched again: SYNTHLOOM_CACHE, else the platform's custom. */
export function cacheFolder(env: Environment = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.SYNTHLOOM_CACHE) return env.SYNTHLOOM_CACHE;
  // The XDG specification: relative paths are to be ignored.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'synthloom');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'synthloom');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'synthloom', 'cache');
  return join(homedir(), '.cache', 'synthloom');
}

/** Folder of one set of weights; addresses get a short hash, so that two never share one. */
export function weightsFolder(cache: string, id: string): string {
  const plain = /^[a-z0-9][a-z0-9._-]*$/.test(id);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return join(cache, 'weights', plain ? id : `${id.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80)}-${hash}`);
}

/**
 * The record of cached weights, or undefined where there are none, or none that are whole.
 * A file whose size or time changed is hashed again; one that is no longer itself takes the whole folder with it.
 */
export async function readCached(cache: string, id: string): Promise<CacheRecord | undefined> {
  const folder = weightsFolder(cache, id);
  const record = await readRecord(folder);
  if (record === undefined || record.id !== id) return undefined;
  const files: CachedFile[] = [];
  for (const file of record.files) {
    const seen = await lookAgain(join(folder, file.path), file);
    if (seen === undefined) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    files.push(seen);
  }
  if (files.every((file, index) => file === record.files[index])) return record;
  const mended = { ...record, files };
  await writeRecord(folder, mended).catch(() => undefined); // a read-only cache is only slower
  return mended;
}

/** Every record in the cache, in order of name. */
export async function listCached(cache: string): Promise<CacheRecord[]> {
  const names = await readdir(join(cache, 'weights')).catch(() => []);
  const records = await Promise.all(names.sort().map((name) => readRecord(join(cache, 'weights', name))));
  return records.filter((record) => record !== undefined);
}

/** Removes weights and whatever was left of an unfinished download; true when there was something. */
export async function removeCached(cache: string, id: string): Promise<boolean> {
  const folder = weightsFolder(cache, id);
  const partial = `${folder}.partial`;
  const had = (await exists(folder)) || (await exists(partial));
  await rm(folder, { recursive: true, force: true });
  await rm(partial, { recursive: true, force: true });
  return had;
}

export async function writeRecord(folder: string, record: CacheRecord): Promise<void> {
  const path = join(folder, 'weights.json');
  await writeFile(`${path}.${process.pid}`, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(`${path}.${process.pid}`, path);
}

/** SHA-256 of a file, hexadecimal. */
async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** SHA-256 of a file of the user's, remembered by path, size and time: a large file is read once. */
export async function rememberedHash(cache: string, path: string, signal?: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = createHash('sha256').update(`${path}\n${size}\n${mtimeMs}`).digest('hex').slice(0, 32);
  const memo = join(cache, 'hashes', key);
  const known = await readFile(memo, 'utf8').catch(() => '');
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const sha256 = await hashFile(path, signal);
  await mkdir(join(cache, 'hashes'), { recursive: true })
    .then(() => writeFile(memo, sha256))
    .catch(() => undefined); // only a memory
  return sha256;
}

/** Whether an error already speaks our language. */
export const holdsFault = (error: unknown): error is SynthloomError => error instanceof SynthloomError;

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function readRecord(folder: string): Promise<CacheRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(join(folder, 'weights.json'), 'utf8')) as CacheRecord;
    return record.format === 1 && record.files.length > 0 ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The file as recorded, with its new time when only that changed; undefined when it is not the same file. */
async function lookAgain(path: string, file: CachedFile): Promise<CachedFile | undefined> {
  const now = await stat(path).catch(() => undefined);
  if (now?.size !== file.bytes) return undefined;
  if (now.mtimeMs === file.mtimeMs) return file;
  return (await hashFile(path)) === file.sha256 ? { ...file, mtimeMs: now.mtimeMs } : undefined;
}
