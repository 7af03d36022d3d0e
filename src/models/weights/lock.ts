/** One process at a time: a lock file that its holder keeps fresh, and that a dead holder cannot keep. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskFault } from '../../core/disk-fault.ts';

const FRESHEN_MS = 2_000;
/** A holder that did not freshen for so long is dead, also on another machine that shares the directory. */
const STALE_MS = 15_000;
const POLL_MS = 100;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/** Does `work` while no other process holds `path`; waits as long as one does. */
export async function withLock<Result>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
  await mkdir(dirname(path), { recursive: true }).catch((error) => {
    throw diskFault(path, error);
  });
  while (!(await take(path, mine))) {
    signal?.throwIfAborted();
    await removeIfDead(path);
    await sleep(POLL_MS, undefined, { signal });
  }
  const fresh = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), FRESHEN_MS);
  fresh.unref();
  try {
    return await work();
  } finally {
    clearInterval(fresh);
    if ((await holderOf(path))?.token === mine.token) await rm(path, { force: true });
  }
}

async function take(path: string, mine: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(mine), { flag: 'wx' });
    return true;
  } catch (error) {
    // On Windows a file that is just being removed answers EPERM.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw diskFault(path, error);
  }
}

async function removeIfDead(path: string): Promise<void> {
  const seen = await stat(path).catch(() => undefined);
  if (seen === undefined) return;
  const holder = await holderOf(path);
  if (!isDead(holder, Date.now() - seen.mtimeMs)) return;
  // Of several who see it dead, one wins the rename; who moved a fresh lock by then puts it back.
  const aside = `${path}.${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const taken = await holderOf(aside);
  if (taken?.token !== holder?.token) await rename(aside, path).catch(() => undefined);
  else await rm(aside, { force: true });
}

function isDead(holder: Holder | undefined, ageMs: number): boolean {
  if (ageMs > STALE_MS) return true;
  if (holder === undefined || holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
