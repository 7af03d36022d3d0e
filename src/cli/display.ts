/** Showing a run while it goes on: on a terminal, in a log, as JSON lines, or not at all. */
import type { Event } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';
import { jsonDisplay } from './display-json.ts';
import { LiveDisplay } from './display-live.ts';
import { PlainDisplay } from './display-plain.ts';
import { isLive, type Output } from './screen.ts';

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

export interface DisplayWishes {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  /** Accepted samples wanted in all, where the recipe says. */
  readonly wanted?: number | undefined;
  /** Samples the line begins, where its source says and there is no target. */
  readonly size?: number | undefined;
  /** Accepted samples wanted of each group. */
  readonly min?: number | undefined;
  readonly data?: Output;
  readonly progress?: Output;
}

export function openDisplay(wishes: DisplayWishes): Display {
  const { json, quiet, data = process.stdout, progress = process.stderr } = wishes;
  if (json) return jsonDisplay(data);
  if (quiet) return silentDisplay;
  return isLive(progress) ? new LiveDisplay(progress, wishes) : new PlainDisplay(progress, wishes);
}

const nothing = () => {};
const silentDisplay: Display = { show: nothing, say: nothing, pause: nothing, resume: nothing, close: nothing };
