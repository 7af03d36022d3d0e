/** Which places of a line are to ask again: those whose sample failed there when the run last came by. */
import { join } from 'node:path';
import { type Quarantined, runFiles } from '../core/manifest.ts';
import type { Disk } from '../store/disk.ts';
import { linesOf } from '../store/lines.ts';
import type { Desk } from './lender.ts';

/** Reads the quarantine that the last run left. Work on parts of a wall leaves none, and is asked again too. */
export async function retried(disk: Disk, directory: string, isWanted: boolean): Promise<Desk['isRetried']> {
  if (!isWanted) return () => false;
  const failed = new Set<string>();
  const file = await disk.open(join(directory, runFiles.quarantine));
  try {
    for await (const { bytes, whole } of linesOf(file)) {
      if (!whole) continue;
      const { sample, step, verdict } = JSON.parse(bytes.toString()) as Quarantined;
      if (verdict === 'failed') failed.add(`${step} ${sample.id}`);
    }
  } finally {
    await file.close();
  }
  return ({ step, sample }) => sample === '' || sample.startsWith('/') || failed.has(`${step} ${sample}`);
}
