/** Each house rule finds its planted offence, where it is, and leaves what is right alone. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineStep } from '../src/core/define.ts';
import type { LoadedStep } from './generate/load-steps.ts';
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
import { treeOf } from './tree.ts';

type Texts = Readonly<Record<string, string>>;

const found = (rule: Rule, texts: Texts, steps: readonly LoadedStep[] = []): string[] =>
  [...rule.check(treeOf(texts), steps)].map(({ path, line, message }) => `${path}:${line} ${message}`);

/** Rule, what it should say (a part of each offence, in order), and the files in which it should say so. */
type Case = readonly [rule: Rule, said: readonly string[], texts: Texts];

const lines = (count: number, line = 'x;') => Array.from({ length: count }, () => line).join('\n');
const functionOf = (count: number) => `const long = () => {\n${lines(count - 2)}\n};`;

const cases: readonly Case[] = [
  [
    importDirections,
    ['src/core/a.ts:1 core may not import models'],
    { 'src/core/a.ts': "import { b } from '../models/b.ts';" },
  ],
  [
    importDirections,
    ['src/core/a.ts:2 core may not import store'],
    { 'src/core/a.ts': "\nimport type { B } from '../store/b.ts';" },
  ],
  [importDirections, ['core may not import store'], { 'src/core/a.ts': "type B = import('../store/b.ts').B;" }],
  [
    importDirections,
    ['source may not import export'],
    { 'src/source/a.ts': "const b = () => import('../export/b.ts');" },
  ],
  [importDirections, ['math may not import core'], { 'src/math/a.ts': "import { b } from '../core/b.ts';" }],
  [importDirections, ['cellar` has no row'], { 'src/cellar/a.ts': '' }],
  [importDirections, ['outside src'], { 'src/core/a.ts': "import { b } from '../../scripts/b.ts';" }],
  [importDirections, ['imports the test'], { 'src/core/a.ts': "import { b } from './b.test.ts';" }],
  [
    importDirections,
    ['steps never import each other'],
    { 'src/source/a.ts': "import { b } from './b.ts';", 'src/source/b.ts': 'export const b = defineStep({});' },
  ],
  [
    importDirections,
    [],
    {
      'src/source/a.ts':
        "import { b } from './b.ts';\nimport { c } from '../core/c.ts';\nimport { d } from '../text/d.ts';",
      'src/source/b.ts': 'export const b = 1;',
      'src/source/a.test.ts': "import { line } from '../execution/line.ts';",
      'src/index.ts': "export { b } from './source/b.ts';",
    },
  ],
  [
    importCycles,
    ['src/c.ts:1 cycle: src/a.ts → src/b.ts → src/c.ts → src/a.ts'],
    {
      'src/a.ts': "import { b } from './b.ts';",
      'src/b.ts': "import type { C } from './c.ts';",
      'src/c.ts': "type A = import('./a.ts').A;",
    },
  ],
  [importCycles, ['cycle: a.ts → a.ts'], { 'a.ts': "import { a } from './a.ts';" }],
  [importCycles, [], { 'a.ts': "import './b.ts';\nimport './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': '' }],
  [
    heavyPackages,
    ['src/models/b.ts:1 only src/models/remote.ts'],
    { 'src/models/b.ts': "const a = await import('@ai-sdk/openai');" },
  ],
  [
    heavyPackages,
    ['remote.ts:1 import `ai` where it is used'],
    { 'src/models/remote.ts': "import { generateText } from 'ai';" },
  ],
  [heavyPackages, ['`hyparquet-writer`'], { 'src/format/a.ts': "import { w } from 'hyparquet-writer';" }],
  [
    heavyPackages,
    ['`@faker-js/faker/locale/de`'],
    { 'src/a.ts': "import { type f } from '@faker-js/faker/locale/de';" },
  ],
  [
    heavyPackages,
    [],
    {
      'src/models/remote.ts': "import type { A } from 'ai';\nimport { b } from 'airy';\nconst c = () => import('ai');",
    },
  ],
  [language, ['a.ts:2 `any`'], { 'src/a.ts': 'const a = 1;\nconst b = a as any;' }],
  [language, ['an enum'], { 'scripts/a.ts': 'enum A { B }' }],
  [language, ['`export *`'], { 'src/index.ts': "export * from './b.ts';" }],
  [language, ["re-exports './b.ts'"], { 'src/core/a.ts': "export type { B } from './b.ts';" }],
  [language, ['side effects'], { 'src/a.ts': "import './b.ts';" }],
  [language, ['does something'], { 'src/a.ts': 'const a = 1;\nstart(a);' }],
  [language, ['does something'], { 'src/a.ts': 'for (const a of []) b(a);' }],
  [language, ['does something'], { 'src/a.ts': 'if (process.env.A) start();' }],
  [language, ['a.ts:1 a variable of the whole module'], { 'src/a.ts': 'let a = 1;' }],
  [
    language,
    [],
    {
      'src/core/define.ts': 'export type A = any;',
      'src/index.ts': "export { b } from './b.ts';",
      'src/cli/main.ts': 'await start();',
      'src/c.ts': 'if (import.meta.main) start();\nif (process.argv[1] === fileURLToPath(import.meta.url)) start();',
      'src/models/embed-child.ts': 'let any = 1;\nlisten(any);',
      'src/a.test.ts': 'let any = 1;\nit(any);',
    },
  ],
  [determinism, ['src/source/a.ts:2 `Date.now`'], { 'src/source/a.ts': 'f(\n  Date.now());' }],
  [determinism, ['`Math.random`'], { 'src/math/a.ts': 'const draw = Math.random;' }],
  [determinism, ['`new Date()`', '`Date()`'], { 'src/export/a.ts': 'const a = new Date();\nconst b = Date();' }],
  [determinism, ['`randomUUID`'], { 'src/generation/a.ts': 'const a = randomUUID();' }],
  [
    determinism,
    [],
    {
      'src/source/a.ts': 'new Date(0); context.random(); "Date.now()";',
      'src/execution/b.ts': 'Date.now();',
      'src/math/a.test.ts': 'Math.random();',
    },
  ],
  [sizes, ['src/core/a.ts:401 402 lines; at most 400'], { 'src/core/a.ts': `${lines(402)}\n` }],
  [sizes, ['src/source/a.ts:201 201 lines; at most 200'], { 'src/source/a.ts': lines(201) }],
  [sizes, ['501 lines; at most 500'], { 'src/source/a.test.ts': lines(501) }],
  [sizes, ['a.ts:1 long has 71 lines; at most 70', 'functions have at most 25'], { 'src/a.ts': functionOf(71) }],
  [sizes, ['src:1 0 % of functions have at most 25 lines'], { 'src/a.ts': functionOf(26) }],
  [sizes, ['a.ts:1 f has 4 parameters'], { 'src/a.ts': 'function f(a, b, c, d) {}' }],
  [sizes, ['constructor has 5 parameters'], { 'src/a.ts': 'class A { constructor(a, b, c = 1, d = 1, e = 1) {} }' }],
  [
    sizes,
    [],
    {
      'src/source/a.ts': `${lines(175)}\n${functionOf(25)}\n`,
      'src/b.ts': 'const f = (a, b, c, d = 1) => a;',
      'c.test.ts': functionOf(90),
    },
  ],
  [sizes, ['a.csv:1 1.5 MB; at most 1 MB'], { 'a.csv': lines(500_001) }],
  [openingSentence, ['src/a.ts:1 begins without'], { 'src/a.ts': "import { b } from './b.ts';\n/** B. */" }],
  [openingSentence, ['begins without'], { 'scripts/a.mjs': '// A.\n' }],
  [
    openingSentence,
    [],
    {
      'src/a.ts': '#!/usr/bin/env node\n/** Does it. */\n',
      'src/b.ts': '/**\n * Does b,\n * and c.\n */',
      'src/a.test.ts': '',
    },
  ],
  [noMachinePaths, ['a.md:2 a path of one machine'], { 'a.md': `\nSee /${'home'}/ada/notes.` }],
  [noMachinePaths, ['a path of one machine'], { 'a.ts': `const a = '/${'work'}/x';` }],
  [noMachinePaths, ['a path of one machine'], { 'a.json': '{ "a": "C:\\\\Users\\\\ada" }' }],
  [
    noMachinePaths,
    ['the host of a package registry'],
    { 'package-lock.json': `"resolved": "https://${'registry'}.npmjs.org/a.tgz"` },
  ],
  [noMachinePaths, ['the host of a package registry'], { 'a.yml': `https://${'artifactory'}.example.com/npm/` }],
  [noMachinePaths, [], { 'a.md': 'src/work/a.ts, https://example.org/home/ada/, $HOME/work/, the npm registry.' }],
  [liveLinks, ['docs/a.md:1 docs/gone.md is not there'], { 'docs/a.md': '[it](gone.md)' }],
  [liveLinks, ['src/a.ts:2 docs/gone.md is not there'], { 'src/a.ts': "\nconst a = 'See docs/gone.md.';" }],
  [liveLinks, ['x.md is not there'], { 'docs/reference/a.md': '[a](../x.md#top)' }],
  [
    liveLinks,
    [],
    {
      'docs/a.md': '[b](b.md#c) [d](https://e.f) [g](#h) [i](../src/) docs/b.md',
      'docs/b.md': '',
      'src/a.ts': 'a[0](docs);',
    },
  ],
  [
    installScripts,
    ['package.json:1 `b` has an install script'],
    {
      'package.json': '{ "allowScripts": { "a": false } }',
      'package-lock.json':
        '{ "packages": { "node_modules/a": { "hasInstallScript": true }, "node_modules/c/node_modules/b": { "hasInstallScript": true } } }',
    },
  ],
  [
    installScripts,
    [],
    {
      'package.json': '{ "allowScripts": { "@a/b": true } }',
      'package-lock.json': '{ "packages": { "node_modules/@a/b": { "hasInstallScript": true } } }',
    },
  ],
];

describe('house rules', () => {
  it.each(cases.map(([rule, said, texts]) => ({ rule, said, texts, name: rule.name })))(
    '$name: $said',
    ({ rule, said, texts }) => {
      const offences = found(rule, texts);
      expect(offences).toHaveLength(said.length);
      for (const [index, part] of said.entries()) expect(offences[index]).toContain(part);
    },
  );
});

describe('step-files', () => {
  const page = [
    '# count',
    '',
    'Begins a stated number of empty samples.',
    '',
    '## When to use',
    '## Options',
    '<!-- options -->',
    '## Example',
    '```yaml',
    'recipe: a',
    '```',
    '## Limits',
    '## Sources',
    '',
  ].join('\n');
  const files = {
    'src/source/count.ts': 'defineStep({})',
    'src/source/count.test.ts': '',
    'src/source/count.md': page,
  };
  const nested = z.strictObject({
    samples: z.int().describe('How many.'),
    per: z.array(z.strictObject({ field: z.string() })).describe('Groups.'),
  });
  const stepOf = (change: Readonly<Record<string, unknown>> = {}): LoadedStep[] => {
    const given = { name: 'count', stage: 'source' as const, sees: 'nothing' as const, sources: ['Ours'], ...change };
    const options = z.strictObject({ samples: z.int().describe('How many.') });
    const summary = 'Begins a stated number of empty samples.';
    const word = defineStep({ summary, options, touches: () => ({}), async *run() {}, ...given });
    return [{ path: 'src/source/count.ts', exported: 'count', step: word.step }];
  };
  const without = (path: keyof typeof files) =>
    Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));
  const paged = (text: string) => ({ ...files, 'src/source/count.md': text });

  it('is content with a whole step', () => {
    expect(found(stepFiles, files, stepOf({ shorthand: 'samples' }))).toEqual([]);
  });

  it.each([
    ['has no test', without('src/source/count.test.ts'), stepOf()],
    ['has no page', without('src/source/count.md'), stepOf()],
    ['names no source', files, stepOf({ sources: [] })],
    [
      'the step is named `number`, its file count.ts',
      paged(page.replace('# count', '# number')),
      stepOf({ name: 'number' }),
    ],
    ['the step is export, its folder source', files, stepOf({ stage: 'export' })],
    [
      'its summary is not one sentence',
      paged(page.replace('Begins', 'begins')),
      stepOf({ summary: 'begins a stated number of empty samples.' }),
    ],
    ['option `per[].field` has no description', files, stepOf({ options: nested })],
    ['its shorthand `many` is no option', files, stepOf({ shorthand: 'many' })],
    ['does not begin with `# count`', paged(page.replace('# count', '# Count')), stepOf()],
    ['its first paragraph is not the summary', paged(page.replace('Begins', 'Makes')), stepOf()],
    ['its headings are not', paged(page.replace('## Limits', '')), stepOf()],
    ['no line `<!-- options -->`', paged(page.replace('<!-- options -->', '')), stepOf()],
    ['no ```yaml recipe', paged(page.replace('recipe: a', 'samples: 3')), stepOf()],
    ['is defined in src/source/count.ts too', files, [...stepOf(), ...stepOf()]],
    ['defines a step, and exports none', files, []],
  ])('%s', (said, texts, steps) => {
    const offences = found(stepFiles, texts, steps);
    expect(offences.join('\n')).toContain(said);
    expect(new Set(offences).size).toBe(1);
  });
});
