/**
 * Files of the model hub, from any byte on.
 * The address answers with a redirect to a store, and its own headers say the size and, for large files, the SHA-256
 * (`X-Linked-Size`, `X-Linked-ETag`): Hugging Face Hub documentation, “Download files”.
 */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Environment } from './cache.ts';
import { reasonOf, SourceError } from './source-error.ts';

export interface HubAddress {
  readonly repo: string;
  readonly revision: string;
  readonly at: string;
}

export interface HubStream {
  readonly body: AsyncIterable<Uint8Array>;
  /** Byte of the file at which `body` begins: the one asked for, or 0 when the server would not. */
  readonly start: number;
  readonly totalBytes: number | undefined;
  /** Hexadecimal, as the hub states it; only for files in its large-file store. */
  readonly sha256: string | undefined;
}

export interface HubAccess {
  /** Origin, without a slash at the end. */
  readonly endpoint: string;
  readonly token: string | undefined;
  /** True: the user wants no call to the hub (HF_HUB_OFFLINE). */
  readonly offline: boolean;
}

const MAX_HOPS = 6;
const IDLE_MS = 30_000;

/** HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE, as the hub's own tools read them. */
export const hubAccess = (env: Environment): HubAccess => ({
  endpoint: (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, ''),
  token: env.HF_TOKEN || undefined,
  offline: /^(1|true|yes|on)$/i.test(env.HF_HUB_OFFLINE ?? ''),
});

/**
 * Opens a file at a byte.
 * @param reachMs how long the first answer may take; after that the hub counts as unreachable.
 * @throws SourceError
 */
export async function openHubFile(
  access: HubAccess,
  file: HubAddress & { readonly offset: number },
  how: { readonly reachMs: number; readonly dispatcher: Dispatcher; readonly signal?: AbortSignal | undefined },
): Promise<HubStream> {
  const path = file.at.split('/').map(encodeURIComponent).join('/');
  let url = new URL(`${access.endpoint}/${file.repo}/resolve/${encodeURIComponent(file.revision)}/${path}`);
  const home = url.origin;
  let stated: Stated = { totalBytes: undefined, sha256: undefined };
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    // The token is for the hub alone: stores that it redirects to must not see it.
    const token = url.origin === home ? access.token : undefined;
    const reachMs = hop === 0 ? how.reachMs : IDLE_MS; // who redirected us has been reached
    const response = await ask(url, { ...how, reachMs, token, offset: file.offset });
    stated = statedBy(response.headers, stated);
    if (response.statusCode >= 300 && response.statusCode < 400) {
      await response.body.dump();
      url = new URL(text(response.headers.location), url);
      continue;
    }
    if (response.statusCode === 416 && file.offset > 0) {
      await response.body.dump();
      // Nothing lies behind that byte: either the file is whole already, or it is another file now.
      const whole = text(response.headers['content-range']) === `bytes */${file.offset}`;
      if (!whole) return openHubFile(access, { ...file, offset: 0 }, how);
      return { body: Readable.from([]), start: file.offset, ...stated, totalBytes: file.offset };
    }
    return usable(response, { ...file, origin: url.origin, stated });
  }
  throw new SourceError(`the hub (${home}) redirects in a circle`, false);
}

/** One pool for a download, through the proxy of the environment where there is one. Close it. */
export async function hubDispatcher(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({ connect: { timeout: IDLE_MS }, headersTimeout: IDLE_MS, bodyTimeout: IDLE_MS });
}

interface Stated {
  readonly totalBytes: number | undefined;
  readonly sha256: string | undefined;
}
type Headers = Dispatcher.ResponseData['headers'];

const text = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

async function ask(
  url: URL,
  how: {
    readonly reachMs: number;
    readonly dispatcher: Dispatcher;
    readonly signal?: AbortSignal | undefined;
    readonly token: string | undefined;
    readonly offset: number;
  },
): Promise<Dispatcher.ResponseData> {
  const { request } = await import('undici');
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer in ${how.reachMs} ms`)), how.reachMs);
  const signal = how.signal === undefined ? late.signal : AbortSignal.any([late.signal, how.signal]);
  try {
    return await request(url, {
      dispatcher: how.dispatcher,
      signal,
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'synthloom',
        ...(how.token === undefined ? {} : { authorization: `Bearer ${how.token}` }),
        ...(how.offset > 0 ? { range: `bytes=${how.offset}-` } : {}),
      },
    });
  } catch (error) {
    how.signal?.throwIfAborted();
    const reason = late.signal.aborted ? (late.signal.reason as Error).message : reasonOf(error);
    throw new SourceError(`the hub (${url.origin}) cannot be reached: ${reason}`, true, error);
  } finally {
    clearTimeout(timer);
  }
}

function statedBy(headers: Headers, before: Stated): Stated {
  const etag = text(headers['x-linked-etag']).replace(/^W\//, '').replaceAll('"', '');
  const size = text(headers['x-linked-size']);
  return {
    sha256: before.sha256 ?? (/^[0-9a-f]{64}$/.test(etag) ? etag : undefined),
    totalBytes: before.totalBytes ?? (/^\d+$/.test(size) ? Number(size) : undefined),
  };
}

async function usable(
  response: Dispatcher.ResponseData,
  asked: HubAddress & { readonly origin: string; readonly stated: Stated },
): Promise<HubStream> {
  const { statusCode, headers, body } = response;
  if (statusCode !== 200 && statusCode !== 206) {
    await body.dump();
    throw refusal(statusCode, asked);
  }
  if (/^text\/html/.test(text(headers['content-type']))) {
    await body.dump();
    throw new SourceError(`${asked.origin} answered with a web page: a proxy or a login stands in between`, false);
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text(headers['content-range']));
  const length = Number(text(headers['content-length']) || Number.NaN);
  const start = statusCode === 206 ? Number(range?.[1] ?? Number.NaN) : 0;
  if (Number.isNaN(start)) {
    await body.dump();
    throw new SourceError(`${asked.origin} does not say which part of the file it sends`, false);
  }
  const total = Number.isNaN(length) ? undefined : start + length;
  return { body, start, totalBytes: asked.stated.totalBytes ?? total, sha256: asked.stated.sha256 };
}

function refusal(status: number, asked: HubAddress & { readonly origin: string }): SourceError {
  const name = `${asked.repo}/${asked.at}`;
  if (status === 401 || status === 403) {
    return new SourceError(`the hub does not give \`${name}\` out (${status}): set HF_TOKEN to a key that may`, false);
  }
  if (status === 404) return new SourceError(`the hub has no \`${name}\` (404)`, false);
  return new SourceError(`${asked.origin} answered ${status} for \`${name}\``, status === 429 || status >= 500);
}
