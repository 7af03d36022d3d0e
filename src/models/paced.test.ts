import { expect, test } from 'vitest';
import { type Fault, fault } from '../core/errors.ts';
import type { Backend, Reply, Request } from '../core/model.ts';
import { modelSchema } from '../core/recipe.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { type Pace, paced, paceOf } from './paced.ts';
import { drawFrom } from './scripted/seeded.ts';

const request: Request = { messages: [{ role: 'user', content: 'Hello' }], maxTokens: 100, seed: 1 };
const reply: Reply = { text: 'Hi', finish: 'stop', tokens: { input: 10, output: 10 }, served: 'm' };
const facts = { model: 'm', detail: '' };
const never = new AbortController().signal;

/** A paced backend in virtual time. `answer` gets the time and how many calls are out, and takes `tookMs`. */
function setUp(
  answer: (nowMs: number, inFlight: number) => Reply | Fault,
  over: Partial<Pace> & { tookMs?: number; start?: number } = {},
) {
  const { tookMs = 100, start = 4, ...pace } = over;
  const clock = new VirtualClock();
  const sent: number[] = [];
  let inFlight = 0;
  const backend: Backend = {
    id: 'test',
    can: { schema: 'none', logprobs: false },
    concurrency: { start, max: 1000 },
    complete: (_, signal) =>
      new Promise((resolve, reject) => {
        sent.push(clock.nowMs());
        inFlight++;
        const ended = answer(clock.nowMs(), inFlight);
        const finish = () => {
          inFlight--;
          if (ended instanceof Error) reject(ended);
          else resolve(ended);
        };
        clock.after(tookMs, finish);
        signal.addEventListener('abort', () => reject(fault('stopped', { detail: '' })));
      }),
    describe: async () => ({}),
    close: async () => {},
  };
  const random = drawFrom('paced', 1);
  const model = paced(backend, { retries: 6, clock, random, ...pace });
  const ended: (string | Reply)[] = [];
  const ask = (signal = never) => {
    const asking = model.complete(request, signal);
    asking.then(
      (got) => ended.push(got),
      (error: Fault) => ended.push(error.code),
    );
    return asking;
  };
  return { clock, sent, ask, ended, model };
}

test('fault class 1: Retry-After holds the whole endpoint back, beyond any backoff', async () => {
  let first = true;
  const { clock, sent, ask, ended } = setUp(() => {
    if (!first) return reply;
    first = false;
    return fault('rate-limited', facts, { retryAfterMs: 90_000 });
  });
  ask();
  await clock.advance(1000);
  for (let nth = 0; nth < 5; nth++) ask();
  await clock.advance(88_000);
  expect(sent).toHaveLength(1);
  await clock.advance(10_000);
  expect(sent).toHaveLength(7);
  expect(Math.min(...sent.slice(1))).toBeGreaterThanOrEqual(90_100);
  expect(ended.filter((each) => each === reply)).toHaveLength(6);
});

test('a passing fault is retried with growing, jittered waits, and then thrown', async () => {
  const { clock, sent, ask, ended } = setUp(() => fault('cut-off', facts));
  ask();
  await clock.advance(600_000);
  expect(sent).toHaveLength(7);
  expect(ended).toEqual(['cut-off']);
  const waits = sent.slice(1).map((at, nth) => at - sent[nth]! - 100);
  for (const [nth, waited] of waits.entries()) expect(waited).toBeLessThanOrEqual(500 * 2 ** nth + 1);
  expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(3);
});

test('what parks is never retried, and stops nothing', async () => {
  const { clock, sent, ask, ended } = setUp((nowMs) => (nowMs === 0 ? fault('refused', facts) : reply));
  ask();
  await clock.advance(1000);
  expect([sent.length, ended]).toEqual([1, ['refused']]);
  ask();
  await clock.advance(1000);
  expect(ended).toEqual(['refused', reply]);
});

test('fault classes 3 and 13: after a fault that halts nothing more is sent', async () => {
  const { clock, sent, ask, ended } = setUp(() => fault('out-of-money', facts), { concurrency: 1 });
  for (let nth = 0; nth < 50; nth++) ask();
  await clock.advance(600_000);
  ask();
  await clock.advance(600_000);
  expect(sent).toHaveLength(1);
  expect(ended).toEqual(Array.from({ length: 51 }, () => 'out-of-money'));
});

test('being stopped ends the call that waits, and halts no other', async () => {
  const { clock, sent, ask, ended } = setUp(() => reply, { concurrency: 1, tookMs: 1000 });
  const stop = new AbortController();
  ask();
  ask(stop.signal);
  ask();
  await clock.advance(500);
  stop.abort();
  await clock.advance(5000);
  expect(ended).toEqual(['stopped', reply, reply]);
  expect(sent).toHaveLength(2);
});

test('concurrency finds what an endpoint takes, and stays near it', async () => {
  const capacity = 20;
  const { clock, ask, ended, sent } = setUp(
    (_, inFlight) => (inFlight > capacity ? fault('rate-limited', facts) : reply),
    { start: 64 },
  );
  for (let nth = 0; nth < 3000; nth++) ask();
  await clock.advance(10 * 60_000);
  expect(ended.filter((each) => each === reply)).toHaveLength(3000);
  expect(sent.length - 3000).toBeLessThan(300);
  // 3,000 calls of 100 ms at 20 at once need 15 s; waits after a 429 cost some.
  expect(sent.at(-1)!).toBeLessThan(90_000);
});

test('concurrency grows to the limit of the recipe and not beyond', async () => {
  let most = 0;
  const { clock, ask } = setUp(
    (_, inFlight) => {
      most = Math.max(most, inFlight);
      return reply;
    },
    { concurrency: 30 },
  );
  for (let nth = 0; nth < 500; nth++) ask();
  await clock.advance(60_000);
  expect(most).toBe(30);
});

test('fault class 4: an outage opens the circuit; one probe at a time; work goes on when it ends', async () => {
  const [from, to] = [60_000, 60_000 + 3 * 3_600_000];
  const { clock, ask, ended, sent } = setUp(
    (nowMs) => (nowMs >= from && nowMs < to ? fault('overloaded', facts) : reply),
    { concurrency: 50, start: 50, tookMs: 1000 },
  );
  const patient = Array.from({ length: 20 }, () => ask());
  await clock.advance(59_000);
  await Promise.all(patient);
  await clock.advance(1500);
  for (let nth = 0; nth < 200; nth++) ask();
  await clock.advance(29 * 60_000);
  const during = sent.filter((at) => at > from + 120_000);
  for (const [nth, at] of during.slice(1).entries()) expect(at - during[nth]!).toBeGreaterThanOrEqual(25_000);
  expect(ended.filter((each) => each === 'overloaded').length).toBeLessThan(20);
  await clock.advance(to - clock.nowMs());
  ask();
  await clock.advance(600_000);
  expect(ended.at(-1)).toBe(reply);
});

test('fault class 5: an endpoint that never answered is given up in minutes, and nothing hangs', async () => {
  const { clock, ask, ended, sent } = setUp(() => fault('unreachable', facts), { concurrency: 50, start: 50 });
  for (let nth = 0; nth < 1000; nth++) ask();
  await clock.advance(5 * 60_000);
  expect(ended).toHaveLength(1000);
  expect(sent.length).toBeLessThan(400);
});

test('requests a minute stay below the rate in every minute', async () => {
  const { clock, ask, sent, ended } = setUp(() => reply, { requestsPerMinute: 120, start: 500 });
  for (let nth = 0; nth < 600; nth++) ask();
  await clock.advance(10 * 60_000);
  expect(ended).toHaveLength(600);
  for (const from of sent)
    expect(sent.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(122);
  expect(sent.at(-1)!).toBeLessThan(302_000);
});

test('tokens a minute stay below the rate; what was reserved and not used is given back', async () => {
  const { clock, ask, sent, ended } = setUp(() => reply, { tokensPerMinute: 1200, start: 500 });
  for (let nth = 0; nth < 120; nth++) ask();
  await clock.advance(20 * 60_000);
  expect(ended).toHaveLength(120);
  // 120 replies of 20 tokens are two minutes' worth; at the 106 reserved for each it would take ten.
  expect(sent.at(-1)!).toBeGreaterThan(100_000);
  expect(sent.at(-1)!).toBeLessThan(200_000);
});

test('what failed attempts billed comes with the answer, or with the last fault', async () => {
  const costly = (remedy: 'bad-response' | 'refused') => fault(remedy, facts, { billed: { input: 7, output: 1 } });
  let failing = 2;
  const answered = setUp(() => (failing-- > 0 ? costly('bad-response') : reply));
  const answer = answered.ask();
  await answered.clock.advance(10 * 60_000);
  expect(await answer).toMatchObject({ text: reply.text, wasted: { input: 14, output: 2 } });

  let first = true;
  const refused = setUp(() => {
    const met = costly(first ? 'bad-response' : 'refused');
    first = false;
    return met;
  });
  const end = refused.ask().catch((error: Fault) => error);
  await refused.clock.advance(10 * 60_000);
  expect(await end).toMatchObject({ code: 'refused', billed: { input: 14, output: 2 } });
});

test('fault class 1: roles that share a lane wait together, others do not', async () => {
  const clock = new VirtualClock();
  const sent: string[] = [];
  const backendOf = (name: string): Backend => ({
    id: 'test',
    can: { schema: 'none', logprobs: false },
    concurrency: { start: 4, max: 4 },
    complete: async () => {
      sent.push(name);
      if (sent.length === 1) throw fault('rate-limited', facts, { retryAfterMs: 60_000 });
      return reply;
    },
    describe: async () => ({}),
    close: async () => {},
  });
  const gates = new Map();
  const pace = (use: string) => ({ ...paceOf(modelSchema.parse({ use })), gates, clock, random: () => 0.5 });
  const teacher = paced(backendOf('teacher'), pace('openai/gpt-5-mini'));
  const judge = paced(backendOf('judge'), pace('openai/gpt-5-mini'));
  const other = paced(backendOf('other'), pace('openai/gpt-5'));
  const first = teacher.complete(request, never);
  await clock.advance(10);
  const rest = [judge.complete(request, never), other.complete(request, never)];
  await clock.advance(50_000);
  expect(sent).toEqual(['teacher', 'other']);
  await clock.advance(20_000);
  expect(sent.slice(2).sort()).toEqual(['judge', 'teacher']);
  await Promise.all([first, ...rest]);
});
