/** The books of a pass: for every step, samples in and made are samples kept, dropped and failed. */
import { bug } from '../core/errors.ts';
import type { Link } from '../core/plan.ts';
import type { StepCounts } from '../core/step.ts';
import { sumOf } from '../math/counts.ts';

type Mutable = { -readonly [K in keyof StepCounts]: StepCounts[K] extends number ? number : StepCounts[K] };

interface Page extends Omit<Mutable, 'dropped' | 'failed'> {
  dropped: Record<string, number>;
  failed: Record<string, number>;
}

export class Books {
  #pages = new Map<string, Page>();

  constructor(line: readonly Link[]) {
    for (const { key, step } of line) this.open(key, step.name, step.stage);
  }

  /** Adds a page for something that is no step of the recipe, such as the target. */
  open(key: string, name: string, stage: StepCounts['stage']): void {
    this.#pages.set(key, { key, name, stage, in: 0, made: 0, kept: 0, dropped: {}, failed: {} });
  }

  add(key: string, what: 'in' | 'made' | 'kept', count = 1): void {
    this.#page(key)[what] += count;
  }

  drop(key: string, reason: string, count = 1): void {
    const { dropped } = this.#page(key);
    dropped[reason] = (dropped[reason] ?? 0) + count;
  }

  fail(key: string, code: string): void {
    const { failed } = this.#page(key);
    failed[code] = (failed[code] ?? 0) + 1;
  }

  /** Samples that failed at any step, those that only want of money stopped left out. */
  failures(): { readonly failed: number; readonly codes: Record<string, number> } {
    const codes: Record<string, number> = {};
    for (const page of this.#pages.values())
      for (const [code, count] of Object.entries(page.failed))
        if (code !== 'budget-spent') codes[code] = (codes[code] ?? 0) + count;
    return { failed: sumOf(Object.values(codes)), codes };
  }

  counts(): StepCounts[] {
    return [...this.#pages.values()].map((page) => ({
      ...page,
      dropped: { ...page.dropped },
      failed: { ...page.failed },
    }));
  }

  /** Throws when samples disappeared unexplained, or came from nowhere. */
  mustBalance(): void {
    for (const page of this.#pages.values()) {
      const out = page.kept + sumOf(Object.values(page.dropped)) + sumOf(Object.values(page.failed));
      if (page.in + page.made === out) continue;
      const books = `${page.in} in, ${page.made} made, ${page.kept} kept, ${sumOf(Object.values(page.dropped))} dropped, ${sumOf(Object.values(page.failed))} failed`;
      throw bug('unbalanced-books', { step: page.key, books });
    }
  }

  #page(key: string): Page {
    return this.#pages.get(key)!;
  }
}
