/** What a report says, for machines: the content of `report.json`. The page is a pure function of it. */
import type { Ending } from '../core/events.ts';
import type { Manifest, RoundRecord } from '../core/manifest.ts';
import type { Fields, Notes } from '../core/sample.ts';
import type { Measure, Spending, Stage } from '../core/step.ts';

/** Raised when older readers of `report.json` could not understand it. */
export const REPORT_FORMAT = 1;

export interface ReportData {
  readonly format: typeof REPORT_FORMAT;
  readonly synthloom: string;
  readonly node: string;
  readonly recipe: {
    readonly name: string;
    readonly description?: string;
    /** SHA-256 of the canonical recipe, hexadecimal. */
    readonly hash: string;
    readonly seed: number;
    /** As the user wrote it, or canonical JSON, indented; empty when the run directory holds neither. */
    readonly text: string;
    readonly language: 'yaml' | 'json';
  };
  readonly result: Result;
  readonly target?: NonNullable<Manifest['target']>;
  readonly budget?: NonNullable<Manifest['budget']>;
  readonly models: Manifest['models'];
  readonly line: Manifest['line'];
  /** The first question of each step that asked a model; empty where the ledger is gone. */
  readonly questions: readonly ShownQuestion[];
  readonly journey: Journey;
  readonly rounds: readonly RoundRecord[];
  /** Fields with few values, counted over the accepted synthetic samples. */
  readonly shares: readonly ShareTable[];
  /** Fields with numbers. */
  readonly numbers: readonly Spread[];
  /** Words (or characters, where a script has no spaces) in each text field. */
  readonly lengths: readonly Spread[];
  readonly texts: TextFacts;
  /** Everything that steps measured; the last value where a round measured again. */
  readonly measures: readonly Measure[];
  readonly spending: readonly Spending[];
  readonly cost: CostFacts;
  /** Up to 20 accepted samples, spread over groups. */
  readonly samples: readonly ShownSample[];
  /** Field over whose values `samples` are spread. */
  readonly samplesPer?: string;
  readonly quarantine: readonly QuarantineGroup[];
  readonly warnings: readonly Warning[];
  readonly files: Manifest['files'];
  readonly notes: readonly string[];
}

interface Result {
  readonly ending: Ending | 'running';
  /** The whole result in one sentence. */
  readonly sentence: string;
  /** Accepted synthetic samples. */
  readonly accepted: number;
  /** Samples that the target wants; absent without one, or when its groups are not known. */
  readonly wanted?: number;
  /** Real samples that reached the end of the line. */
  readonly real: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly resumptions: number;
}

/** What became of the samples, step by step. `begun` = `accepted` + all losses + `replaced` + `unfinished`. */
export interface Journey {
  readonly begun: number;
  readonly stages: readonly JourneyStage[];
  readonly accepted: number;
  /** Samples whose children took their place. */
  readonly replaced: number;
  /** Samples still under way when the run stopped. */
  readonly unfinished: number;
}

export interface JourneyStage {
  /** Key of the step, or `target` for the surplus over it. */
  readonly key: string;
  readonly stage: Stage | 'target';
  /** Samples on the line before and after it. */
  readonly before: number;
  readonly made: number;
  readonly replaced: number;
  /** Most frequent first. */
  readonly losses: readonly Loss[];
  readonly after: number;
}

export interface Loss {
  readonly verdict: 'dropped' | 'failed';
  readonly reason: string;
  readonly count: number;
}

export interface ShareTable {
  readonly field: string;
  /** Samples that have the field. */
  readonly total: number;
  /** Where `asked` comes from; absent where nothing was asked. */
  readonly askedBy?: 'target' | 'measure' | 'fields';
  /** Largest first, numbers in their own order; values asked for and never seen have `got` 0. */
  readonly values: readonly { readonly value: string; readonly got: number; readonly asked?: number }[];
  /** Total variation distance between asked and got shares, 0 to 1; absent where nothing was asked. */
  readonly distance?: number;
}

/** How the values of a field are spread. */
export interface Spread {
  readonly field: string;
  readonly unit: 'words' | 'characters' | 'value';
  readonly total: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Quantiles at 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly [number, number, number, number, number];
  /** Bins from the least to the greatest value; each from its `from` up to but without its `to`. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** Values above the last bin. */
  readonly beyond: number;
}

/** What reading all accepted texts shows about sameness. */
export interface TextFacts {
  /** Field with the longest texts; absent when no field holds text. */
  readonly field?: string;
  /** Samples compared for word-for-word copies: the first 100,000. */
  readonly compared: number;
  readonly copies: number;
  /** The most common first three words. */
  readonly opening?: { readonly text: string; readonly share: number };
}

export interface CostFacts {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  /** Absent when nothing was accepted. */
  readonly usdPerAccepted?: number;
  readonly callsPerAccepted?: number;
  /** Answers that the ledger already held; absent where the run did not say. */
  readonly reused?: number;
  /** Share of the calls that went into samples which were lost; absent where the step `cost` did not measure it. */
  readonly wasted?: number;
  readonly ambiguous: Manifest['ambiguous'];
}

export interface ShownSample {
  readonly id: string;
  readonly group?: string;
  /** Long texts and lists are cut; `cut` says so. */
  readonly data: Fields;
  readonly notes: Notes;
  readonly cut: boolean;
}

export interface QuarantineGroup {
  readonly step: string;
  readonly verdict: 'dropped' | 'failed';
  readonly reason: string;
  readonly count: number;
  /** Up to three, drawn with the run's seed. */
  readonly examples: readonly (ShownSample & { readonly message?: string; readonly raw?: string })[];
}

/** One thing a reader should know before using the data. */
export interface Warning {
  readonly code: WarningCode;
  readonly text: string;
}

export type WarningCode =
  | 'nothing-accepted'
  | 'still-running'
  | 'interrupted'
  | 'failed'
  | 'budget-spent'
  | 'saturated'
  | 'group-short'
  | 'class-missing'
  | 'shares-off'
  | 'low-yield'
  | 'many-failures'
  | 'ambiguous-calls'
  | 'copies'
  | 'same-opening'
  | 'repeated-phrases'
  | 'unread-lines'
  | 'count-differs'
  | 'run-note';

/** A message as it was sent, and its answer. */
export interface ShownQuestion {
  readonly step: string;
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly text: string;
}
