/** What a disk that fails means for a run: it stops, and loses nothing stored. */
import { type Fault, fault } from './errors.ts';

/** Errors of the file system that mean “no room”: the disk, the quota, the file-size limit. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Of what the file system threw about a path. */
export function diskFault(path: string, cause: unknown): Fault {
  if (isFull(cause)) return fault('disk-full', { path }, { cause });
  return fault('disk-failed', { path, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
}

/** Work on a path whose errors become faults. */
export function guardDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw diskFault(path, cause);
  }
}

export const isFull = (cause: unknown): boolean => FULL.has((cause as NodeJS.ErrnoException).code ?? '');
