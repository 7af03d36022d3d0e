/** The disk as the store sees it: few operations, so that a test can stand in for it and lose what was not synced. */
import { readSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFault, guardDisk } from '../core/disk-fault.ts';

export interface DiskFile {
  /** Reads up to `length` bytes at `position`; fewer only at the end of the file. Into `room`, if it is given and large enough. */
  read(position: number, length: number, room?: Buffer): Promise<Buffer>;
  /** The same at once, into `room`: for those who read all of a file, which the system has ready before they ask. */
  readNow?(position: number, room: Buffer): Buffer;
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Until this returned, a power cut may undo any write. */
  sync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface Disk {
  /** Opens for reading and writing; the file, with the permissions of `mode`, and its folders are made where they are missing. */
  open(path: string, mode?: number): Promise<DiskFile>;
  /** Opens a file that exists, for reading only: the disk may be one that nobody can write to. */
  openToRead(path: string): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  list(folder: string): Promise<readonly string[]>;
  /** Makes names in a folder (made, renamed, removed) outlast a power cut. */
  syncFolder(path: string): Promise<void>;
}

/** The machine's own disk. Full and failing disks become faults that stop the run and lose nothing stored. */
export const realDisk: Disk = {
  open: (path, mode) =>
    guarded(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      const handle = await open(path, 'a+', mode).then(async (made) => {
        await made.close(); // 'a+' makes the file but writes only at its end; reopen to write anywhere
        return open(path, 'r+');
      });
      return wrap(path, handle);
    }),
  openToRead: (path) => guarded(path, async () => wrap(path, await open(path, 'r'))),
  rename: (from, to) => guarded(to, () => rename(from, to)),
  remove: (path) => guarded(path, () => rm(path, { recursive: true, force: true })),
  exists: (path) =>
    stat(path).then(
      () => true,
      () => false,
    ),
  list: (folder) => readdir(folder).catch(() => []),
  syncFolder: (path) =>
    guarded(path, async () => {
      if (process.platform === 'win32') return; // folders cannot be opened there
      const handle = await open(path, 'r');
      await handle.sync().finally(() => handle.close());
    }),
};

function wrap(path: string, handle: Awaited<ReturnType<typeof open>>): DiskFile {
  return {
    read: (position, length, room) =>
      guarded(path, async () => {
        const into = room === undefined || room.length < length ? Buffer.allocUnsafe(length) : room;
        const { bytesRead, buffer } = await handle.read(into, 0, length, position);
        return buffer.subarray(0, bytesRead);
      }),
    readNow: (position, room) =>
      guardDisk(path, () => room.subarray(0, readSync(handle.fd, room, 0, room.length, position))),
    write: (bytes, position) =>
      guarded(path, async () => {
        for (let done = 0; done < bytes.length; )
          done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
      }),
    truncate: (size) => guarded(path, () => handle.truncate(size)),
    sync: () => guarded(path, () => handle.datasync()),
    size: () => guarded(path, async () => (await handle.stat()).size),
    close: () => handle.close(),
  };
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw diskFault(path, cause);
  }
}

/** Writes a whole small file so that a reader finds the old or the new, and never a part. */
export async function writeWhole(disk: Disk, path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.tmp`;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const file = await disk.open(temporary, mode);
  try {
    await file.truncate(0);
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(temporary, path);
  await disk.syncFolder(dirname(path));
}

/** The whole of a file that is known to be small. */
export async function readWhole(disk: Disk, path: string): Promise<Buffer> {
  const file = await disk.openToRead(path);
  try {
    return await file.read(0, await file.size());
  } finally {
    await file.close();
  }
}
