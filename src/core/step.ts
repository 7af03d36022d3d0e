/** The one contract: every source, generation, curation, evaluation and export implements it. */
import type { z } from 'zod';
import type { Fault } from './errors.ts';
import type { ImageModel, SpeechModel } from './media.ts';
import type { Embedder, TextModel } from './model.ts';
import type { Dataset, Fields, Json, Sample } from './sample.ts';
import type { Language, Sandbox } from './sandbox.ts';

/** Which folder a step lives in, and so what it may do; `laws.ts` holds it to this. */
export type Stage = 'source' | 'generation' | 'curation' | 'evaluation' | 'export';

/** What one call of a step is shown: nothing (it begins samples), one sample, or all of them. */
export interface Seen {
  nothing: undefined;
  one: Sample;
  all: Dataset;
}

/** Names that tell a measurement apart from its siblings: `{ field: 'text', quantile: '0.5' }`. */
export type Labels = { readonly [name: string]: string };

/** What a step says. Silence about a sample is an error: nothing disappears unexplained. */
export type Outcome =
  /** It goes on, perhaps changed. */
  | { readonly kind: 'keep'; readonly sample: Sample }
  /** It leaves the line and is kept in quarantine; `reason` is kebab-case and countable. */
  | { readonly kind: 'drop'; readonly sample: Sample; readonly reason: string }
  /** The world failed it (see `core/faults.ts`); kept in quarantine, and asked again with `--retry-failed`. Of steps that see all. */
  | { readonly kind: 'fail'; readonly sample: Sample; readonly fault: Fault }
  /** 0.82 'ratio', 412 'tokens'. */
  | {
      readonly kind: 'measure';
      readonly name: string;
      readonly value: number;
      readonly unit: string;
      readonly labels: Labels;
    }
  /** A file was made. */
  | ({ readonly kind: 'write' } & WrittenFile)
  /**
   * The verdict of a step that saw all, in bulk, by row number. Kept rows go on unchanged, in the order given; without it all
   * that are not dropped, as they stood.
   */
  | {
      readonly kind: 'rows';
      readonly keep?: Uint32Array;
      readonly drop: ReadonlyMap<string, Uint32Array>;
    };

/** A file that an export made. */
export interface WrittenFile {
  /** Relative to the run's exports. */
  readonly path: string;
  readonly bytes: number;
  /** What a file of samples holds, so that a card can describe it. */
  readonly holds?: FileHoldings;
}

export interface FileHoldings {
  readonly rows: number;
  /** As in 'train' or 'test'. */
  readonly split: string;
  /** Columns in the form of a Hugging Face dataset card (`dataset_info.features`). */
  readonly features: readonly { readonly [key: string]: Json }[];
}

/** What a step does under given options. Read before a run, so that mistakes cost no tokens. */
export interface Touches {
  /** Fields of `sample.data` it needs. */
  readonly reads?: readonly string[];
  /** Fields of `sample.data` it adds or changes. */
  readonly writes?: readonly string[];
  /** It may change any field that a sample has, whatever its name, and adds none. */
  readonly rewrites?: boolean;
  /** True for a step whose samples have these `writes` and no other field (a source, a reshaping). */
  readonly only?: boolean;
  /** Names it writes to `sample.notes`. */
  readonly notes?: readonly string[];
  /** Roles of text models it asks. */
  readonly asks?: readonly string[];
  /** Those of `asks` that it asks for what a user would say (`Question.asUser`). */
  readonly speaksAsUser?: readonly string[];
  /** Roles of embedders it uses. */
  readonly embeds?: readonly string[];
  /** Roles of models that it has paint images, and of those that it has speak. */
  readonly paints?: readonly string[];
  readonly speaks?: readonly string[];
  /** Languages of the code that it runs in the sandbox. */
  readonly runs?: readonly Language[];
  /** It draws from `context.secretRandom`: two runs of one recipe then differ. */
  readonly secret?: boolean;
  /** It reads `context.real()`: the line waits until every real sample before it is known. */
  readonly real?: boolean;
  /** Of files that its verdict depends on, a hash: what a step that sees all said of others is not used again. */
  readonly filesHash?: string;
  /** A source that brings real samples. */
  readonly bringsReal?: boolean;
  /** A source that begins as many samples as a target wants, and so needs one. */
  readonly needsTarget?: boolean;
  /** Samples that take the place of one it is shown, as many as it asks for: a target then begins fewer. 1 when absent. */
  readonly makes?: number;
  /** Values it promises for a field (a category's names): lets a target count groups before they exist. */
  readonly values?: { readonly [field: string]: readonly string[] };
  /**
   * Reasons of its drops that mean: this is there already. The next round hears of them. Never the reason of a copy of a
   * real sample: what is repeated may be shown to a model, and people's own words may not.
   */
  readonly repeats?: readonly string[];
  /** Reasons of its drops that say nothing of the sample itself: there were enough of its kind. */
  readonly spares?: readonly string[];
  /** Fields of which it shows a model what was repeated (`Round.repeated`). */
  readonly avoids?: readonly string[];
  /** Fields whose combinations of values it wants counted among what was accepted (`Round.accepted`). */
  readonly counts?: readonly string[];
}

/** What a step is lent to find out what it touches: the user's files, read-only. */
export interface Files {
  /** Absolute path of a file that a recipe names, relative to the recipe's own folder. */
  input(path: string): string;
}

/** One pass of the line, as sources and samplers see it. Feedback flows only from round to round. */
export interface Round {
  /** From 1. */
  readonly number: number;
  /** How many new samples this round should begin; absent when the recipe has no target. */
  readonly wanted?: number;
  /** The target's `per` field, and how many samples of each of its values this round should begin. */
  readonly per?: string;
  readonly missing?: Readonly<Record<string, number>>;
  /**
   * How many samples all rounds so far, this one included, should begin together; absent without a target. For a step
   * that sees all and grows what it was shown: it does its work anew each round, and the ledger answers the first part.
   */
  readonly total?: number;
  /** By field of `touches.avoids`: of what the rounds before repeated, a choice by chance, so what came most comes most. */
  readonly repeated?: Readonly<Record<string, readonly Repeat[]>>;
  /** Of the fields of `touches.counts`: how many samples of each combination (`cellName`) the rounds before had accepted. */
  readonly accepted?: Readonly<Record<string, number>>;
}

/** A sample that was dropped because it was there already. */
export interface Repeat {
  /** What an accepted, synthetic sample says that shares most words with it; of a long text the beginning. */
  readonly text: string;
  /** Its own values (`valueName`) of what was asked: the short ones of the fields that the step reads, and the target's `per`. */
  readonly asked: { readonly [field: string]: string };
}

/** What belongs to one piece of work: its own draws, questions and children. */
export interface Scope {
  /** [0, 1); seeded by run, step and sample: same run, same draw. */
  random(): number;
  /**
   * [0, 1) like `random()`, but spread over siblings: of every dozen in a row each twelfth of the range gets one, in an
   * order of its own for each `name`. So classes come out as asked for, and not only on average.
   */
  even(name: string): number;
  model(role: string): TextModel;
  embedder(role: string): Embedder;
  /** Needs `touches.paints`. */
  image(role: string): ImageModel;
  /** Needs `touches.speaks`. */
  speech(role: string): SpeechModel;
  /** Runs code that a model wrote; needs `touches.runs`. A verdict is remembered like an answer: resuming runs nothing twice. */
  sandbox(): Sandbox;
  /** A new sample; its id and lineage come from the engine. No parents: it begins here. */
  child(parents: Sample | readonly Sample[], data: Fields, birth?: Birth): Sample;
  /** The same sample, made from these as well: documents it quotes, examples it rewrites. */
  drawnFrom(sample: Sample, parents: Sample | readonly Sample[]): Sample;
}

/** What a source may say of a sample that it begins. */
export interface Birth {
  /** People made it. */
  readonly real?: boolean;
  /** What tells it from its siblings, where that lasts longer than their order: its content. */
  readonly name?: string;
}

/** A file under the run's exports; nothing of it is visible until `close`. */
export interface OutputFile {
  write(chunk: string | Uint8Array): Promise<void>;
  /** Syncs, renames into place, and says what was made. */
  close(): Promise<{ readonly path: string; readonly bytes: number }>;
}

/** What is known of the whole run, for steps that describe it (cards, cost). */
export interface RunFacts {
  readonly recipe: string;
  readonly recipeHash: string;
  readonly seed: number;
  readonly models: Readonly<Record<string, string>>;
  /** Step keys in order, with what became of the samples. */
  readonly counts: readonly StepCounts[];
  readonly spending: readonly Spending[];
  readonly measures: readonly Measure[];
  /** Files that exports before this step made. */
  readonly files: readonly WrittenFile[];
  /** As the recipe says. */
  readonly description?: string;
  readonly licence?: string;
  readonly language: readonly string[];
}

export interface StepCounts {
  readonly key: string;
  readonly name: string;
  readonly stage: Stage;
  readonly in: number;
  /** Samples the step began, beside those it was shown. */
  readonly made: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
}

/** What one step spent on one model. */
export interface Spending {
  readonly step: string;
  readonly role: string;
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export interface Measure {
  readonly step: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly labels: Labels;
}

/** What the engine lends a step while it runs. The step owns nothing and keeps nothing. */
export interface Context<Options> extends Scope, Files {
  /** Parsed; every default is filled in. */
  readonly options: Options;
  /** Fires on cancel and on a bug elsewhere; a step passes it on to what takes long. */
  readonly signal: AbortSignal;
  /** The one in which the sample at work began; for a step that sees all, the last. */
  readonly round: Round;
  /** The round in which a sample began, for a step that sees those of all rounds. */
  roundOf(sample: Sample): Round;
  /**
   * [0, 1) with 53 bits, for noise that protects people: foretold by nobody who lacks the run directory, whose secret is
   * drawn by chance and not by the recipe's seed. The same `of` gives the same draws in every resumption. Let `of` hold
   * all that the noise is added to: two results that share their noise give away their difference. Needs `touches.secret`.
   */
  secretRandom(of: string): Promise<() => number>;
  /** The real samples that earlier sources brought; needs `touches.real`. */
  real(): Dataset;
  /** Work on many items at once, each with a scope of its own; results come in input order. */
  each<In, Out>(
    items: Iterable<In> | AsyncIterable<In>,
    work: (item: In, own: Scope) => Promise<Out>,
  ): AsyncIterable<Out>;
  /** Opens a file under the run's exports; `path` may not leave them. */
  output(path: string): Promise<OutputFile>;
  /** The run so far; complete for evaluation and export steps. */
  facts(): RunFacts;
}

/** One method. One file. */
export interface Step<Options = unknown, Input = unknown, See extends keyof Seen = keyof Seen> {
  /** The recipe's word and the file's name, kebab-case. */
  readonly name: string;
  /** The folder's name. */
  readonly stage: Stage;
  readonly sees: See;
  /** Which samples a step that changes the line is shown; the others pass it. Steps that see all are shown both. */
  readonly takes?: 'synthetic' | 'real' | 'both';
  /** One sentence; the first line of its page. */
  readonly summary: string;
  /** Where the method comes from: paper, repository, standard. */
  readonly sources: readonly string[];
  /** Limits, defaults and descriptions live here only. */
  readonly options: z.ZodType<Options, Input>;
  /** The option that a scalar or list stands for in a recipe: `- length: 40`. */
  readonly shorthand?: string;
  touches(options: Options, files: Files): Touches | Promise<Touches>;
  run(seen: Seen[See], context: Context<Options>): AsyncIterable<Outcome>;
}
