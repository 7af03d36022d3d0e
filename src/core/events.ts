/** What a run tells while it goes on, noun first. Plain data: the progress display, `--json` and the studio read the same. */
import type { SynthloomError } from './errors.ts';
import type { Measure, StepCounts } from './step.ts';

/** Why a run ended. */
export type Ending =
  | 'done' // every sample of the line is through
  | 'target-met'
  | 'saturated' // another round would bring nothing new
  | 'budget-spent'
  | 'interrupted' // Ctrl-C; the next run goes on
  | 'failed';

export type Event =
  | {
      readonly kind: 'run-start';
      readonly directory: string;
      readonly recipe: string;
      readonly answersKept: number;
      /** The recipe differs from the one that last ran in this directory. */
      readonly edited: boolean;
    }
  | { readonly kind: 'round-start'; readonly round: number; readonly wanted: number | undefined }
  /** At most a few a second; `counts` are of the round's pass so far, in line order. */
  | { readonly kind: 'line-progress'; readonly counts: readonly StepCounts[]; readonly spent: Spent }
  /** `group` is the value of the target's `per` field, where the target has one. */
  | { readonly kind: 'sample-done'; readonly id: string; readonly round: number; readonly group?: string }
  | { readonly kind: 'sample-drop'; readonly id: string; readonly step: string; readonly reason: string }
  | {
      readonly kind: 'sample-fail';
      readonly id: string;
      readonly step: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'step-measure'; readonly measure: Measure }
  | { readonly kind: 'step-write'; readonly step: string; readonly path: string; readonly bytes: number }
  | { readonly kind: 'model-note'; readonly role: string; readonly message: string }
  | {
      readonly kind: 'round-end';
      readonly round: number;
      readonly accepted: number;
      readonly missing: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'run-end';
      readonly ending: Ending;
      readonly accepted: number;
      readonly report: string | undefined;
      readonly error?: SynthloomError;
    };

/** Calls and money so far in this process, and over the whole run. */
export interface Spent {
  readonly calls: number;
  /** Answers that the ledger already held. */
  readonly reused: number;
  readonly inFlight: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}
