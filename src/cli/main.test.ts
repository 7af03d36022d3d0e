import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultServerOptions, startFaultServer } from '../testing/fault-server.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const closing: (() => Promise<void>)[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-cli-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

function start(...words: string[]) {
  const env = { PATH: process.env.PATH, NO_COLOR: '1', SYNTHLOOM_CACHE: join(folder, 'cache') };
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, env });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...said })),
  );
  return { child, said, ended };
}
const cli = (...words: string[]) => start(...words).ended;
const write = (name: string, text: string) => writeFile(join(folder, name), text);

/** A recipe whose model is a server that does as it is told. */
async function served(options: FaultServerOptions, more = '') {
  const server = await startFaultServer(options);
  closing.push(() => server.close());
  await write(
    'recipe.yaml',
    `recipe: served
models: { writer: { use: compatible/test, baseUrl: '${server.baseUrl}', retries: 0, concurrency: 4 } }
${more}
steps:
  - count: 12
  - prompt: { model: writer, prompt: 'Write about anything.' }
  - jsonl: out.jsonl
`,
  );
  return server;
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const PLAIN = `recipe: plain
models: { writer: openai/gpt-5-mini }
steps:
  - count: 6
  - prompt: { model: writer, prompt: 'Write about anything.' }
  - jsonl: out.jsonl
`;

describe('synthloom run', () => {
  it('makes a dataset, says where it is and what to try next, and on a second call buys nothing', async () => {
    await write('recipe.yaml', PLAIN);
    const first = await cli('run', 'recipe.yaml', '--scripted');
    expect(first.code).toBe(0);
    expect(first.err).toMatch(/^Recipe plain\.\nRound 1 is over: 6 accepted, 0 dropped, 6 calls/);
    expect(first.out).toContain('Done. 6 accepted samples');
    expect(first.out).toMatch(/dataset +runs\/plain-scripted\/exports\/out\.jsonl/);
    expect(first.out).toMatch(/report +runs\/plain-scripted\/report\.html/);
    expect(first.out.split('Try next:\n')[1]!.trimEnd().split('\n')).toHaveLength(3);
    const made = await readFile(join(folder, 'runs/plain-scripted/exports/out.jsonl'), 'utf8');
    expect(made.trimEnd().split('\n')).toHaveLength(6);
    const second = await cli('run', 'recipe.yaml', '--scripted', '--quiet');
    expect(second).toEqual({ code: 0, out: '', err: '' });
    expect(await readFile(join(folder, 'runs/plain-scripted/exports/out.jsonl'), 'utf8')).toBe(made);
  });

  it('prints nothing but events with --json', async () => {
    await write('recipe.yaml', PLAIN);
    const { code, out, err } = await cli('run', 'recipe.yaml', '--scripted', '--json', '--out', 'there');
    const kinds = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(kinds[0]).toBe('run-start');
    expect(kinds.at(-1)).toBe('run-end');
    expect(kinds.filter((kind) => kind === 'sample-done')).toHaveLength(6);
  });

  it('exits with 3 when the target is not met, and names the step that dropped most', async () => {
    await write(
      'recipe.yaml',
      'recipe: same\ntarget: { accepted: 9 }\nsteps:\n  - count: {}\n  - fields: { a: { category: [x] } }\n  - exact-duplicates: { field: a }\n  - jsonl: a.jsonl\n',
    );
    const { code, out } = await cli('run', 'recipe.yaml');
    expect(code).toBe(3);
    expect(out).toContain('The target is not met. 1 accepted sample of the 9 asked for');
    expect(out).toMatch(/missing +8 in all/);
    expect(out).toMatch(/synthloom steps exact-duplicates +loosen `exact-duplicates`/);
  });

  it('exits with 4 at the budget, and says how to go on', async () => {
    const server = await served({}, 'budget: { calls: 5 }');
    const { code, out } = await cli('run', 'recipe.yaml');
    expect(code).toBe(4);
    expect(server.calls.length).toBeLessThanOrEqual(5);
    expect(out).toContain('Stopped at the budget.');
    expect(out).toContain('goes on with a larger budget: raise `budget.calls`');
    expect(out).not.toContain('--retry-failed');
  });

  it('exits with 1 when the provider does not accept the key, with the cure and the state of the work', async () => {
    await served({ script: ['ok', 'ok', ...Array.from({ length: 12 }, () => 'bad-key' as const)] });
    const { code, out, err } = await cli('run', 'recipe.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/unauthorised\n.*does not accept the key.*\nSet a valid key/);
    expect(err).toMatch(/Every answer so far is kept in .*runs\/served\./);
    expect(out).toContain('synthloom run recipe.yaml');
  });

  it('exits with 70 on the bug of a step, whose plugin may import synthloom from anywhere', async () => {
    await write(
      'step.ts',
      `import { defineStep } from 'synthloom';
import { z } from '${import.meta.resolve('zod')}';
export const broken = defineStep({
  name: 'broken', stage: 'curation', sees: 'one', summary: 'Breaks.', sources: [], options: z.strictObject({}),
  touches: () => ({}),
  async *run() { throw new TypeError('an \\u001b[31moops'); },
});`,
    );
    await write('recipe.yaml', 'recipe: bug\nplugins: [./step.ts]\nsteps:\n  - count: 2\n  - broken: {}\n');
    const { code, err } = await cli('run', 'recipe.yaml', '--quiet');
    expect(code).toBe(70);
    expect(err).toContain('an ␛[31moops');
    expect(err).not.toMatch(/^ +at /m);
    expect((await cli('run', 'recipe.yaml', '--quiet', '--debug')).err).toMatch(/^ +at /m);
  });
});

describe('a crash', () => {
  it('that nobody caught is told as a bug, without a stack', async () => {
    await write(
      'recipe.mjs',
      "setTimeout(() => { throw new Error('from nowhere'); }, 1); await new Promise(() => {});",
    );
    const { code, err } = await cli('run', 'recipe.mjs');
    expect(code).toBe(70);
    expect(err).toContain('internal\nfrom nowhere\n');
    expect(err).not.toMatch(/^ +at /m);
  });
});

describe('Ctrl-C', () => {
  it('once: finishes what is under way, exits with 130, and the same command asks nothing twice', async () => {
    const server = await served({ delayMs: 300 });
    const run = start('run', 'recipe.yaml', '--concurrency', '4');
    await until(() => server.calls.length > 0);
    run.child.kill('SIGINT');
    const { code, out, err } = await run.ended;
    expect(code).toBe(130);
    expect(err).toContain('Stopping: what is under way is finished and saved.');
    expect(err).not.toContain('docs/reference/errors.md');
    expect(out).toMatch(
      /Interrupted\.[\s\S]*Try next:\n {2}synthloom run recipe\.yaml --concurrency 4 +goes on where it stopped/,
    );
    expect(server.calls.length).toBeLessThan(12);
    expect(server.calls.every(({ whole }) => whole)).toBe(true);
    expect((await cli('run', 'recipe.yaml', '--quiet')).code).toBe(0);
    expect(server.calls).toHaveLength(12);
  });

  it('twice: stops at once, though the server never answers', async () => {
    const server = await served({ script: Array.from({ length: 12 }, () => 'hang' as const) });
    const run = start('run', 'recipe.yaml');
    await until(() => server.calls.length > 0);
    run.child.kill('SIGINT');
    await until(() => run.said.err.includes('Stopping'));
    run.child.kill('SIGINT');
    const { code, err } = await run.ended;
    expect(code).toBe(130);
    expect(err).toContain('Stopping now.');
  });

  it('SIGTERM counts as once', async () => {
    const server = await served({ delayMs: 200 });
    const run = start('run', 'recipe.yaml', '--quiet');
    await until(() => server.calls.length > 0);
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(130);
  });

  it('whoever reads the events goes away: the run stops as if asked to', async () => {
    const server = await served({ delayMs: 100 });
    const run = start('run', 'recipe.yaml', '--json');
    await until(() => server.calls.length > 0);
    run.child.stdout.destroy();
    const { code, err } = await run.ended;
    expect(code).toBe(130);
    expect(err).not.toMatch(/EPIPE|internal/);
  });
});

describe('mistakes', () => {
  it.each([
    [['rnu'], "Unknown command 'rnu'. Did you mean run?"],
    [['run'], "Missing required argument 'recipe'."],
    [['run', 'a.yaml', '--concurency', '2'], 'Did you mean --concurrency?'],
    [['run', 'a.yaml', '--budget-usd', '-1'], 'It takes an amount above 0'],
    [['run', 'a.yaml', 'b.yaml'], 'Too many arguments'],
    [['run', 'none.yaml'], 'there is no such file. Nothing was spent.'],
    [['steps', 'jugde'], 'Did you mean `judge`?'],
    [['show', '.'], 'holds no run'],
    [['new', 'x', '--template', 'poem'], 'Allowed choices are classification'],
  ])('%j exits with 2', async (words, says) => {
    const { code, out, err } = await cli(...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.replaceAll(/\nPaths in a recipe are relative to the recipe file\./g, '')).toContain(says);
    expect(err).toContain('docs/reference/errors.md#');
  });

  it('are all told at once, in the order of the file, each with its line and a caret', async () => {
    await write(
      'bad.yaml',
      "recipe: bad\nsteps:\n  - count: 5\n  - lenght: 4..9\n  - fields:\n      a: { categori: [x] }\n  - jsonl: { path: '../x' }\ntargett: 3\n",
    );
    const { code, err } = await cli('check', 'bad.yaml');
    expect(code).toBe(2);
    expect(err).toContain('  4 |   - lenght: 4..9\n    |     ^\n');
    const lines = [...err.matchAll(/bad\.yaml:(\d+)/g)].map(([, line]) => Number(line));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(err.match(/Nothing was spent/g)).toHaveLength(1);
    const json = JSON.parse((await cli('check', 'bad.yaml', '--json')).out);
    expect(json.ok).toBe(false);
    expect(json.mistakes).toHaveLength(lines.length);
  });

  it('an empty call prints the help and exits with 2; --version prints one line', async () => {
    expect(await cli()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Exit codes:') });
    expect(await cli('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  });
});

describe('a hostile model', () => {
  it('cannot command the terminal through anything that is shown', async () => {
    const text = '\u001b]52;c;cm0=\u0007\u001b[2J\u009b31m\u202eevil';
    await served({ text });
    expect((await cli('run', 'recipe.yaml', '--quiet')).code).toBe(0);
    const [sample] = (await cli('show', 'runs/served', '--json', '-n', '1')).out.split('\n');
    const { id } = JSON.parse(sample!);
    for (const words of [
      ['show', 'runs/served'],
      ['show', 'runs/served', id],
      ['preview', 'recipe.yaml', '-n', '1'],
    ]) {
      const { code, out, err } = await cli(...words);
      expect(code).toBe(0);
      expect(out).toContain('evil');
      expect(out + err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

describe('looking at a run', () => {
  it('shows samples, one with its prompts and answers, what was left out, and the report', async () => {
    await write(
      'recipe.yaml',
      PLAIN.replace('count: 6', 'count: 30').replace('  - jsonl', '  - length: ..14\n  - jsonl'),
    );
    await cli('run', 'recipe.yaml', '--scripted', '--quiet', '--out', 'r');
    const table = await cli('show', 'r', '-n', '2');
    expect(table.out).toMatch(/^id +text\n/);
    for (const line of table.out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const left = JSON.parse((await cli('show', 'r', '--left', '--json', '-n', '1')).out);
    expect(left).toMatchObject({ step: 'length', verdict: 'dropped', reason: 'too-long' });
    const one = await cli('show', 'r', left.sample.id.slice(0, 9));
    expect(one.out).toContain('dropped by length: too-long');
    expect(one.out).toMatch(/Question 1: prompt\S* asked writer[\s\S]*user +Write about anything\.\n +answer {2}\w/);
    expect((await cli('show', 'r', 'nope')).err).toContain('unknown-sample');
    await rm(join(folder, 'r', 'report.html'));
    expect((await cli('report', 'r')).out.trim()).toBe('r/report.html');
    expect(await readFile(join(folder, 'r', 'report.html'), 'utf8')).toContain('<html');
  });

  it('previews a few samples and estimates the run, whose answers are then not bought again', async () => {
    const server = await served({});
    const preview = await cli('preview', 'recipe.yaml', '-n', '2');
    expect(preview.code).toBe(0);
    expect(preview.out.match(/^\w{16} {2}accepted$/gm)).toHaveLength(2);
    expect(preview.out).toContain('2 samples accepted, 0 not.');
    expect(server.calls).toHaveLength(2);
    const estimate = await cli('estimate', 'recipe.yaml', '-n', '4', '--json');
    expect(JSON.parse(estimate.out)).toMatchObject({ probe: 4, begun: { expected: 12 }, calls: { expected: 12 } });
    expect(server.calls).toHaveLength(4);
    expect((await cli('estimate', 'recipe.yaml', '-n', '4')).out).toMatch(/calls +12 +12 +12/);
    await cli('run', 'recipe.yaml', '--quiet');
    expect(server.calls).toHaveLength(12);
  });
});

describe('synthloom new', () => {
  it.each(['classification', 'chat', 'qa', 'tabular-text'])('writes a %s recipe that runs', async (template) => {
    const made = await cli('new', 'mine', '--template', template);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(await readFile(join(folder, 'mine.yaml'), 'utf8')).toMatch(/recipe: mine\n[\s\S]*writer: "embedded"/);
    expect(await cli('run', 'mine.yaml', '--scripted', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('takes the provider whose key is set, and overwrites nothing', async () => {
    await write('.env', 'ANTHROPIC_API_KEY=x\n');
    await mkdir(join(folder, 'sub'));
    await write('sub/b.yaml', 'mine');
    expect((await cli('new')).out).toContain('synthloom run classification.yaml');
    expect(await readFile(join(folder, 'classification.yaml'), 'utf8')).toContain('writer: "anthropic/');
    const again = await cli('new', 'sub/b.yaml');
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('was not touched') });
    expect(await readFile(join(folder, 'sub/b.yaml'), 'utf8')).toBe('mine');
    expect((await cli('new', 'Bad Name')).code).toBe(2);
    expect((await cli('check', 'classification.yaml')).code).toBe(0);
  });
});

describe('synthloom steps', () => {
  it('lists every step by stage, and shows the page of one with its options', async () => {
    const list = await cli('steps');
    expect(list.out).toMatch(/^source\n {2}count [\s\S]*\ngeneration\n[\s\S]*\nexport\n/);
    const page = await cli('steps', 'length');
    expect(page.out).toMatch(
      /^length\n\nDrops samples[\s\S]*\nOptions\n\n {2}field +Field to measure[\s\S]*\nExample\n\n {4}recipe: /,
    );
    expect(page.out).not.toMatch(/<!--|```|\]\(/);
    const { out } = await cli('steps', 'judge', '--json');
    expect(JSON.parse(out)[0]).toMatchObject({ name: 'judge', stage: 'curation' });
  });
});
