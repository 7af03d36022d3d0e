/** A thread that answers requests one after another. */
import { Worker } from 'node:worker_threads';

export interface Hand<Request, Reply> {
  /** Replies come in the order of the requests. */
  ask(request: Request): Promise<Reply>;
  end(): Promise<unknown>;
}

/** Starts the script of that name beside this one; it takes about 40 ms. What it throws, every waiting request gets. */
export function hire<Request, Reply>(
  script: 'sign-worker' | 'vector-worker',
  workerData: object,
): Hand<Request, Reply> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./${script}.${extension}`, import.meta.url), { workerData, env: {} });
  const waiting: { resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  let broken: Error | undefined;
  const fail = (error: Error): void => {
    broken ??= error;
    for (const each of waiting.splice(0)) each.reject(error);
  };
  worker.on('message', (reply: Reply) => waiting.shift()?.resolve(reply));
  worker.once('error', fail);
  worker.once('exit', () => fail(new Error(`the thread ${script} has ended`)));
  return {
    ask: (request) => {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      if (broken !== undefined) reject(broken);
      else {
        waiting.push({ resolve, reject });
        worker.postMessage(request);
      }
      return promise;
    },
    end: () => worker.terminate(),
  };
}
