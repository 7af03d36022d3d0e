/** A step is three files side by side, and says what it is, where it comes from, and what each option does. */

import { definesStep, sourcesIn, stages } from '../folders.ts';
import type { LoadedStep } from '../generate/load-steps.ts';
import { optionRows, optionsSchema } from '../generate/options.ts';
import type { Tree } from '../tree.ts';
import type { Offence, Rule } from './rule.ts';

const headings = ['## When to use', '## Options', '## Example', '## Limits', '## Sources'];

export const stepFiles: Rule = {
  name: 'step-files',
  *check(tree, steps) {
    for (const { path, message } of steps.flatMap((loaded) => [...definition(loaded), ...neighbours(tree, loaded)])) {
      yield { path, line: 1, message };
    }
    yield* doubles(steps);
    yield* unexported(tree, steps);
  },
};

type Finding = Pick<Offence, 'path' | 'message'>;

function* definition({ path, step }: LoadedStep): Generator<Finding> {
  const [, stage, name] = /^src\/([^/]+)\/(.+)\.ts$/.exec(path) ?? [];
  if (step.name !== name) yield { path, message: `the step is named \`${step.name}\`, its file ${name}.ts` };
  if (step.stage !== stage) yield { path, message: `the step is ${step.stage}, its folder ${stage}` };
  if (!/^[A-Z].*\.$/.test(step.summary)) yield { path, message: 'its summary is not one sentence' };
  if (step.sources.length === 0) yield { path, message: 'names no source: paper, repository or standard' };
  const schema = optionsSchema(step);
  for (const row of optionRows(schema)) {
    if (row.description === '') yield { path, message: `option \`${row.name}\` has no description` };
  }
  const { shorthand } = step;
  if (shorthand !== undefined && !optionRows(schema).some((row) => row.name === shorthand)) {
    yield { path, message: `its shorthand \`${shorthand}\` is no option` };
  }
}

function* neighbours(tree: Tree, { path, step }: LoadedStep): Generator<Finding> {
  const test = path.replace(/\.ts$/, '.test.ts');
  if (!tree.named.has(test)) yield { path, message: `has no test ${test}` };
  const page = path.replace(/\.ts$/, '.md');
  const text = tree.named.get(page)?.text;
  if (text === undefined) yield { path, message: `has no page ${page}` };
  else for (const message of pageFaults(text, step)) yield { path: page, message };
}

function* pageFaults(text: string, step: LoadedStep['step']): Generator<string> {
  const [title, , ...rest] = text.split('\n');
  if (title !== `# ${step.name}`) yield `does not begin with \`# ${step.name}\``;
  const intro =
    rest
      .join('\n')
      .trimStart()
      .split(/\n\s*\n/)[0] ?? '';
  if (!intro.replace(/\s+/g, ' ').startsWith(step.summary))
    yield `its first paragraph is not the summary: ${step.summary}`;
  const found = text.split('\n').filter((line) => line.startsWith('## '));
  if (headings.some((heading, index) => found[index] !== heading)) yield `its headings are not ${headings.join(', ')}`;
  if (!/^## Options\s+<!-- options -->$/m.test(text)) yield 'has no line `<!-- options -->` under Options';
  if (!/^## Example[\s\S]*?^```yaml\n[\s\S]*?^recipe:/m.test(text)) yield 'has no ```yaml recipe under Example';
}

function* doubles(steps: readonly LoadedStep[]): Generator<Offence> {
  const first = new Map<string, string>();
  for (const { path, step } of steps) {
    const other = first.get(step.name);
    if (other !== undefined) yield { path, line: 1, message: `\`${step.name}\` is defined in ${other} too` };
    else first.set(step.name, path);
  }
}

/** A file that defines a step but does not export it would be missing from the catalog, and nobody would notice. */
function* unexported(tree: Tree, steps: readonly LoadedStep[]): Generator<Offence> {
  const known = new Set(steps.map(({ path }) => path));
  for (const { path, text } of stages.flatMap((stage) => sourcesIn(tree, `src/${stage}`))) {
    if (known.has(path) || !definesStep(text)) continue;
    yield { path, line: 1, message: 'defines a step, and exports none' };
  }
}
