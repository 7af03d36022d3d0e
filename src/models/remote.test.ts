import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { Fault } from '../core/errors.ts';
import type { Backend, Reply, Request } from '../core/model.ts';
import { type ModelSpec, modelSchema } from '../core/recipe.ts';
import type { ActName } from '../testing/fault-acts.ts';
import { type FaultServer, type FaultServerOptions, startFaultServer } from '../testing/fault-server.ts';
import { jsonSchemaOf } from './answers/schema-text.ts';
import { remoteBackend } from './remote.ts';
import { askStructured } from './structured.ts';

const MODELS = ['openai/gpt-4o', 'openai/gpt-5-pro', 'anthropic/claude-sonnet-4-5', 'google/gemini-2.5-flash'] as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function setUp(
  use: string,
  options: FaultServerOptions = {},
  over: Partial<ModelSpec> = {},
): Promise<{ server: FaultServer; backend: Backend }> {
  const server = await startFaultServer(options);
  const spec = modelSchema.parse({ use, baseUrl: server.baseUrl, ...over });
  const backend = remoteBackend('teacher', spec, 'secret-key-1234');
  open.push(backend, server);
  return { server, backend };
}

const request: Request = {
  messages: [
    { role: 'system', content: 'You are terse.' },
    { role: 'user', content: 'Say something about rivers.' },
    { role: 'assistant', content: 'They flow.' },
    { role: 'user', content: 'More.' },
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

test.each(MODELS)('%s answers, with its tokens and its name', async (use) => {
  const { server, backend } = await setUp(use);
  const reply = await backend.complete(request, never);
  expect(reply).toMatchObject({
    finish: 'stop',
    served: use.slice(use.indexOf('/') + 1),
    tokens: server.calls[0]!.billed,
  });
  expect(reply.text.length).toBeGreaterThan(10);
  expect(server.calls).toHaveLength(1);
  expect(JSON.stringify(server.calls[0]!.headers)).toContain('secret-key-1234');
  expect(JSON.stringify(server.calls[0]!.body)).toContain('You are terse.');
});

test.each(MODELS)('%s gets the schema in its own mode, and the value fits', async (use) => {
  const { server, backend } = await setUp(use);
  // No ranges: Anthropic's mode takes none, the SDK moves them into descriptions, and this server reads none.
  const schema = z.object({ title: z.string(), stars: z.int(), tags: z.array(z.string()) });
  const complete = async (asked: Request) => ({ ...(await backend.complete(asked, never)), costUsd: 0, cached: false });
  const answer = await askStructured({ prompt: 'Review a book.', schema }, { can: backend.can, complete });
  expect(schema.parse(answer.value)).toEqual(answer.value);
  expect(answer.repairs).toEqual([]);
  expect(JSON.stringify(server.calls[0]!.body)).toContain('"stars"');
});

/** Fault class, what the server does, the code; the same for every provider, whatever its wire looks like. */
const table: readonly (readonly [number, ActName, string])[] = [
  [1, 'rate-limit-seconds', 'rate-limited'],
  [3, 'payment-required', 'out-of-money'],
  [3, 'long-wait', 'out-of-money'],
  [4, 'error-500', 'overloaded'],
  [4, 'error-502', 'overloaded'],
  [4, 'error-529', 'overloaded'],
  [5, 'reset', 'unreachable'],
  [6, 'hang', 'timed-out'],
  [6, 'stall', 'timed-out'],
  [7, 'cut', 'cut-off'],
  [7, 'closed-early', 'bad-response'],
  [10, 'policy-400', 'refused'],
  [12, 'wrong-model', 'wrong-model'],
  [13, 'bad-key', 'unauthorised'],
  [13, 'no-model', 'no-such-model'],
  [14, 'too-long-400', 'too-long'],
  [18, 'html', 'bad-response'],
  [18, 'not-utf8', 'bad-response'],
  [18, 'lone-surrogate', 'bad-response'],
  [18, 'gzip-bomb', 'bad-response'],
  [23, 'redirect', 'bad-response'],
];
/** The one timer that each kind of silence has to set off, in seconds. */
const SILENT: Readonly<Record<string, object>> = { hang: { firstByte: 0.15 }, stall: { idle: 0.15 } };
const PATIENT = { connect: 10, firstByte: 10, idle: 10, total: 30 };

test.each(MODELS.flatMap((use) => table.map((row) => [use, ...row] as const)))(
  '%s, fault class %s: %s is %s, sent once',
  async (use, _, act, code) => {
    const { server, backend } = await setUp(use, { script: [act] }, { timeouts: { ...PATIENT, ...SILENT[act] } });
    expect((await faultOf(backend.complete(request, never))).code).toBe(code);
    expect(server.calls).toHaveLength(1);
  },
);

test.each([
  ['openai/gpt-4o', 'rate-limit-openai'],
  ['anthropic/claude-sonnet-4-5', 'rate-limit-anthropic'],
  ['google/gemini-2.5-flash', 'rate-limit-gemini'],
] as const)('fault class 2: %s tells in its own way how long to wait', async (use, act) => {
  const { backend } = await setUp(use, { script: [act], tickMs: 4700 });
  const { code, retryAfterMs } = await faultOf(backend.complete(request, never));
  expect(code).toBe('rate-limited');
  expect(retryAfterMs).toBeGreaterThanOrEqual(4700);
  expect(retryAfterMs).toBeLessThanOrEqual(6700);
});

test('fault class 3: the quota of the day is told apart from that of the minute', async () => {
  const { backend } = await setUp('google/gemini-2.5-flash', { script: ['daily-quota'] });
  expect((await faultOf(backend.complete(request, never))).code).toBe('out-of-money');
});

test.each(MODELS)(
  'fault classes 8 to 10 and 19: %s tells length, emptiness, refusal and missing usage as they are',
  async (use) => {
    const { backend } = await setUp(use, { script: ['length', 'empty', 'filter', 'absurd-usage'] });
    const ask = () => backend.complete(request, never);
    expect((await ask()).finish).toBe('length');
    expect(await ask()).toMatchObject({ text: '', finish: 'stop' });
    expect((await ask()).finish).toBe('filter');
    const odd = await ask();
    expect(odd.tokens.estimated).toBe(true);
    expect(odd.tokens.input).toBeGreaterThan(5);
  },
);

test('OpenAI’s refusal is one, and its logprobs are given', async () => {
  const { backend } = await setUp('openai/gpt-4o', { script: ['refusal'] });
  expect((await backend.complete(request, never)).finish).toBe('filter');
  const { logprobs } = await backend.complete({ ...request, logprobs: true }, never);
  expect(logprobs!.length).toBeGreaterThan(2);
  const messages = [
    { role: 'user' as const, content: 'Judge.\n\nAnswer with exactly one of these, and nothing else: good | bad' },
  ];
  const reply = await backend.complete({ ...request, messages, choices: ['good', 'bad'] }, never);
  expect(reply.probabilities![reply.text]).toBeGreaterThan(0.5);
});

test('strict where the schema allows it, seeds of 31 bits, no SDK retries, a step down when schemas are refused', async () => {
  const { server, backend } = await setUp('openai/gpt-4o', { script: ['ok', 'ok', 'no-schema'] });
  await backend.complete({ ...request, schema: jsonSchemaOf(z.object({ a: z.string() })) }, never);
  await backend.complete({ ...request, schema: jsonSchemaOf(z.object({ a: z.string().optional() })) }, never);
  const strict = server.calls.map(
    (call) =>
      (call.body as { response_format: { json_schema: { strict: boolean } } }).response_format.json_schema.strict,
  );
  expect(strict).toEqual([true, false]);
  expect(server.calls[0]!.body).toMatchObject({ seed: 0x7fff_ffff, max_tokens: 200 });
  expect(backend.can.schema).toBe('native');
  await faultOf(backend.complete({ ...request, schema: jsonSchemaOf(z.object({ a: z.string() })) }, never));
  expect(backend.can.schema).toBe('none');
});

test('stopping ends a call at once', async () => {
  const { server, backend } = await setUp('anthropic/claude-sonnet-4-5', { script: ['hang'] });
  const stop = new AbortController();
  const asking = backend.complete(request, stop.signal);
  while (server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect((await faultOf(asking)).code).toBe('stopped');
});
