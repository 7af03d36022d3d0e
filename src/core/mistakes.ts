/** Mistakes of a recipe, a file or a command, as data: found before anything is spent, exit code 2. */
import type { ErrorKind } from './error-kind.ts';

const list = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '));
const meant = (guess: string | undefined) => (guess === undefined ? '' : ` Did you mean \`${guess}\`?`);

export const mistakes = {
  'bad-yaml': {
    title: 'The recipe is not valid YAML',
    what: (f: { reason: string }) => `This is not valid YAML: ${f.reason}`,
    cure: 'Mend the line named above. Two spaces indent; tabs do not.',
  },
  'bad-recipe': {
    title: 'A value of the recipe has the wrong form',
    what: (f: { path: string; reason: string }) => `\`${f.path}\`: ${f.reason}`,
    cure: 'See docs/recipes.md for the form of a recipe.',
  },
  'unknown-key': {
    title: 'The recipe has a key that nothing reads',
    what: (f: { key: string; known: readonly string[]; guess: string | undefined }) =>
      `There is no key \`${f.key}\` here.${meant(f.guess)} Known: ${list(f.known)}.`,
    cure: 'Correct the spelling, or remove the key.',
  },
  'unknown-step': {
    title: 'No step has that name',
    what: (f: { step: string; name: string; guess: string | undefined }) =>
      `${f.step} uses \`${f.name}\`, and no step has that name.${meant(f.guess)}`,
    cure: '`synthloom steps` lists the steps; a step of your own is named under `plugins`.',
  },
  'bad-option': {
    title: 'A step was given a wrong option',
    what: (f: { step: string; option: string; reason: string }) => `${f.step}, \`${f.option}\`: ${f.reason}`,
    cure: '`synthloom steps <name>` shows the options of a step.',
  },
  'missing-field': {
    title: 'A step reads a field that no earlier step writes',
    what: (f: { step: string; field: string; fields: readonly string[]; guess: string | undefined }) =>
      `${f.step} reads \`${f.field}\`, which no earlier step writes.${meant(f.guess)} Fields at that point: ${list(f.fields)}.`,
    cure: 'Add a step that writes it, or name a field that exists.',
  },
  'unknown-role': {
    title: 'A step asks a model that the recipe does not name',
    what: (f: { step: string; role: string; known: readonly string[] }) =>
      `${f.step} asks the model \`${f.role}\`, which is not under \`models\`. Named there: ${list(f.known)}.`,
    cure: 'Add it under `models`, or ask one that is there.',
  },
  'bad-model': {
    title: 'A model address cannot be understood',
    what: (f: { role: string; reason: string }) => `Model \`${f.role}\`: ${f.reason}`,
    cure: 'Write for example `openai/gpt-5-mini`, `anthropic/…`, `google/…`, `embedded`, or `{ use: compatible/<name>, baseUrl: … }`.',
  },
  'missing-key': {
    title: 'A provider needs a key, and none is set',
    what: (f: { role: string; variables: readonly string[] }) =>
      `Model \`${f.role}\` needs a key, and ${f.variables.join(' or ')} is not set.`,
    cure: 'Set the variable, or write it to a `.env` file beside the recipe. Keys are never written to a run.',
  },
  'unknown-price': {
    title: 'A budget is set, and the price of a model is not known',
    what: (f: { role: string; model: string; tableDate: string }) =>
      `Model \`${f.role}\` (${f.model}) has no price in the table of ${f.tableDate}, so the budget cannot be kept.`,
    cure: 'Give it under the model: `price: { input: 0.25, output: 2 }`, dollars a million tokens; of images `{ perImage: 0.04 }`, of speech `{ perThousandCharacters: 0.015 }`.',
  },
  'no-source': {
    title: 'Nothing begins a sample',
    what: (_: Record<never, never>) =>
      'The line has no source: no step begins a sample before the first that needs one.',
    cure: 'Begin with `count: 100`, or with `file: data.jsonl`.',
  },
  'no-real': {
    title: 'A step reads real samples, and there are none',
    what: (f: { step: string }) => `${f.step} reads real samples, and no earlier step brings any.`,
    cure: 'Put `- file: { path: …, real: true }` before it.',
  },
  'missing-file': {
    title: 'A file that the recipe names cannot be read',
    what: (f: { path: string; reason: string }) => `\`${f.path}\` cannot be read: ${f.reason}.`,
    cure: 'Paths in a recipe are relative to the recipe file.',
  },
  'bad-data': {
    title: 'A data file has a line that cannot be read',
    what: (f: { format: string; reason: string }) => `Not valid ${f.format}: ${f.reason}`,
    cure: 'Mend the line. A source of samples can also pass over bad ones (`skipBad: true`): they go to quarantine, and are counted.',
  },
  'empty-data': {
    title: 'A data file holds no sample',
    what: (f: { path: string; reason: string }) => `\`${f.path}\` holds no sample: ${f.reason}.`,
    cure: 'Check that the export that made the file finished.',
  },
  'bad-target': {
    title: 'The target cannot be reached as written',
    what: (f: { reason: string }) => `The target cannot be reached: ${f.reason}.`,
    cure: 'See “Targets” in docs/recipes.md.',
  },
  'bad-template': {
    title: 'A template cannot be read',
    what: (f: { step: string; option: string; reason: string }) => `${f.step}, template \`${f.option}\`: ${f.reason}`,
    cure: 'Templates are Liquid: `{{ field }}`, `{{ field | upcase }}`, `{% if field %}…{% endif %}`.',
  },
  'bad-output-path': {
    title: 'An export names a path outside its run, or one that another step writes',
    what: (f: { path: string; reason: string }) => `The export path \`${f.path}\` cannot be used: ${f.reason}.`,
    cure: 'Name a relative path; files land under `exports/` of the run directory.',
  },
  'bad-plugin': {
    title: 'A plugin cannot be loaded',
    what: (f: { path: string; reason: string }) => `The plugin \`${f.path}\` cannot be loaded: ${f.reason}`,
    cure: 'A plugin is a module that exports what `defineStep` returns. See docs/add-a-step.md.',
  },
  'run-in-use': {
    title: 'Another process is running in that directory',
    what: (f: { directory: string; pid: number; host: string }) =>
      `\`${f.directory}\` is in use by process ${f.pid} on ${f.host}.`,
    cure: 'Wait for it, stop it, or name another directory with `--out`.',
  },
  'foreign-directory': {
    title: 'The output directory belongs to something else',
    what: (f: { directory: string; reason: string }) => `\`${f.directory}\` cannot hold this run: ${f.reason}.`,
    cure: 'Name another directory with `--out`. Nothing in it was changed.',
  },
  'newer-run': {
    title: 'The run was made by a newer version',
    what: (f: { directory: string; format: number; known: number }) =>
      `\`${f.directory}\` has run format ${f.format}; this version reads up to ${f.known}.`,
    cure: 'Update synthloom, or name another directory with `--out`.',
  },
  'no-run': {
    title: 'There is no run in that directory',
    what: (f: { directory: string }) => `\`${f.directory}\` holds no run, or its manifest is damaged.`,
    cure: 'Name the directory that `synthloom run` printed; running the recipe there again writes the manifest anew.',
  },
  'unknown-sample': {
    title: 'No sample of the run has that id',
    what: (f: { id: string; directory: string }) =>
      `No sample in \`${f.directory}\` has an id that begins with \`${f.id}\`.`,
    cure: '`synthloom show <run>` lists samples with their ids.',
  },
  'bad-usage': {
    title: 'A command was given something it cannot use',
    what: (f: { reason: string }) => f.reason,
    cure: '`synthloom --help`, or `synthloom <command> --help`.',
  },
  'missing-package': {
    title: 'An optional part is not installed',
    what: (f: { feature: string; packages: readonly string[] }) =>
      `${f.feature} needs ${f.packages.join(' and ')}, and it is not installed.`,
    cure: 'Run the command again with `--yes` to install it into the cache directory, or add the package to your project.',
  },
  'broken-package': {
    title: 'An optional part is installed and does not load',
    what: (f: { name: string; reason: string }) => `\`${f.name}\` is installed and does not load: ${f.reason}`,
    cure: 'Install it again. `synthloom doctor` tests every optional part.',
  },
  'no-sandbox': {
    title: 'The sandbox that a recipe asks for cannot be had here',
    what: (f: { tier: string; reason: string }) => `The sandbox \`${f.tier}\` cannot be had: ${f.reason}.`,
    cure: 'Install bubblewrap and allow it to make namespaces, or write `sandbox: wasm`, which works everywhere. See docs/sandbox.md.',
  },
  'sandbox-refused': {
    title: 'A step runs code, and the recipe refuses that',
    what: (f: { step: string; languages: readonly string[] }) =>
      `${f.step} runs ${list(f.languages)}, and the recipe says \`sandbox: refuse\`.`,
    cure: 'Write `sandbox: wasm`, or leave the step out.',
  },
  'unknown-weights': {
    title: 'No weights have that name',
    what: (f: { name: string; known: readonly string[] }) =>
      `There are no weights \`${f.name}\`. Known: ${list(f.known)}.`,
    cure: 'Name one of these, a path to a GGUF file, or `hf:owner/repository/file.gguf`.',
  },
} satisfies Record<string, ErrorKind>;
