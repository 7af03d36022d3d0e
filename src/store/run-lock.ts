/** One process at a time in a run directory. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { mistake } from '../core/errors.ts';
import { runFiles } from '../core/manifest.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Takes the lock of a directory; gives the function that lets go. Throws `run-in-use` while another process lives. */
export async function lockRun(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, runFiles.lock);
  await mkdir(directory, { recursive: true });
  const me: Holder = { pid: process.pid, host: hostname() };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(JSON.stringify(me)).finally(() => file.close());
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (holder !== undefined && isAlive(holder)) throw mistake('run-in-use', { directory, ...holder });
    await rm(path, { force: true }); // left by a process that died
  }
  throw mistake('run-in-use', { directory, pid: 0, host: 'this machine' });
}

/** Another process may have made the file and not yet written it: that reads as nobody, and is tried again. */
const readHolder = (path: string): Promise<Holder | undefined> =>
  readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Holder,
    () => undefined,
  );

/** A process of another machine cannot be asked; it counts as alive. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
