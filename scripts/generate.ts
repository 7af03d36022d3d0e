/** Writes what is made from the source: the catalog, the recipe schema, the reference. `--check` only says what is not fresh. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogText } from './generate/catalog.ts';
import { cliPage } from './generate/cli-page.ts';
import { errorPage } from './generate/error-page.ts';
import { type LoadedStep, loadSteps } from './generate/load-steps.ts';
import { recipeSchemaText } from './generate/recipe-schema.ts';
import { stepIndex, stepPage } from './generate/step-pages.ts';

const root = join(import.meta.dirname, '..');
const reference = 'docs/reference';

/** Path → text of every generated file; undefined where its source is not there. */
async function generate(steps: readonly LoadedStep[]): Promise<ReadonlyMap<string, string | undefined>> {
  return new Map([
    ['src/catalog.ts', catalogText(steps)],
    ['schema/recipe.schema.json', recipeSchemaText(steps)],
    ...steps.map((each) => [`${reference}/steps/${each.step.name}.md`, stepPage(root, each)] as const),
    [`${reference}/steps.md`, stepIndex(steps)],
    [`${reference}/errors.md`, errorPage()],
    [`${reference}/cli.md`, await cliPage(root)],
  ]);
}

/** Files under docs/reference, which holds nothing but generated pages. */
const present = (): string[] =>
  existsSync(join(root, reference))
    ? readdirSync(join(root, reference), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/'),
        )
        .sort()
    : [];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const { steps, broken } = await loadSteps(root);
const wanted = await generate(steps);
const current = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
const texts = [...wanted].flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]));
const stale = texts.filter(({ path, text }) => current(path) !== text);
const left = present().filter((path) => wanted.get(path) === undefined);

if (!values.check) {
  for (const path of left) rmSync(join(root, path));
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const [changed, removed] = values.check ? ['is not fresh', 'has no source'] : ['written', 'removed'];
for (const { path, reason } of broken) console.log(`${path} cannot be imported: ${reason}`);
for (const [path, text] of wanted) if (text === undefined) console.log(`${path} skipped: its source is not there`);
for (const { path } of stale) console.log(`${path} ${changed}`);
for (const path of left) console.log(`${path} ${removed}`);
if (values.check && stale.length + left.length > 0) console.log('Run `npm run generate`.');
process.exitCode = broken.length > 0 || (values.check && stale.length + left.length > 0) ? 1 : 0;
