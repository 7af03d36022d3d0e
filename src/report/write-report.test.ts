import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runFiles } from '../core/manifest.ts';
import type { Sample } from '../core/sample.ts';
import { seededRandom } from '../math/random.ts';
import type { Entry } from '../store/ledger.ts';
import { exampleManifest, exampleQuarantine, exampleSample, exampleSamples } from './example-run.ts';
import { readSamples } from './read-samples.ts';
import type { ReportData } from './report-data.ts';
import { writeReport } from './write-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthloom-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, content: string) => writeFile(join(folder, name), content);
const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const written = async (): Promise<ReportData> =>
  JSON.parse(await readFile(join(folder, runFiles.reportData), 'utf8')) as ReportData;

async function putRun(): Promise<void> {
  await put(runFiles.manifest, JSON.stringify(exampleManifest()));
  await put(runFiles.samples, lines(exampleSamples()));
  await put(runFiles.quarantine, lines(exampleQuarantine()));
  await put(runFiles.recipeYaml, 'recipe: messages\n# a note\n');
}

test('a run directory becomes a page and its facts', async () => {
  await putRun();
  const { html, json, bytes } = await writeReport(folder);
  expect([html, json]).toEqual([join(folder, 'report.html'), join(folder, 'report.json')]);
  const page = await readFile(html);
  expect(page.length).toBe(bytes);
  expect(page.toString()).toContain('# a note');
  const data = await written();
  expect(data).toMatchObject({
    format: 1,
    recipe: { language: 'yaml', seed: 7 },
    result: { accepted: 12, wanted: 12 },
  });
  expect(data.samples).toHaveLength(12);
});

test('writing again gives the same bytes', async () => {
  await putRun();
  const { html } = await writeReport(folder);
  const first = await readFile(html, 'utf8');
  await writeReport(folder);
  expect(await readFile(html, 'utf8')).toBe(first);
});

test('a manifest alone is enough; the canonical recipe is indented', async () => {
  await put(runFiles.manifest, JSON.stringify(exampleManifest({ accepted: 0, ending: 'running' })));
  await put(runFiles.recipe, '{"recipe":"messages","seed":7}');
  await writeReport(folder);
  const data = await written();
  expect(data.recipe.text).toBe('{\n  "recipe": "messages",\n  "seed": 7\n}');
  expect(data.result.accepted).toBe(0);
});

test('lines that a killed process left half-written are skipped, counted and said', async () => {
  await putRun();
  await put(runFiles.samples, `${lines(exampleSamples())}\n[1]\n{"id":"x"}\n{"id":"y","data":{"a`);
  await writeReport(folder);
  const data = await written();
  expect(data.result.accepted).toBe(12);
  expect(data.warnings.find((warning) => warning.code === 'unread-lines')?.text).toMatch(/^3 lines/);
});

test('a directory without a run is a mistake, and nothing is written', async () => {
  await expect(writeReport(folder)).rejects.toMatchObject({ code: 'no-run' });
  await put(runFiles.manifest, '{"format":');
  await expect(writeReport(folder)).rejects.toMatchObject({
    code: 'no-run',
    where: { file: join(folder, 'manifest.json') },
  });
  await expect(readFile(join(folder, runFiles.report))).rejects.toThrow();
});

test('a manifest that the disk does not give out is not told as a missing run', async () => {
  await mkdir(join(folder, runFiles.manifest));
  await expect(writeReport(folder)).rejects.toMatchObject({ code: 'disk-failed' });
});

test('the first question of each step is shown as it was sent, and no more of the ledger is read', async () => {
  await putRun();
  const entry = (nth: number): Entry => ({
    kind: 'answer',
    key: `${nth}`,
    step: 'prompt',
    sample: `${nth}`,
    role: 'writer',
    model: 'scripted',
    inputTokens: 1,
    outputTokens: 1,
    costUsd: 0,
    body: {
      reply: { text: `Answer ${nth}`, finish: 'stop', tokens: { input: 1, output: 1 }, served: 'scripted' },
      asked: { messages: [{ role: 'user', content: `Question ${nth}` }], maxTokens: 10 },
      at: '2026-01-02T03:04:05Z',
      ms: 1,
    },
  });
  let read = 0;
  async function* entries() {
    for (; read < 100; read++) yield entry(read);
  }
  const { html } = await writeReport(folder, entries());
  expect((await written()).questions.map((question) => question.text)).toEqual(['Answer 0']);
  expect(await readFile(html, 'utf8')).toContain('<dd>Question 0</dd>');
  expect(read).toBe(0);
});

test('huge samples are cut on the page, and say so', async () => {
  await putRun();
  const samples = exampleSamples(25).map((sample) => ({
    ...sample,
    data: { ...sample.data, text: 'word '.repeat(200_000) },
  }));
  await put(runFiles.samples, lines(samples));
  const { bytes } = await writeReport(folder);
  expect(bytes).toBeLessThan(600_000);
  expect((await written()).samples.every((sample) => sample.cut)).toBe(true);
});

test('memory does not grow with the number of samples', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used: number[] = [];
  async function* many(total: number): AsyncIterable<Sample> {
    for (let row = 0; row < total; row++) {
      if (row === 40_000 || row === total - 1) {
        collect();
        used.push(process.memoryUsage().heapUsed);
      }
      const text = `Text number ${row} is not like number ${row * 7}, and has ${row % 50} words`;
      yield exampleSample(row, { group: `g${row % 500}`, name: `Name ${row}`, amount: row / 3, text });
    }
  }
  const plan = { groupBy: 'group', categories: ['group'] };
  const read = await readSamples(many(200_000), seededRandom('x'), plan);
  expect(read.synthetic).toBe(200_000);
  expect(read.shown).toHaveLength(20);
  expect(read.shares[0]?.counts.size).toBe(500);
  // 160,000 further samples of some 300 bytes would be 48 MB.
  expect((used[1] as number) - (used[0] as number)).toBeLessThan(4e6);
});
