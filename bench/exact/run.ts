/** Exact duplicates from stored lines, beside `JSON.parse` and a `Set`: processor time, and whether both find the same. */
// SYNTHLOOM_DATA=<public data> node bench/exact/run.ts [--short]
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { memorySpill } from '../../src/asking/spill.ts';
import { comparedBytes } from '../../src/curation/exact-duplicates/compared-bytes.ts';
import { findRepeats } from '../../src/curation/exact-duplicates/repeats.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { diskDataset } from '../../src/store/dataset.ts';
import { realDisk } from '../../src/store/disk.ts';
import { linesOf } from '../../src/store/lines.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince, machine, median } from '../measure.ts';
import { asLines, plantedCorpus } from '../minhash/corpus.ts';

const ROUNDS = isShort ? 1 : 5;

/** What JSON writes in more than one way, and what is nearly the same: each twice. At U+2028 `readline` would end a line. */
const AWKWARD = [
  'a\u0007b',
  'a\\u0007b',
  '"',
  '\\"',

  '𝒳 é',
  '𝒳 e\u0301',
  '\ud800',
  '',
  ' ',
  'null',
  '{"text":1}',
];
const planted = [...plantedCorpus(dataFolder('text/'), isShort ? 2000 : 20_000).texts, ...AWKWARD, ...AWKWARD];
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
  const means = { kernels: openKernels(), spill: memorySpill() };
  const compared = comparedBytes(dataset, { fields, ignore: new Set() }, means);
  const search = { ...means, own: dataset.size, signal: new AbortController().signal };
  const { rows, first } = await findRepeats(compared, search);
  return dataset.size - rows.filter((row, at) => first[at] !== row).length;
}

const seconds = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
const taken = (name: string) => seconds.get(name) as number[];
const found: Record<string, number> = {};
for (let round = 0; round <= ROUNDS; round++)
  for (const [name, way] of Object.entries(ways)) {
    const before = process.cpuUsage();
    found[name] = await way();
    if (round > 0) taken(name).push(cpuSecondsSince(before)); // the first round is for the compiler
  }
await rm(folder, { recursive: true });
const own = median(taken('exact-duplicates, one field'));
const page = [
  '# Exact duplicates from stored lines',
  '',
  `${texts.length.toLocaleString('en')} samples, ${(lines.length / 1e6).toFixed(0)} MB; processor time, medians of ${ROUNDS}, in turns;`,
  `${machine()}.`,
  '',
  '| | samples a second and core | MB/s | times as long | distinct |',
  '|---|--:|--:|--:|--:|',
  ...Object.keys(ways).map((name) => {
    const cpu = median(taken(name));
    const speed = [texts.length / cpu, lines.length / 1e6 / cpu].map((each) => Math.round(each).toLocaleString('en'));
    return `| ${name} | ${speed.join(' | ')} | ${(cpu / own).toFixed(1)} | ${found[name]} |`;
  }),
  '',
].join('\n');
const goals = makeGoals();
const distinctTexts = new Set(texts).size;
goals.atMost('distinct texts, copies being planted', distinctTexts, texts.length - 10);
for (const [name, count] of Object.entries(found)) goals.same(`distinct texts by ${name}`, count, distinctTexts);
if (!isShort)
  for (const name of Object.keys(ways).filter((way) => way.includes('JSON.parse')))
    goals.atLeast(`times as long for ${name}`, median(taken(name)) / own, 5);
finish(import.meta.dirname, page, goals);
