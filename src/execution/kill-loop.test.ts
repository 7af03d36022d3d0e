import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killLoop } from '../testing/kill-loop.ts';

test('kill -9 at a hundred moments: nothing stored is asked again, nothing is lost or doubled, the bytes are the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-kill-'));
  try {
    const result = await killLoop({ folder, kills: 100, seed: 1, samples: 20, profile: 'network' });
    expect(result.kills).toBeGreaterThanOrEqual(100);
    expect(result.runs).toBeGreaterThanOrEqual(2);
    expect([result.askedAgain, result.differing]).toEqual([0, 0]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 400_000);
