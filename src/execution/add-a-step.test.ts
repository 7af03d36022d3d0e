import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FENCE = /^```(?:ts|yaml|jsonl) (\S+)\n([\s\S]*?)^```$/gm;

/** Node as a user's project runs it, with synthloom found among its packages. */
const node = async (folder: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['--conditions=source', ...args], { cwd: folder });

test('a stranger who follows docs/add-a-step.md has a step that runs, is checked, and is tested', async () => {
  const page = await readFile(join(root, 'docs/add-a-step.md'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-stranger-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/synthloom'));
    const written = [...page.matchAll(FENCE)].map(([, name, text]) => ({ name: name!, text: text! }));
    expect(written.map(({ name }) => name)).toEqual([
      'politeness.ts',
      'recipe.yaml',
      'messages.jsonl',
      'politeness.test.ts',
    ]);
    for (const { name, text } of written) await writeFile(join(folder, name), text);

    const cli = join(root, 'src/cli/main.ts');
    await node(folder, cli, 'check', 'recipe.yaml');
    await node(folder, cli, 'run', 'recipe.yaml', '--out', 'run', '--quiet');
    const kept = (await readFile(join(folder, 'run/samples.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(kept.map(({ notes }) => notes.polite)).toEqual([2, 2]);
    expect(await readFile(join(folder, 'run/quarantine.jsonl'), 'utf8')).toContain('"reason":"impolite"');

    const { stdout } = await node(folder, 'politeness.test.ts');
    expect(stdout).toContain('politeness says what it should');

    const recipe = await readFile(join(folder, 'recipe.yaml'), 'utf8');
    await writeFile(join(folder, 'recipe.yaml'), recipe.replace('politeness: 2', 'politeness: { leest: 2 }'));
    const wrong = await node(folder, cli, 'check', 'recipe.yaml').catch((error) => error);
    expect([wrong.code, String(wrong.stderr)]).toEqual([2, expect.stringContaining('Did you mean `least`?')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
