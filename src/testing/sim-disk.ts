/** A disk in memory that forgets, at a power cut, what was not synced: the store runs on it as on the real one. */
import { dirname } from 'node:path';
import type { Disk, DiskFile } from '../store/disk.ts';

/** Thrown by every operation once the power is cut. */
export class PowerCut extends Error {
  override name = 'PowerCut';
}

interface Write {
  readonly bytes: Buffer;
  readonly position: number;
}

interface Stored {
  /** What outlasts a power cut. */
  synced: Buffer;
  /** What programs see. */
  live: Buffer;
  /** Writes and cuts since the last sync, any prefix of which may reach the disk; the last of it may be torn. */
  unsynced: (Write | { readonly size: number })[];
}

export interface SimDisk extends Disk {
  /** Operations so far. */
  readonly operations: number;
  /** From the nth operation on, everything fails. */
  cutAt(operation: number): void;
  /** The disk as the next boot finds it; `random` decides how much of the unsynced had reached it. */
  afterPowerCut(random: () => number): SimDisk;
}

export function simDisk(files = new Map<string, Stored>(), names = new Map<string, Stored>(files)): SimDisk {
  // `files` are names that outlast a power cut; `names` are the names that programs see
  let operations = 0;
  let cut = Number.POSITIVE_INFINITY;
  const step = async () => {
    if (++operations >= cut) throw new PowerCut(`power was cut at operation ${cut}`);
    await Promise.resolve();
  };
  const open = async (path: string): Promise<DiskFile> => {
    await step();
    const file = names.get(path) ?? { synced: Buffer.alloc(0), live: Buffer.alloc(0), unsynced: [] };
    names.set(path, file);
    return fileOf(file, step);
  };
  return {
    open,
    openToRead: open,
    rename: async (from, to) => {
      await step();
      const file = names.get(from);
      if (file === undefined) throw new Error(`no file ${from}`);
      names.delete(from);
      names.set(to, file);
    },
    remove: async (path) => {
      await step();
      for (const name of [...names.keys()]) if (name === path || name.startsWith(`${path}/`)) names.delete(name);
    },
    exists: async (path) => names.has(path),
    list: async (folder) =>
      [...names.keys()].filter((name) => dirname(name) === folder).map((name) => name.slice(folder.length + 1)),
    syncFolder: async (folder) => {
      await step();
      for (const name of [...files.keys()]) if (dirname(name) === folder && !names.has(name)) files.delete(name);
      for (const [name, file] of names) if (dirname(name) === folder) files.set(name, file);
    },
    get operations() {
      return operations;
    },
    cutAt: (operation) => {
      cut = operation;
    },
    afterPowerCut: (random) => simDisk(survivors(files, names, random)),
  };
}

function fileOf(file: Stored, step: () => Promise<void>): DiskFile {
  return {
    read: async (position, length) => {
      await step();
      return Buffer.from(file.live.subarray(position, position + length));
    },
    write: async (bytes, position) => {
      await step();
      const write = { bytes: Buffer.from(bytes), position };
      file.unsynced.push(write);
      file.live = applied(file.live, write);
    },
    truncate: async (size) => {
      await step();
      file.unsynced.push({ size });
      file.live = applied(file.live, { size });
    },
    sync: async () => {
      await step();
      file.synced = file.live;
      file.unsynced = [];
    },
    size: async () => file.live.length,
    close: async () => {},
  };
}

function applied(content: Buffer, change: Stored['unsynced'][number]): Buffer {
  if ('size' in change) return Buffer.concat([content], change.size);
  const end = change.position + change.bytes.length;
  const grown = content.length < end ? Buffer.concat([content], end) : Buffer.from(content);
  change.bytes.copy(grown, change.position);
  return grown;
}

/** Synced content plus some first part of what came after, the last write of it perhaps torn; new names may be lost. */
function survivors(files: Map<string, Stored>, names: Map<string, Stored>, random: () => number): Map<string, Stored> {
  const kept = new Map(files);
  for (const [name, file] of names) if (!files.has(name) && random() < 0.5) kept.set(name, file);
  return new Map([...kept].map(([name, file]) => [name, afterCut(file, random)]));
}

function afterCut(file: Stored, random: () => number): Stored {
  let content = file.synced;
  const reached = Math.floor(random() * (file.unsynced.length + 1));
  for (const [at, change] of file.unsynced.slice(0, reached).entries()) {
    const isTorn = at === reached - 1 && 'bytes' in change && random() < 0.5;
    const torn = isTorn
      ? { ...change, bytes: change.bytes.subarray(0, Math.floor(random() * change.bytes.length)) }
      : change;
    content = applied(content, torn);
  }
  return { synced: content, live: content, unsynced: [] };
}
