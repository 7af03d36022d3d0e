import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecipe } from '../execution/load.ts';
import { check } from '../execution/plan-for.ts';
import { run } from '../execution/run.ts';
import { Mistakes, type SynthloomError } from './errors.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-check-'));
  await writeFile(join(folder, 'rows.jsonl'), '{"text":"one","label":"a"}\n{"text":"two","label":"b"}\n');
  await writeFile(join(folder, 'broken.jsonl'), '{"text":"one"}\n{"text":\n');
  await writeFile(join(folder, 'empty.jsonl'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HEAD = 'recipe: bad\nmodels: { teacher: scripted }\n';

interface Case {
  readonly text: string;
  readonly code: string;
  /** `line` or `line:column` of the first mistake; absent where there is none to name. */
  readonly at?: string;
  readonly says?: string | RegExp;
}

const cases: Record<string, Case> = {
  'an empty file': { text: '', code: 'bad-yaml', at: '1', says: 'empty' },
  'only a comment': { text: '# nothing\n', code: 'bad-yaml', at: '1' },
  'a tab for indentation': { text: 'recipe: x\nsteps:\n\t- count: 1\n', code: 'bad-yaml', at: '3' },
  'a quote that never ends': { text: 'recipe: "x\nsteps: []\n', code: 'bad-yaml', at: '3' },
  'a key twice': {
    text: 'recipe: x\nseed: 1\nseed: 2\nsteps:\n  - count: 1\n',
    code: 'bad-yaml',
    at: '3:1',
    says: /unique/i,
  },
  'two documents': { text: `${HEAD}steps:\n  - count: 1\n---\nrecipe: y\n`, code: 'bad-yaml', says: 'second' },
  'a tag of its own': { text: 'recipe: !js "x"\nsteps: [count: 1]\n', code: 'bad-yaml', at: '1', says: /tag/i },
  'an alias bomb': {
    text: `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]\nsteps: []\n`,
    code: 'bad-yaml',
    says: /alias/i,
  },
  'a list at the top': { text: '- count: 1\n', code: 'bad-recipe', says: 'a map' },
  'a bare word': { text: 'count\n', code: 'bad-recipe', says: 'a map' },
  'no steps': { text: 'recipe: x\n', code: 'bad-recipe', says: 'needs `steps`' },
  'steps that are a map': { text: 'recipe: x\nsteps:\n  count: 1\n', code: 'bad-recipe', at: '2:1', says: 'a list' },
  'steps that are empty': { text: 'recipe: x\nsteps: []\n', code: 'bad-recipe', says: 'at least one step' },
  'a step with two names': {
    text: 'recipe: x\nsteps:\n  - count: 1\n    fields: {}\n',
    code: 'bad-recipe',
    at: '3',
    says: 'indentation',
  },
  'a step that is a number': { text: 'recipe: x\nsteps:\n  - 7\n', code: 'bad-recipe', at: '3' },
  'a step that is null': { text: 'recipe: x\nsteps:\n  -\n', code: 'bad-recipe' },
  'no name': { text: 'steps:\n  - count: 1\n', code: 'bad-recipe', says: 'recipe' },
  'a name with blanks': { text: 'recipe: my recipe\nsteps:\n  - count: 1\n', code: 'bad-recipe', at: '1:1' },
  'a name that is a path': { text: 'recipe: ../../etc\nsteps:\n  - count: 1\n', code: 'bad-recipe', at: '1:1' },
  'a negative seed': { text: 'recipe: x\nseed: -1\nsteps:\n  - count: 1\n', code: 'bad-recipe', at: '2:1' },
  'a mistyped key': {
    text: 'recipe: x\nsede: 1\nsteps:\n  - count: 1\n',
    code: 'unknown-key',
    at: '2:1',
    says: 'Did you mean `seed`?',
  },
  'a mistyped key of a model': {
    text: 'recipe: x\nmodels:\n  teacher:\n    use: scripted\n    temprature: 1\nsteps:\n  - count: 1\n',
    code: 'unknown-key',
    at: '5:5',
    says: 'Did you mean `temperature`?',
  },
  'a mistyped key of the target': {
    text: 'recipe: x\ntarget: { acepted: 3 }\nsteps:\n  - count: {}\n',
    code: 'unknown-key',
    at: '2:11',
    says: 'Did you mean `accepted`?',
  },
  'a budget of nothing': {
    text: 'recipe: x\nbudget: { usd: 0 }\nsteps:\n  - count: 1\n',
    code: 'bad-recipe',
    at: '2:11',
  },
  'failures without a percent sign': {
    text: 'recipe: x\nfailures: { max: 5 }\nsteps:\n  - count: 1\n',
    code: 'bad-recipe',
    at: '2:13',
  },
  'an unknown step': {
    text: `${HEAD}steps:\n  - cuont: 1\n`,
    code: 'unknown-step',
    at: '4:5',
    says: 'Did you mean `count`?',
  },
  'a step named constructor': {
    text: `${HEAD}steps:\n  - count: 1\n  - constructor: {}\n`,
    code: 'unknown-step',
    at: '5:5',
  },
  'a mistyped option': {
    text: `${HEAD}steps:\n  - count: 1\n  - prompt: { model: teacher, promt: "Hi", into: a }\n`,
    code: 'bad-option',
    at: '5',
  },
  'an option of the wrong type': {
    text: `${HEAD}steps:\n  - count: many\n`,
    code: 'bad-option',
    at: '4:5',
    says: 'count',
  },
  'a count of nothing, and no target': {
    text: `${HEAD}steps:\n  - count: {}\n`,
    code: 'bad-option',
    at: '4:5',
    says: 'target',
  },
  'examples of real samples, and no real samples': {
    text: `${HEAD}steps:\n  - count: 2\n  - prompt: { model: teacher, prompt: Hi, exemplars: { real: true } }\n`,
    code: 'no-real',
    at: '5:5',
  },
  'a count of minus one': { text: `${HEAD}steps:\n  - count: -1\n`, code: 'bad-option', at: '4:5' },
  'a field nobody writes': {
    text: `${HEAD}steps:\n  - count: 1\n  - prompt: { model: teacher, prompt: "About {{topic}}", into: text }\n`,
    code: 'missing-field',
    at: '5:5',
    says: '`topic`',
  },
  'a field mistyped': {
    text: `${HEAD}steps:\n  - file: rows.jsonl\n  - prompt: { model: teacher, prompt: "{{txt}}", into: out }\n`,
    code: 'missing-field',
    at: '5:5',
    says: 'Did you mean `text`?',
  },
  'a broken template': {
    text: `${HEAD}steps:\n  - count: 1\n  - prompt: { model: teacher, prompt: "{{ a", into: text }\n`,
    code: 'bad-template',
    at: '5:5',
  },
  'a role that is not named': {
    text: `${HEAD}steps:\n  - count: 1\n  - prompt: { model: techer, prompt: "Hi", into: text }\n`,
    code: 'unknown-role',
    at: '5:5',
    says: 'techer',
  },
  'an address that means nothing': {
    text: 'recipe: x\nmodels: { a: gpt-9 }\nsteps:\n  - count: 1\n',
    code: 'bad-model',
    at: '2:11',
  },
  'a compatible model without its URL': {
    text: 'recipe: x\nmodels: { a: compatible/m }\nsteps:\n  - count: 1\n',
    code: 'bad-model',
    at: '2:11',
  },
  'a URL that is none': {
    text: 'recipe: x\nmodels:\n  a: { use: compatible/m, baseUrl: nonsense }\nsteps:\n  - count: 1\n',
    code: 'bad-recipe',
    at: '3:27',
    says: /baseUrl/,
  },
  'a key that is not set': {
    text: 'recipe: x\nmodels: { a: openai/gpt-5-mini }\nsteps:\n  - count: 1\n',
    code: 'missing-key',
    at: '2:11',
    says: 'OPENAI_API_KEY',
  },
  'a budget and a price nobody knows': {
    text: 'recipe: x\nbudget: { usd: 1 }\nmodels:\n  a: { use: compatible/m, baseUrl: "https://models.example.org/v1" }\nsteps:\n  - count: 1\n',
    code: 'unknown-price',
    at: '4:3',
  },
  'no source': {
    text: `${HEAD}steps:\n  - prompt: { model: teacher, prompt: "Hi", into: text }\n`,
    code: 'no-source',
    at: '3:1',
  },
  'a file that is not there': {
    text: `${HEAD}steps:\n  - file: nowhere.jsonl\n`,
    code: 'missing-file',
    at: '4:5',
    says: 'nowhere.jsonl',
  },
  'a file that is a folder': { text: `${HEAD}steps:\n  - file: .\n`, code: 'missing-file', at: '4:5' },
  'an empty data file': { text: `${HEAD}steps:\n  - file: empty.jsonl\n`, code: 'empty-data', says: 'empty.jsonl' },
  'a target that counts nothing': {
    text: 'recipe: x\ntarget: { rounds: 3 }\nsteps:\n  - count: {}\n',
    code: 'bad-target',
    at: '2:1',
  },
  'a minimum of nothing named': {
    text: 'recipe: x\ntarget: { min: 3 }\nsteps:\n  - count: {}\n',
    code: 'bad-target',
    at: '2:1',
    says: '`per`',
  },
  'a target on a field nobody writes': {
    text: 'recipe: x\ntarget: { accepted: 5, per: intent, min: 2 }\nsteps:\n  - count: {}\n',
    code: 'bad-target',
    at: '2:1',
    says: 'intent',
  },
  'an export that leaves its run': {
    text: `${HEAD}steps:\n  - file: rows.jsonl\n  - jsonl: ../../etc/passwd\n`,
    code: 'bad-output-path',
    at: '5:5',
  },
  'two exports to one path': {
    text: `${HEAD}steps:\n  - file: rows.jsonl\n  - jsonl: { path: a.jsonl }\n  - jsonl: { path: a.jsonl }\n`,
    code: 'bad-output-path',
    at: '6:5',
  },
  'a plugin that is not there': {
    text: `${HEAD}plugins: [./mine.ts]\nsteps:\n  - count: 1\n`,
    code: 'bad-plugin',
    at: '3:1',
  },
  'repeat without steps': {
    text: `${HEAD}steps:\n  - count: 1\n  - repeat: { times: 2 }\n`,
    code: 'bad-option',
    at: '5:5',
  },
};

async function mistakesOf(text: string): Promise<readonly SynthloomError[]> {
  const path = join(folder, 'recipe.yaml');
  await writeFile(path, text);
  try {
    return (await check(await loadRecipe(path))).mistakes;
  } catch (error) {
    return error instanceof Mistakes ? error.all : [error as SynthloomError];
  }
}

describe('malformed recipes', () => {
  test.for(Object.entries(cases))('%s', async ([, { text, code, at, says }]) => {
    const [first] = await mistakesOf(text);
    expect(first?.code, first?.message).toBe(code);
    expect(first?.family).toBe('mistake');
    if (at !== undefined) {
      const { line, column } = first?.where ?? {};
      expect(at.includes(':') ? `${line}:${column}` : `${line}`, first?.message).toBe(at);
    }
    if (says !== undefined) expect(first?.message).toMatch(says);
  });

  test('all mistakes come at once, and a step that cannot be read hides none of the others', async () => {
    const found = await mistakesOf(
      'recipe: x\nsede: 1\nmodels: { a: scripted }\nsteps:\n  - count: 1\n  - promt: {}\n  - prompt: { model: b, prompt: "{{x}}", into: y }\n',
    );
    expect(found.map(({ code }) => code)).toEqual(['unknown-key', 'unknown-step', 'unknown-role']);
    const more = await mistakesOf(
      'recipe: x\nmodels: { a: scripted }\nsteps:\n  - count: 1\n  - prompt: { model: b, prompt: "{{x}}", into: y }\n  - prompt: { model: c, prompt: "{{z}}", into: y }\n',
    );
    expect(more.map(({ code }) => code)).toEqual(['missing-field', 'missing-field', 'unknown-role', 'unknown-role']);
  });

  test('leave nothing behind: a recipe with mistakes makes no run directory', async () => {
    const path = join(folder, 'recipe.yaml');
    await writeFile(path, `${HEAD}steps:\n  - count: 1\n  - prompt: { model: teacher, prompt: "{{x}}", into: y }\n`);
    const home = join(folder, 'run');
    await expect(run(await loadRecipe(path), { directory: home }).finished).rejects.toMatchObject({
      code: 'missing-field',
    });
    expect(await readdir(folder)).not.toContain('run');
  });

  test('a file that cannot be read at all names itself', async () => {
    await expect(loadRecipe(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'missing-file' });
    await expect(loadRecipe(folder)).rejects.toMatchObject({ code: 'missing-file' });
    await writeFile(join(folder, 'latin.yaml'), Buffer.from([0x72, 0xe9, 0x0a]));
    await expect(loadRecipe(join(folder, 'latin.yaml'))).rejects.toMatchObject({ code: 'bad-yaml' });
  });
});
