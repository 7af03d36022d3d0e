import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bug, fault, Mistakes, mistake } from '../core/errors.ts';
import { type ErrorOptions, printError } from './print-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-error-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function printed(error: unknown, options: ErrorOptions = {}, columns = 60) {
  let text = '';
  const output = { columns, write: (part: string) => (text += part) };
  const code = await printError(error, { ...options, output });
  return { code, text };
}
const at = (file: string, line: number, column?: number) => ({
  where: { file: join(folder, file), line, ...(column !== undefined && { column }) },
});
const yaml = (reason: string) => ({ reason });

describe('an error', () => {
  it('has its code and place, what happened, the line with a caret, the cure and the state of the work', async () => {
    await writeFile(join(folder, 'a.yaml'), 'recipe: a\n  steps: x\n');
    const { code, text } = await printed(mistake('bad-yaml', yaml('why'), at('a.yaml', 2, 3)), {
      state: 'Nothing was spent.',
    });
    expect(code).toBe(2);
    expect(text.split('\n')).toEqual([
      `bad-yaml   ${join(folder, 'a.yaml')}:2:3`,
      'This is not valid YAML: why',
      '  2 |   steps: x',
      '    |   ^',
      'Mend the line named above. Two spaces indent; tabs do not. Nothing was spent.   docs/reference/errors.md#bad-yaml',
      '',
    ]);
  });

  it('puts the caret below its sign in a very long line, and below wide signs', async () => {
    await writeFile(join(folder, 'a.jsonl'), `${'x'.repeat(5000)}!${'y'.repeat(5000)}\n日本語 !\n\u001b]0;t\u0007 !\n`);
    for (const [line, column] of [
      [1, 5001],
      [2, 5],
      [3, 8],
    ] as const) {
      const rows = (await printed(mistake('bad-yaml', yaml('why'), at('a.jsonl', line, column)))).text.split('\n');
      const [shown, caret] = [rows[2]!, rows[3]!];
      const wide = shown.slice(0, shown.indexOf('!')).replaceAll(/[日本語]/g, 'xx').length;
      expect(caret.indexOf('^')).toBe(wide);
      expect(shown.length).toBeLessThanOrEqual(60);
      expect(shown).not.toContain('\u001b');
    }
  });

  it('is still told where its file has gone, or its line is not there', async () => {
    await writeFile(join(folder, 'a.yaml'), 'one line\n');
    for (const where of [at('gone.yaml', 3, 1), at('a.yaml', 9, 1)])
      expect((await printed(mistake('bad-yaml', yaml('why'), where))).text.split('\n')).toHaveLength(4);
  });

  it('comes with its siblings, in the order of the file', async () => {
    const all = [
      mistake('bad-yaml', yaml('second'), at('a.yaml', 9)),
      mistake('bad-yaml', yaml('first'), at('a.yaml', 2)),
    ];
    const { text } = await printed(new Mistakes(all), { state: 'Nothing was spent.' });
    expect(text.indexOf('first')).toBeLessThan(text.indexOf('second'));
    expect(text).toMatch(/Nothing was spent\. .*\n\n2 mistakes\.\n$/);
    expect(text.match(/Nothing was spent/g)).toHaveLength(1);
  });

  it('shows its stack only when asked, with what caused it', async () => {
    const cause = new TypeError('deep down');
    const error = bug('internal', { reason: 'it broke' }, cause);
    expect((await printed(error)).text).not.toMatch(/\n +at /);
    expect((await printed(error, { debug: true })).text).toMatch(/\n +at [\s\S]*caused by TypeError: deep down\n +at /);
  });

  it.each([
    [mistake('no-source', {}), 2],
    [fault('disk-full', { path: '/x' }), 1],
    [fault('stopped', { detail: '' }), 130],
    [bug('internal', { reason: 'x' }), 70],
    [new RangeError('nobody expected this'), 70],
    ['a thrown string', 70],
    [Object.assign(new Error('EROFS: read-only'), { code: 'EROFS', path: '/x', syscall: 'open' }), 1],
    [Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', syscall: 'write' }), 1],
    [Object.assign(new Error('ENOENT: mkdir'), { code: 'ENOENT', path: '/x', syscall: 'mkdir' }), 1],
    [Object.assign(new Error('ENOENT: open'), { code: 'ENOENT', path: '/x', syscall: 'open' }), 70],
  ])('%s exits with %i', async (error, code) => {
    expect((await printed(error)).code).toBe(code);
  });

  it('cannot command the terminal', async () => {
    const { text } = await printed(fault('overloaded', { model: 'm', detail: '\u001b[2J\u009b\u202e' }), {
      debug: true,
    });
    expect(text).not.toMatch(/[\u001b\u009b\u202e]/);
  });
});
