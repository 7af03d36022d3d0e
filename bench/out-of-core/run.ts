/** Whether the memory of duplicates is flat: from one million documents to ten, each in a process of its own. */
// node bench/out-of-core/run.ts [--short]
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskSpill } from '../../src/asking/spill.ts';
import { drawIndex, seededRandom } from '../../src/math/random.ts';
import { isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { differing, twinsIn } from '../minhash/twins.ts';
import type { Figures } from './one.ts';

const goals = makeGoals();
/** The larger one of a short run is just large enough for keys to be spilled. */
const sizes = isShort ? [10_000, 120_000] : [1_000_000, 3_000_000, 10_000_000];
/** Bytes that each document more may add to the peak, from the smallest set to the largest. */
const MOST_BYTES = { 'exact-duplicates': 15, 'near-duplicates': 20 };
const peaks = { 'exact-duplicates': new Map<number, number>(), 'near-duplicates': new Map<number, number>() };
const WORDS = 60;
/** In a thousand documents: exact copies of an earlier one, and copies with a word changed. */
const EXACT = 40;
const NEAR = 80;
/** Documents that copies are made of: the last so many. */
const REMEMBERED = 10_000;

const folder = await mkdtemp(join(tmpdir(), 'synthloom-out-of-core-'));
try {
  const lines: string[] = [];
  for (const rows of sizes) {
    const path = join(folder, 'lines.jsonl');
    const planted = await writeDocuments(path, rows);
    const megabytes = (await stat(path)).size / 1e6;
    for (const step of ['exact-duplicates', 'near-duplicates'] as const) {
      const { kept, beforeMb, peakMb, cpuSeconds, seconds } = await measure(step, path, rows);
      const bytes = ((peakMb - beforeMb) * 2 ** 20) / rows;
      const cells = [step, rows, megabytes, rows - kept, peakMb, bytes];
      peaks[step].set(rows, peakMb);
      judge(step, { rows, gone: rows - kept, planted });
      const shown = cells.map((cell) => (typeof cell === 'number' ? Math.round(cell).toLocaleString('en') : cell));
      lines.push(`| ${shown.join(' | ')} | ${((cpuSeconds * 1e6) / rows).toFixed(2)} | ${seconds.toFixed(0)} |`);
    }
  }
  if (isShort) await judgeSpill(join(folder, 'lines.jsonl'), sizes.at(-1)!);
  const page = [
    '# Duplicates out of core',
    '',
    `Made-up documents of ${WORDS} words, ${EXACT / 10} % exact copies and ${NEAR / 10} % with a word changed; each line of the table is a process.`,
    'Peak is the largest resident size, Node itself and file caches of the process included; its growth is told by the row.',
    '',
    '| step | documents | MB | go | peak MB | bytes a document beyond Node | CPU µs a document | seconds |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...lines,
    '',
  ].join('\n');
  finish(import.meta.dirname, page, goals);
} finally {
  await rm(folder, { recursive: true });
}

interface Outcome {
  readonly rows: number;
  readonly gone: number;
  readonly planted: Planted;
}

function judge(step: keyof typeof MOST_BYTES, { rows, gone, planted: { exact, near } }: Outcome): void {
  const what = `${step} of ${rows} documents`;
  if (step === 'exact-duplicates') {
    goals.atLeast(`${what}: gone`, gone, exact);
    goals.atMost(`${what}: gone`, gone, exact + near / 1000); // now and then the word is changed for itself
  } else {
    goals.atLeast(`${what}: share of the copies that went`, gone / (exact + near), 0.95); // a copy of a copy may stay
    goals.atMost(`${what}: gone`, gone, exact + near);
  }
  if (isShort || rows !== sizes.at(-1)) return;
  const [least, most] = [peaks[step].get(sizes[0]!)!, peaks[step].get(rows)!];
  const added = ((most - least) * 2 ** 20) / (rows - sizes[0]!);
  goals.atMost(`${step}: bytes that a document more takes`, added, MOST_BYTES[step]);
}

/** Where keys and shingles are put, and how many threads sign, must not change who goes. */
async function judgeSpill(path: string, rows: number): Promise<void> {
  const inMemory = await twinsIn(path, rows);
  const spill = diskSpill(folder);
  try {
    const onDisk = await twinsIn(path, rows, { spill });
    goals.same('rows with another twin where keys are on disk', differing(inMemory, onDisk), 0);
  } finally {
    spill.close();
  }
}

async function measure(step: string, path: string, rows: number): Promise<Figures> {
  const script = join(import.meta.dirname, 'one.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, step, path, `${rows}`]);
  return JSON.parse(stdout) as Figures;
}

/** Documents that are exactly one before them, and those that are one but for a word. */
interface Planted {
  readonly exact: number;
  readonly near: number;
}

async function writeDocuments(path: string, rows: number): Promise<Planted> {
  const random = seededRandom(`documents ${rows}`);
  const vocabulary = Array.from({ length: 20_000 }, (_, i) => `w${i.toString(36)}`);
  const word = () => vocabulary[drawIndex(random, vocabulary.length)] as string;
  const held: string[][] = [];
  const planted = { exact: 0, near: 0 };
  const out = createWriteStream(path);
  let chunk = '';
  for (let row = 0; row < rows; row++) {
    const draw = held.length < 100 ? 1000 : drawIndex(random, 1000);
    const of = held[drawIndex(random, Math.max(1, held.length))] ?? [];
    const isNear = draw >= EXACT && draw < EXACT + NEAR;
    const words =
      draw < EXACT ? of : isNear ? of.with(drawIndex(random, WORDS), word()) : Array.from({ length: WORDS }, word);
    if (draw < EXACT) planted.exact++;
    if (isNear) planted.near++;
    held[row % REMEMBERED] = words;
    chunk += `{"id":"${row.toString(16).padStart(16, '0')}","data":{"text":"${words.join(' ')}"},"notes":{},"origin":{"step":"count","parents":[],"real":false,"nth":${row + 1},"round":1}}\n`;
    if (chunk.length < 1 << 22) continue;
    if (!out.write(chunk)) await new Promise<void>((resolve) => out.once('drain', resolve));
    chunk = '';
  }
  await promisify(out.end.bind(out) as (last: string, done: () => void) => void)(chunk);
  return planted;
}
