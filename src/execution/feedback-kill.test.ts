import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Event } from '../core/events.ts';
import { type Manifest, runFiles } from '../core/manifest.ts';
import type { Message } from '../core/model.ts';
import { obey, shownIn } from '../testing/obedient-model.ts';

const CLI = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const CONCURRENCY = 4;

/** A server of the obedient model, which remembers what it was asked. */
async function startObedient() {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    asked.push(body);
    const { messages, seed } = JSON.parse(body) as { messages: Message[]; seed: number };
    const message = { role: 'assistant', content: obey({ messages, seed }) };
    const answer = {
      id: 'a',
      object: 'chat.completion',
      created: 1,
      model: 'test',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { asked, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

const recipeFor = (url: string) => `recipe: killed-between-rounds
seed: 5
models: { writer: { use: compatible/test, baseUrl: "${url}", concurrency: ${CONCURRENCY} } }
target: { accepted: 30 }
steps:
  - count: {}
  - attributes: { of: { tone: [calm, cross], place: [home, shop, street] }, cover: accepted }
  - prompt: { model: writer, prompt: "A name for a {{ tone }} person at the {{ place }}.", avoid: { field: text, shots: 12 } }
  - exact-duplicates: { field: text }
  - jsonl: {}
`;

/** Runs until the event, and kills there; true when the run came to its end. */
async function runUntil(recipe: string, home: string, isTime: (event: Event) => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [CLI, 'run', recipe, '--out', home, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout }))
    if (isTime(JSON.parse(line) as Event)) child.kill('SIGKILL');
  const [code] = (await exited) as [number | null];
  return code === 0;
}

const COMPARED = [runFiles.samples, runFiles.quarantine, `${runFiles.exports}/data/train.jsonl`];
const bytesOf = (home: string) => Promise.all(COMPARED.map((name) => readFile(join(home, name), 'utf8')));

test('kill -9 at the end of each round: the next process tells the model what the first would have told it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-kill-rounds-'));
  const { asked, server, url } = await startObedient();
  try {
    const recipe = join(folder, 'recipe.yaml');
    await writeFile(recipe, recipeFor(url));
    const whole = join(folder, 'whole');
    expect(await runUntil(recipe, whole, () => false)).toBe(true);
    const undisturbed = asked.splice(0);
    const { rounds } = JSON.parse(await readFile(join(whole, runFiles.manifest), 'utf8')) as Manifest;
    expect(rounds.length).toBeGreaterThan(2);
    expect(undisturbed.filter((body) => shownIn(lastTurn(body)).length > 0).length).toBeGreaterThan(20);

    const killed = join(folder, 'killed');
    let kills = 0;
    // after the end of round 1, then of round 2, …, and in the midst of each round's calls
    for (const round of rounds.slice(0, -1).flatMap(({ round: number }) => [number, number + 0.5])) {
      let ended = 0;
      let done = 0;
      const isTime = (event: Event) => {
        if (event.kind === 'round-end') ended = event.round;
        if (event.kind === 'sample-done' && event.round > round) done++;
        return Number.isInteger(round) ? ended === round : done > 0;
      };
      if (await runUntil(recipe, killed, isTime)) break;
      kills++;
    }
    expect(kills).toBeGreaterThan(2);
    expect(await runUntil(recipe, killed, () => false)).toBe(true);
    expect(await bytesOf(killed)).toEqual(await bytesOf(whole));
    expect(new Set(asked)).toEqual(new Set(undisturbed));
    expect(asked.length - undisturbed.length).toBeLessThanOrEqual(kills * CONCURRENCY);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

const lastTurn = (body: string): string => (JSON.parse(body) as { messages: Message[] }).messages.at(-1)!.content;
