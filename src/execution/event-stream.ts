/** Events of a run for whoever listens: nothing is lost between the start and the first listener, nothing is kept for nobody. */
import type { Event } from '../core/events.ts';

/** Events held for a listener that is slow or has not come; beyond it, those of single samples are let go. */
const MOST_HELD = 10_000;

export class EventStream implements AsyncIterable<Event> {
  #held: Event[] = [];
  #wake: (() => void) | undefined;
  #ended = false;

  emit(event: Event): void {
    const isMinor = event.kind.startsWith('sample-') || event.kind === 'line-progress';
    if (this.#held.length >= MOST_HELD && isMinor) return;
    this.#held.push(event);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Event> {
    for (;;) {
      yield* this.#held.splice(0);
      if (this.#held.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
