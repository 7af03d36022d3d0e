/** An embedder's process as its parent sees it: started on the first question, and again after a death. */
import { type ChildProcess, fork } from 'node:child_process';
import { type Fault, fault } from '../../core/errors.ts';
import type { EmbedOrder, EmbedReply, EmbedRequest, Look } from './embed-protocol.ts';
import { plainEnvironment } from './plain-environment.ts';

type Reply<Kind extends EmbedReply['kind']> = Extract<EmbedReply, { kind: Kind }>;
type Answered = Reply<'vectors' | 'look'>;

export class EmbedProcess {
  readonly #model: string;
  readonly #order: EmbedOrder;
  #process: ChildProcess | undefined;
  #closed = false;
  #asked = 0;
  #open = new Map<number, { resolve: (answered: Answered) => void; reject: (error: Fault) => void }>();

  /** @param model for messages: the id of the embedder. */
  constructor(model: string, order: EmbedOrder) {
    this.#model = model;
    this.#order = order;
  }

  /** What the file says of itself. Throws unusable-weights, model-crashed. */
  async look(): Promise<Look> {
    const answered = await this.#patiently({});
    return (answered as Reply<'look'>).look;
  }

  /** Vectors of all texts, one after another. Throws unusable-weights, model-crashed. */
  async embed(texts: readonly string[]): Promise<Float32Array> {
    const answered = await this.#patiently({ texts });
    return (answered as Reply<'vectors'>).vectors;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  close(): void {
    this.#closed = true;
    if (this.#process?.connected) this.#process.disconnect();
    this.#process = undefined;
  }

  /** A crash is not the text's fault: once more. */
  async #patiently(request: Pick<EmbedRequest, 'texts'>): Promise<Answered> {
    return this.#ask(request).catch((error: Fault) => {
      if (error.code !== 'model-crashed') throw error;
      return this.#ask(request);
    });
  }

  async #ask(request: Pick<EmbedRequest, 'texts'>): Promise<Answered> {
    if (this.#closed) throw fault('stopped', { detail: ', and the embedder with it' });
    const child = this.#running();
    const number = this.#asked++;
    const message: EmbedRequest = { number, order: this.#order, ...request };
    return new Promise((resolve, reject) => {
      this.#open.set(number, { resolve, reject });
      child.channel?.ref();
      child.send(message, (error) => {
        if (error !== null) this.#settle({ kind: 'failed', number, reason: error.message, isUnusable: false });
      });
    });
  }

  #running(): ChildProcess {
    if (this.#process !== undefined) return this.#process;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const child = fork(new URL(`./embed-child.${extension}`, import.meta.url), {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: plainEnvironment(),
    });
    child.on('message', (reply) => this.#settle(reply as EmbedReply));
    child.once('exit', (code, signal) => this.#ended(child, `its process ended (${signal ?? code})`));
    child.once('error', (error) => this.#ended(child, error.message));
    child.unref();
    child.channel?.unref();
    this.#process = child;
    return child;
  }

  #settle(reply: EmbedReply): void {
    const waiting = this.#open.get(reply.number);
    this.#open.delete(reply.number);
    if (this.#open.size === 0) this.#process?.channel?.unref();
    if (reply.kind !== 'failed') waiting?.resolve(reply);
    else waiting?.reject(this.#failed(reply));
  }

  #ended(child: ChildProcess, reason: string): void {
    if (this.#process === child) this.#process = undefined;
    const left = [...this.#open.values()];
    this.#open.clear();
    for (const waiting of left) waiting.reject(this.#failed({ reason, isUnusable: false }));
  }

  #failed({ reason, isUnusable }: Pick<Reply<'failed'>, 'reason' | 'isUnusable'>): Fault {
    return fault(isUnusable ? 'unusable-weights' : 'model-crashed', { model: this.#model, detail: reason });
  }
}
