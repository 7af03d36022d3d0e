/** A model process: loads weights, answers what the parent asks, and ends with it. */
import { rmSync } from 'node:fs';
import { answerer, reasonOf } from './answerer.ts';
import { openModel } from './load.ts';
import type { FromChild, LoadOrder, ToChild } from './protocol.ts';

// Ctrl-C reaches every process of a terminal; the parent decides what is still to be finished.
process.on('SIGINT', () => undefined);

/** Calls at work, and those of them that nobody waits for any more. */
const open = new Set<number>();
const cancelled = new Set<number>();
let answer: ReturnType<typeof answerer> | undefined;
let scratch: string | undefined;

process.on('message', (message: ToChild) => {
  if (message.kind === 'load') void load(message.order);
  else if (message.kind === 'ask') void ask(message);
  else if (open.has(message.call)) cancelled.add(message.call);
});

// The parent closed the channel, or is gone: even `kill -9` of it ends up here.
process.on('disconnect', () => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  process.exit(0);
});

async function load(order: LoadOrder): Promise<void> {
  scratch = order.scratch;
  try {
    const opened = await openModel(order);
    answer = answerer(opened, order.scratch);
    say({ kind: 'ready', loaded: opened.loaded });
  } catch (error) {
    // The parent counts ends of processes, and so does not wait for one that will never be ready.
    process.send!({ kind: 'broken', reason: reasonOf(error) } satisfies FromChild, () => process.exit(1));
  }
}

async function ask({ call, request }: Extract<ToChild, { kind: 'ask' }>): Promise<void> {
  open.add(call);
  const over = (message: FromChild) => {
    open.delete(call);
    cancelled.delete(call);
    say(message);
  };
  try {
    await answer!({
      request,
      cancelled: () => cancelled.has(call),
      done: (said, effort) => over({ kind: 'said', call, said, effort }),
      fault: (code, detail) => over({ kind: 'fault', call, code, detail }),
    });
  } catch (error) {
    // Nothing was evaluated: the template or the grammar could not take the request.
    over({ kind: 'fault', call, code: 'bad-request', detail: reasonOf(error) });
  }
}

function say(message: FromChild): void {
  if (process.connected) process.send!(message);
}
