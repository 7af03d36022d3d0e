import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashText } from '../core/recipe.ts';
import { realDisk } from './disk.ts';
import { type Entry, entriesOf, Ledger } from './ledger.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const answer = (nth: number, text = `answer ${nth}`): Entry => ({
  kind: 'answer',
  key: hashText(`key ${nth}`, 32),
  step: 'prompt→text',
  sample: hashText(`sample ${nth}`, 16),
  role: 'teacher',
  model: 'test/model',
  inputTokens: 10,
  outputTokens: 5,
  costUsd: 0.25,
  body: {
    reply: { text, finish: 'stop', tokens: { input: 10, output: 5 }, served: 'model' },
    asked: { messages: [{ role: 'user', content: 'tab\there\nand "there" ✓' }], maxTokens: 10 },
    at: '2026-01-01T00:00:00.000Z',
    ms: 3,
  },
});
const path = () => join(folder, 'answers.log');

test('finds what an earlier process stored, whole', async () => {
  const first = await Ledger.open(realDisk, folder);
  await Promise.all(Array.from({ length: 500 }, (_, nth) => first.store(answer(nth, 'x'.repeat(nth * 7)))));
  expect(first.book.total()).toEqual({ calls: 500, inputTokens: 5000, outputTokens: 2500, costUsd: 125 });
  await first.close();

  const second = await Ledger.open(realDisk, folder);
  expect(second.size).toBe(500);
  for (const nth of [0, 1, 250, 499])
    expect(await second.find(answer(nth).key)).toEqual(answer(nth, 'x'.repeat(nth * 7)));
  expect(await second.find(hashText('never', 32))).toBeUndefined();
  expect(second.book.total().costUsd).toBe(125);
  await second.close();
});

test('cuts a torn tail, keeps what came before, and goes on behind it', async () => {
  const first = await Ledger.open(realDisk, folder);
  for (const nth of [0, 1]) await first.store(answer(nth));
  await first.close();
  const whole = await readFile(path());
  for (const cut of [1, 5, 100]) {
    await writeFile(path(), whole);
    await truncate(path(), whole.length - cut);
    const torn = await Ledger.open(realDisk, folder);
    expect([torn.size, torn.damaged]).toEqual([1, 0]);
    await torn.store(answer(2));
    await torn.close();
    const after = await Ledger.open(realDisk, folder);
    expect(await after.find(answer(2).key)).toEqual(answer(2));
    expect(after.damaged).toBe(0);
    await after.close();
  }
});

test('a damaged entry counts as never answered, and harms no other', async () => {
  const first = await Ledger.open(realDisk, folder);
  for (const nth of [0, 1, 2]) await first.store(answer(nth));
  await first.close();
  const bytes = await readFile(path());
  const second = bytes.indexOf('answer 1');
  bytes[second] = 0x41;
  await writeFile(path(), bytes);
  const ledger = await Ledger.open(realDisk, folder);
  expect([ledger.size, ledger.damaged]).toEqual([2, 1]);
  expect(await ledger.find(answer(1).key)).toBeUndefined();
  expect(await ledger.find(answer(2).key)).toEqual(answer(2));
  await ledger.close();
});

test('a call that was sent and never answered is ambiguous, with its worst cost', async () => {
  const first = await Ledger.open(realDisk, folder);
  await first.sending(answer(0), 0.5);
  await first.sending(answer(1), 0.75);
  await first.store(answer(0));
  await first.close();
  const second = await Ledger.open(realDisk, folder);
  expect(second.ambiguous).toEqual([{ key: answer(1).key, worstUsd: 0.75 }]);
  await second.sending(answer(1), 0.75);
  await second.store(answer(1));
  await second.close();
  const third = await Ledger.open(realDisk, folder);
  expect(third.ambiguous).toHaveLength(1); // sent twice, answered once
  await third.close();
});

test('an entry of this process is found once the ledger caught up, and is counted once', async () => {
  const ledger = await Ledger.open(realDisk, folder);
  for (const nth of [0, 1]) {
    await ledger.store(answer(nth));
    expect(await ledger.find(answer(nth).key)).toBeUndefined();
    await ledger.catchUp();
    expect(await ledger.find(answer(nth).key)).toEqual(answer(nth));
  }
  expect([ledger.size, ledger.book.total().calls, ledger.ambiguous.length]).toEqual([2, 2, 0]);
  await ledger.close();
});

test('failures are kept beside answers; entries are listed in order', async () => {
  const { body: _, ...head } = answer(0);
  const failure: Entry = {
    ...head,
    kind: 'failure',
    body: { code: 'refused', message: 'no', raw: 'no', generation: 0, at: '2026-01-01T00:00:00.000Z' },
  };
  const ledger = await Ledger.open(realDisk, folder);
  await ledger.store(failure);
  await ledger.store(answer(1));
  await ledger.close();
  await appendFile(path(), 'rubbish');
  const listed: Entry[] = [];
  for await (const entry of entriesOf(realDisk, folder)) listed.push(entry);
  expect(listed).toEqual([failure, answer(1)]);
});
