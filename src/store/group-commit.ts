/** Appending many small records as few writes and fewer syncs: whoever comes while one is under way shares the next. */
import { fault } from '../core/errors.ts';
import type { DiskFile } from './disk.ts';

/** Syncs are at least this far apart while records keep coming: a sync costs about what 100 calls cost. */
const SYNC_EVERY_MS = 5;

interface Waiting {
  readonly bytes: Buffer;
  readonly until: 'written' | 'synced';
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit {
  #file: DiskFile;
  #position: number;
  #queue: Waiting[] = [];
  #unsynced: Waiting[] = [];
  #writing = false;
  #syncing = false;
  #failure: unknown;
  #idle: (() => void)[] = [];

  constructor(file: DiskFile, position: number) {
    this.#file = file;
    this.#position = position;
  }

  /** Appends; resolves once the bytes are with the system (`written`), or beyond a power cut (`synced`). */
  add(bytes: Buffer, until: 'written' | 'synced'): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes, until, resolve, reject });
      if (!this.#writing) this.#startWriting();
    });
  }

  /** Waits for everything under way, and syncs. */
  async end(): Promise<void> {
    while (this.#writing || this.#syncing) await new Promise<void>((resolve) => this.#idle.push(resolve));
    if (this.#failure === undefined) await this.#file.sync();
  }

  #startWriting(): void {
    this.#writing = true;
    // one turn of the loop later, so that all who answer in this turn share the write
    setImmediate(() => void this.#write());
  }

  async #write(): Promise<void> {
    while (this.#queue.length > 0 && this.#failure === undefined) {
      const group = this.#queue;
      this.#queue = [];
      try {
        const bytes = Buffer.concat(group.map((each) => each.bytes));
        await this.#file.write(bytes, this.#position);
        this.#position += bytes.length;
        this.#written(group);
      } catch (error) {
        this.#fail(error, group);
      }
    }
    this.#writing = false;
    this.#rest();
  }

  #written(group: readonly Waiting[]): void {
    for (const each of group) {
      if (each.until === 'written') each.resolve();
      else this.#unsynced.push(each);
    }
    if (this.#unsynced.length > 0 && !this.#syncing) void this.#sync();
  }

  async #sync(): Promise<void> {
    this.#syncing = true;
    while (this.#unsynced.length > 0 && this.#failure === undefined) {
      const group = this.#unsynced;
      this.#unsynced = [];
      try {
        await this.#file.sync();
        for (const each of group) each.resolve();
      } catch (error) {
        this.#fail(error, group);
      }
      if (this.#unsynced.length > 0 || this.#writing)
        await new Promise((resolve) => setTimeout(resolve, SYNC_EVERY_MS));
    }
    this.#syncing = false;
    this.#rest();
  }

  /** After one failed write or sync nothing more is promised: a failed sync may have lost earlier pages too. */
  #fail(error: unknown, group: readonly Waiting[]): void {
    this.#failure ??= error ?? fault('disk-failed', { path: 'ledger', reason: 'a write failed' });
    for (const each of [...group, ...this.#queue, ...this.#unsynced]) each.reject(this.#failure);
    this.#queue = [];
    this.#unsynced = [];
  }

  #rest(): void {
    if (this.#writing || this.#syncing) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
