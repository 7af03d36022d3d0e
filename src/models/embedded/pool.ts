/** Several model processes as one: who gets which request, and what waits while all are busy or starting again. */
import { fault, SynthloomError } from '../../core/errors.ts';
import type { Request } from '../../core/model.ts';
import { deskFor } from './dispatch.ts';
import { type Answered, ModelProcess, type ProcessOptions } from './process.ts';
import type { Loaded } from './protocol.ts';

/** Prompts remembered of each process. */
const REMEMBERED = 8;

interface Waiting {
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly resolve: (answered: Answered) => void;
  readonly reject: (error: unknown) => void;
}

export class Pool {
  readonly #model: string;
  readonly #processes: readonly ModelProcess[];
  readonly #queue: Waiting[] = [];
  #closed = false;

  /** @param count of processes. */
  constructor(count: number, options: Omit<ProcessOptions, 'changed'>) {
    this.#model = options.model;
    const changed = () => this.#pump();
    this.#processes = Array.from({ length: count }, () => new ModelProcess({ ...options, changed }));
  }

  /** What each process loaded. Rejects, with all processes ended, when one cannot. */
  async ready(): Promise<readonly Loaded[]> {
    try {
      return await Promise.all(this.#processes.map((each) => each.ready));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Process ids of those alive. */
  get pids(): readonly number[] {
    return this.#processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  complete(request: Request, signal: AbortSignal): Promise<Answered> {
    if (signal.aborted) return Promise.reject(stopReason(signal));
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const waiting: Waiting = { request, signal, resolve, reject };
    const abort = () => {
      const at = this.#queue.indexOf(waiting);
      if (at >= 0) this.#queue.splice(at, 1);
      reject(stopReason(signal));
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#queue.push(waiting);
    this.#pump();
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#processes.map((each) => each.close()));
    this.#pump();
  }

  /** Hands out what can be handed out. */
  #pump(): void {
    if (this.#closed || this.#processes.every((each) => each.over)) {
      const error = this.#closed
        ? fault('stopped', { detail: ': the model was closed' })
        : fault('model-crashed', { model: this.#model, detail: 'its processes ended again and again' });
      for (const waiting of this.#queue.splice(0)) waiting.reject(error);
      return;
    }
    while (this.#queue.length > 0) {
      const up = this.#processes.filter((each) => each.loaded !== undefined);
      const desks = up.map(({ busy, loaded, recent }) => ({ busy, sequences: loaded!.sequences, recent }));
      const { request, signal, resolve, reject } = this.#queue[0]!;
      const text = request.messages.map(({ content }) => content).join('\n');
      const at = deskFor(text, desks);
      if (at === undefined) return;
      this.#queue.shift();
      const { recent } = up[at]!;
      recent.unshift(text);
      recent.length = Math.min(recent.length, REMEMBERED);
      up[at]!.ask(request, signal).then(resolve, reject);
    }
  }
}

/** The reason itself where it is one of ours, such as a spent budget. */
const stopReason = (signal: AbortSignal): SynthloomError =>
  signal.reason instanceof SynthloomError ? signal.reason : fault('stopped', { detail: '' });
