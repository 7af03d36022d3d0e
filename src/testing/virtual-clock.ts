/** A clock that stands still until it is told to go on, for tests of waiting. */

interface Timer {
  readonly atMs: number;
  readonly then: () => void;
}

export class VirtualClock {
  private time = 0;
  private timers: Timer[] = [];

  nowMs(): number {
    return this.time;
  }

  after(ms: number, then: () => void): () => void {
    const timer = { atMs: this.time + Math.max(0, ms), then };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Lets `ms` pass: timers fire in their order, and what waits on them runs before the next one fires. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.time + ms;
    for (;;) {
      await settle();
      const next = this.timers.reduce<Timer | undefined>(
        (first, each) => (first === undefined || each.atMs < first.atMs ? each : first),
        undefined,
      );
      if (next === undefined || next.atMs > untilMs) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.time = next.atMs;
      next.then();
    }
    this.time = untilMs;
    await settle();
  }
}

/** Lets every promise that can go on do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
