/** The budget as a wall: the worst case of a call is set aside before it is sent, so that nothing can cross it. */

import type { z } from 'zod';
import { fault } from '../core/errors.ts';
import type { budgetSchema } from '../core/recipe.ts';

export type Budget = z.infer<typeof budgetSchema>;

/** What a call costs, at worst or in fact. */
export interface Cost {
  readonly usd: number;
  readonly tokens: number;
  readonly calls: number;
}

const NOTHING: Cost = { usd: 0, tokens: 0, calls: 0 };
const plus = (a: Cost, b: Cost, sign = 1): Cost => ({
  usd: a.usd + sign * b.usd,
  tokens: a.tokens + sign * b.tokens,
  calls: a.calls + sign * b.calls,
});

export class BudgetWall {
  #limit: Budget;
  #spent: Cost;
  #reserved = NOTHING;
  #waiting: (() => void)[] = [];
  /** True once a call did not fit any more; sources stop then. */
  isSpent = false;

  /** `spent` is what the run directory cost before. */
  constructor(limit: Budget | undefined, spent: Cost) {
    this.#limit = limit ?? {};
    this.#spent = spent;
  }

  /** Sets the worst case of a call aside; waits while calls under way may give some back. Throws `budget-spent`. */
  async reserve(worst: Cost): Promise<void> {
    while (!this.#fits(worst)) {
      if (this.isSpent || this.#reserved.calls === 0) {
        this.isSpent = true;
        this.#wake();
        throw fault('budget-spent', { budget: this.#words(), detail: '' });
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#reserved = plus(this.#reserved, worst);
  }

  /** Gives back what was set aside and books what the call cost in fact. */
  settle(worst: Cost, fact: Cost): void {
    this.#reserved = plus(this.#reserved, worst, -1);
    this.#spent = plus(this.#spent, fact);
    this.#wake();
  }

  #fits(worst: Cost): boolean {
    const all = plus(plus(this.#spent, this.#reserved), worst);
    const { usd = Infinity, tokens = Infinity, calls = Infinity } = this.#limit;
    return all.usd <= usd + 1e-12 && all.tokens <= tokens && all.calls <= calls;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #words(): string {
    const { usd, tokens, calls } = this.#limit;
    const parts = [
      usd !== undefined && `$${usd}`,
      tokens !== undefined && `${tokens} tokens`,
      calls !== undefined && `${calls} calls`,
    ];
    return parts.filter(Boolean).join(' and ');
  }
}
