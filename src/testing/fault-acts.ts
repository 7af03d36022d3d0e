/** What a provider can do instead of answering well: each fault by name, as an act on a real connection. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Asked, answerBody, errorBody, type Told } from './fault-wire.ts';

/** One call that a fault acts on. */
export interface Scene {
  readonly asked: Asked;
  /** The answer that would have gone out. */
  readonly told: Told;
  readonly response: ServerResponse;
  /** Milliseconds that holds, drips and waits are told in: short in tests, long in trials. */
  readonly tickMs: number;
}

/** Tokens that the provider bills for what it did. */
type Billed = 'all' | 'nothing';
type Act = (scene: Scene) => Billed;

const bytesOf = (scene: Scene, over: Partial<Told> = {}): Buffer =>
  Buffer.from(JSON.stringify(answerBody(scene.asked.dialect, { ...scene.told, ...over })));

function send(
  scene: Scene,
  body: Buffer | string,
  over: { status?: number; headers?: Record<string, string> } = {},
): void {
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...over.headers,
  };
  scene.response.writeHead(over.status ?? 200, headers).end(body);
}

const answers =
  (over: Partial<Told> | ((told: Told) => Partial<Told>) = {}): Act =>
  (scene) => {
    send(scene, bytesOf(scene, typeof over === 'function' ? over(scene.told) : over));
    return 'all';
  };

interface Refused {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly headers?: (scene: Scene) => Record<string, string>;
  readonly details?: (scene: Scene) => object[];
}

const refuses =
  ({ status, code = 'error', message = `error ${status}`, headers, details }: Refused): Act =>
  (scene) => {
    const error = { status, code, message, ...(details === undefined ? {} : { details: details(scene) }) };
    send(scene, JSON.stringify(errorBody(scene.asked.dialect, error)), { status, headers: headers?.(scene) ?? {} });
    return 'nothing';
  };

const limited = (headers: Refused['headers'], details?: Refused['details']): Act =>
  refuses({
    status: 429,
    code: 'rate_limit_error',
    message: 'You sent requests too quickly.',
    ...(headers === undefined ? {} : { headers }),
    ...(details === undefined ? {} : { details }),
  });

/** Bytes of an answer with its text in place of a mark, so that it can be any bytes at all. */
function withBytes(scene: Scene, text: Buffer): Buffer {
  const [before, after] = bytesOf(scene, { text: '@@' }).toString().split('@@');
  return Buffer.concat([Buffer.from(before!), text, Buffer.from(after!)]);
}

const holds =
  (share: number): Act =>
  (scene) => {
    const body = bytesOf(scene);
    if (share > 0) {
      scene.response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
      scene.response.write(body.subarray(0, Math.floor(body.length * share)));
    }
    return 'all';
  };

const retryInfo = (delay: string) => [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: delay }];
const seconds = (scene: Scene): number => Math.max(0.001, scene.tickMs / 1000);

/** Faults by name. Numbers in the comments are the fault classes that the design lists. */
export const acts = {
  // 1, 2: asked to slow down, in every form
  'rate-limit-seconds': limited((scene) => ({ 'retry-after': String(Math.ceil(seconds(scene))) })),
  'rate-limit-date': limited((scene) => {
    // Whole seconds only; a server whose clock is an hour off tells its own time beside it.
    const now = Date.now() + 3_600_000;
    return {
      date: new Date(now).toUTCString(),
      'retry-after': new Date(now + Math.max(1000, scene.tickMs)).toUTCString(),
    };
  }),
  'rate-limit-ms': limited((scene) => ({ 'retry-after-ms': String(scene.tickMs) })),
  'rate-limit-openai': limited((scene) => ({
    'x-ratelimit-remaining-requests': '12',
    'x-ratelimit-reset-requests': '6m0s',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': `${scene.tickMs}ms`,
  })),
  'rate-limit-anthropic': limited((scene) => ({
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-input-tokens-reset': new Date(Date.now() + 1000 + scene.tickMs).toISOString(),
  })),
  'rate-limit-gemini': limited(undefined, (scene) => retryInfo(`${seconds(scene)}s`)),
  'rate-limit-nonsense': limited(() => ({
    'retry-after': 'soon',
    'x-ratelimit-remaining-tokens': '-1',
    'x-ratelimit-reset-tokens': '-1',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '0',
  })),
  // 3: money and the quota of the day
  'no-credit': refuses({
    status: 429,
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan.',
  }),
  'spend-limit': refuses({
    status: 429,
    code: 'enforced_spend_limit_reached',
    message: 'Your spend limit was reached: enforced_spend_limit_reached',
  }),
  'daily-quota': limited(undefined, () => [
    { '@type': 'QuotaFailure', violations: [{ quotaId: 'GenerateRequestsPerDayPerModel' }] },
    ...retryInfo('35640s'),
  ]),
  'long-wait': limited(() => ({ 'retry-after': '36000' })),
  'payment-required': refuses({ status: 402, message: 'Payment required.' }),
  // 4, 5: the provider's side
  'error-500': refuses({ status: 500 }),
  'error-502': (scene) => {
    send(scene, '<html><head><title>502 Bad Gateway</title></head></html>', {
      status: 502,
      headers: { 'content-type': 'text/html' },
    });
    return 'nothing';
  },
  'error-503': refuses({ status: 503, headers: (scene) => ({ 'retry-after': String(Math.ceil(seconds(scene))) }) }),
  'error-504': refuses({ status: 504 }),
  'error-529': refuses({ status: 529, code: 'overloaded_error', message: 'Overloaded' }),
  'error-408': refuses({ status: 408 }),
  'error-409': refuses({ status: 409 }),
  'error-425': refuses({ status: 425 }),
  reset: (scene) => {
    scene.response.socket?.resetAndDestroy();
    return 'nothing';
  },
  // 6, 24: silence
  hang: holds(0),
  stall: holds(0.5),
  drip: (scene) => {
    const body = bytesOf(scene);
    scene.response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    let sent = 0;
    const timer = setInterval(() => {
      if (sent >= body.length || scene.response.destroyed) return clearInterval(timer);
      scene.response.write(body.subarray(sent, ++sent));
    }, scene.tickMs);
    scene.response.once('close', () => clearInterval(timer));
    return 'all';
  },
  // 7: cut in the middle, with a length and without one; an error in a 200
  cut: (scene) => {
    holds(0.6)(scene);
    setTimeout(() => scene.response.socket?.destroy(), 5);
    return 'all';
  },
  'cut-chunked': (scene) => {
    const body = bytesOf(scene);
    scene.response.writeHead(200, { 'content-type': 'application/json' });
    scene.response.write(body.subarray(0, body.length >> 1));
    setTimeout(() => scene.response.socket?.destroy(), 5);
    return 'all';
  },
  'closed-early': (scene) => {
    // Ends in good order, but with half of the JSON.
    const body = bytesOf(scene);
    send(scene, body.subarray(0, body.length >> 1));
    return 'all';
  },
  'error-in-200': (scene) => {
    send(
      scene,
      JSON.stringify(
        errorBody(scene.asked.dialect, { status: 502, code: 'server_error', message: 'Provider returned error' }),
      ),
    );
    return 'nothing';
  },
  'split-utf8': (scene) => {
    const body = bytesOf(scene, { text: 'Grüße, 世界 👋' });
    scene.response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    for (const byte of body) scene.response.write(Buffer.of(byte));
    scene.response.end();
    return 'all';
  },
  // 8, 9, 10: whole, and of no use
  length: answers((told) => ({ finish: 'length', text: told.text.slice(0, told.text.length >> 1) })),
  empty: answers({ text: '' }),
  'empty-length': answers({ text: '', finish: 'length' }),
  filter: answers({ text: '', finish: 'content_filter' }),
  refusal: answers({ text: '', refusal: 'I cannot help with that.', finish: 'content_filter' }),
  'policy-400': refuses({
    status: 400,
    code: 'content_policy_violation',
    message: 'Your request was rejected by the content policy.',
  }),
  'moderation-403': refuses({ status: 403, message: 'Your input was flagged by moderation.' }),
  // 11: JSON with faults of its own
  fenced: answers((told) => ({ text: `Here it is:\n\`\`\`json\n${told.text}\n\`\`\`\nAnything else?` })),
  'trailing-comma': answers((told) => ({ text: told.text.replace(/\}\s*$/, ',}') })),
  'broken-json': answers((told) => ({ text: told.text.slice(0, -1) })),
  'duplicate-key': answers((told) => ({ text: told.text.replace(/^\{("[^"]+":)/, '{$1 null, $1') })),
  'not-json-text': answers({ text: 'I would rather tell a story.' }),
  // 12
  'wrong-model': answers({ model: 'another-model-entirely' }),
  // 13
  'bad-key': refuses({ status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided.' }),
  forbidden: refuses({ status: 403, message: 'Project has no access.' }),
  'no-model': refuses({ status: 404, code: 'model_not_found', message: 'The model does not exist.' }),
  // 14
  'too-long-400': refuses({
    status: 400,
    code: 'context_length_exceeded',
    message: 'This model’s maximum context length is 8192 tokens.',
  }),
  'too-long-413': refuses({ status: 413, message: 'Request too large.' }),
  'bad-request-422': refuses({ status: 422, message: 'Unsupported value: temperature.' }),
  'no-schema': refuses({ status: 400, message: 'response_format json_schema is not supported by this server.' }),
  'no-logprobs': refuses({ status: 400, message: 'logprobs is not supported with this model.' }),
  'no-seed': refuses({ status: 422, message: 'Extra inputs are not permitted: seed' }),
  'no-max-tokens': refuses({
    status: 400,
    message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
  }),
  // 18: bytes that are no answer
  html: (scene) => {
    send(scene, '<!doctype html><html><head><title>Sign in</title></head></html>', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    return 'nothing';
  },
  'not-utf8': (scene) => {
    send(scene, withBytes(scene, Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x28])));
    return 'all';
  },
  'lone-surrogate': (scene) => {
    send(scene, withBytes(scene, Buffer.from('a\\ud83d b')));
    return 'all';
  },
  nul: (scene) => {
    send(scene, withBytes(scene, Buffer.from('a\\u0000b')));
    return 'all';
  },
  bom: (scene) => {
    send(scene, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(scene)]));
    return 'all';
  },
  huge: (scene) => {
    scene.response.writeHead(200, { 'content-type': 'application/json' });
    const block = Buffer.alloc(1 << 20, 0x20);
    const more = (left: number): void => {
      if (left === 0 || scene.response.destroyed) return void scene.response.end();
      scene.response.write(block, () => more(left - 1));
    };
    more(100);
    return 'all';
  },
  'gzip-bomb': (scene) => {
    send(scene, bomb(), { headers: { 'content-encoding': 'gzip' } });
    return 'all';
  },
  gzip: (scene) => {
    send(scene, gzipSync(bytesOf(scene)), { headers: { 'content-encoding': 'gzip' } });
    return 'all';
  },
  // 19
  'no-usage': answers({ usage: undefined }),
  'zero-usage': answers({ usage: { input: 0, output: 0 } }),
  'absurd-usage': answers({ usage: { input: -5, output: 1e15 } }),
  // 23
  redirect: (scene) => {
    send(scene, '', { status: 307, headers: { location: 'http://evil.example.com/v1/chat/completions' } });
    return 'nothing';
  },
  'proxy-407': refuses({ status: 407, message: 'Proxy authentication required.' }),
} satisfies Record<string, Act>;

export type ActName = keyof typeof acts;

/** 100 MB of spaces in 100 kB: one packed megabyte, again and again, which gzip allows. */
const bomb = (): Buffer => {
  const megabyte = gzipSync(Buffer.alloc(1 << 20, 0x20));
  return Buffer.concat(Array.from({ length: 100 }, () => megabyte));
};
