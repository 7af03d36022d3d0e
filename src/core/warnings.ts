/** What is true of a recipe without mistakes, and is likely not what was meant. */
import type { Link } from './plan.ts';
import type { Head } from './recipe.ts';

export const warningsOf = (head: Head, line: readonly Link[]): string[] => [
  ...(line.some(({ step }) => step.stage === 'export')
    ? []
    : ['No step exports: the dataset is only in samples.jsonl of the run.']),
  ...line.flatMap((link, at) => deafWarnings(link, head, line.slice(at + 1))),
];

/** Steps that wait for what earlier rounds brought, in a recipe where nothing comes. */
function deafWarnings({ title, touches }: Link, { target }: Head, after: readonly Link[]): string[] {
  const { avoids = [], counts = [] } = touches;
  if (target === undefined && avoids.length + counts.length > 0)
    return [`${title} waits for what earlier rounds brought, and without a \`target\` there is one round only.`];
  const repeats = after.some((link) => (link.touches.repeats ?? []).length > 0);
  if (avoids.length === 0 || repeats) return [];
  return [`${title} avoids what is repeated, and no step after it finds repeats: put \`near-duplicates\` behind it.`];
}
