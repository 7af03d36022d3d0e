/** From a run's manifest and what was read beside it to the facts of its report. Pure. */
import type { Manifest } from '../core/manifest.ts';
import type { Measure } from '../core/step.ts';
import { ifKnown, shareTables, targetGroups } from './asked.ts';
import { journeyOf } from './journey.ts';
import type { SamplesRead } from './read-samples.ts';
import {
  type CostFacts,
  type QuarantineGroup,
  REPORT_FORMAT,
  type ReportData,
  type ShownQuestion,
} from './report-data.ts';
import { resultSentence } from './result-sentence.ts';
import { warningsOf } from './warnings.ts';

/** What a run directory holds, read and summed up. */
export interface RunRead {
  readonly manifest: Manifest;
  readonly recipe: { readonly text: string; readonly language: 'yaml' | 'json' };
  readonly samples: SamplesRead;
  readonly quarantine: readonly QuarantineGroup[];
  readonly questions: readonly ShownQuestion[];
  /** Lines that are not what they should be; a killed process may leave one. */
  readonly unread: number;
  /** Field over whose values the samples to read were spread. */
  readonly samplesPer?: string;
}

/** The facts of a report. */
export function reportData(run: RunRead): ReportData {
  const { manifest, samples, quarantine } = run;
  const shares = shareTables(manifest, samples);
  const journey = journeyOf(manifest, samples.synthetic + samples.real, quarantine);
  const measures = lastOfEach(manifest.measures);
  const counted = { synthetic: samples.synthetic, real: samples.real, unread: run.unread };
  return {
    format: REPORT_FORMAT,
    synthloom: manifest.synthloom,
    node: manifest.node,
    recipe: recipeOf(run),
    result: resultOf(run),
    ...ifKnown('target', manifest.target),
    ...ifKnown('budget', manifest.budget),
    models: manifest.models,
    line: manifest.line,
    questions: run.questions,
    journey,
    rounds: manifest.rounds,
    shares,
    numbers: samples.numbers,
    lengths: samples.lengths,
    texts: samples.texts,
    measures,
    spending: manifest.spending,
    cost: costOf(manifest, samples.synthetic),
    samples: samples.shown,
    ...ifKnown('samplesPer', run.samplesPer),
    quarantine,
    warnings: warningsOf({
      manifest,
      accepted: samples.synthetic,
      counted,
      journey,
      shares,
      texts: samples.texts,
      measures,
    }),
    files: manifest.files,
    notes: manifest.notes,
  };
}

const recipeOf = ({ manifest, recipe }: RunRead): ReportData['recipe'] => ({
  name: manifest.recipe,
  ...ifKnown('description', manifest.description),
  hash: manifest.recipeHash,
  seed: manifest.seed,
  ...recipe,
});

function resultOf({ manifest, samples }: RunRead): ReportData['result'] {
  const wanted = wantedOf(manifest, samples);
  return {
    ending: manifest.ending,
    sentence: resultSentence(manifest, samples.synthetic, wanted),
    accepted: samples.synthetic,
    ...ifKnown('wanted', wanted),
    real: samples.real,
    startedAt: manifest.startedAt,
    ...ifKnown('endedAt', manifest.endedAt),
    seconds: manifest.seconds,
    cpuSeconds: manifest.cpuSeconds,
    resumptions: manifest.resumptions,
  };
}

/** Samples that the target wants: in all, or `min` for each group that is known. */
function wantedOf({ target, ...manifest }: Manifest, samples: SamplesRead): number | undefined {
  if (target === undefined) return undefined;
  const counts = samples.shares.find((share) => share.field === target.per)?.counts;
  const groups = targetGroups({ target, ...manifest }, counts).length;
  const wanted = Math.max(target.accepted ?? 0, (target.min ?? 0) * groups);
  return wanted > 0 ? wanted : undefined;
}

function costOf(manifest: Manifest, accepted: number): CostFacts {
  const sum = (of: 'calls' | 'inputTokens' | 'outputTokens' | 'costUsd') =>
    manifest.spending.reduce((all, item) => all + item[of], 0);
  const calls = sum('calls');
  const costUsd = sum('costUsd');
  return {
    calls,
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    costUsd,
    ...(accepted === 0 ? {} : { usdPerAccepted: costUsd / accepted, callsPerAccepted: calls / accepted }),
    ...ifKnown('reused', manifest.answersReused),
    ...ifKnown('wasted', manifest.measures.findLast((measure) => measure.name === 'wasted')?.value),
    ambiguous: manifest.ambiguous,
  };
}

/** Each round measures again; what counts is the last word. */
function lastOfEach(measures: readonly Measure[]): readonly Measure[] {
  const last = new Map<string, Measure>();
  for (const measure of measures) {
    const labels = Object.entries(measure.labels).sort();
    last.set(JSON.stringify([measure.step, measure.name, labels]), measure);
  }
  return [...last.values()];
}
