/** One connection pool for each origin, shared by all roles that call it, and what was learnt of the endpoint. */
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { isForbiddenAddress, isLocalHost } from './hosts.ts';

export interface Lease {
  pool(): Promise<Dispatcher>;
  /** What models of this origin were found not to take. */
  readonly refused: RefusedParts;
  /** Closes the pool when the last lease is given back. */
  release(): Promise<void>;
}

/** Parts of a request that some servers refuse, and that a call can do without. */
export type Part = 'schema' | 'logprobs' | 'seed' | 'max_tokens';

export class RefusedParts {
  private readonly known = new Set<string>();

  has(model: string, part: Part): boolean {
    return this.known.has(`${part} ${model}`);
  }

  learn(model: string, part: Part): void {
    this.known.add(`${part} ${model}`);
  }
}

interface Entry {
  /** By connect time-out in milliseconds, which belongs to the pool. */
  readonly pools: Map<number, Promise<Dispatcher>>;
  readonly refused: RefusedParts;
  leases: number;
}

// Of the process on purpose: two runs that call one origin share its sockets. Every entry dies with its last lease.
const entries = new Map<string, Entry>();

export function leasePool(origin: string, connectMs: number): Lease {
  const entry = entries.get(origin) ?? { pools: new Map(), refused: new RefusedParts(), leases: 0 };
  entries.set(origin, entry);
  entry.leases++;
  let released = false;
  return {
    pool: () => {
      const pool = entry.pools.get(connectMs) ?? openPool(origin, connectMs);
      entry.pools.set(connectMs, pool);
      return pool;
    },
    refused: entry.refused,
    release: async () => {
      if (released) return;
      released = true;
      if (--entry.leases > 0) return;
      entries.delete(origin);
      for (const pool of entry.pools.values()) await (await pool).destroy();
    },
  };
}

async function openPool(origin: string, connectMs: number): Promise<Dispatcher> {
  const undici = await import('undici');
  const options = {
    // How many calls are out at once is decided before they come here.
    connections: null,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    // Our own timers end a call; undici's would cut it at 300 s.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectMs, lookup: checkedLookup },
  };
  // A proxy that the environment names looks names up itself; NO_PROXY is heeded.
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  const proxy = HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy;
  if (proxy !== undefined && proxy !== '' && !isLocalHost(new URL(origin).hostname)) {
    return new undici.EnvHttpProxyAgent(options);
  }
  return new undici.Pool(origin, options);
}

/** Checks the very address that is connected to, so that a name cannot point elsewhere in between. */
const checkedLookup: LookupFunction = (host, options, callback) => {
  systemLookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 4);
    const allowed = addresses.filter((each) => !isForbiddenAddress(each.address));
    const first = allowed[0];
    if (first === undefined) {
      return callback(Object.assign(new Error(`${host} is a link-local address`), { code: 'EFORBIDDEN' }), '', 4);
    }
    if (options.all === true) return callback(null, allowed);
    return callback(null, first.address, first.family);
  });
};
