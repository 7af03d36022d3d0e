/** Files that steps make: under the run's exports, and visible only when whole. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { mistake } from '../core/errors.ts';
import type { OutputFile } from '../core/step.ts';
import type { Disk } from '../store/disk.ts';

const BUFFER_BYTES = 1 << 20;

/** Opens `path` under `root`. Throws `bad-output-path` for a path that would leave it. */
export async function openOutput(disk: Disk, root: string, path: string): Promise<OutputFile> {
  const target = resolve(root, path);
  const inside = relative(root, target);
  if (path.includes('\0') || inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw mistake('bad-output-path', { path, reason: 'it leaves the exports of the run' });
  const temporary = `${target}.part`;
  const file = await disk.open(temporary);
  await file.truncate(0);
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let bytes = 0;
  const flush = async () => {
    const chunk = Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    await file.write(chunk, bytes);
    bytes += chunk.length;
  };
  return {
    write: async (chunk) => {
      const part = typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk);
      pending.push(part);
      pendingBytes += part.length;
      if (pendingBytes >= BUFFER_BYTES) await flush();
    },
    close: async () => {
      await flush();
      await file.sync();
      await file.close();
      await disk.rename(temporary, target);
      await disk.syncFolder(dirname(target));
      return { path: inside.split(sep).join('/'), bytes };
    },
  };
}
