/** MinHash signatures and near-duplicates on real text: speed beside Python curators, recall beside theory. */
// SYNTHLOOM_DATA=<public data> [SYNTHLOOM_PYTHON=<python with datatrove, rensa, text-dedup>] node bench/minhash/run.ts [--short]
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { findCandidates, type Means } from '../../src/curation/near-duplicates/candidates.ts';
import { memorySpill } from '../../src/curation/near-duplicates/spill.ts';
import { findTwins } from '../../src/curation/near-duplicates/twins.ts';
import type { Kernels, Texts } from '../../src/kernels/kernels.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { bandShapeFor, chanceToMeet, jaccard } from '../../src/math/minhash.ts';
import { diskDataset } from '../../src/store/dataset.ts';
import { realDisk } from '../../src/store/disk.ts';
import { asSet } from '../../src/text/shingles.ts';
import { asLines, type Corpus, plantedCorpus } from './corpus.ts';

const isShort = process.argv.includes('--short');
const data = process.env.SYNTHLOOM_DATA;
const python = process.env.SYNTHLOOM_PYTHON;
if (data === undefined) throw new Error('Set SYNTHLOOM_DATA to the folder that holds `text/`.');
const shape = { words: [5, 5] } as const;
/** As datatrove and its users cut a signature: 16 bands of 8. */
const SIGNED_BANDS = { bands: 16, rows: 8 };
const THRESHOLD = 0.8;
const ROUNDS = isShort ? 1 : 7;
/** Documents that are signed at once, about a megabyte. */
const AT_ONCE = 1000;

/** The corpus several times over, in each with another word in five changed: so that only what is planted is alike. */
const COPIES = isShort ? 1 : 10;
const copyOf = (text: string, copy: number) =>
  copy === 0
    ? text
    : text
        .split(' ')
        .map((word, i) => (i % 5 === 3 ? `${word}${copy}` : word))
        .join(' ');

const corpus = await plantedCorpus(data, isShort ? 2000 : 20_000);
const texts = columnOf(corpus.texts);
const sets = setsOf(texts);
const folder = await mkdtemp(join(tmpdir(), 'synthloom-minhash-'));
try {
  const lines = join(folder, 'lines.jsonl');
  await writeFile(lines, asLines(corpus.texts));
  const page = [...signatures(lines), ...(await clusters()), ...(await addresses()), ''].join('\n');
  process.stdout.write(page);
  if (!isShort) await writeFile(new URL('./result.md', import.meta.url), page);
} finally {
  await rm(folder, { recursive: true });
}

function columnOf(given: readonly string[]): Texts {
  const bytes = given.map((text) => Buffer.from(text));
  const offsets = new Uint32Array(given.length + 1);
  bytes.forEach((each, row) => {
    offsets[row + 1] = (offsets[row] as number) + each.length;
  });
  return { utf8: Buffer.concat(bytes), offsets };
}

function setsOf(given: Texts): { readonly hashes: Int32Array; readonly offsets: Uint32Array } {
  const kernels = openKernels();
  const offsets = new Uint32Array(given.offsets.length);
  const parts = corpus.texts.map((_, row) => {
    const hashes = kernels.shingles(given, row, shape).slice();
    offsets[row + 1] = (offsets[row] as number) + hashes.length;
    return hashes;
  });
  const hashes = new Int32Array(offsets.at(-1) as number);
  parts.forEach((part, row) => {
    hashes.set(part, offsets[row]);
  });
  return { hashes, offsets };
}

function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] as number;
}

/** Seconds of processor time, the median of the rounds. */
function cpuSeconds(work: () => unknown): number {
  return median(
    Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      work();
      return spent(before);
    }),
  );
}

/** All documents, a megabyte at once. */
function signAll(kernels: Kernels): void {
  for (let row = 0; row < corpus.texts.length; row += AT_ONCE) {
    const some = { utf8: texts.utf8, offsets: texts.offsets.subarray(row, row + AT_ONCE + 1) };
    kernels.sign(some, { shape, bands: SIGNED_BANDS });
  }
}

function signSets(kernels: Kernels): void {
  for (let row = 0; row < corpus.texts.length; row += AT_ONCE) {
    const [first, last] = [sets.offsets[row]!, sets.offsets[Math.min(row + AT_ONCE, corpus.texts.length)]!];
    const offsets = sets.offsets.slice(row, row + AT_ONCE + 1).map((each) => each - first);
    kernels.signSets(sets.hashes.subarray(first, last), offsets, SIGNED_BANDS);
  }
}

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly own: number;
}

function signatures(lines: string): string[] {
  const wasm = openKernels('wasm');
  const peers = python === undefined ? {} : askPeers(python, lines);
  const own = cpuSeconds(() => signAll(wasm));
  const ownOfSets = cpuSeconds(() => signSets(wasm));
  const rows: Row[] = [
    { name: 'Synthloom, WebAssembly', seconds: own, own },
    { name: 'Synthloom, plain TypeScript', seconds: cpuSeconds(() => signAll(openKernels('scalar'))), own },
    { name: 'Synthloom, permutations only, of ready hashes', seconds: ownOfSets, own: ownOfSets },
    ...Object.entries(peers).map(([name, seconds]) => ({
      name,
      seconds,
      own: name.includes('permutations only') ? ownOfSets : own,
    })),
  ];
  const shingles = sets.hashes.length;
  return [
    '# Near-duplicates: speed and recall',
    '',
    `${corpus.texts.length.toLocaleString('en')} documents of ${(texts.utf8.length / corpus.texts.length).toFixed(0)} bytes and`,
    `${(shingles / corpus.texts.length).toFixed(0)} runs of five words; processor time, medians of ${ROUNDS}; Node ${process.version},`,
    `${cpus().length} cores of ${cpus()[0]?.model.trim()}.`,
    '',
    '## Signatures of 128 values, cut into bands',
    '',
    '| | documents a second and core | MB/s | ns a shingle | times as long |',
    '|---|--:|--:|--:|--:|',
    ...rows.map(({ name, seconds, own: base }) => {
      const [perSecond, speed] = [corpus.texts.length / seconds, texts.utf8.length / 1e6 / seconds];
      const each = (seconds * 1e9) / shingles;
      return `| ${name} | ${Math.round(perSecond).toLocaleString('en')} | ${speed.toFixed(1)} | ${each.toFixed(1)} | ${(seconds / base).toFixed(1)} |`;
    }),
    '',
    'What is “permutations only” is compared with its like: both are given hashes of shingles, and read no text.',
    python === undefined
      ? 'No Python peers in this run: `SYNTHLOOM_PYTHON` was not set.'
      : 'datatrove splits at white space here, which is faster than its default; it folds accents and punctuation besides.',
    '',
  ];
}

function askPeers(program: string, lines: string): Readonly<Record<string, number>> {
  const script = fileURLToPath(new URL('./peers.py', import.meta.url));
  const said = execFileSync(program, [script, lines, String(Math.min(ROUNDS, 3))], { encoding: 'utf8' });
  return JSON.parse(said) as Readonly<Record<string, number>>;
}

async function clusters(): Promise<string[]> {
  const lines = Array.from({ length: COPIES }, (_, copy) => asLines(corpus.texts.map((text) => copyOf(text, copy))));
  const path = join(folder, 'copies.jsonl');
  for (const part of lines) await writeFile(path, part, { flag: 'a' });
  const bytes = lines.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const rows = corpus.texts.length * COPIES;
  const bands = bandShapeFor(THRESHOLD);
  const alone = [];
  for (let round = 0; round < ROUNDS; round++) alone.push(await twinsIn(path, rows, 0));
  const two = await twinsIn(path, rows, 2);
  const seconds = median(alone.map((each) => each.seconds));
  const { twins } = alone[0]!;
  const isSame = Buffer.compare(Buffer.from(twins.buffer), Buffer.from(two.twins.buffer)) === 0;
  return [
    `## From stored lines to groups, threshold ${THRESHOLD}, ${bands.bands} bands of ${bands.rows}`,
    '',
    `${(bytes / 1e6 / seconds).toFixed(0)} MB/s and ${Math.round(rows / seconds).toLocaleString('en')} documents a second and core, of ${rows.toLocaleString('en')} in ${(bytes / 1e6).toFixed(0)} MB;`,
    `${twins.filter((twin, row) => twin !== row).length} rows go. The same groups with two threads: ${isSame ? 'yes' : 'NO'};`,
    `wall time ${median(alone.map((each) => each.wall)).toFixed(2)} s on one thread, ${two.wall.toFixed(2)} s on two beside it, with ${(two.seconds / seconds).toFixed(2)} times the processor time.`,
    '',
    ...recall(corpus, twins.subarray(0, corpus.texts.length)),
    '',
  ];
}

async function twinsIn(path: string, rows: number, threads: number) {
  const dataset = diskDataset(realDisk, path, rows);
  const bands = bandShapeFor(THRESHOLD);
  const spill = memorySpill();
  const { signal } = new AbortController();
  const kernels = openKernels();
  const means: Means = { field: 'text', signing: { shape, bands }, kernels, spill, threads, signal };
  const before = process.cpuUsage();
  const begun = performance.now();
  const candidates = await findCandidates(dataset, means, () => {});
  const twins = findTwins(candidates, { rank: new Uint8Array(rows), threshold: THRESHOLD, bands });
  return { twins, seconds: spent(before), wall: (performance.now() - begun) / 1000 };
}

/**
 * Of planted pairs at or above the threshold of which one stays, how often the other went, beside the chance that their
 * bands meet. Where the first went for a third, the second may rightly stay.
 */
function recall({ planted }: Corpus, twins: Uint32Array): string[] {
  const setOf = (row: number) => asSet(sets.hashes.slice(sets.offsets[row], sets.offsets[row + 1]));
  const bands = bandShapeFor(THRESHOLD);
  let [above, found, expected] = [0, 0, 0];
  for (const [copy, of] of planted) {
    const similarity = jaccard(setOf(copy), setOf(of));
    const mayBoth = twins[of] !== of && twins[of] !== copy;
    if (similarity < THRESHOLD || mayBoth) continue;
    above++;
    expected += chanceToMeet(similarity, bands);
    if (twins[copy] !== copy || twins[of] === copy) found++;
  }
  const share = (count: number) => `${((100 * count) / above).toFixed(2)} %`;
  return [
    `Of ${above} planted pairs at or above it, of which one stays, ${share(found)} were found; their bands should meet for ${share(expected)}.`,
  ];
}

interface Address {
  readonly text: string;
  readonly year: number;
}

/** Two editions of the State of the Union addresses: pairs of one year are known, and so is how alike they are. */
async function addresses(): Promise<string[]> {
  const read = async (name: string) =>
    gunzipSync(await readFile(join(data as string, 'text', name)))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const all: Address[] = [];
  for (const name of ['state-of-the-union.jsonl.gz', 'state-union-cspan.jsonl.gz'])
    for (const row of await read(name))
      all.push({ text: String(row.text), year: Number(/\d{4}/.exec(JSON.stringify({ ...row, text: '' }))?.[0]) });
  const path = join(folder, 'addresses.jsonl');
  await writeFile(path, asLines(all.map(({ text }) => text)));
  const kernels = openKernels();
  const column = columnOf(all.map(({ text }) => text));
  const setOf = all.map((_, row) => asSet(kernels.shingles(column, row, shape)));
  const { twins } = await twinsIn(path, all.length, 0);
  const pairs = all.flatMap((later, row) =>
    all.slice(0, row).flatMap((earlier, at) => {
      const isPair = later.year === earlier.year && jaccard(setOf[row]!, setOf[at]!) >= THRESHOLD;
      return isPair ? [[at, row] as const] : [];
    }),
  );
  const found = pairs.filter(([at, row]) => twins[row] === at || twins[at] === row);
  const gone = [...twins.entries()].filter(([row, twin]) => row !== twin);
  const wrong = gone.filter(([row, twin]) => all[row]!.year !== all[twin]!.year);
  return [
    '## Two editions of the State of the Union addresses',
    '',
    `${pairs.length} pairs of one year have a similarity of ${THRESHOLD} or more (all pairs, exact): ${found.length} were found. ${gone.length} rows went,`,
    `${wrong.length} of them for an address of another year.`,
  ];
}
