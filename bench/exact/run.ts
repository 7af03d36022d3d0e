/** Exact duplicates from stored lines, beside `JSON.parse` and a `Set`: processor time, and whether both find the same. */
// SYNTHLOOM_DATA=<public data> node bench/exact/run.ts [--short]
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { comparedBytes } from '../../src/curation/exact-duplicates/compared.ts';
import { findRepeats } from '../../src/curation/exact-duplicates/repeats.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { diskDataset } from '../../src/store/dataset.ts';
import { realDisk } from '../../src/store/disk.ts';
import { linesOf } from '../../src/store/lines.ts';
import { asLines, plantedCorpus } from '../minhash/corpus.ts';

const isShort = process.argv.includes('--short');
const data = process.env.SYNTHLOOM_DATA;
if (data === undefined) throw new Error('Set SYNTHLOOM_DATA to the folder that holds `text/`.');
const ROUNDS = isShort ? 1 : 5;

const planted = (await plantedCorpus(data, isShort ? 2000 : 20_000)).texts;
/** The corpus several times over, told apart by a number. */
const texts = Array.from({ length: isShort ? 1 : 8 }, (_, copy) => planted.map((text) => `${copy} ${text}`)).flat();
const folder = await mkdtemp(join(tmpdir(), 'synthloom-exact-'));
const path = join(folder, 'lines.jsonl');
const lines = asLines(texts);
await writeFile(path, lines);
const dataset = diskDataset(realDisk, path, texts.length);

/** Each gives how many rows are the first of their kind. */
const ways: Readonly<Record<string, () => Promise<number>>> = {
  'exact-duplicates, one field': () => distinct(['text']),
  'exact-duplicates, all fields': () => distinct(undefined),
  'blocks, `JSON.parse`, `Set`': async () => {
    const seen = new Set<string>();
    const file = await realDisk.openToRead(path);
    for await (const { bytes } of linesOf(file)) seen.add((JSON.parse(bytes.toString()) as Line).data.text);
    await file.close();
    return seen.size;
  },
  '`readline`, `JSON.parse`, `Set`': async () => {
    const seen = new Set<string>();
    for await (const line of createInterface({ input: createReadStream(path) }))
      seen.add((JSON.parse(line) as Line).data.text);
    return seen.size;
  },
};

interface Line {
  readonly data: { readonly text: string };
}

async function distinct(fields: readonly string[] | undefined): Promise<number> {
  const batches = comparedBytes(dataset, { fields, ignore: new Set() }, openKernels());
  const { first } = await findRepeats(batches, new AbortController().signal);
  return first.filter((earlier, row) => earlier === row).length;
}

const seconds = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
const taken = (name: string) => seconds.get(name) as number[];
const found: Record<string, number> = {};
for (let round = 0; round <= ROUNDS; round++)
  for (const [name, way] of Object.entries(ways)) {
    const before = process.cpuUsage();
    found[name] = await way();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) taken(name).push((user + system) / 1e6); // the first round is for the compiler
  }
await rm(folder, { recursive: true });
const median = (name: string) => taken(name).sort((a, b) => a - b)[ROUNDS >> 1] as number;
const own = median('exact-duplicates, one field');
const page = [
  '# Exact duplicates from stored lines',
  '',
  `${texts.length.toLocaleString('en')} samples, ${(lines.length / 1e6).toFixed(0)} MB; processor time, medians of ${ROUNDS}, in turns; Node ${process.version},`,
  `${cpus().length} cores of ${cpus()[0]?.model.trim()}.`,
  '',
  '| | samples a second and core | MB/s | times as long | distinct |',
  '|---|--:|--:|--:|--:|',
  ...Object.keys(ways).map((name) => {
    const cpu = median(name);
    const speed = [texts.length / cpu, lines.length / 1e6 / cpu].map((each) => Math.round(each).toLocaleString('en'));
    return `| ${name} | ${speed.join(' | ')} | ${(cpu / own).toFixed(1)} | ${found[name]} |`;
  }),
  '',
].join('\n');
process.stdout.write(page);
if (!isShort) await writeFile(new URL('./result.md', import.meta.url), page);
