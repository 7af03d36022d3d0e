/** Where calls to one endpoint and model wait until they may begin. */
import { Fault, fault } from '../../core/errors.ts';
import type { Backend, Reply } from '../../core/model.ts';
import { whenAborted } from '../http/abort.ts';
import { backoffMs } from './backoff.ts';
import { Circuit } from './circuit.ts';
import type { Clock } from './clock.ts';
import { AdaptiveConcurrency } from './concurrency.ts';
import { RateLimit } from './rate-limit.ts';

export interface GateRules {
  readonly concurrency: Backend['concurrency'];
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A call that may begin. */
export interface Pass {
  readonly startedMs: number;
  /** Tokens reserved of the rate. */
  readonly tokens: number;
}

interface Waiter {
  readonly tokens: number;
  readonly admit: (pass: Pass) => void;
  readonly refuse: (error: Fault) => void;
  gone: boolean;
}

export class Gate {
  private readonly rules: GateRules;
  private readonly concurrency: AdaptiveConcurrency;
  private readonly circuit: Circuit;
  private readonly requests: RateLimit | undefined;
  private readonly tokens: RateLimit | undefined;
  private readonly waiting: Waiter[] = [];
  private pausedUntilMs = Number.NEGATIVE_INFINITY;
  private slowdowns = 0;
  private halted: Fault | undefined;
  private lastFailure: Fault | undefined;
  private cancelWake: (() => void) | undefined;

  constructor(rules: GateRules) {
    this.rules = rules;
    this.concurrency = new AdaptiveConcurrency(rules.concurrency.start, rules.concurrency.max);
    this.circuit = new Circuit(rules.random);
    this.requests = rules.requestsPerMinute === undefined ? undefined : new RateLimit(rules.requestsPerMinute);
    this.tokens = rules.tokensPerMinute === undefined ? undefined : new RateLimit(rules.tokensPerMinute);
  }

  /** Waits for a turn, first come first served, calls that are tried again before new ones. Waiting is no time-out. */
  enter(call: {
    readonly tokens: number;
    readonly signal: AbortSignal;
    readonly again: boolean;
  }): Promise<Pass> | Pass {
    if (this.halted !== undefined) throw this.halted;
    if (call.signal.aborted) throw stopped(call.signal);
    if (this.waiting.length === 0 && this.waitMs() === 0) return this.begin(call.tokens);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        tokens: call.tokens,
        gone: false,
        admit: (pass) => {
          unlisten();
          resolve(pass);
        },
        refuse: (error) => {
          unlisten();
          reject(error);
        },
      };
      const unlisten = whenAborted(call.signal, () => {
        waiter.gone = true;
        reject(stopped(call.signal));
      });
      if (call.again) this.waiting.unshift(waiter);
      else this.waiting.push(waiter);
      this.pump();
    });
  }

  /** A call ended: with its reply, or with what was thrown. Every pass is given back exactly once. */
  leave(pass: Pass, ended: Reply | unknown): void {
    this.concurrency.inFlight--;
    if (ended instanceof Fault) this.learnFromFault(pass, ended);
    else if (isReply(ended)) this.learnFromReply(pass, ended);
    else this.circuit.ended();
    this.pump();
  }

  private learnFromReply(pass: Pass, reply: Reply): void {
    this.circuit.answered();
    this.concurrency.succeeded();
    this.slowdowns = 0;
    this.tokens?.giveBack(Math.max(0, pass.tokens - reply.tokens.input - reply.tokens.output));
  }

  private learnFromFault(pass: Pass, met: Fault): void {
    const { clock } = this.rules;
    const slow = met.code === 'rate-limited' || met.code === 'overloaded' || met.code === 'timed-out';
    const isNew = slow && this.concurrency.slowed(pass.startedMs, clock.nowMs());
    if (met.code === 'stopped') this.circuit.ended();
    else if (met.code === 'rate-limited' || met.remedy !== 'retry') this.circuit.answered();
    else {
      this.lastFailure = met;
      this.circuit.failed(clock.nowMs());
    }
    if (met.retryAfterMs !== undefined) this.pauseFor(met.retryAfterMs);
    else if (met.code === 'rate-limited' && isNew) this.pauseFor(backoffMs(this.slowdowns++, this.rules.random));
    if (met.remedy === 'halt' && met.code !== 'stopped') this.halt(met);
  }

  /** The whole endpoint waits, with a little more at random, so that clients do not come back as one. */
  private pauseFor(ms: number): void {
    const jitterMs = this.rules.random() * Math.min(1000, ms / 10);
    this.pausedUntilMs = Math.max(this.pausedUntilMs, this.rules.clock.nowMs() + ms + jitterMs);
  }

  private halt(met: Fault): void {
    this.halted = met;
    for (const waiter of this.waiting.splice(0)) if (!waiter.gone) waiter.refuse(met);
  }

  private waitMs(): number {
    const nowMs = this.rules.clock.nowMs();
    if (this.concurrency.full) return Number.POSITIVE_INFINITY;
    return Math.max(
      this.pausedUntilMs - nowMs,
      this.circuit.waitMs(nowMs),
      this.requests?.waitMs(nowMs) ?? 0,
      this.tokens?.waitMs(nowMs) ?? 0,
      0,
    );
  }

  private begin(tokens: number): Pass {
    const startedMs = this.rules.clock.nowMs();
    this.concurrency.inFlight++;
    this.circuit.began();
    this.requests?.take(startedMs, 1);
    this.tokens?.take(startedMs, tokens);
    return { startedMs, tokens };
  }

  /** Admits whoever may begin now, and wakes again when the next one may. */
  private pump(): void {
    this.cancelWake?.();
    this.cancelWake = undefined;
    while (this.waiting.length > 0) {
      const next = this.waiting[0]!;
      if (!next.gone) {
        if (this.circuit.isHopeless(this.rules.clock.nowMs()) && this.lastFailure !== undefined) {
          this.giveUp();
          return;
        }
        const waitMs = this.waitMs();
        if (waitMs > 0) {
          this.wakeIn(waitMs);
          return;
        }
        next.admit(this.begin(next.tokens));
      }
      this.waiting.shift();
    }
  }

  /** All that wait fail with the last failure; a call that comes later may still be the next probe. */
  private giveUp(): void {
    for (const waiter of this.waiting.splice(0)) if (!waiter.gone) waiter.refuse(this.lastFailure!);
  }

  private wakeIn(ms: number): void {
    if (!Number.isFinite(ms)) return;
    // A timer may fire a moment early; half a millisecond keeps it from spinning.
    this.cancelWake = this.rules.clock.after(Math.max(ms, 0.5), () => this.pump());
  }
}

const isReply = (ended: unknown): ended is Reply => ended !== null && typeof ended === 'object' && 'tokens' in ended;

const stopped = (signal: AbortSignal): Fault => fault('stopped', { detail: '' }, { cause: signal.reason });
