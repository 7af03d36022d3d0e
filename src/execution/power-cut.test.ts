import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runFiles } from '../core/manifest.ts';
import type { Request } from '../core/model.ts';
import { type Recipe, recipe } from '../core/recipe.ts';
import { exactDuplicates } from '../curation/exact-duplicates.ts';
import { prompt } from '../generation/prompt.ts';
import { seededRandom } from '../math/random.ts';
import { count } from '../source/count.ts';
import { readWhole } from '../store/disk.ts';
import { countingBackend, requestHash } from '../testing/counting-backend.ts';
import { PowerCut, type SimDisk, simDisk } from '../testing/sim-disk.ts';
import { run } from './run.ts';

let folder: string; // only the lock lies here; everything else is on the simulated disk
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-power-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const given: Recipe = recipe('power', {
  models: { teacher: 'scripted' },
  steps: [
    count({ n: 6 }),
    prompt({ model: 'teacher', prompt: 'Write', into: 'draft' }),
    exactDuplicates({ field: 'draft' }),
    prompt({ model: 'teacher', prompt: 'Mend: {{draft}}', into: 'text' }),
  ],
});

/** Runs on a disk; true when it came to its end. */
async function attempt(disk: SimDisk, backend: ReturnType<typeof countingBackend>): Promise<boolean> {
  const running = run(given, {
    directory: folder,
    disk,
    backends: { teacher: backend },
    report: false,
    concurrency: 3,
  });
  return running.finished.then(
    () => true,
    (error: Error) => {
      if (!(error instanceof PowerCut) && !(error.cause instanceof PowerCut)) throw error;
      return false;
    },
  );
}

const bytesOf = (disk: SimDisk) => readWhole(disk, join(folder, runFiles.samples)).then(String);

/** First questions whose answer was used: a second question holds it. */
const used = (requests: readonly Request[]) =>
  requests.flatMap(({ messages }) => /Mend: answer (\w+)/.exec(messages.at(-1)?.content ?? '')?.[1] ?? []);

test('after a power cut at any operation: nothing used is asked again, and the bytes are the same', async () => {
  const whole = simDisk();
  expect(await attempt(whole, countingBackend())).toBe(true);
  const [expected, operations] = [await bytesOf(whole), whole.operations];
  expect(operations).toBeGreaterThan(60);

  let cuts = 0;
  for (let at = 1; at <= operations; at++) {
    const requests: Request[] = [];
    const backend = countingBackend({
      say: (request) => {
        requests.push(request);
        return `answer ${requestHash(request)}`;
      },
    });
    const first = simDisk();
    first.cutAt(at);
    if (await attempt(first, backend)) continue;
    cuts++;
    const before = new Set(used(requests));
    const asked = backend.asked.length;
    const second = first.afterPowerCut(seededRandom(`cut ${at}`));
    expect(await attempt(second, backend), `resumed after a cut at ${at}`).toBe(true);
    expect(
      backend.asked.slice(asked).filter((hash) => before.has(hash)),
      `asked again after a cut at ${at}`,
    ).toEqual([]);
    expect(await bytesOf(second), `bytes after a cut at ${at}`).toBe(expected);
  }
  expect(cuts).toBeGreaterThan(60);
}, 120_000);
