/** How far the line is, told a few times a second. */
import type { Event } from '../core/events.ts';
import type { Engine } from './engine.ts';
import type { Desk } from './lender.ts';

const EVERY_MS = 200;

export function makeProgress(desk: Desk, emit: (event: Event) => void): Engine['progress'] {
  let told = 0;
  return (books, when) => {
    const now = performance.now();
    if (when !== 'now' && now - told < EVERY_MS) return;
    told = now;
    const { inputTokens, outputTokens, costUsd } = desk.ledger.book.total();
    emit({
      kind: 'line-progress',
      counts: books.counts(),
      spent: { ...desk.tally, inputTokens, outputTokens, costUsd },
    });
  };
}
