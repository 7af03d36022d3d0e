/** What shows a run while it goes on. */
import type { Event } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';

export interface Display {
  show(event: Event): void;
  /** Says something that stays. */
  say(text: string): void;
  /** Leaves the screen to a question, and comes back. */
  pause(): void;
  resume(): void;
  /** Leaves the screen as it should be found, with the last counts where there are some. */
  close(counts?: readonly StepCounts[]): void;
}
