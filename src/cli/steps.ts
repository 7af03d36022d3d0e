/** `synthloom steps`: the steps by stage, or the page of one. */
import { Command } from 'commander';
import { mistake } from '../core/errors.ts';

export function stepsCommand(): Command {
  const command = new Command('steps');
  return command
    .description('List the steps that a recipe can use, or show the page of one.')
    .argument('[name]', 'name of a step')
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, words: { json?: boolean }) => {
      const write = command.configureOutput().writeOut!;
      const { openLibrary } = await import('../execution/library.ts');
      const { optionsOf, stepList, stepText } = await import('./step-text.ts');
      const library = await openLibrary({ head: { recipe: 'none' }, steps: [] });
      const wanted = name === undefined ? library.names : [name];
      const steps = (await Promise.all(wanted.map((each) => library.find(each)))).filter((step) => step !== undefined);
      if (steps.length === 0) throw await unknown(name!, library.names);
      if (words.json) write(`${JSON.stringify(steps.map(plain(optionsOf)), undefined, 2)}\n`);
      else write(name === undefined ? stepList(steps) : await stepText(steps[0]!));
    });
}

type Steps = typeof import('./step-text.ts');
type Listed = Parameters<Steps['stepList']>[0][number];

const plain = (optionsOf: Steps['optionsOf']) => (step: Listed) => {
  const { name, stage, sees, summary, sources } = step;
  return { name, stage, sees, summary, sources, options: optionsOf(step) };
};

async function unknown(name: string, names: readonly string[]) {
  const { nearestName } = await import('../text/near-names.ts');
  const guess = nearestName(name, names);
  const meant = guess === undefined ? '`synthloom steps` lists them.' : `Did you mean \`${guess}\`?`;
  return mistake('bad-usage', { reason: `No step has the name \`${name}\`. ${meant}` });
}
