/** Stops calling an endpoint that is down, and tries it with one call at a time until it is back. */

/** Failures in a row, with no answer between them, that open the circuit. */
const FAILURES = 8;

const COOLDOWN_MS = 1000;
const LONGEST_COOLDOWN_MS = 60_000;

/** How long waiting calls go on waiting: an outage of an endpoint that worked may end; one that never answered is likely a wrong address. */
const PATIENCE_MS = 30 * 60_000;
const PATIENCE_AT_FIRST_MS = 60_000;

export class Circuit {
  private failures = 0;
  private openings = 0;
  private openUntilMs: number | undefined;
  private probing = false;
  private failingSinceMs: number | undefined;
  private worked = false;
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** Milliseconds until a call may begin; infinite while a probe is out. */
  waitMs(nowMs: number): number {
    if (this.openUntilMs === undefined) return 0;
    return this.probing ? Number.POSITIVE_INFINITY : Math.max(0, this.openUntilMs - nowMs);
  }

  /** True when there is no point in waiting for it any longer. */
  isHopeless(nowMs: number): boolean {
    const patienceMs = this.worked ? PATIENCE_MS : PATIENCE_AT_FIRST_MS;
    return (
      this.openUntilMs !== undefined && this.failingSinceMs !== undefined && nowMs - this.failingSinceMs > patienceMs
    );
  }

  /** A call begins; while the circuit is open it is the probe. */
  began(): void {
    if (this.openUntilMs !== undefined) this.probing = true;
  }

  /** The endpoint answered, if only to refuse. */
  answered(): void {
    this.worked = true;
    this.failures = 0;
    this.openings = 0;
    this.openUntilMs = undefined;
    this.failingSinceMs = undefined;
    this.probing = false;
  }

  failed(nowMs: number): void {
    this.failures++;
    this.failingSinceMs ??= nowMs;
    const probe = this.probing;
    this.probing = false;
    if (!probe && (this.openUntilMs !== undefined || this.failures < FAILURES)) return;
    const longest = Math.min(LONGEST_COOLDOWN_MS, COOLDOWN_MS * 2 ** this.openings++);
    this.openUntilMs = nowMs + longest * (0.5 + this.random() / 2);
  }

  /** A call ended without a word about the endpoint. */
  ended(): void {
    this.probing = false;
  }
}
