/** One HTTP exchange with a model server: four timers, a cap on bytes, no redirects. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { type Fault, fault } from '../../core/errors.ts';
import type { ModelSpec } from '../../core/recipe.ts';
import { whenAborted } from './abort.ts';
import { excerpt, plainFault } from './http-faults.ts';
import { type Headers, header } from './retry-after.ts';

/** Bytes of an answer after decompression; far beyond any model's output. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

export interface Call {
  /** Address of the model, for messages. */
  readonly model: string;
  /** Such as https://api.example.com. */
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In seconds, as in the recipe; `connect` belongs to the pool. */
  readonly timeouts: ModelSpec['timeouts'];
  readonly signal: AbortSignal;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Sends a POST and gives the whole answer. Throws `unreachable`, `timed-out`, `cut-off`, `bad-response`, `stopped`. */
export async function exchange(dispatcher: Dispatcher, call: Call): Promise<Received> {
  const received = await new Promise<Received>((resolve, reject) => {
    const handler = new Exchange(call, resolve, reject);
    const { origin, path, headers, body } = call;
    dispatcher.dispatch({ origin, path, method: 'POST', headers: headers as Record<string, string>, body }, handler);
  });
  const encoding = header(received.headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  return encoding === 'identity'
    ? received
    : { ...received, body: await unpacked(call.model, encoding, received.body) };
}

/** The text of an answer that has to be JSON: another content type, such as a login page's, is `bad-response`. */
export function jsonTextOf(model: string, received: Received, key: string | undefined): string {
  const text = textOf(model, received.body);
  const type = header(received.headers, 'content-type') ?? 'application/json';
  if (/\bjson\b/i.test(type)) return text;
  const detail = `its content type is ${excerpt(type, undefined, 60)}: ${excerpt(text, key, 160)}`;
  throw plainFault('bad-response', model, { detail, raw: excerpt(text, key, 2000) });
}

/** Bytes as text; anything that is not UTF-8 is `bad-response`. A byte-order mark is passed over. */
function textOf(model: string, body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw plainFault('bad-response', model, { detail: 'its bytes are not UTF-8', cause });
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

class Exchange implements Dispatcher.DispatchHandler {
  private readonly call: Call;
  private readonly resolve: (received: Received) => void;
  private readonly reject: (error: Fault) => void;
  private readonly total: NodeJS.Timeout;
  private readonly stopWaiting: () => void;
  private silence: NodeJS.Timeout | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: Headers = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private done = false;

  constructor(call: Call, resolve: (received: Received) => void, reject: (error: Fault) => void) {
    this.call = call;
    this.resolve = resolve;
    this.reject = reject;
    const { total } = call.timeouts;
    this.total = setTimeout(() => this.fail(this.late(`the whole call took more than ${total} s`)), total * 1000);
    this.stopWaiting = whenAborted(call.signal, () =>
      this.fail(fault('stopped', { detail: '' }, { cause: call.signal.reason })),
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.done) {
      controller.abort(new Error('ended before it began'));
      return;
    }
    const { firstByte } = this.call.timeouts;
    this.silence = setTimeout(() => this.fail(this.late(`no first byte within ${firstByte} s`)), firstByte * 1000);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    const { idle } = this.call.timeouts;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fail(this.late(`${idle} s of silence within the answer`)), idle * 1000);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.silence?.refresh();
    this.bytes += chunk.length;
    if (this.bytes > MAX_ANSWER_BYTES) this.fail(tooLarge(this.call.model));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.end()) return;
    const body = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(networkFault(this.call.model, error, this.status > 0));
  }

  private late(detail: string): Fault {
    return plainFault('timed-out', this.call.model, { detail });
  }

  private fail(error: Fault): void {
    if (!this.end()) return;
    this.reject(error);
    this.controller?.abort(error);
  }

  private end(): boolean {
    if (this.done) return false;
    this.done = true;
    clearTimeout(this.total);
    clearTimeout(this.silence);
    this.stopWaiting?.();
    return true;
  }
}

/** What a failed socket means: before the answer began, or within it. */
function networkFault(model: string, error: unknown, answering: boolean): Fault {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const detail = [code, message].filter(Boolean).join(' ').slice(0, 300);
  const extra = { detail, cause: error };
  if (/^HPE_/.test(code ?? '') && !/closed|EOF/i.test(message ?? '')) return plainFault('bad-response', model, extra);
  return plainFault(answering ? 'cut-off' : 'unreachable', model, extra);
}

const tooLarge = (model: string): Fault =>
  plainFault('bad-response', model, { detail: `the answer is larger than ${MAX_ANSWER_BYTES / 1024 / 1024} MB` });

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** We ask for no compression; a proxy that compresses all the same is unpacked up to the cap and no further. */
async function unpacked(model: string, encoding: string, body: Buffer): Promise<Buffer> {
  const unpack = unpackers[encoding as keyof typeof unpackers];
  if (unpack === undefined)
    throw plainFault('bad-response', model, { detail: `unknown content-encoding ${encoding.slice(0, 40)}` });
  try {
    return (await unpack(body, { maxOutputLength: MAX_ANSWER_BYTES })) as Buffer;
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(model);
    throw plainFault('bad-response', model, { detail: `broken ${encoding} data`, cause });
  }
}
