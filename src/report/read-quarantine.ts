/** One pass over the quarantine: how many for each reason, and a few of each to look at. */
import type { Quarantined } from '../core/manifest.ts';
import { type Drawing, drawSome } from './draw-some.ts';
import type { QuarantineGroup } from './report-data.ts';
import { cutText, shownSample } from './shown-sample.ts';

const EXAMPLES = 3;
/** Reasons told apart; a step that writes free text as its reason would else fill the memory. */
const REASONS = 300;

type Example = QuarantineGroup['examples'][number];
type Group = Omit<QuarantineGroup, 'count' | 'examples'> & { count: number; readonly drawing: Drawing<Example> };

/** Groups by step, verdict and reason; failures first, then the most frequent. */
export async function readQuarantine(
  lines: AsyncIterable<Quarantined>,
  random: () => number,
): Promise<readonly QuarantineGroup[]> {
  const groups = new Map<string, Group>();
  for await (const line of lines) {
    const key = keyOf(groups, line);
    const drawing = () => drawSome<Example>(EXAMPLES, random);
    const group = groups.get(key.text) ?? { ...key.names, count: 0, drawing: drawing() };
    groups.set(key.text, group);
    group.count++;
    group.drawing.offer('', () => exampleOf(line));
  }
  const failed = (group: QuarantineGroup) => (group.verdict === 'failed' ? 0 : 1);
  return [...groups.values()]
    .map(({ drawing, ...group }) => ({ ...group, examples: drawing.result() }))
    .sort((a, b) => failed(a) - failed(b) || b.count - a.count);
}

/** Step, verdict and reason; once there are too many reasons, new ones share a name. */
function keyOf(groups: ReadonlyMap<string, Group>, { step, verdict, reason }: Quarantined) {
  const textOf = (shown: string) => JSON.stringify([step, verdict, shown]);
  const shown = groups.size < REASONS || groups.has(textOf(reason)) ? reason : 'other reasons';
  return { text: textOf(shown), names: { step, verdict, reason: shown } };
}

const exampleOf = (line: Quarantined): Example => ({
  ...shownSample(line.sample),
  ...(line.message === undefined ? {} : { message: cutText(line.message, 1000) }),
  ...(line.raw === undefined ? {} : { raw: cutText(line.raw, 4000) }),
});
