import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Fault } from '../core/errors.ts';
import type { Backend, Reply, Request } from '../core/model.ts';
import { type ModelSpec, modelSchema } from '../core/recipe.ts';
import type { ActName } from '../testing/fault-acts.ts';
import { type FaultServer, type FaultServerOptions, startFaultServer } from '../testing/fault-server.ts';
import { jsonSchemaOf } from './answers/schema-text.ts';
import { compatibleBackend } from './compatible.ts';
import { paced } from './paced.ts';
import { askStructured } from './structured.ts';

/** Seconds; beyond what a busy machine takes. */
const PATIENT = { connect: 10, firstByte: 10, idle: 10, total: 30 };

const open: { close(): Promise<void> }[] = [];
// A proxy of the machine that tests run on is none of theirs.
beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of open.splice(0)) await each.close();
});

async function setUp(
  options: FaultServerOptions = {},
  over: Partial<ModelSpec> = {},
  key?: string,
): Promise<{ server: FaultServer; backend: Backend }> {
  const server = await startFaultServer(options);
  const timeouts = { ...PATIENT, ...over.timeouts };
  const spec = modelSchema.parse({ use: 'compatible/tiny-chat', baseUrl: server.baseUrl, ...over, timeouts });
  const backend = compatibleBackend('teacher', spec, key);
  open.push(backend, server);
  return { server, backend };
}

const request: Request = {
  messages: [
    { role: 'system', content: 'You are terse.' },
    { role: 'user', content: 'Say something about rivers.' },
  ],
  maxTokens: 200,
  seed: 0xffff_fffe,
};
const never = new AbortController().signal;

async function faultOf(asking: Promise<Reply>): Promise<Fault> {
  const error = await asking.then(
    () => undefined,
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

/** Fault class of the design, what the server does, the code, and what the message or raw text has to tell. */
const NAMED = /compatible\/tiny-chat/;

const table: readonly (readonly [number, ActName, string, RegExp])[] = [
  [3, 'no-credit', 'out-of-money', /current quota/],
  [3, 'spend-limit', 'out-of-money', NAMED],
  [3, 'payment-required', 'out-of-money', NAMED],
  [3, 'long-wait', 'out-of-money', NAMED],
  [4, 'error-500', 'overloaded', /500/],
  [4, 'error-502', 'overloaded', /502 a web page, “502 Bad Gateway”/],
  [4, 'error-504', 'overloaded', NAMED],
  [4, 'error-529', 'overloaded', /Overloaded/],
  [5, 'error-408', 'timed-out', NAMED],
  [5, 'error-409', 'overloaded', NAMED],
  [5, 'error-425', 'overloaded', NAMED],
  [5, 'reset', 'unreachable', NAMED],
  [6, 'hang', 'timed-out', /no first byte within 0.15 s/],
  [6, 'stall', 'timed-out', /0.15 s of silence/],
  [7, 'cut', 'cut-off', NAMED],
  [7, 'cut-chunked', 'cut-off', NAMED],
  [7, 'closed-early', 'bad-response', /not JSON/],
  [7, 'error-in-200', 'overloaded', /Provider returned error/],
  [10, 'policy-400', 'refused', NAMED],
  [10, 'moderation-403', 'refused', NAMED],
  [12, 'wrong-model', 'wrong-model', /another-model-entirely/],
  [13, 'bad-key', 'unauthorised', /Incorrect API key/],
  [13, 'forbidden', 'unauthorised', NAMED],
  [13, 'no-model', 'no-such-model', NAMED],
  [14, 'too-long-400', 'too-long', /8192/],
  [14, 'too-long-413', 'too-long', NAMED],
  [14, 'bad-request-422', 'bad-request', /temperature/],
  [18, 'html', 'bad-response', /text\/html.*Sign in/],
  [18, 'not-utf8', 'bad-response', /not UTF-8/],
  [18, 'lone-surrogate', 'bad-response', /broken character/],
  [18, 'nul', 'bad-response', /broken character/],
  [18, 'huge', 'bad-response', /larger than 32 MB/],
  [18, 'gzip-bomb', 'bad-response', /larger than 32 MB/],
  [23, 'redirect', 'bad-response', /redirect to evil.example.com, not followed/],
  [23, 'proxy-407', 'bad-response', /407/],
  [24, 'drip', 'timed-out', /whole call took more than/],
];

/** The one timer that each kind of silence has to set off, in seconds; the others are out of reach. */
const SILENT: Readonly<Record<string, object>> = {
  hang: { firstByte: 0.15 },
  stall: { idle: 0.15 },
  drip: { total: 0.5 },
};

test.each(table)('fault class %s: %s is %s', async (_, act, code, tells) => {
  const { server, backend } = await setUp({ script: [act] }, { timeouts: { ...PATIENT, ...SILENT[act] } });
  const found = await faultOf(backend.complete(request, never));
  expect(found.code).toBe(code);
  expect(found.message).toMatch(tells);
  expect(server.calls).toHaveLength(1);
  // What comes after it on the same backend is not disturbed.
  if (SILENT[act] === undefined) expect((await backend.complete(request, never)).finish).toBe('stop');
});

const waits: readonly (readonly [number, ActName, number, number])[] = [
  [1, 'rate-limit-seconds', 5000, 5000],
  [1, 'rate-limit-date', 4000, 6000],
  [1, 'rate-limit-ms', 4700, 4700],
  [2, 'rate-limit-openai', 4700, 4700],
  [2, 'rate-limit-anthropic', 4700, 6700],
  [4, 'error-503', 5000, 5000],
];

test.each(waits)('fault class %s: %s asks for %s to %s ms', async (_, act, least, most) => {
  const { backend } = await setUp({ script: [act], tickMs: 4700 });
  const { remedy, retryAfterMs } = await faultOf(backend.complete(request, never));
  expect(remedy).toBe('retry');
  expect(retryAfterMs).toBeGreaterThanOrEqual(least);
  expect(retryAfterMs).toBeLessThanOrEqual(most);
});

test('fault class 2: nonsense in rate headers is passed over', async () => {
  const { backend } = await setUp({ script: ['rate-limit-nonsense'] });
  expect(await faultOf(backend.complete(request, never))).toMatchObject({
    code: 'rate-limited',
    retryAfterMs: undefined,
  });
});

const whole: readonly (readonly [number, ActName, Partial<Reply>])[] = [
  [7, 'split-utf8', { text: 'Grüße, 世界 👋', finish: 'stop' }],
  [8, 'length', { finish: 'length' }],
  [9, 'empty', { text: '', finish: 'stop' }],
  [9, 'empty-length', { text: '', finish: 'length' }],
  [10, 'filter', { text: '', finish: 'filter' }],
  [10, 'refusal', { text: 'I cannot help with that.', finish: 'filter' }],
  [18, 'bom', { finish: 'stop' }],
  [18, 'gzip', { finish: 'stop' }],
  [19, 'no-usage', { finish: 'stop' }],
  [19, 'zero-usage', { finish: 'stop' }],
  [19, 'absurd-usage', { finish: 'stop' }],
];

test.each(whole)('fault class %s: %s is told as it is', async (number, act, expected) => {
  const { server, backend } = await setUp({ script: [act] }, {});
  const reply = await backend.complete(request, never);
  expect(reply).toMatchObject(expected);
  expect(reply.tokens.estimated ?? false).toBe(number === 19);
  expect(reply.tokens.input).toBeGreaterThan(5);
  if (number !== 19) expect(reply.tokens).toEqual(server.calls[0]!.billed);
});

const mended: readonly (readonly [number, ActName, string])[] = [
  [11, 'fenced', 'removed a code fence'],
  [11, 'trailing-comma', 'mended JSON syntax'],
  [11, 'broken-json', 'asked again'],
  [11, 'duplicate-key', 'asked again'],
  [11, 'not-json-text', 'asked again'],
];

test.each(mended)('fault class %s: %s ends in a checked value', async (_, act, repair) => {
  const { backend } = await setUp({ script: [act] }, { structured: 'prompt' });
  const schema = z.object({ title: z.string(), stars: z.int().min(1).max(5) });
  // The server makes values of schemas that it is shown; here it is shown one and still answers with a fault.
  const enforce = { schema: jsonSchemaOf(schema) };
  const complete = async (asked: Request) => ({
    ...(await backend.complete({ ...asked, ...enforce }, never)),
    costUsd: 0,
    cached: false,
  });
  const answer = await askStructured({ prompt: 'Review a book.', schema }, { can: backend.can, complete });
  expect(schema.parse(answer.value)).toEqual(answer.value);
  expect(answer.repairs.join('; ')).toContain(repair);
});

test('fault classes 1 to 7 together: paced over a storm, every call ends in an answer or a fault that parks', async () => {
  const { server, backend } = await setUp(
    { profile: 'storm', seed: 3, tickMs: 2 },
    { timeouts: { connect: 10, firstByte: 0.15, idle: 0.15, total: 1 } },
  );
  const model = paced(backend, { retries: 8, random: () => 0.01 });
  const asked = Array.from(
    { length: 40 },
    (_, nth): Request => ({ ...request, messages: [{ role: 'user', content: `Number ${nth}` }] }),
  );
  const ended = await Promise.allSettled(asked.map((each) => model.complete(each, never)));
  const answered = ended.filter((each) => each.status === 'fulfilled').length;
  expect(answered).toBeGreaterThanOrEqual(39);
  expect(server.calls.length).toBeGreaterThan(48);
  expect(server.calls.filter((call) => call.whole).length).toBeGreaterThanOrEqual(answered - 10);
});

test('what is sent: the request in the provider’s words, and the key to its host alone', async () => {
  const { server, backend } = await setUp({}, { reasoning: 'low' }, 'secret-key-1234');
  const schema = jsonSchemaOf(z.object({ a: z.string(), b: z.string().optional() }));
  await backend.complete({ ...request, temperature: 0.3, stop: ['END'], schema, logprobs: true }, never);
  const [call] = server.calls;
  expect(call!.headers.authorization).toBe('Bearer secret-key-1234');
  expect(call!.body).toEqual({
    model: 'tiny-chat',
    messages: request.messages,
    max_tokens: 200,
    seed: 0x7fff_ffff,
    temperature: 0.3,
    stop: ['END'],
    reasoning_effort: 'low',
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: false, schema } },
    logprobs: true,
  });
});

test('a key that the provider echoes is not repeated', async () => {
  const { backend } = await setUp({ script: ['wrong-model'], text: 'x secret-key-1234' }, {}, 'another-model-entirely');
  expect((await faultOf(backend.complete(request, never))).message).not.toContain('another-model-entirely');
});

test('logprobs come one a token; probabilities of choices from the likeliest first tokens', async () => {
  const { backend } = await setUp();
  const { logprobs } = await backend.complete({ ...request, logprobs: true }, never);
  expect(logprobs!.length).toBeGreaterThan(3);
  for (const each of logprobs!) expect(each).toBeLessThanOrEqual(0);
  const messages = [
    { role: 'user' as const, content: 'Judge.\n\nAnswer with exactly one of these, and nothing else: good | bad' },
  ];
  const reply = await backend.complete({ ...request, messages, choices: ['good', 'bad'] }, never);
  expect(reply.probabilities![reply.text]).toBeGreaterThan(0.5);
});

test('an endpoint without schemas is remembered, for all roles that use it', async () => {
  const { server, backend } = await setUp({ script: ['no-schema'] });
  const spec = modelSchema.parse({ use: 'compatible/tiny-chat', baseUrl: server.baseUrl, timeouts: { connect: 2 } });
  const other = compatibleBackend('judge', spec);
  open.unshift(other);
  expect([backend.can.schema, other.can.schema]).toEqual(['grammar', 'grammar']);
  const schema = z.object({ a: z.string() });
  const complete = async (asked: Request) => ({
    ...(await backend.complete(asked, never)),
    text: '{"a":"b"}',
    costUsd: 0,
    cached: false,
  });
  expect((await askStructured({ prompt: 'Make one.', schema }, { can: backend.can, complete })).value).toEqual({
    a: 'b',
  });
  expect([backend.can.schema, other.can.schema]).toEqual(['none', 'none']);
  expect(server.calls).toHaveLength(2);
});

test('parts that an endpoint refuses are left out, at once and from then on', async () => {
  const { server, backend } = await setUp({ script: ['no-logprobs', 'no-seed', 'no-max-tokens'] });
  await backend.complete({ ...request, choices: ['good', 'bad'] }, never);
  await backend.complete({ ...request, logprobs: true }, never);
  const keys = server.calls.map((call) => Object.keys(call.body as object).join(' '));
  expect(keys).toEqual([
    'model messages max_tokens seed logprobs top_logprobs',
    'model messages max_tokens seed',
    'model messages max_tokens',
    'model messages max_completion_tokens',
    'model messages max_completion_tokens',
  ]);
  expect(backend.can.logprobs).toBe(false);
});

test('calls that are out together all learn it, and none is lost', async () => {
  const answer = { model: 'm', choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] };
  const picky = createServer(async (call, response) => {
    const refuses = (await text(call)).includes('logprobs');
    response.writeHead(refuses ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(refuses ? { error: { message: 'logprobs is not supported' } } : answer));
  }).listen(0, '127.0.0.1');
  await once(picky, 'listening');
  const baseUrl = `http://127.0.0.1:${(picky.address() as AddressInfo).port}/v1`;
  const backend = compatibleBackend('teacher', modelSchema.parse({ use: 'compatible/m', baseUrl }));
  open.push(backend, { close: async () => void picky.close() });
  const asked = Array.from({ length: 30 }, () => backend.complete({ ...request, logprobs: true }, never));
  expect((await Promise.all(asked)).map((reply) => reply.text)).toEqual(Array.from({ length: 30 }, () => 'Hi'));
});

test('an endpoint that goes on refusing what it no longer gets is believed', async () => {
  const { server, backend } = await setUp({ script: ['no-seed', 'no-seed', 'no-seed'] });
  expect((await faultOf(backend.complete(request, never))).code).toBe('bad-request');
  expect(server.calls).toHaveLength(2);
});

test('a proxy of the environment is used for hosts that are not one’s own', async () => {
  const { server } = await setUp();
  const asked: string[] = [];
  const proxy = createServer().listen(0, '127.0.0.1');
  proxy.on('connect', (call: IncomingMessage, client: Socket) => {
    asked.push(call.url ?? '');
    const target = connect(server.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
  });
  await once(proxy, 'listening');
  vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  const backend = compatibleBackend(
    'teacher',
    modelSchema.parse({ use: 'compatible/m', baseUrl: 'http://models.example.com/v1' }),
  );
  try {
    expect((await backend.complete(request, never)).finish).toBe('stop');
    expect(asked).toEqual(['models.example.com:80']);
  } finally {
    await backend.close();
    proxy.close();
  }
});

test('a version of the model is the model; any model is fine where the recipe says so', async () => {
  const { backend } = await setUp({ script: ['wrong-model'] }, { anyModel: true });
  expect((await backend.complete(request, never)).served).toBe('another-model-entirely');
});

test('stopping ends a call at once and says so', async () => {
  const { server, backend } = await setUp({ script: ['hang'] }, {});
  const stop = new AbortController();
  const asking = backend.complete(request, stop.signal);
  while (server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect(await faultOf(asking)).toMatchObject({ code: 'stopped' });
  expect(await faultOf(backend.complete(request, stop.signal))).toMatchObject({ code: 'stopped' });
});

test('nobody there, no such name, a link-local address: unreachable', async () => {
  const { server } = await setUp();
  await server.close();
  for (const baseUrl of [server.baseUrl, 'http://no-such-host.invalid/v1']) {
    const backend = compatibleBackend('teacher', modelSchema.parse({ use: 'compatible/m', baseUrl }));
    open.push(backend);
    expect(await faultOf(backend.complete(request, never))).toMatchObject({ code: 'unreachable' });
  }
});

test.each([
  [undefined, /needs `baseUrl`/],
  ['ftp://example.com/v1', /http/],
  ['https://user:pass@example.com/v1', /password/],
  ['http://169.254.169.254/v1', /link-local/],
  ['http://[fd00:ec2::254]/v1', /link-local/],
  ['http://api.example.com/v1', /in the clear/],
])('the base URL %s is refused before anything is sent', (baseUrl, reason) => {
  const spec = modelSchema.parse({ use: 'compatible/m', ...(baseUrl === undefined ? {} : { baseUrl }) });
  expect(() => compatibleBackend('teacher', spec, 'key')).toThrow(reason);
});
