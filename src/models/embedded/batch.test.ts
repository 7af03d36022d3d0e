import { setImmediate as tick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Batch, type Job, type Place } from './batch.ts';

/** A place that records what is done with it. */
class Table implements Place {
  readonly number: number;
  readonly log: string[];
  tokens: number[] = [];
  canLend = true;

  constructor(number: number, log: string[]) {
    this.number = number;
    this.log = log;
  }
  held = () => this.tokens;
  async keep(count: number) {
    this.tokens = this.tokens.slice(0, count);
  }
  async copyFrom(lender: Place) {
    this.log.push(`copy ${(lender as Table).number}→${this.number}`);
    this.tokens = [...(lender as Table).tokens];
  }
  async idle() {
    this.log.push(`idle ${this.number}`);
  }
}

interface Plan {
  readonly prompt?: readonly number[];
  readonly steps: number;
  readonly fails?: boolean;
}

function scene(count: number) {
  const log: string[] = [];
  const places = Array.from({ length: count }, (_, at) => new Table(at, log));
  const batch = new Batch<Table>(places);
  const run = ({ prompt = [1], steps, fails = false }: Plan, cancelled = () => false) =>
    new Promise<string>((resolve) => {
      let place: Table;
      let [left, evaluated, begun] = [steps, 0, true];
      const job: Job<Table> = {
        prompt,
        begin(given, shared) {
          place = given;
          evaluated = prompt.length - shared;
        },
        async step() {
          // Like the runtime, which takes longer to queue a first step than a later one.
          for (let turn = 0; begun && turn < 30; turn++) await undefined;
          begun = false;
          log.push(`${place.number}`);
          await tick();
          place.tokens = [...prompt];
          if (fails) throw new Error('broke');
          return --left === 0;
        },
        done: () => resolve(`done ${evaluated}`),
        failed: (error) => resolve((error as Error).message),
        get cancelled() {
          return cancelled();
        },
      };
      batch.add(job);
    });
  return { log, places, run };
}

test('every pass asks the busy sequences in order', async () => {
  const { log, run } = scene(4);
  await Promise.all([run({ steps: 3 }), run({ steps: 3, prompt: [2] }), run({ steps: 3, prompt: [3] })]);
  expect(log.join(' ')).toBe('0 1 2 0 1 2 0 1 2');
});

test('a job that waits takes the place of one that ended', async () => {
  const { log, run } = scene(2);
  await Promise.all([run({ steps: 1, prompt: [1] }), run({ steps: 3, prompt: [2] }), run({ steps: 2, prompt: [3] })]);
  expect(log.join(' ')).toBe('0 1 0 1 0 1');
});

test('a shared beginning is evaluated once and copied', async () => {
  const { log, run } = scene(3);
  const long = Array.from({ length: 100 }, (_, at) => at);
  const ends = await Promise.all([7, 8, 9].map((last) => run({ steps: 4, prompt: [...long, last] })));
  expect(ends).toEqual(['done 101', 'done 1', 'done 1']);
  expect(log.filter((entry) => entry.startsWith('copy'))).toEqual(['copy 0→1', 'copy 0→2']);
});

test('when copying fails, the prompt is evaluated instead', async () => {
  const { places, run } = scene(2);
  places[1]!.copyFrom = () => Promise.reject(new Error('disk full'));
  const long = Array.from({ length: 100 }, (_, at) => at);
  expect(await Promise.all([7, 8].map((last) => run({ steps: 4, prompt: [...long, last] })))).toEqual([
    'done 101',
    'done 101',
  ]);
});

test('a failure stays with its job, and nothing is built on what it left', async () => {
  const { places, run } = scene(2);
  expect(await Promise.all([run({ steps: 5, fails: true }), run({ steps: 5, prompt: [2] })])).toEqual([
    'broke',
    'done 1',
  ]);
  expect(places[0]!.tokens).toEqual([]);
});

test('a hole between busy sequences gets a throw-away token', async () => {
  const { log, run } = scene(12);
  await Promise.all(Array.from({ length: 12 }, (_, at) => run({ steps: at === 5 ? 1 : 2, prompt: [at] })));
  expect(log.slice(12).join(' ')).toBe('0 1 2 3 4 idle 5 6 7 8 9 10 11');
});

test('cancelled jobs end at the next pass, waiting ones without any', async () => {
  const { log, run } = scene(1);
  let stop = false;
  const running = run({ steps: 1000 }, () => stop);
  const waiting = run({ steps: 1 }, () => stop);
  while (log.length < 5) await tick();
  stop = true;
  expect(await Promise.all([running, waiting])).toEqual(['cancelled', 'cancelled']);
  expect(log.length).toBeLessThan(10);
});

test('works on after it was idle', async () => {
  const { run } = scene(1);
  expect(await run({ steps: 2 })).toBe('done 1');
  await tick();
  expect(await run({ steps: 2, prompt: [1, 2] })).toBe('done 1');
});
