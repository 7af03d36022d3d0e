/** One model process as the parent sees it: it carries calls, may die, and is started again. */
import type { ChildProcess } from 'node:child_process';
import { fault } from '../../core/errors.ts';
import type { Request } from '../../core/model.ts';
import type { CallFault, Effort, FromChild, Loaded, LoadOrder, Said, ToChild } from './protocol.ts';

export interface Answered {
  readonly said: Said;
  readonly effort: Effort;
}

export interface ProcessOptions {
  /** For messages: the id of the backend. */
  readonly model: string;
  readonly start: () => ChildProcess;
  readonly order: LoadOrder;
  /** Starts again after a death, in a row without an answer between them. */
  readonly restarts: number;
  /** Before the first restart; doubles with each. */
  readonly backoffMs: number;
  /** A call ended, or it came up or went down. */
  readonly changed: () => void;
}

interface Call {
  /** Undefined once nobody waits for it: the process still works on it. */
  waiting: { resolve(answered: Answered): void; reject(error: unknown): void } | undefined;
}

/** Bytes of a process's last words that go into the message about its death. */
const LAST_WORDS = 600;

/** A model process and its successors. */
export class ModelProcess {
  readonly #options: ProcessOptions;
  readonly #calls = new Map<number, Call>();
  #child: ChildProcess | undefined;
  #loaded: Loaded | undefined;
  #ready: Promise<Loaded>;
  #deaths = 0;
  #next = 0;
  #closing = false;
  #timer: NodeJS.Timeout | undefined;
  #lastWords = '';
  /** Beginnings of the prompts it answered last, newest first: what it likely holds evaluated. */
  readonly recent: string[] = [];

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#ready = this.#start();
  }

  /** Rejects when the model cannot be loaded. */
  get ready(): Promise<Loaded> {
    return this.#ready;
  }

  /** Undefined while it is starting or dead. */
  get loaded(): Loaded | undefined {
    return this.#loaded;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Calls it works on, also those that nobody waits for any more. */
  get busy(): number {
    return this.#calls.size;
  }

  /** True when it will not be started again. */
  get over(): boolean {
    return this.#closing || this.#deaths > this.#options.restarts;
  }

  ask(request: Request, signal: AbortSignal): Promise<Answered> {
    const child = this.#child;
    if (child === undefined || this.#loaded === undefined) return Promise.reject(this.#crashed());
    const call = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const entry: Call = { waiting: { resolve, reject } };
    this.#calls.set(call, entry);
    this.#hold();
    const abort = () => {
      entry.waiting?.reject(signal.reason);
      entry.waiting = undefined;
      this.#send({ kind: 'abort', call });
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#send({ kind: 'ask', call, request });
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    if (child.connected) child.disconnect();
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    await gone;
    clearTimeout(force);
  }

  #start(): Promise<Loaded> {
    const { promise, resolve, reject } = Promise.withResolvers<Loaded>();
    const child = this.#options.start();
    this.#child = child;
    this.#lastWords = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('utf8')).slice(-LAST_WORDS);
    });
    child.on('message', (message: FromChild) => {
      if (message.kind === 'broken') reject(this.#unusable(message.reason));
      else if (message.kind === 'ready') {
        this.#loaded = message.loaded;
        resolve(message.loaded);
        this.#hold();
      } else this.#settle(message);
      this.#options.changed();
    });
    child.on('error', (error) => {
      // Without a process id it never ran, and so never ends.
      if (child.pid !== undefined) return;
      reject(this.#unusable(error.message));
      this.#died();
    });
    child.once('exit', () => {
      reject(this.#crashed());
      this.#died();
    });
    this.#send({ kind: 'load', order: this.#options.order });
    promise.catch(() => undefined);
    return promise;
  }

  #settle(message: Extract<FromChild, { kind: 'said' | 'fault' }>): void {
    const call = this.#calls.get(message.call);
    this.#calls.delete(message.call);
    this.#hold();
    if (message.kind === 'said') {
      this.#deaths = 0;
      call?.waiting?.resolve({ said: message.said, effort: message.effort });
    } else call?.waiting?.reject(this.#fault(message.code, message.detail));
  }

  #died(): void {
    const error = this.#crashed();
    this.#child = undefined;
    this.#loaded = undefined;
    this.recent.length = 0;
    const lost = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of lost) call.waiting?.reject(error);
    this.#deaths++;
    this.#options.changed();
    if (this.over) return;
    const restart = () => {
      this.#ready = this.#start();
    };
    this.#timer = setTimeout(restart, this.#options.backoffMs * 2 ** (this.#deaths - 1));
  }

  /** An idle process does not keep the program running; one that works does. */
  #hold(): void {
    const way = this.#calls.size > 0 ? 'ref' : 'unref';
    this.#child?.[way]();
    this.#child?.channel?.[way]();
  }

  #send(message: ToChild): void {
    // A dying process may have closed its end; its exit is what tells.
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }

  #fault(code: CallFault, detail: string): Error {
    return fault(code, { model: this.#options.model, detail });
  }

  #unusable(detail: string): Error {
    return fault('unusable-weights', { model: this.#options.model, detail });
  }

  #crashed(): Error {
    if (this.#closing) return fault('stopped', { detail: ': the model was closed' });
    const words = this.#lastWords.trim().split('\n').slice(-3).join(' ');
    return this.#fault('model-crashed', words === '' ? 'its process ended' : words);
  }
}
