/** Where a download lands: a folder beside its final place, resumable, hashed while it is written, published by one rename. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskFault } from '../../core/disk-fault.ts';
import { fault } from '../../core/errors.ts';
import { type CachedFile, holdsFault } from './cache.ts';
import type { WeightFile } from './catalog.ts';

interface Growing {
  readonly path: string;
  readonly handle: FileHandle;
  hash: Hash;
  bytes: number;
}

/** A folder of files that are being received. Not for two processes at once: hold the lock. */
export class Landing {
  /** Where the files lie until they are published. */
  readonly folder: string;
  readonly #final: string;
  readonly #state: State;
  readonly #files: ReadonlyMap<string, Growing>;

  private constructor(final: string, state: State, files: readonly Growing[]) {
    this.folder = partialOf(final);
    this.#final = final;
    this.#state = state;
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  /**
   * Opens the landing of `final`. What an earlier attempt left is used when it came from the same `source`.
   * @throws disk-full when what is missing of `files` will not fit, disk-failed
   */
  static async open(final: string, source: string, files: readonly WeightFile[]): Promise<Landing> {
    const partial = partialOf(final);
    const opened: Growing[] = [];
    try {
      const state = await readOrMakeState(partial, source);
      await checkRoom(partial, files);
      for (const file of files) opened.push(await openGrowing(join(partial, file.path), file.path));
      return new Landing(final, state, opened);
    } catch (error) {
      await Promise.all(opened.map((file) => file.handle.close()));
      throw holdsFault(error) ? error : diskFault(final, error);
    }
  }

  /** Bytes of all files that are there. */
  get received(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Bytes of one file that are there. */
  size(path: string): number {
    return this.#file(path).bytes;
  }

  async append(path: string, chunk: Uint8Array): Promise<void> {
    const file = this.#file(path);
    try {
      await file.handle.writeFile(chunk); // at the end: the handle appends
    } catch (error) {
      throw diskFault(join(this.folder, path), error);
    }
    file.hash.update(chunk);
    file.bytes += chunk.length;
  }

  /** Cuts a file back to `bytes`, by default to what the last `commit` vouched for. */
  async rewind(path: string, bytes = this.#state.committed[path] ?? 0): Promise<void> {
    const file = this.#file(path);
    if (file.bytes === bytes) return;
    try {
      await file.handle.truncate(bytes);
      file.hash = await hashOfStart(join(this.folder, path), bytes);
      file.bytes = bytes;
    } catch (error) {
      throw diskFault(join(this.folder, path), error);
    }
  }

  /** A piece (one package of several) is whole and verified: a later attempt goes on behind it. */
  async commit(piece: string): Promise<void> {
    try {
      for (const file of this.#files.values()) {
        await file.handle.sync();
        this.#state.committed[file.path] = file.bytes;
      }
      this.#state.pieces.push(piece);
      await writeState(this.folder, this.#state);
    } catch (error) {
      throw diskFault(this.folder, error);
    }
  }

  has(piece: string): boolean {
    return this.#state.pieces.includes(piece);
  }

  /** Makes the files durable, closes them, and says what is there. */
  async seal(): Promise<CachedFile[]> {
    const sealed: CachedFile[] = [];
    try {
      for (const { path, bytes, hash, handle } of this.#files.values()) {
        await handle.sync();
        const { mtimeMs } = await handle.stat();
        sealed.push({ path, bytes, sha256: hash.copy().digest('hex'), mtimeMs });
      }
    } catch (error) {
      throw diskFault(this.folder, error);
    }
    await this.close();
    return sealed;
  }

  /** Puts the folder in its final place. */
  async publish(): Promise<void> {
    try {
      await rm(join(this.folder, STATE), { force: true });
      await rm(this.#final, { recursive: true, force: true });
      await rename(this.folder, this.#final);
    } catch (error) {
      throw diskFault(this.#final, error);
    }
  }

  /** Lets go of the files; what was received stays for the next attempt. May be called again. */
  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.handle.close()));
    if (this.received === 0) await rm(this.folder, { recursive: true, force: true });
  }

  /** Throws away what was received. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #file(path: string): Growing {
    const file = this.#files.get(path);
    if (file === undefined) throw new RangeError(`${path} does not land here`);
    return file;
  }
}

interface State {
  readonly source: string;
  /** Names of pieces that are whole. */
  readonly pieces: string[];
  /** Bytes of each file that those pieces made. */
  readonly committed: Record<string, number>;
}

const STATE = 'state.json';
const partialOf = (final: string) => `${final}.partial`;
const writeState = (folder: string, state: State) => writeFile(join(folder, STATE), JSON.stringify(state));

async function readOrMakeState(partial: string, source: string): Promise<State> {
  const before = await readFile(join(partial, STATE), 'utf8')
    .then((text) => JSON.parse(text) as State)
    .catch(() => undefined);
  if (before?.source === source) return before;
  const fresh: State = { source, pieces: [], committed: {} };
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await writeState(partial, fresh);
  return fresh;
}

async function checkRoom(partial: string, files: readonly WeightFile[]): Promise<void> {
  const disk = await statfs(partial);
  let missing = 0;
  for (const file of files) {
    const there = await stat(join(partial, file.path)).catch(() => undefined);
    missing += Math.max(0, file.bytes - (there?.size ?? 0));
  }
  if (missing > disk.bavail * disk.bsize) throw fault('disk-full', { path: partial });
}

async function openGrowing(full: string, path: string): Promise<Growing> {
  await mkdir(dirname(full), { recursive: true });
  const handle = await open(full, 'a');
  const { size } = await handle.stat();
  return { path, handle, bytes: size, hash: await hashOfStart(full, size) };
}

async function hashOfStart(path: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(path, { end: bytes - 1, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash;
}
