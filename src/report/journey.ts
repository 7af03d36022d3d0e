/** The samples' journey: what each step began, let pass and lost, so that the books can be read in one line. */
import type { Manifest } from '../core/manifest.ts';
import type { StepCounts } from '../core/step.ts';
import type { Journey, JourneyStage, Loss, QuarantineGroup } from './report-data.ts';

/** Key under which the engine counts what is beyond the target. */
const TARGET = 'target';

/**
 * Follows the counts along the line. Samples that a step is not shown (real ones, mostly) pass it.
 * @param accepted samples at the end of the line, real ones included.
 * @param quarantine groups; those of steps that are not on the line (the surplus over a target) come last.
 */
export function journeyOf(manifest: Manifest, accepted: number, quarantine: readonly QuarantineGroup[]): Journey {
  let under = 0;
  const stages: JourneyStage[] = [];
  const add = (stage: Omit<JourneyStage, 'before' | 'after'>) => {
    const after = Math.max(0, under + stage.made - stage.replaced - lostIn(stage.losses));
    stages.push({ ...stage, before: under, after });
    under = after;
  };
  for (const counts of manifest.counts) add(stageOf(counts));
  const known = new Set(manifest.counts.map((counts) => counts.key));
  const others = quarantine.filter((group) => !known.has(group.step));
  for (const key of new Set(others.map((group) => group.step))) {
    const losses = others
      .filter((group) => group.step === key)
      .map(({ verdict, reason, count }) => ({ verdict, reason, count }));
    add({ key, stage: 'target', made: 0, replaced: 0, losses });
  }
  const sum = (of: (stage: JourneyStage) => number) => stages.reduce((all, stage) => all + of(stage), 0);
  return {
    begun: sum((stage) => stage.made),
    stages,
    accepted,
    replaced: sum((stage) => stage.replaced),
    unfinished: Math.max(0, under - accepted),
  };
}

function stageOf(counts: StepCounts): Omit<JourneyStage, 'before' | 'after'> {
  const losses = lossesOf(counts);
  // Parents that a generation step answered for with children alone are neither kept nor lost.
  const unanswered = counts.in + counts.made - counts.kept - lostIn(losses);
  const replaced = counts.stage === 'generation' && counts.made > 0 ? Math.max(0, unanswered) : 0;
  const stage = counts.key === TARGET ? 'target' : counts.stage;
  return { key: counts.key, stage, made: counts.made, replaced, losses };
}

function lossesOf({ dropped, failed }: StepCounts): Loss[] {
  const of = (verdict: Loss['verdict'], counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([reason, count]): Loss => ({ verdict, reason, count }));
  return [...of('dropped', dropped), ...of('failed', failed)]
    .filter((loss) => loss.count > 0)
    .sort((a, b) => b.count - a.count);
}

/** Samples lost altogether. */
export const lostIn = (losses: readonly Loss[]): number => losses.reduce((sum, loss) => sum + loss.count, 0);
