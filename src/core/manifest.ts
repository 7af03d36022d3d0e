/** What a run writes about itself: `manifest.json`, the lines of `quarantine.jsonl`, and where things lie. */
import type { Ending } from './events.ts';
import type { Json, Sample } from './sample.ts';
import type { Limits } from './sandbox.ts';
import type { Measure, Spending, StepCounts } from './step.ts';

/** Raised when older readers could not understand a run directory. */
export const RUN_FORMAT = 1;

/** Names within a run directory. */
export const runFiles = {
  manifest: 'manifest.json',
  /** The recipe as canonical JSON, and, when it came from a file, that file's text under its own ending. */
  recipe: 'recipe.json',
  recipeYaml: 'recipe.yaml',
  ledger: 'ledger',
  /** One `Sample` a line: what reached the end of the line. */
  samples: 'samples.jsonl',
  /** One `Quarantined` a line. */
  quarantine: 'quarantine.jsonl',
  walls: 'walls',
  exports: 'exports',
  /** Images and sound that samples name, by the SHA-256 of their bytes. */
  assets: 'assets',
  report: 'report.html',
  reportData: 'report.json',
  /** What noise for privacy is drawn from; readable for its owner alone, and exported by nothing. */
  secret: 'noise.secret',
  lock: 'run.lock',
} as const;

/** A sample that left the line, and why. */
export interface Quarantined {
  readonly sample: Sample;
  /** Key of the step at which it left. */
  readonly step: string;
  readonly verdict: 'dropped' | 'failed';
  /** Reason of a drop, or code of a fault. */
  readonly reason: string;
  /** For a failure: what happened, in a sentence. */
  readonly message?: string;
  /** For a failure: what came in place of a usable answer. */
  readonly raw?: string;
}

export interface RoundRecord {
  readonly round: number;
  /** New samples that the round was asked to begin; absent without a target. */
  readonly wanted?: number;
  /** Synthetic samples begun by this round's sources. */
  readonly begun: number;
  /**
   * Synthetic samples whose way ended in this round, accepted or not: more than it began where a step makes many of one.
   * Absent from older manifests, as is `repeated`.
   */
  readonly ended?: number;
  /** Of those, dropped because they were there already. */
  readonly repeated?: number;
  /** Accepted over all rounds so far. */
  readonly accepted: number;
  readonly missing: Readonly<Record<string, number>>;
}

export interface Manifest {
  readonly format: number;
  readonly synthloom: string;
  readonly node: string;
  readonly recipe: string;
  readonly description?: string;
  /** SHA-256 of the canonical recipe. */
  readonly recipeHash: string;
  readonly seed: number;
  readonly ending: Ending | 'running';
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Wall-clock and processor seconds of the process, summed over resumptions; those of embedded models are not counted. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly resumptions: number;
  /** What is known of each role's model: id, weights hash, endpoint origin. */
  readonly models: { readonly [role: string]: { readonly [fact: string]: string } };
  /** What held the code that models wrote, its limits, and the interpreters in it; absent where none ran. */
  readonly sandbox?: {
    readonly tier: string;
    readonly limits: Limits;
    readonly interpreters: { readonly [language: string]: string };
  };
  readonly target?: { readonly accepted?: number; readonly per?: string; readonly min?: number };
  readonly budget?: { readonly usd?: number; readonly tokens?: number; readonly calls?: number };
  readonly accepted: number;
  readonly rounds: readonly RoundRecord[];
  readonly counts: readonly StepCounts[];
  readonly spending: readonly Spending[];
  /** Answers that the ledger already held when they were asked for, in the process that wrote this. */
  readonly answersReused?: number;
  /** Calls whose answer was lost with a crashed process: perhaps billed, sent again. */
  readonly ambiguous: { readonly calls: number; readonly worstUsd: number };
  readonly measures: readonly Measure[];
  readonly files: readonly { readonly step: string; readonly path: string; readonly bytes: number }[];
  readonly notes: readonly string[];
  /** The line as it ran: key, name and options of each step, in order. */
  readonly line: readonly {
    readonly key: string;
    readonly name: string;
    readonly options: { readonly [option: string]: Json };
  }[];
}
