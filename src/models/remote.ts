/** OpenAI, Anthropic and Google through the AI SDK's provider packages, over our own transport. The only file that loads them. */
import { type Fault, SynthloomError } from '../core/errors.ts';
import type { Backend, Finish, Message, Reply, Request } from '../core/model.ts';
import type { ModelSpec } from '../core/recipe.ts';
import { estimateTokens } from '../text/token-estimate.ts';
import { isStrict } from './answers/schema-text.ts';
import { baseUrl } from './compatible.ts';
import { checkText, logprobsOf, TOP_LOGPROBS, type WireLogprob } from './http/completion.ts';
import { exchange, jsonTextOf } from './http/exchange.ts';
import { httpFault, plainFault, refusedPart } from './http/http-faults.ts';
import { type Lease, leasePool } from './http/pools.ts';
import { isServedFor } from './http/served-model.ts';
import { estimatePrompt } from './token-estimate.ts';

const providers = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const;

type ProviderName = keyof typeof providers;
type OpenAi = Awaited<ReturnType<typeof loadModel>>;
type Generated = Awaited<ReturnType<OpenAi['doGenerate']>>;

/**
 * A backend for `openai/…`, `anthropic/…` or `google/…`. Does one attempt a call: the SDK's own retries are not used.
 * Where it calls: `spec.baseUrl`, else the provider. Throws the mistake `bad-model` for a base URL that may not be called.
 */
export function remoteBackend(role: string, spec: ModelSpec, key?: string): Backend {
  const provider = spec.use.split('/')[0] as ProviderName;
  const model = spec.use.slice(provider.length + 1);
  const where = spec.baseUrl ?? providers[provider];
  const url = baseUrl(role, { use: spec.use, baseUrl: where }, key);
  const remote: Remote = {
    provider,
    model,
    spec,
    key,
    url,
    lease: leasePool(url.origin, spec.timeouts.connect * 1000),
    loaded: {},
  };
  return {
    id: spec.use,
    can: {
      get schema() {
        return spec.structured === 'prompt' || remote.lease.refused.has(model, 'schema') ? 'none' : 'native';
      },
      logprobs: provider === 'openai',
    },
    concurrency: { start: 16, max: 4096 },
    complete: (request, signal) => complete(remote, request, signal),
    describe: async () => ({ kind: 'remote', provider, model, endpoint: url.origin }),
    close: () => remote.lease.release(),
  };
}

interface Remote {
  readonly provider: ProviderName;
  readonly model: string;
  readonly spec: ModelSpec;
  readonly key: string | undefined;
  readonly url: URL;
  readonly lease: Lease;
  readonly loaded: { model?: Promise<OpenAi> };
}

/** The SDK's model. It is loaded on use: a run that does not need it does not pay for it. */
async function loadModel(remote: Remote) {
  const settings = {
    apiKey: remote.key ?? 'none',
    baseURL: remote.url.href.replace(/\/+$/, ''),
    fetch: fetchOver(remote),
  };
  if (remote.provider === 'anthropic')
    return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(remote.model);
  if (remote.provider === 'google') return (await import('@ai-sdk/google')).createGoogle(settings)(remote.model);
  const openai = (await import('@ai-sdk/openai')).createOpenAI(settings);
  // The `-pro` models answer in the responses format only; for the others the older format has logprobs and seeds.
  return /-pro\b|codex/.test(remote.model) ? openai.responses(remote.model) : openai.chat(remote.model);
}

/** `fetch` as the SDK wants it, over our transport: the same timers, caps, checks and faults as anywhere else. */
const fetchOver =
  (remote: Remote) =>
  async (target: unknown, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(target));
    const pool = await remote.lease.pool();
    const received = await exchange(pool, {
      model: remote.spec.use,
      origin: url.origin,
      path: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
      timeouts: remote.spec.timeouts,
      signal: init?.signal ?? new AbortController().signal,
    });
    if (received.status !== 200) {
      const body = received.body.toString('utf8');
      throw httpFault({
        model: remote.spec.use,
        status: received.status,
        headers: received.headers,
        body,
        key: remote.key,
      });
    }
    const text = jsonTextOf(remote.spec.use, received, remote.key);
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  };

async function complete(remote: Remote, request: Request, signal: AbortSignal): Promise<Reply> {
  remote.loaded.model ??= loadModel(remote);
  const model = await remote.loaded.model;
  let result: Generated;
  try {
    result = await model.doGenerate(optionsOf(remote, request, signal));
  } catch (error) {
    throw faultOf(remote, request, error);
  }
  return replyOf(remote, request, result);
}

function optionsOf(
  { provider, spec }: Remote,
  request: Request,
  signal: AbortSignal,
): Parameters<OpenAi['doGenerate']>[0] {
  const { schema, choices, temperature, stop } = request;
  const logprobs = choices === undefined ? request.logprobs === true : TOP_LOGPROBS;
  return {
    prompt: request.messages.map(promptMessage),
    maxOutputTokens: request.maxTokens,
    // 31 bits: some providers read a signed integer.
    seed: request.seed >>> 1,
    abortSignal: signal,
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(spec.reasoning === undefined ? {} : { reasoning: spec.reasoning }),
    ...(schema === undefined ? {} : { responseFormat: { type: 'json', name: 'answer', schema } }),
    ...(provider === 'openai'
      ? { providerOptions: { openai: { strictJsonSchema: schema !== undefined && isStrict(schema), logprobs } } }
      : {}),
  };
}

function promptMessage({ role, content }: Message): Parameters<OpenAi['doGenerate']>[0]['prompt'][number] {
  return role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] };
}

/** Our own faults come back wrapped, or as they are; anything else the SDK throws is an answer it could not read. */
function faultOf(remote: Remote, request: Request, error: unknown): Fault | SynthloomError {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (!(each instanceof SynthloomError)) continue;
    const { raw } = each as Fault;
    if (each.code === 'bad-request' && request.schema !== undefined && refusedPart(raw ?? '') === 'schema')
      remote.lease.refused.learn(remote.model, 'schema');
    return each;
  }
  const { message, responseBody } = error as { message?: string; responseBody?: string };
  return plainFault('bad-response', remote.spec.use, {
    detail: String(message ?? error).slice(0, 300),
    raw: responseBody?.slice(0, 2000),
    cause: error,
  });
}

const FINISHES: Readonly<Record<string, Finish>> = {
  length: 'length',
  'content-filter': 'filter',
  'tool-calls': 'tool',
};

function replyOf(remote: Remote, request: Request, result: Generated): Reply {
  const { spec, model } = remote;
  const text =
    result.structuredOutputText ?? result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const tokens = tokensOf(request, result, text);
  checkText(spec.use, text, tokens);
  const { unified } = result.finishReason;
  if (unified === 'error' || unified === 'interrupted')
    throw plainFault('cut-off', spec.use, { detail: result.finishReason.raw ?? '', billed: tokens });
  const served = servedBy(result) ?? model;
  if (!spec.anyModel && !isServedFor(model, served)) {
    throw plainFault('wrong-model', spec.use, {
      detail: `it was ${served.slice(0, 100)}`,
      billed: tokens,
      raw: text.slice(0, 20_000),
    });
  }
  const logprobs = result.providerMetadata?.openai?.logprobs as readonly WireLogprob[] | undefined;
  return {
    text,
    finish: refusalOf(result) ? 'filter' : (FINISHES[unified] ?? 'stop'),
    tokens,
    served,
    ...logprobsOf(logprobs, request),
  };
}

interface Body {
  readonly model?: unknown;
  readonly modelVersion?: unknown;
  readonly choices?: readonly { readonly message?: { readonly refusal?: unknown } }[];
}

const servedBy = (result: Generated): string | undefined => {
  const body = result.response?.body as Body | undefined;
  const said = result.response?.modelId ?? body?.model ?? body?.modelVersion;
  return typeof said === 'string' && said !== '' ? said : undefined;
};

/** OpenAI's `refusal` is not among the parts that the SDK gives. */
const refusalOf = (result: Generated): boolean => {
  const refusal = (result.response?.body as Body | undefined)?.choices?.[0]?.message?.refusal;
  return typeof refusal === 'string' && refusal !== '';
};

function tokensOf(request: Request, { usage }: Generated, text: string): Reply['tokens'] {
  const [input, output] = [usage.inputTokens.total, usage.outputTokens.total];
  const isSane = (count: number | undefined): count is number =>
    count !== undefined && count >= 0 && count < 20_000_000;
  if (isSane(input) && isSane(output) && input > 0 && (output > 0 || text === '')) return { input, output };
  return { input: estimatePrompt(request.messages), output: estimateTokens(text), estimated: true };
}
