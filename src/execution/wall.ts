/** A step that sees all: the line waits, the step speaks, and its verdict is stored, so that a resumed run need not wait. */
import { join } from 'node:path';
import { bug } from '../core/errors.ts';
import { keepsItsWord, maySay } from '../core/laws.ts';
import type { Link } from '../core/plan.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Sample } from '../core/sample.ts';
import type { Measure, Outcome } from '../core/step.ts';
import { FingerprintTable } from '../math/fingerprint-table.ts';
import { diskDataset, restOf, rowsOf, samplesIn } from '../store/dataset.ts';
import { readWhole, writeWhole } from '../store/disk.ts';
import { linesOf } from '../store/lines.ts';
import type { ReplayFile } from '../store/replay-file.ts';
import { makeContext } from './engine.ts';
import { type Failure, type Scribe, type Spill, wallFile } from './scribe.ts';
import { asOurs } from './travel.ts';
import { version } from './version.ts';

/** A line of what a step said, beside the samples that it kept. */
type SaidLine =
  | { readonly drop: string; readonly sample: Sample }
  | { readonly fail: Failure; readonly sample: Sample }
  | { readonly measure: Measure };

interface Verdict {
  /** What the verdict depends on, beside the samples. */
  readonly signature: string;
  readonly kept: number;
  readonly made: number;
  /** Of what it was shown or made: what `--retry-failed` asks again. */
  readonly failed: number;
}

/** Gives the samples that the step kept, and books what it said of the others. */
export async function runWall(scribe: Scribe, link: Link, seen: Spill): Promise<Spill> {
  const { filesHash } = link.touches;
  const rest = [
    scribe.engine.plan.head.seed,
    scribe.roundsFor(link),
    version(),
    ...(filesHash === undefined ? [] : [filesHash]),
  ];
  const signature = hashText(canonical([link.key, link.step.name, link.options, ...rest]), 32);
  const stored = seen.unchanged ? await readVerdict(scribe, link) : undefined;
  const isRetried = scribe.engine.desk.retries.isOn && (stored?.failed ?? 0) > 0;
  const isValid = stored?.signature === signature && !isRetried;
  const verdict = isValid ? stored : await decide(scribe, link, { seen, signature });
  await book(scribe, link, { size: seen.size, verdict });
  return { path: pathOf(scribe, wallFile(link, 'kept')), size: verdict.kept, unchanged: isValid };
}

const pathOf = (scribe: Scribe, name: string) => join(scribe.engine.directory, name);
const markerOf = (scribe: Scribe, link: Link) => pathOf(scribe, wallFile(link, 'said').replace(/\.jsonl$/, '.json'));

async function readVerdict(scribe: Scribe, link: Link): Promise<Verdict | undefined> {
  const { disk } = scribe.engine;
  if (!(await disk.exists(markerOf(scribe, link)))) return undefined;
  return JSON.parse((await readWhole(disk, markerOf(scribe, link))).toString()) as Verdict;
}

interface Question {
  readonly seen: Spill;
  readonly signature: string;
}

async function decide(scribe: Scribe, link: Link, { seen, signature }: Question): Promise<Verdict> {
  const { disk } = scribe.engine;
  await disk.remove(markerOf(scribe, link)); // the files below are about to differ from what it vouches for
  const kept = await scribe.openFile(wallFile(link, 'kept'));
  const said = await scribe.openFile(wallFile(link, 'said'));
  const hearing = new Hearing({ scribe, link, seen, kept, said });
  const real = link.touches.real === true ? scribe.realOf(seen) : undefined;
  const context = makeContext(scribe.loan(link, scribe.rounds.length, real), undefined);
  try {
    for await (const outcome of link.step.run(diskDataset(disk, seen.path, seen.size), context))
      await hearing.hear(outcome);
  } catch (error) {
    throw asOurs(error, link, 'all samples');
  }
  scribe.engine.stop.check();
  hearing.mustHaveHeardAll();
  await kept.finish();
  await said.finish();
  const verdict: Verdict = { signature, kept: kept.lines, made: hearing.made, failed: hearing.failed };
  await writeWhole(disk, markerOf(scribe, link), JSON.stringify(verdict));
  return verdict;
}

interface Stage {
  readonly scribe: Scribe;
  readonly link: Link;
  readonly seen: Spill;
  readonly kept: ReplayFile;
  readonly said: ReplayFile;
}

/** Takes down what a step says, and sees that it speaks of every sample exactly once. */
class Hearing {
  made = 0;
  failed = 0;
  #stage: Stage;
  #answered = 0;
  /** Rows of the samples shown by id, as −1 − row once answered; made when a step speaks of single samples. */
  #shown: FingerprintTable | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async hear(outcome: Outcome): Promise<void> {
    const { link, kept, said } = this.#stage;
    maySay(link.step, outcome);
    if (outcome.kind === 'measure') {
      const { kind: _, ...measure } = outcome;
      await said.add(JSON.stringify({ measure: { step: link.key, ...measure } } satisfies SaidLine));
    } else if (outcome.kind === 'rows') await this.#hearRows(outcome);
    else if (outcome.kind !== 'write') {
      await this.#count(outcome);
      if (outcome.kind === 'keep') await kept.add(JSON.stringify(outcome.sample));
      else await said.add(JSON.stringify(lossOf(outcome)));
      if (outcome.kind === 'fail') this.failed++;
    }
  }

  mustHaveHeardAll(): void {
    const { link, seen } = this.#stage;
    if (this.#answered === seen.size) return;
    const reason = `it spoke of ${this.#answered} of the ${seen.size} samples it was shown`;
    throw bug('bad-rows', { step: link.step.name, reason });
  }

  async #hearRows({ keep, drop }: Extract<Outcome, { kind: 'rows' }>): Promise<void> {
    const { scribe, seen, kept, said } = this.#stage;
    const spoken = this.#mustBeDistinct([...(keep === undefined ? [] : [keep]), ...drop.values()]);
    const { disk } = scribe.engine;
    if (keep === undefined) this.#answered += spoken.filter((said) => said === 0).length;
    const stays = keep === undefined ? restOf(disk, seen.path, spoken) : rowsOf(disk, seen.path, keep);
    for await (const line of stays) await kept.add(line);
    for (const [reason, rows] of drop)
      for await (const line of rowsOf(disk, seen.path, rows))
        await said.add(`{"drop":${JSON.stringify(reason)},"sample":${line}}`);
  }

  /** Gives 1 for each row of the lists. */
  #mustBeDistinct(lists: readonly Uint32Array[]): Uint8Array {
    const { link, seen } = this.#stage;
    const spoken = new Uint8Array(seen.size);
    for (const rows of lists)
      for (const row of rows) {
        if (row >= seen.size) throw bug('bad-rows', { step: link.step.name, reason: `there is no row ${row}` });
        if (spoken[row] === 1) throw bug('bad-rows', { step: link.step.name, reason: `it spoke of row ${row} twice` });
        spoken[row] = 1;
        this.#answered++;
      }
    return spoken;
  }

  async #count(outcome: Extract<Outcome, { kind: 'keep' | 'drop' | 'fail' }>): Promise<void> {
    const { link } = this.#stage;
    const { sample } = outcome;
    this.#shown ??= await this.#tableOfShown();
    const state = this.#shown.get(sample.id);
    if (state === undefined) {
      if (link.step.stage === 'curation' && outcome.kind === 'keep')
        throw bug('invented-sample', { step: link.step.name, sample: sample.id });
      this.made++;
      return;
    }
    if (state < 0) throw bug('spoke-twice', { step: link.step.name, sample: sample.id });
    this.#shown.set(sample.id, -1 - state);
    this.#answered++;
    if (outcome.kind === 'keep') keepsItsWord(link, undefined, bare(sample, link));
  }

  async #tableOfShown(): Promise<FingerprintTable> {
    const { scribe, seen } = this.#stage;
    const table = new FingerprintTable(seen.size);
    let row = 0;
    for await (const sample of samplesIn(scribe.engine.disk, seen.path)) table.set(sample.id, row++);
    return table;
  }
}

function lossOf(outcome: Extract<Outcome, { kind: 'drop' | 'fail' }>): SaidLine {
  const { sample } = outcome;
  if (outcome.kind === 'drop') return { drop: outcome.reason, sample };
  const { code, message, raw } = outcome.fault;
  return { fail: { code, message, raw }, sample };
}

/** Only the fields that the step says it writes: what the others were before is not at hand. */
function bare(sample: Sample, { touches }: Link): Sample {
  const written = (touches.writes ?? []).filter((field) => field in sample.data);
  return { ...sample, data: Object.fromEntries(written.map((field) => [field, sample.data[field]!])) };
}

async function book(scribe: Scribe, link: Link, { size, verdict }: { size: number; verdict: Verdict }): Promise<void> {
  scribe.books.add(link.key, 'in', size);
  scribe.books.add(link.key, 'made', verdict.made);
  scribe.books.add(link.key, 'kept', verdict.kept);
  if (link.step.stage === 'generation') scribe.grow(verdict.made);
  const file = await scribe.engine.disk.openToRead(pathOf(scribe, wallFile(link, 'said')));
  try {
    for await (const { bytes } of linesOf(file)) {
      const line = JSON.parse(bytes.toString()) as SaidLine;
      if ('drop' in line) await scribe.drop(link.key, line.sample, line.drop);
      else if ('fail' in line) await scribe.fail(link.key, line.sample, line.fail);
      else scribe.measure(line.measure);
    }
  } finally {
    await file.close();
  }
  scribe.engine.progress(scribe.books);
}
