/** Keeps calls below a rate: the generic cell rate algorithm (ITU-T I.371), which needs one number of state. */

/** A call may begin this much earlier than an even spacing would have it. */
const BURST_MS = 1000;

/** A rate in units (requests or tokens) a minute. A unit bigger than the burst is let through when all before it is paid for. */
export class RateLimit {
  private readonly msPerUnit: number;
  /** When everything admitted so far would have been sent at an even pace. */
  private paidUntilMs = Number.NEGATIVE_INFINITY;

  constructor(perMinute: number) {
    this.msPerUnit = 60_000 / perMinute;
  }

  /** Milliseconds until the next call may begin. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.paidUntilMs - Math.max(BURST_MS - this.msPerUnit, 0) - nowMs);
  }

  take(nowMs: number, units: number): void {
    this.paidUntilMs = Math.max(this.paidUntilMs, nowMs) + units * this.msPerUnit;
  }

  /** For units that were reserved and not used. */
  giveBack(units: number): void {
    this.paidUntilMs -= units * this.msPerUnit;
  }
}
