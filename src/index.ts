/** The front door of the library: everything that the command line does. */

// Steps of your own; `z` is zod, with which options are described
export { z } from 'zod';
export {
  type Call,
  defineStep,
  drop,
  fail,
  keep,
  measure,
  withData,
  withFlow,
  withNotes,
  wrote,
} from './core/define.ts';
// Errors
export { Fault, Mistakes, SynthloomError, type Where } from './core/errors.ts';
export type { Ending, Event, Spent } from './core/events.ts';
export type { Flow, TemplateFields } from './core/flow.ts';
export type { Manifest, Quarantined, RoundRecord } from './core/manifest.ts';
export type { Asset, ImageModel, Made, MediaBackend, MediaRequest, SpeechModel } from './core/media.ts';
export type { Answer, Embedder, Message, Question, TextModel } from './core/model.ts';
export type { HeadInput, ModelInput, Recipe } from './core/recipe.ts';
// Writing a recipe
export { recipe, repeat } from './core/recipe.ts';
export type { Dataset, Fields, Json, Notes, Origin, Sample, TextBatch } from './core/sample.ts';
export type {
  Context,
  Measure,
  Outcome,
  Repeat,
  Round,
  RunFacts,
  Scope,
  Step,
  StepCounts,
  Touches,
} from './core/step.ts';
export { balance } from './curation/balance.ts';
export { confidence } from './curation/confidence.ts';
export { critic } from './curation/critic.ts';
export { decontaminate } from './curation/decontaminate.ts';
export { diphoneCover } from './curation/diphone-cover.ts';
export { exactDuplicates } from './curation/exact-duplicates.ts';
export { judge } from './curation/judge.ts';
export { length } from './curation/length.ts';
export { mix } from './curation/mix.ts';
export { nearDuplicates } from './curation/near-duplicates.ts';
export { pii } from './curation/pii.ts';
export { quality } from './curation/quality.ts';
export { review } from './curation/review.ts';
export { safety } from './curation/safety.ts';
export { select } from './curation/select.ts';
export { semanticDuplicates } from './curation/semantic-duplicates.ts';
export { toxicity } from './curation/toxicity.ts';
export { validate } from './curation/validate.ts';
export { verify } from './curation/verify.ts';
export { weight } from './curation/weight.ts';
export { agreement } from './evaluation/agreement.ts';
export { cost } from './evaluation/cost.ts';
export { coverage } from './evaluation/coverage.ts';
export { diversity } from './evaluation/diversity.ts';
export { statistics } from './evaluation/statistics.ts';
export { type Estimate, type EstimateOptions, estimate, type Interval } from './execution/estimate.ts';
export { loadRecipe, parseRecipe } from './execution/load.ts';
// Checking, trying, running
export { type CheckResult, check } from './execution/plan-for.ts';
// Reading a run
export { type LedgerEntry, type RunReader, readRun } from './execution/read-run.ts';
export { preview, type Running, run } from './execution/run.ts';
export type { RunOptions } from './execution/run-options.ts';
export { beir } from './export/beir.ts';
export { card } from './export/card.ts';
export { chat } from './export/chat.ts';
export { csv } from './export/csv.ts';
export { jsonl } from './export/jsonl.ts';
export { pairs } from './export/pairs.ts';
export { parquet } from './export/parquet.ts';
export { adversarial } from './generation/adversarial.ts';
export { alpaca } from './generation/alpaca.ts';
export { attributes } from './generation/attributes.ts';
export { augment } from './generation/augment.ts';
export { classify } from './generation/classify.ts';
export { code } from './generation/code.ts';
export { counterfactual } from './generation/counterfactual.ts';
export { critique } from './generation/critique.ts';
export { dialogue } from './generation/dialogue.ts';
export { distil } from './generation/distil.ts';
export { evolve } from './generation/evolve.ts';
export { fields } from './generation/fields.ts';
export { grounded } from './generation/grounded.ts';
export { image } from './generation/image.ts';
export { magpie } from './generation/magpie.ts';
export { merge } from './generation/merge.ts';
export { optimise } from './generation/optimise.ts';
export { personas } from './generation/personas.ts';
export { preferences } from './generation/preferences.ts';
export { privateEvolution } from './generation/private-evolution.ts';
export { prompt } from './generation/prompt.ts';
export { queries } from './generation/queries.ts';
export { refine } from './generation/refine.ts';
export { relabel } from './generation/relabel.ts';
export { selfInstruct } from './generation/self-instruct.ts';
export { speech } from './generation/speech.ts';
export { translate } from './generation/translate.ts';
export { video } from './generation/video.ts';
export { voice } from './generation/voice.ts';
export { writeReport } from './report/write-report.ts';
// The steps
export { count } from './source/count.ts';
export { documents } from './source/documents.ts';
export { draw } from './source/draw.ts';
export { file } from './source/file.ts';
export { topics } from './source/topics.ts';
