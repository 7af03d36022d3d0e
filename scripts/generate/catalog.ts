/** Writes src/catalog.ts: every step by its name, imported on use. */
import type { LoadedStep } from './load-steps.ts';

/** Deterministic: stages in the order of a line, names by alphabet. */
export function catalogText(steps: readonly LoadedStep[]): string {
  const entries = steps.map(
    ({ path, step }) => `  ${keyOf(step.name)}: () => import('./${path.slice('src/'.length)}'),`,
  );
  return [
    '/** Every step by its name; its module is imported when a recipe uses it. Written by `npm run generate`: do not edit. */',
    'export const catalog = {',
    ...entries,
    '} as const;',
    '',
  ].join('\n');
}

const keyOf = (name: string): string => (/^[a-z]\w*$/.test(name) ? name : `'${name}'`);
