/** `synthloom new`: writes a recipe to begin with; asks nothing that it can guess, and overwrites nothing. */
import { Command, Option } from 'commander';
import { mistake } from '../core/errors.ts';

/** Names of the templates, each of which is a module of that name. */
const templates = {
  classification: () => import('./templates/classification.ts'),
  chat: () => import('./templates/chat.ts'),
  qa: () => import('./templates/qa.ts'),
  'tabular-text': () => import('./templates/tabular-text.ts'),
} as const;

type TemplateName = keyof typeof templates;

export function newCommand(): Command {
  const command = new Command('new');
  return command
    .description('Write a recipe to begin with, from a template.')
    .argument('[name]', 'name of the recipe; the file is <name>.yaml')
    .addOption(
      new Option('--template <template>', 'what kind of dataset')
        .choices(Object.keys(templates))
        .default('classification'),
    )
    .option('--model <address>', 'model that writes (default: a provider whose key is set, else embedded)')
    .action(async (name: string | undefined, words: { template: TemplateName; model?: string }) => {
      const path = await writeRecipe(name ?? words.template, words.template, words.model);
      const write = command.configureOutput().writeOut!;
      write(`Wrote ${path}\n\nTry next:\n  synthloom preview ${path}\n  synthloom run ${path}\n`);
    });
}

async function writeRecipe(given: string, template: TemplateName, model: string | undefined): Promise<string> {
  const { writeFile, mkdir } = await import('node:fs/promises');
  const { basename, dirname, join } = await import('node:path');
  const name = basename(given).replace(/\.ya?ml$/, '');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
    throw mistake('bad-usage', {
      reason: `\`${name}\` cannot name a recipe: lower-case letters, digits and hyphens, at most 64.`,
    });
  const path = join(dirname(given), /\.ya?ml$/.test(given) ? basename(given) : `${name}.yaml`);
  const { recipeText } = await templates[template]();
  const text = `${await schemaLine()}${recipeText(name, model ?? (await guessModel()))}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw mistake('bad-usage', { reason: `\`${path}\` is there already, and was not touched. Give another name.` });
  }
  return path;
}

/** A capable model at a low price for whichever key is set; else the one that needs none. */
async function guessModel(): Promise<string> {
  const { readEnvironment } = await import('../models/check-model.ts');
  const environment = await readEnvironment('.');
  const found = MODELS.find(({ keys }) => keys.some((key) => environment[key]));
  return found?.model ?? 'embedded';
}

const MODELS: readonly { readonly keys: readonly string[]; readonly model: string }[] = [
  { keys: ['OPENAI_API_KEY'], model: 'openai/gpt-5-mini' },
  { keys: ['ANTHROPIC_API_KEY'], model: 'anthropic/claude-sonnet-5' },
  { keys: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'], model: 'google/gemini-2.5-flash' },
];

/** Editors complete the recipe where the package lies within the project. */
async function schemaLine(): Promise<string> {
  const { existsSync } = await import('node:fs');
  const path = './node_modules/synthloom/schema/recipe.schema.json';
  return existsSync(path) ? `# yaml-language-server: $schema=${path}\n` : '';
}
