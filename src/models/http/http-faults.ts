/** Says which fault an answer of a provider is that is not a model's answer. */
import { type Fault, type FaultCode, fault } from '../../core/errors.ts';
import type { Part } from './pools.ts';
import { type Headers, header, only, retryAfterMs } from './retry-after.ts';

/** What came over the wire, or what an SDK tells of it. */
export interface Refusal {
  /** Address of the model, for the message. */
  readonly model: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Taken out of every excerpt. */
  readonly key?: string | undefined;
  /** Wall-clock milliseconds, for providers that give a time of day and no `Date`. */
  readonly nowMs?: number;
}

/** Waiting longer than this for a limit is a quota of the day: a run should stop and say so. */
const QUOTA_WAIT_MS = 3_600_000;

/** The fault behind a status that is not 200, or behind an error object that came with 200. */
export function httpFault(refusal: Refusal): Fault {
  const body = only(jsonOf(refusal.body));
  const waitMs = retryAfterMs(refusal.headers, body, refusal.nowMs ?? Date.now());
  const code = codeOf(refusal, body, waitMs);
  const detail = detailOf(refusal, body);
  const keepsWait = code === 'rate-limited' || code === 'overloaded';
  return plainFault(code, refusal.model, {
    detail,
    raw: excerpt(refusal.body, refusal.key, 2000),
    ...(keepsWait && waitMs !== undefined ? { retryAfterMs: Math.min(waitMs, QUOTA_WAIT_MS) } : {}),
  });
}

/** Codes whose facts are a model and a detail. */
type PlainCode = Exclude<
  FaultCode,
  'budget-spent' | 'stopped' | 'no-weights' | 'corrupt-weights' | 'disk-full' | 'disk-failed' | 'too-many-failures'
>;

interface PlainExtra {
  readonly detail: string;
  readonly raw?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly billed?: { readonly input: number; readonly output: number } | undefined;
  readonly cause?: unknown;
}

export function plainFault(code: PlainCode, model: string, extra: PlainExtra): Fault {
  return fault(code, { model, detail: extra.detail }, extra);
}

/** Text that is safe to show: no control characters, no key, at most `most` characters. */
export function excerpt(text: string, key: string | undefined, most = 300): string {
  const plain = text.slice(0, most * 4).replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  const safe = (key === undefined || key.length < 4 ? plain : plain.replaceAll(key, '[key]')).replaceAll(
    /\b(sk|gsk|xai|AIza|hf)[-_]?[A-Za-z0-9_-]{12,}/g,
    '[key]',
  );
  return safe.length <= most ? safe.trim() : `${safe.slice(0, most).trim()}…`;
}

function codeOf(refusal: Refusal, body: unknown, waitMs: number | undefined): PlainCode {
  const said = refusal.body.slice(0, 20_000);
  const { status } = refusal;
  if (status === 429) return isQuota(said, body, waitMs) ? 'out-of-money' : 'rate-limited';
  if (status === 402) return 'out-of-money';
  if (status === 401) return 'unauthorised';
  if (status === 403) return FILTERED.test(said) ? 'refused' : 'unauthorised';
  if (status === 404) return 'no-such-model';
  if (status === 408) return 'timed-out';
  if (status === 409 || status === 425 || status >= 500) return 'overloaded';
  if (status === 413) return 'too-long';
  if (status === 407 || status < 400) return 'bad-response';
  return codeOfRequest(said);
}

/** 400 and 422 say in words only what was wrong with the request. */
function codeOfRequest(said: string): PlainCode {
  if (TOO_LONG.test(said)) return 'too-long';
  if (MONEY.test(said)) return 'out-of-money';
  if (BAD_KEY.test(said)) return 'unauthorised';
  return FILTERED.test(said) ? 'refused' : 'bad-request';
}

/** Money or the quota of a day: waiting a minute does not help. Google says “quota” of every limit, so it is told apart first. */
function isQuota(said: string, body: unknown, waitMs: number | undefined): boolean {
  const google = (body as { error?: { status?: unknown } } | null)?.error?.status === 'RESOURCE_EXHAUSTED';
  if (waitMs !== undefined && waitMs > QUOTA_WAIT_MS) return true;
  return google ? /PerDay|limit: 0\b/.test(said) : MONEY.test(said);
}

const MONEY =
  /insufficient[_ ](quota|credit|balance|fund)|credit_balance|credit balance|enforced_spend_limit|spend(ing)?[_ ]limit|exceeded your current quota|out of credits|payment required|billing_(hard|not)/i;
const TOO_LONG =
  /context[_ ](length|window|size)|maximum context|too many (input )?tokens|prompt is too long|input is too long|exceeds the (available )?context|(input|prompt)[^.]{0,40} exceeds[^.]{0,40}(limit|maximum|length)|request too large/i;
const BAD_KEY = /api[ _]key not valid|invalid[ _]api[ _]key|API_KEY_INVALID/i;
const FILTERED =
  /content[_ ](policy|filter|management)|responsible ?ai|flagged|moderation|safety (system|policy)|policy violation/i;

const PARTS: readonly (readonly [Part, RegExp])[] = [
  ['logprobs', /logprobs/i],
  [
    'schema',
    /response_format|json_schema|json schema|structured output|guided|grammar|responseSchema|output_config|output_format/i,
  ],
  ['max_tokens', /max_completion_tokens/],
  ['seed', /\bseed\b/i],
];

/** The part of the request that a 400 or 422 is about, as far as its words tell. */
export const refusedPart = (said: string): Part | undefined => PARTS.find(([, words]) => words.test(said))?.[0];

function detailOf(refusal: Refusal, body: unknown): string {
  const { status, headers, key } = refusal;
  const message =
    messageOf(body) ?? (/<(!doctype|html|head|body)/i.test(refusal.body) ? titleOf(refusal.body) : refusal.body);
  const target =
    status >= 300 && status < 400 ? ` a redirect to ${hostOf(header(headers, 'location'))}, not followed` : '';
  return `${status}${target} ${excerpt(message, key)}`.trim();
}

function messageOf(body: unknown): string | undefined {
  const error = (body as { error?: unknown; message?: unknown; detail?: unknown } | null) ?? {};
  const inner = error.error as { message?: unknown; metadata?: { raw?: unknown } } | string | undefined;
  const found = typeof inner === 'string' ? inner : (inner?.message ?? error.message ?? error.detail);
  if (found === undefined || found === null) return undefined;
  return typeof found === 'string' ? found : JSON.stringify(found);
}

const titleOf = (html: string): string =>
  `a web page, “${/<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? 'untitled'}”`;

function hostOf(location: string | undefined): string {
  if (location === undefined) return 'nowhere';
  return URL.canParse(location) ? new URL(location).host : 'another path';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
