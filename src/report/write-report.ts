/** Writes `report.html` and `report.json` of a run directory, reading it in one pass. */
import { join } from 'node:path';
import { mistake } from '../core/errors.ts';
import { type Manifest, type Quarantined, runFiles } from '../core/manifest.ts';
import type { Sample } from '../core/sample.ts';
import { seededRandom } from '../math/random.ts';
import { readWhole, realDisk, writeWhole } from '../store/disk.ts';
import { type Entry, entriesOf } from '../store/ledger.ts';
import { linesOf } from '../store/lines.ts';
import { askedWeights, ifKnown } from './asked.ts';
import { type RunRead, reportData } from './collect.ts';
import { reportHtml } from './page.ts';
import { readQuarantine } from './read-quarantine.ts';
import { firstQuestions } from './read-questions.ts';
import { readSamples } from './read-samples.ts';

/** Lines above this many bytes are left out of the report (never of the data). */
const LINE_BYTES = 1 << 26;

/**
 * Writes both files; a reader finds the old or the new ones, never a part.
 * @param directory a run directory, finished or not.
 * @param entries of the ledger, to show what was asked of the models; those of the directory when left out.
 * @returns the paths, and the bytes of the page.
 * @throws `no-run` when the directory holds no manifest that can be read.
 */
export async function writeReport(
  directory: string,
  entries?: AsyncIterable<Entry>,
): Promise<{ readonly html: string; readonly json: string; readonly bytes: number }> {
  const data = reportData(await readDirectory(directory, entries));
  const page = Buffer.from(reportHtml(data));
  const html = join(directory, runFiles.report);
  const json = join(directory, runFiles.reportData);
  await writeWhole(realDisk, json, `${JSON.stringify(data, null, 2)}\n`);
  await writeWhole(realDisk, html, page);
  return { html, json, bytes: page.length };
}

/** Reads a run directory in bounded memory. */
async function readDirectory(directory: string, entries?: AsyncIterable<Entry>): Promise<RunRead> {
  const manifest = await manifestOf(directory);
  const skipped = { lines: 0 };
  const random = (what: string) => seededRandom(`report ${manifest.seed} ${what}`);
  const categories = [
    ...askedWeights(manifest).keys(),
    ...(manifest.target?.per === undefined ? [] : [manifest.target.per]),
  ];
  const groupBy = manifest.target?.per ?? categories[0] ?? measuredField(manifest);
  const samples = jsonLines<Sample>(join(directory, runFiles.samples), isSample, skipped);
  const ledger = entries ?? entriesOf(realDisk, join(directory, runFiles.ledger));
  const parked = jsonLines<Quarantined>(join(directory, runFiles.quarantine), isQuarantined, skipped);
  return {
    manifest,
    recipe: await readRecipe(directory),
    samples: await readSamples(samples, random('samples'), { groupBy, categories }),
    quarantine: await readQuarantine(parked, random('quarantine')),
    questions: await firstQuestions(ledger, manifest.spending),
    unread: skipped.lines,
    ...ifKnown('samplesPer', groupBy),
  };
}

async function manifestOf(directory: string): Promise<Manifest> {
  const path = join(directory, runFiles.manifest);
  if (!(await realDisk.exists(path))) throw mistake('no-run', { directory });
  const text = (await readWhole(realDisk, path)).toString(); // a disk that refuses says so itself
  try {
    return JSON.parse(text) as Manifest;
  } catch (cause) {
    throw mistake('no-run', { directory }, { where: { file: path }, cause });
  }
}

/** The file's own text where there is one, else the canonical JSON, indented. */
async function readRecipe(directory: string): Promise<RunRead['recipe']> {
  const yaml = join(directory, runFiles.recipeYaml);
  if (await realDisk.exists(yaml)) return { text: (await readWhole(realDisk, yaml)).toString(), language: 'yaml' };
  const json = join(directory, runFiles.recipe);
  if (!(await realDisk.exists(json))) return { text: '', language: 'json' };
  const text = (await readWhole(realDisk, json)).toString();
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), language: 'json' };
  } catch {
    return { text, language: 'json' };
  }
}

const measuredField = (manifest: Manifest): string | undefined =>
  manifest.measures.find((measure) => measure.name === 'share')?.labels.field;

/** The lines of a file that may be absent; those that are not of the form are counted and skipped. */
async function* jsonLines<T>(
  path: string,
  fits: (value: unknown) => boolean,
  skipped: { lines: number },
): AsyncIterable<T> {
  if (!(await realDisk.exists(path))) return;
  const file = await realDisk.open(path);
  try {
    for await (const { bytes } of linesOf(file)) {
      if (bytes.length === 0) continue;
      const value = bytes.length > LINE_BYTES ? undefined : parsed(bytes);
      if (fits(value)) yield value as T;
      else skipped.lines++;
    }
  } finally {
    await file.close();
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSample = (value: unknown): boolean => isObject(value) && typeof value.id === 'string' && isObject(value.data);
const isQuarantined = (value: unknown): boolean =>
  isObject(value) && isSample(value.sample) && typeof value.step === 'string' && typeof value.reason === 'string';
