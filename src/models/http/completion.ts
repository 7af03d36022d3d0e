/** The chat-completions wire format: a request as its body, an answer as a reply. */
import type { Finish, Reply, Request, Tokens } from '../../core/model.ts';
import type { ModelSpec } from '../../core/recipe.ts';
import { estimateTokens } from '../../text/token-estimate.ts';
import { isStrict } from '../answers/schema-text.ts';
import { estimatePrompt } from '../token-estimate.ts';
import { excerpt, httpFault, plainFault } from './http-faults.ts';
import type { Part, RefusedParts } from './pools.ts';
import type { Headers } from './retry-after.ts';
import { isServedFor } from './served-model.ts';

/** What is the same for all calls to one model of one endpoint. */
export interface Endpoint {
  /** Address as in the recipe, for messages. */
  readonly id: string;
  /** Name at the provider. */
  readonly model: string;
  readonly host: string;
  readonly spec: Pick<ModelSpec, 'anyModel' | 'reasoning'>;
  readonly key: string | undefined;
  readonly refused: Pick<RefusedParts, 'has'>;
}

/** Likely tokens that are asked for where probabilities of choices are wanted; 20 is the most that OpenAI gives. */
export const TOP_LOGPROBS = 20;

/** More tokens than any model takes or gives: a provider that says more, or less than none, is not believed. */
const ABSURD_TOKENS = 20_000_000;

/** The body of a request, as JSON text, without the parts that the endpoint was found to refuse. */
export function completionBody(endpoint: Endpoint, request: Request): string {
  const { model, host, spec, refused } = endpoint;
  const logprobs = partsOf(request).includes('logprobs') && !refused.has(model, 'logprobs');
  const limit = host === 'api.openai.com' || refused.has(model, 'max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  return JSON.stringify({
    model,
    messages: request.messages,
    [limit]: request.maxTokens,
    // 31 bits: some servers read a signed integer.
    ...(refused.has(model, 'seed') ? {} : { [host === 'api.mistral.ai' ? 'random_seed' : 'seed']: request.seed >>> 1 }),
    temperature: request.temperature,
    stop: request.stop,
    reasoning_effort: spec.reasoning,
    response_format: request.schema === undefined ? undefined : schemaFormat(request.schema),
    ...(logprobs ? { logprobs: true } : {}),
    ...(logprobs && request.choices !== undefined ? { top_logprobs: TOP_LOGPROBS } : {}),
    ...(host === 'openrouter.ai' ? { usage: { include: true } } : {}),
  });
}

/** The parts of a request that an endpoint may refuse. */
export const partsOf = (request: Request): readonly Part[] => [
  'seed',
  'max_tokens',
  ...(request.schema === undefined ? [] : (['schema'] as const)),
  ...(request.logprobs === true || request.choices !== undefined ? (['logprobs'] as const) : []),
];

const schemaFormat = (schema: NonNullable<Request['schema']>) => ({
  type: 'json_schema',
  json_schema: { name: 'answer', strict: isStrict(schema), schema },
});

interface Wire {
  readonly model?: unknown;
  readonly error?: { readonly code?: unknown } | string | null;
  readonly choices?: readonly {
    readonly message?: { readonly content?: unknown; readonly refusal?: unknown };
    readonly finish_reason?: unknown;
    readonly logprobs?: { readonly content?: readonly WireLogprob[] | null } | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens?: unknown;
    readonly completion_tokens?: unknown;
    readonly cost?: unknown;
  } | null;
}

export interface WireLogprob {
  readonly logprob: number;
  readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[];
}

/** The reply in the text of a 200. Throws `bad-response`, `wrong-model`, and what an error object within it says. */
export function readCompletion(
  endpoint: Endpoint,
  request: Request,
  answer: { readonly text: string; readonly headers: Headers },
): Reply {
  const wire = parsed(endpoint, answer.text);
  if (wire.error !== undefined && wire.error !== null) throw errorWithin(endpoint, wire, answer);
  const choice = wire.choices?.[0];
  if (choice?.message === undefined || choice.message === null) {
    throw plainFault('bad-response', endpoint.id, {
      detail: 'it holds no choices',
      raw: excerpt(answer.text, endpoint.key, 2000),
    });
  }
  const text = contentOf(choice.message.content);
  const tokens = tokensOf(wire, request, text);
  checkText(endpoint.id, text, tokens);
  const served = typeof wire.model === 'string' && wire.model !== '' ? wire.model : endpoint.model;
  if (!endpoint.spec.anyModel && !isServedFor(endpoint.model, served)) {
    throw plainFault('wrong-model', endpoint.id, {
      detail: `it was ${excerpt(served, endpoint.key, 100)}`,
      billed: tokens,
      raw: text.slice(0, 20_000),
    });
  }
  const refused = typeof choice.message.refusal === 'string' && choice.message.refusal !== '';
  return {
    text: refused && text === '' ? String(choice.message.refusal) : text,
    finish: refused ? 'filter' : finishOf(endpoint, choice.finish_reason, tokens),
    tokens,
    served,
    ...logprobsOf(choice.logprobs?.content, request),
    ...(typeof wire.usage?.cost === 'number' && wire.usage.cost >= 0 ? { costUsd: wire.usage.cost } : {}),
  };
}

function parsed(endpoint: Endpoint, text: string): Wire {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw plainFault('bad-response', endpoint.id, { detail: `it is not JSON: ${excerpt(text, endpoint.key)}`, cause });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw plainFault('bad-response', endpoint.id, {
      detail: 'it is not a JSON object',
      raw: excerpt(text, endpoint.key, 2000),
    });
  }
  return value;
}

/** Gateways send the provider's error with a 200 of their own; its code is then the status. */
function errorWithin(endpoint: Endpoint, wire: Wire, answer: { readonly text: string; readonly headers: Headers }) {
  const code = typeof wire.error === 'object' ? Number(wire.error?.code) : Number.NaN;
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : 502;
  return httpFault({ model: endpoint.id, status, headers: answer.headers, body: answer.text, key: endpoint.key });
}

/** Texts only: parts that are thoughts or images are no answer. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly { type?: unknown; text?: unknown }[])
    .map((part) => (part?.type === 'text' && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** Half a surrogate pair cannot be written as UTF-8, and NUL ends a text for half the programs that will read it. */
export function checkText(model: string, text: string, billed: Tokens): void {
  if (text.isWellFormed() && !text.includes('\u0000')) return;
  throw plainFault('bad-response', model, {
    detail: 'its text holds a broken character',
    billed,
    raw: excerpt(text.toWellFormed(), undefined, 2000),
  });
}

function tokensOf(wire: Pick<Wire, 'usage'>, request: Request, text: string): Tokens {
  const input = wire.usage?.prompt_tokens;
  const output = wire.usage?.completion_tokens;
  if (isCount(input) && isCount(output) && input > 0 && (output > 0 || text === '')) return { input, output };
  return { input: estimatePrompt(request.messages), output: estimateTokens(text), estimated: true };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < ABSURD_TOKENS;

const FINISHES: Readonly<Record<string, Finish>> = {
  length: 'length',
  max_tokens: 'length',
  content_filter: 'filter',
  tool_calls: 'tool',
  function_call: 'tool',
};

function finishOf(endpoint: Endpoint, reason: unknown, billed: Tokens): Finish {
  if (reason === 'error')
    throw plainFault('cut-off', endpoint.id, { detail: 'the provider ended it with an error', billed });
  return FINISHES[String(reason)] ?? 'stop';
}

export function logprobsOf(
  content: readonly WireLogprob[] | null | undefined,
  request: Request,
): Pick<Reply, 'logprobs' | 'probabilities'> {
  if (!Array.isArray(content) || content.length === 0) return {};
  const probabilities = request.choices === undefined ? undefined : choiceShares(content[0]!, request.choices);
  return {
    ...(request.logprobs === true ? { logprobs: content.map((each) => each.logprob) } : {}),
    ...(probabilities === undefined ? {} : { probabilities }),
  };
}

/**
 * Probability of each choice by the first token of the answer, where that token tells the choices apart.
 * A likely token counts for the one choice that begins with it; tokens that begin several, or none, count for none.
 */
function choiceShares(first: WireLogprob, choices: readonly string[]): Readonly<Record<string, number>> | undefined {
  const shares: Record<string, number> = Object.fromEntries(choices.map((choice) => [choice, 0]));
  let counted = 0;
  for (const { token, logprob } of first.top_logprobs ?? []) {
    const begin = token.trim().toLowerCase();
    const begun = begin === '' ? [] : choices.filter((choice) => choice.toLowerCase().startsWith(begin));
    if (begun.length !== 1) continue;
    const share = Math.exp(logprob);
    shares[begun[0]!]! += share;
    counted += share;
  }
  // Below half, what was counted says more about the tokens than about the choices.
  return counted > 0.5 ? shares : undefined;
}
