/** MinHash signatures and near-duplicates on real text: speed beside Python curators, recall beside theory. */
// SYNTHLOOM_DATA=<public data> [SYNTHLOOM_PYTHON=<python with datatrove, rensa, text-dedup>] node bench/minhash/run.ts [--short]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kernels, Signed, Texts } from '../../src/kernels/kernels.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { bandShapeFor, chanceToMeet, jaccard } from '../../src/math/minhash.ts';
import { asSet } from '../../src/text/shingles.ts';
import { dataFolder, isShort, peerPython } from '../arguments.ts';
import { rowsIn } from '../data-files.ts';
import { finish, makeGoals } from '../goals.ts';
import { machine, median, medianCpuSeconds } from '../measure.ts';
import { asLines, type Corpus, plantedCorpus } from './corpus.ts';
import { differing, SHAPE, THRESHOLD, twinsIn } from './twins.ts';

const data = dataFolder('text/');
const python = peerPython('SYNTHLOOM_PYTHON');
const goals = makeGoals();
/** As datatrove and its users cut a signature: 16 bands of 8. */
const SIGNED_BANDS = { bands: 16, rows: 8 };
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

/** How many times as long peers should take at least. */
const LEAST_TIMES: Readonly<Record<string, number>> = {
  'datatrove, words at white space': 100,
  'rensa, permutations only, of ready hashes': 3,
};
/** Megabytes a second and core from stored lines to groups. */
const LEAST_SPEED = 350;
const corpus = plantedCorpus(data, isShort ? 2000 : 20_000);
const texts = columnOf(corpus.texts);
const sets = setsOf(texts);
const folder = await mkdtemp(join(tmpdir(), 'synthloom-minhash-'));
try {
  const lines = join(folder, 'lines.jsonl');
  await writeFile(lines, asLines(corpus.texts));
  const page = [...signatures(lines), ...(await clusters()), ...(await addresses()), ''].join('\n');
  finish(import.meta.dirname, page, goals);
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
    const hashes = kernels.shingles(given, row, SHAPE).slice();
    offsets[row + 1] = (offsets[row] as number) + hashes.length;
    return hashes;
  });
  const hashes = new Int32Array(offsets.at(-1) as number);
  parts.forEach((part, row) => {
    hashes.set(part, offsets[row]);
  });
  return { hashes, offsets };
}

/** All documents, a megabyte at once. */
function signAll(kernels: Kernels, see: (signed: Signed) => void = () => {}): void {
  for (let row = 0; row < corpus.texts.length; row += AT_ONCE) {
    const some = { utf8: texts.utf8, offsets: texts.offsets.subarray(row, row + AT_ONCE + 1) };
    see(kernels.sign(some, { shape: SHAPE, bands: SIGNED_BANDS }));
  }
}

function keysOf(kernels: Kernels): string {
  const hash = createHash('sha256');
  signAll(kernels, ({ keys }) => hash.update(keys));
  return hash.digest('hex');
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
  const scalar = openKernels('scalar');
  goals.same('keys of all documents, WebAssembly beside plain TypeScript', keysOf(wasm), keysOf(scalar));
  const own = medianCpuSeconds(() => signAll(wasm), ROUNDS);
  const ownOfSets = medianCpuSeconds(() => signSets(wasm), ROUNDS);
  const rows: Row[] = [
    { name: 'Synthloom, WebAssembly', seconds: own, own },
    { name: 'Synthloom, plain TypeScript', seconds: medianCpuSeconds(() => signAll(scalar), ROUNDS), own },
    { name: 'Synthloom, permutations only, of ready hashes', seconds: ownOfSets, own: ownOfSets },
    ...Object.entries(peers).map(([name, seconds]) => ({
      name,
      seconds,
      own: name.includes('permutations only') ? ownOfSets : own,
    })),
  ];
  for (const { name, seconds, own: base } of rows)
    if (name in LEAST_TIMES) goals.atLeast(`times as long for ${name}`, seconds / base, LEAST_TIMES[name]!);
  const shingles = sets.hashes.length;
  return [
    '# Near-duplicates: speed and recall',
    '',
    `${corpus.texts.length.toLocaleString('en')} documents of ${(texts.utf8.length / corpus.texts.length).toFixed(0)} bytes and`,
    `${(shingles / corpus.texts.length).toFixed(0)} runs of five words; processor time, medians of ${ROUNDS};`,
    `${machine()}.`,
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
  for (let round = 0; round < ROUNDS; round++) alone.push(await twinsIn(path, rows));
  const two = await twinsIn(path, rows, { threads: 2 });
  const seconds = median(alone.map((each) => each.cpuSeconds));
  const { twins } = alone[0]!;
  const others = differing(alone[0]!, two);
  if (!isShort) goals.atLeast('MB a second from lines to groups', bytes / 1e6 / seconds, LEAST_SPEED);
  goals.same('rows that two threads put into another group', others, 0);
  return [
    `## From stored lines to groups, threshold ${THRESHOLD}, ${bands.bands} bands of ${bands.rows}`,
    '',
    `${(bytes / 1e6 / seconds).toFixed(0)} MB/s and ${Math.round(rows / seconds).toLocaleString('en')} documents a second and core, of ${rows.toLocaleString('en')} in ${(bytes / 1e6).toFixed(0)} MB;`,
    `${twins.filter((twin, row) => twin !== row).length} rows go. The same groups with two threads: ${others === 0 ? 'yes' : 'NO'};`,
    `wall time ${median(alone.map((each) => each.seconds)).toFixed(2)} s on one thread, ${two.seconds.toFixed(2)} s on two beside it, with ${(two.cpuSeconds / seconds).toFixed(2)} times the processor time.`,
    '',
    ...recall(corpus, twins.subarray(0, corpus.texts.length)),
    '',
  ];
}

/**
 * Of planted pairs at or above the threshold of which one stays, how often the other went, beside the chance that their
 * bands meet. Where the first went for a third, the second may rightly stay.
 */
function recall({ planted }: Corpus, twins: Uint32Array): string[] {
  const setOf = (row: number) => asSet(sets.hashes.slice(sets.offsets[row], sets.offsets[row + 1]));
  const wrong = twins.filter((twin, row) => twin !== row && jaccard(setOf(twin), setOf(row)) < THRESHOLD).length;
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
  goals.same('rows that went for one that is not so much alike', wrong, 0);
  goals.atLeast('planted pairs to look for', above, 100);
  goals.atLeast('recall of planted copies, beside what theory says', found / above, expected / above - 0.01);
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
  const all: Address[] = [];
  for (const name of ['state-of-the-union.jsonl.gz', 'state-union-cspan.jsonl.gz'])
    for (const row of rowsIn(data, `text/${name}`))
      all.push({ text: String(row.text), year: Number(/\d{4}/.exec(JSON.stringify({ ...row, text: '' }))?.[0]) });
  const path = join(folder, 'addresses.jsonl');
  await writeFile(path, asLines(all.map(({ text }) => text)));
  const kernels = openKernels();
  const column = columnOf(all.map(({ text }) => text));
  const setOf = all.map((_, row) => asSet(kernels.shingles(column, row, SHAPE)));
  const { twins } = await twinsIn(path, all.length);
  const pairs = all.flatMap((later, row) =>
    all.slice(0, row).flatMap((earlier, at) => {
      const isPair = later.year === earlier.year && jaccard(setOf[row]!, setOf[at]!) >= THRESHOLD;
      return isPair ? [[at, row] as const] : [];
    }),
  );
  const found = pairs.filter(([at, row]) => twins[row] === at || twins[at] === row);
  const gone = [...twins.entries()].filter(([row, twin]) => row !== twin);
  const wrong = gone.filter(([row, twin]) => all[row]!.year !== all[twin]!.year);
  goals.atLeast('pairs of addresses that are alike', pairs.length, 8);
  goals.same('pairs of addresses that were found', found.length, pairs.length);
  goals.same('addresses that went for one of another year', wrong.length, 0);
  return [
    '## Two editions of the State of the Union addresses',
    '',
    `${pairs.length} pairs of one year have a similarity of ${THRESHOLD} or more (all pairs, exact): ${found.length} were found. ${gone.length} rows went,`,
    `${wrong.length} of them for an address of another year.`,
  ];
}
