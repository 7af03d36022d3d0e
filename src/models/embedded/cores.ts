/** How many model processes this machine has room for. */
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const WATCHED_MS = 200;

/** Cores idle right now, rounded, at least 1. Load averages lag by minutes: they still show the install that ended. */
export async function freeCores(): Promise<number> {
  const before = times();
  await sleep(WATCHED_MS);
  const after = times();
  const share = (after.idle - before.idle) / Math.max(1, after.all - before.all);
  const most = availableParallelism();
  return Math.min(most, Math.max(1, Math.round(share * most)));
}

function times(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times: core } of cpus()) {
    idle += core.idle;
    all += core.user + core.nice + core.sys + core.idle + core.irq;
  }
  return { idle, all };
}
