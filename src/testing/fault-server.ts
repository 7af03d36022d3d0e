/** A model server that misbehaves on command, over real sockets, and keeps its own ledger as a witness. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canonical, hashText } from '../core/recipe.ts';
import { between, drawFrom, pick } from '../models/scripted/seeded.ts';
import { valueFor } from '../models/scripted/value.ts';
import { prose, topicsOf } from '../models/scripted/words.ts';
import { estimateTokens } from '../text/token-estimate.ts';
import { type ActName, acts, type Scene } from './fault-acts.ts';
import { drawFault, type Profile, profiles } from './fault-profiles.ts';
import { type Asked, answerBody, dialectOf, readAsked, type Told } from './fault-wire.ts';

export interface FaultServerOptions {
  readonly seed?: number;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Faults for the first calls, in the order they arrive; `ok` is a good answer. After them the profile rules. */
  readonly script?: readonly (ActName | 'ok')[];
  /** A mix by name, or shares of one's own; `calm` when absent. */
  readonly profile?: keyof typeof profiles | Profile;
  /** Time that a good answer takes. */
  readonly delayMs?: number;
  /** Length of waits that faults ask for, and between the bytes of a drip. */
  readonly tickMs?: number;
  /** Where arrivals and ends are appended, one JSON line each, before the answer goes out. */
  readonly ledger?: string;
  /** Text to answer with instead of what is made up. */
  readonly text?: string;
}

/** One call as the server saw it. */
export interface Witnessed {
  readonly nth: number;
  /** SHA-256 of the body as canonical JSON, 32 digits. */
  readonly hash: string;
  /** How often this body had arrived before. */
  readonly attempt: number;
  readonly atMs: number;
  readonly act: ActName | 'ok';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Tokens that a provider would bill. */
  billed: { readonly input: number; readonly output: number };
  /** True when every byte of a well-formed completion was handed to the network and the client had not gone. */
  whole: boolean;
}

export interface FaultServer {
  readonly port: number;
  /** Such as http://127.0.0.1:43210/v1. */
  readonly baseUrl: string;
  readonly calls: readonly Witnessed[];
  close(): Promise<void>;
}

/** Starts it. What it does to a call is a pure function of seed, request and attempt, unless a script says otherwise. */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const state: State = { options, calls: [], attempts: new Map() };
  if (options.ledger !== undefined) writeFileSync(options.ledger, '', { flag: 'a' });
  const server = createServer((request, response) => void serve(state, request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', 2048, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls: state.calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The calls of a ledger file, also one that another process is still writing; a torn last line is passed over. */
export function readWitness(
  file: string,
): readonly Pick<Witnessed, 'nth' | 'hash' | 'attempt' | 'act' | 'billed' | 'whole'>[] {
  const calls = new Map<number, Witnessed>();
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as Witnessed;
    calls.set(entry.nth, { ...calls.get(entry.nth), ...entry });
  }
  return [...calls.values()];
}

interface State {
  readonly options: FaultServerOptions;
  readonly calls: Witnessed[];
  readonly attempts: Map<string, number>;
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options } = state;
  const body = await jsonBody(request);
  const path = (request.url ?? '').split('?')[0]!;
  const dialect = dialectOf(path);
  if (dialect === undefined || body === undefined)
    return void response.writeHead(404).end('{"error":{"message":"no such path"}}');
  const asked = readAsked(dialect, path, body);
  const call = arrive(state, request, body);
  const told = tell(options, asked, call.hash);
  const full = told.usage ?? { input: 0, output: 0 };
  const end = (billed: 'all' | 'nothing', mayBeWhole: boolean) => {
    call.billed = billed === 'all' ? full : { input: 0, output: 0 };
    response.once('close', () => {
      call.whole = mayBeWhole && response.writableFinished;
      note(options, { nth: call.nth, whole: call.whole });
    });
    note(options, { nth: call.nth, billed: call.billed });
  };
  if (call.act !== 'ok') {
    const scene: Scene = { asked, told, response, tickMs: options.tickMs ?? 20 };
    return end(acts[call.act](scene), WHOLE.has(call.act));
  }
  if ((options.delayMs ?? 0) > 0) await new Promise((resolve) => setTimeout(resolve, options.delayMs));
  end('all', true);
  const answer = JSON.stringify(dialect === 'embeddings' ? embeddings(asked) : answerBody(dialect, told));
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(answer)) })
    .end(answer);
}

/** Acts that deliver a well-formed completion, useful or not: a client that got it has no reason to ask again. */
const WHOLE: ReadonlySet<string> = new Set<ActName>([
  'split-utf8',
  'bom',
  'gzip',
  'length',
  'empty',
  'empty-length',
  'filter',
  'refusal',
  'fenced',
  'trailing-comma',
  'broken-json',
  'duplicate-key',
  'not-json-text',
  'no-usage',
  'zero-usage',
  'absurd-usage',
]);

function arrive(state: State, request: IncomingMessage, body: unknown): Witnessed {
  const { options, calls, attempts } = state;
  const hash = hashText(canonical(body), 32);
  const attempt = attempts.get(hash) ?? 0;
  attempts.set(hash, attempt + 1);
  const nth = calls.length;
  const profile = typeof options.profile === 'string' ? profiles[options.profile] : (options.profile ?? {});
  const drawn = drawFault(profile, drawFrom(`${hash} ${attempt}`, options.seed ?? 0)()) ?? 'ok';
  const act = options.script?.[nth] ?? drawn;
  const billed = { input: 0, output: 0 };
  const call = {
    nth,
    hash,
    attempt,
    atMs: performance.now(),
    act,
    headers: request.headers,
    body,
    billed,
    whole: false,
  };
  calls.push(call);
  note(options, { nth, hash, attempt, act, billed, whole: false });
  return call;
}

function note(options: FaultServerOptions, entry: object): void {
  if (options.ledger !== undefined) appendFileSync(options.ledger, `${JSON.stringify(entry)}\n`);
}

/** A good answer: of the schema, of the choices, or prose; the same for the same request. */
function tell(options: FaultServerOptions, asked: Asked, hash: string): Told {
  const draw = drawFrom(hash, options.seed ?? 0);
  const topics = topicsOf(asked.prompt);
  const choices = /Answer with exactly one of these, and nothing else: (.+)$/.exec(asked.prompt)?.[1]?.split(' | ');
  const text =
    options.text ??
    (asked.schema !== undefined
      ? JSON.stringify(valueFor(asked.schema, draw, topics))
      : choices !== undefined
        ? pick(draw, choices)
        : prose(draw, between(draw, 1, 4), topics));
  const usage = { input: estimateTokens(asked.prompt), output: Math.max(1, estimateTokens(text)) };
  const logprobs = asked.logprobs ? text.split(/(?<= )/).map((token) => ({ token, logprob: -draw() / 4 })) : undefined;
  return { text, model: asked.model, finish: 'stop', usage, ...(logprobs === undefined ? {} : { logprobs }) };
}

/** Eight numbers that depend on the text alone, not of unit length: whoever wants that has to see to it. */
function embeddings(asked: Asked): object {
  const data = asked.inputs.map((text, index) => {
    const draw = drawFrom(text, 1);
    return { object: 'embedding', index, embedding: Array.from({ length: 8 }, () => draw() * 4 - 2) };
  });
  const tokens = asked.inputs.reduce((sum, text) => sum + estimateTokens(text), 0);
  // Backwards on purpose: order is told by `index` alone.
  return {
    object: 'list',
    data: data.toReversed(),
    model: asked.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { port: text, seed: text, ledger: text, profile: text, script: text, delay: text, tick: text },
  });
  const server = await startFaultServer({
    port: Number(values.port ?? 0),
    seed: Number(values.seed ?? 0),
    delayMs: Number(values.delay ?? 0),
    tickMs: Number(values.tick ?? 20),
    ...(values.ledger === undefined ? {} : { ledger: values.ledger }),
    ...(values.profile === undefined ? {} : { profile: values.profile as keyof typeof profiles }),
    ...(values.script === undefined ? {} : { script: values.script.split(',') as ActName[] }),
  });
  process.stdout.write(`${JSON.stringify({ port: server.port, baseUrl: server.baseUrl })}\n`);
}

// `import.meta.main` is not known to every Node that runs this.
if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
