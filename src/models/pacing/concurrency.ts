/** How many calls at once an endpoint takes, learnt from how it answers: additive increase, multiplicative decrease. */

/** What is left of the limit after an endpoint asked to slow down. */
const DECREASE = 0.7;

/** From this share of where it last complained, the limit grows at a tenth of the speed. */
const NEAR = 0.9;
const SLOW_GROWTH = 0.1;

/**
 * Grows by one a call until the endpoint first complains, then by one a round of calls, slower near where
 * it complained; shrinks at each complaint.
 * Calls that were out already when it shrank do not shrink it again.
 */
export class AdaptiveConcurrency {
  inFlight = 0;
  private limit: number;
  private readonly max: number;
  /** Where the endpoint complained last. */
  private ceiling = Number.POSITIVE_INFINITY;
  private slowedAtMs = Number.NEGATIVE_INFINITY;

  constructor(start: number, max: number) {
    this.max = Math.max(1, max);
    this.limit = Math.max(1, Math.min(start, this.max));
  }

  /** Whole calls; at least 1. */
  get now(): number {
    return Math.floor(this.limit);
  }

  get full(): boolean {
    return this.inFlight >= this.now;
  }

  /** An endpoint that answers below its limit shows nothing about it: then the limit stays. */
  succeeded(): void {
    if (this.inFlight + 1 < this.now) return;
    this.limit = Math.min(this.max, this.limit + this.growth());
  }

  /** True when the complaint is a new one. */
  slowed(startedMs: number, nowMs: number): boolean {
    if (startedMs < this.slowedAtMs) return false;
    this.slowedAtMs = nowMs;
    this.ceiling = Math.min(this.limit, this.inFlight + 1);
    this.limit = Math.max(1, this.ceiling * DECREASE);
    return true;
  }

  private growth(): number {
    if (this.ceiling === Number.POSITIVE_INFINITY) return 1;
    return (this.limit < this.ceiling * NEAR ? 1 : SLOW_GROWTH) / this.limit;
  }
}
