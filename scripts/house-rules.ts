/** Holds the project to its house rules: prints `file:line rule message` for each offence, and exits 1 where there is one. */
import { join } from 'node:path';
import { loadSteps } from './generate/load-steps.ts';
import { determinism } from './rules/determinism.ts';
import { heavyPackages } from './rules/heavy-packages.ts';
import { importCycles } from './rules/import-cycles.ts';
import { importDirections } from './rules/import-directions.ts';
import { installScripts } from './rules/install-scripts.ts';
import { language } from './rules/language.ts';
import { liveLinks } from './rules/live-links.ts';
import { noMachinePaths } from './rules/no-machine-paths.ts';
import { openingSentence } from './rules/opening-sentence.ts';
import type { Rule } from './rules/rule.ts';
import { sizes } from './rules/sizes.ts';
import { stepFiles } from './rules/step-files.ts';
import { readTree } from './tree.ts';

const rules: readonly Rule[] = [
  importDirections,
  importCycles,
  heavyPackages,
  language,
  determinism,
  sizes,
  openingSentence,
  stepFiles,
  noMachinePaths,
  liveLinks,
  installScripts,
];

const root = join(import.meta.dirname, '..');
const tree = readTree(root);
const { steps, broken } = await loadSteps(root);
const offences = rules.flatMap((rule) =>
  [...rule.check(tree, steps)].map(({ path, line, message }) => `${path}:${line} ${rule.name} ${message}`),
);
offences.push(...broken.map(({ path, reason }) => `${path}:1 import cannot be imported: ${reason}`));
if (offences.length > 0) console.log(offences.join('\n'));
console.log(`${rules.length} rules, ${tree.files.length} files, ${steps.length} steps, ${offences.length} offences`);
process.exitCode = offences.length === 0 ? 0 : 1;
