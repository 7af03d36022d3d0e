/** Reads how long a provider wants us to wait, in every form that providers use. */

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Milliseconds from now, or absent where nothing sensible was said. Looked at in this order: `retry-after-ms`,
 * `retry-after` (seconds or HTTP date), Gemini's `RetryInfo`, then the reset of whichever limit has nothing remaining
 * (OpenAI: durations; Anthropic: RFC 3339 times). Absolute times are measured from the provider's own `Date`, because
 * clocks differ. Negative and unreadable values are passed over.
 */
export function retryAfterMs(headers: Headers, body: unknown, nowMs: number): number | undefined {
  const serverNow = Date.parse(header(headers, 'date') ?? '') || nowMs;
  return (
    sensible(Number(header(headers, 'retry-after-ms') ?? Number.NaN)) ??
    fromRetryAfter(header(headers, 'retry-after'), serverNow) ??
    sensible(durationMs(retryInfo(body))) ??
    fromLimits(headers, serverNow)
  );
}

/** A header's first value; names are lower-case. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** `250ms`, `1s`, `6m0s`, `1h2m3.5s` in milliseconds; NaN for anything else. */
export function durationMs(given: string | undefined): number {
  const text = given?.trim() ?? '';
  const parts = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text);
  if (parts === null || text === '') return Number.NaN;
  const [hours, minutes, seconds, ms] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((hours! * 60 + minutes!) * 60 + seconds!) * 1000 + ms!;
}

/** Google's chat-completions endpoint wraps its errors in a list of one. */
export const only = (body: unknown): unknown => (Array.isArray(body) ? body[0] : body);

const sensible = (ms: number): number | undefined => (Number.isFinite(ms) && ms >= 0 ? ms : undefined);

function fromRetryAfter(value: string | undefined, serverNow: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return sensible(seconds * 1000);
  return sensible(Date.parse(value) - serverNow);
}

/** `error.details[].retryDelay` of Google's RPC errors; their message says the same where the detail is missing. */
function retryInfo(body: unknown): string | undefined {
  const error = (only(body) as { error?: { details?: unknown; message?: unknown } } | null)?.error;
  const details = Array.isArray(error?.details) ? (error.details as readonly { retryDelay?: unknown }[]) : [];
  const delay = details.map((each) => each?.retryDelay).find((each) => typeof each === 'string');
  if (typeof delay === 'string') return delay;
  return typeof error?.message === 'string'
    ? /retry in ((?:[\d.]+(?:ms|[hms]))+)/i.exec(error.message)?.[1]
    : undefined;
}

const LIMITS = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

function fromLimits(headers: Headers, serverNow: number): number | undefined {
  const waits = LIMITS.flatMap((limit) => [
    header(headers, `x-ratelimit-remaining-${limit}`) === '0'
      ? sensible(durationMs(header(headers, `x-ratelimit-reset-${limit}`)))
      : undefined,
    header(headers, `anthropic-ratelimit-${limit}-remaining`) === '0'
      ? sensible(Date.parse(header(headers, `anthropic-ratelimit-${limit}-reset`) ?? '') - serverNow)
      : undefined,
  ]).filter((each) => each !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}
