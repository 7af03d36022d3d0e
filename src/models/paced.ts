/** Adds patience to a backend: when a call may begin, and what is tried again. The only retries there are. */
import { Fault, withBilled } from '../core/errors.ts';
import type { Backend, Reply, Request } from '../core/model.ts';
import type { ModelSpec } from '../core/recipe.ts';
import { backoffMs } from './pacing/backoff.ts';
import { type Clock, pause, realClock } from './pacing/clock.ts';
import { Gate } from './pacing/gate.ts';
import { estimatePrompt } from './token-estimate.ts';

export interface Pace {
  /** Further attempts after a passing fault. Being asked to slow down costs a tenth of one. */
  readonly retries: number;
  /** Calls at once, at most; the backend's own idea when absent. */
  readonly concurrency?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** Roles whose `lane` is the same share one gate of `gates`: an endpoint knows keys and models, not roles. */
  readonly lane?: string;
  readonly gates?: Map<string, Gate>;
  readonly clock?: Clock;
  /** [0, 1); shapes waiting times only, never a sample. */
  readonly random?: () => number;
}

export const paceOf = (spec: ModelSpec): Pace => ({
  lane: `${spec.use} ${spec.baseUrl ?? ''}`,
  retries: spec.retries,
  concurrency: spec.concurrency,
  requestsPerMinute: spec.requestsPerMinute,
  tokensPerMinute: spec.tokensPerMinute,
});

/** Being rate-limited says nothing against a request: it may happen this many times for each retry that is allowed. */
const SLOWDOWNS_PER_RETRY = 10;

/**
 * The same backend, paced: adaptive concurrency, rate limits, `Retry-After` for the whole endpoint, circuit breaker,
 * retries with full jitter. After a fault that halts, every further call throws it without being sent. Of roles that
 * share a lane, the first to come sets its limits.
 */
export function paced(backend: Backend, pace: Pace): Backend {
  const clock = pace.clock ?? realClock;
  // Not seeded: it shapes waiting times only, and clients that wait alike would come back as one.
  const random = pace.random ?? Math.random;
  const max = pace.concurrency ?? backend.concurrency.max;
  const concurrency = { start: Math.min(backend.concurrency.start, max), max };
  const shared = pace.lane === undefined ? undefined : pace.gates?.get(pace.lane);
  const gate = shared ?? new Gate({ ...pace, concurrency, clock, random });
  if (pace.lane !== undefined) pace.gates?.set(pace.lane, gate);
  return {
    id: backend.id,
    can: backend.can,
    concurrency,
    complete: (request, signal) => attempts({ backend, pace, gate, clock, random }, request, signal),
    describe: () => backend.describe(),
    close: () => backend.close(),
  };
}

interface Pacing {
  readonly backend: Backend;
  readonly pace: Pace;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly random: () => number;
}

async function attempts(pacing: Pacing, request: Request, signal: AbortSignal): Promise<Reply> {
  const { pace, gate } = pacing;
  const tokens = pace.tokensPerMinute === undefined ? 0 : estimatePrompt(request.messages) + request.maxTokens;
  const failed: Failed = { failures: 0, slowdowns: 0, wasted: { input: 0, output: 0 } };
  for (let nth = 0; ; nth++) {
    const pass = await gate.enter({ tokens, signal, again: nth > 0 });
    let ended: unknown;
    try {
      ended = await pacing.backend.complete(request, signal);
      return withWasted(ended as Reply, failed);
    } catch (error) {
      ended = error;
      if (error instanceof Fault) addBilled(failed, error);
      if (!mayTryAgain(error, failed, pace))
        throw hasWasted(failed) ? withBilled(error as Fault, failed.wasted) : error;
    } finally {
      gate.leave(pass, ended);
    }
    // Who was asked to slow down waits at the gate, with everyone else.
    if ((ended as Fault).code !== 'rate-limited')
      await pause(pacing.clock, backoffMs(failed.failures - 1, pacing.random), signal);
  }
}

interface Failed {
  failures: number;
  slowdowns: number;
  /** Tokens billed for attempts that came to nothing. */
  readonly wasted: { input: number; output: number };
}

const hasWasted = ({ wasted }: Failed) => wasted.input + wasted.output > 0;

const withWasted = (reply: Reply, failed: Failed): Reply =>
  hasWasted(failed) ? { ...reply, wasted: failed.wasted } : reply;

function addBilled({ wasted }: Failed, { billed }: Fault): void {
  wasted.input += billed?.input ?? 0;
  wasted.output += billed?.output ?? 0;
}

function mayTryAgain(error: unknown, failed: Failed, pace: Pace): boolean {
  if (!(error instanceof Fault) || error.remedy !== 'retry') return false;
  return error.code === 'rate-limited'
    ? ++failed.slowdowns <= pace.retries * SLOWDOWNS_PER_RETRY
    : ++failed.failures <= pace.retries;
}
