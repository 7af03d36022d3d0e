/** What a run writes about itself: the recipe as run, the manifest, the report. */
import { join, resolve } from 'node:path';
import { mistake, SynthloomError } from '../core/errors.ts';
import type { Ending } from '../core/events.ts';
import { type Manifest, type RoundRecord, RUN_FORMAT, runFiles } from '../core/manifest.ts';
import type { Plan } from '../core/plan.ts';
import { canonicalRecipe, type Recipe } from '../core/recipe.ts';
import type { Json } from '../core/sample.ts';
import { writeReport } from '../report/write-report.ts';
import { type Disk, readWhole, writeWhole } from '../store/disk.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Engine, PassView } from './engine.ts';
import type { OpenModels } from './open-models.ts';
import type { MadeFile } from './scribe.ts';
import { version } from './version.ts';

interface Begin {
  readonly disk: Disk;
  readonly directory: string;
  readonly plan: Plan;
  readonly recipe: Recipe;
  readonly ledger: Ledger;
  readonly report: boolean;
}

interface End {
  readonly engine: Engine;
  readonly models: OpenModels;
  readonly files?: readonly MadeFile[];
  readonly error?: SynthloomError;
}

const EDITED =
  'The recipe was edited since it last ran here; answers to questions that stayed the same were used again.';

export class RunRecord {
  /** What models and others had to say of this run. */
  readonly notes: string[] = [];
  #begin: Begin;
  #earlier: Manifest | undefined;
  #startedAt = new Date().toISOString();
  #clock = performance.now();
  #rounds: readonly RoundRecord[] = [];
  #pass: PassView | undefined;

  private constructor(begin: Begin, earlier: Manifest | undefined) {
    this.#begin = begin;
    this.#earlier = earlier;
  }

  /** Writes the recipe and a manifest that says the run is under way. Throws `newer-run`. */
  static async open(begin: Begin): Promise<RunRecord> {
    const { disk, directory, recipe } = begin;
    const earlier = await readManifest(disk, directory);
    if (earlier !== undefined && earlier.format > RUN_FORMAT)
      throw mistake('newer-run', { directory, format: earlier.format, known: RUN_FORMAT });
    const record = new RunRecord(begin, earlier);
    if (record.isEdited) record.notes.push(EDITED);
    await writeWhole(disk, join(directory, runFiles.recipe), `${canonicalRecipe(recipe)}\n`);
    if (recipe.origin !== undefined) await writeWhole(disk, join(directory, runFiles.recipeYaml), recipe.origin.text);
    await record.#write(record.#manifest('running', {}));
    return record;
  }

  /** The recipe differs from the one that last ran here; answers to questions that stayed the same count on. */
  get isEdited(): boolean {
    return this.#earlier !== undefined && this.#earlier.recipeHash !== this.#begin.plan.hash;
  }

  /** A pass begins: from now on its books count. */
  watch(pass: PassView): void {
    this.#pass = pass;
  }

  /** Rounds are over; what follows may still fail. */
  rounds(records: readonly RoundRecord[]): void {
    this.#rounds = records;
  }

  /** Writes manifest and report, tells the end, and gives the manifest. */
  async end(ending: Ending, end: End): Promise<Manifest> {
    const models = await end.models.describe();
    const manifest = this.#manifest(ending, { ...end, endedAt: new Date().toISOString(), models });
    await this.#write(manifest);
    const report = this.#begin.report ? (await writeReport(this.#begin.directory)).html : undefined;
    const { accepted } = manifest;
    end.engine.emit({ kind: 'run-end', ending, accepted, report, ...(end.error && { error: end.error }) });
    return manifest;
  }

  /** After a bug or a late mistake: the manifest says so, and the error goes on to the caller. */
  async broken(error: unknown, engine: Engine): Promise<unknown> {
    const manifest = this.#manifest('failed', { engine, endedAt: new Date().toISOString() });
    await this.#write(manifest).catch(() => {});
    const told = error instanceof SynthloomError ? { error } : {};
    engine.emit({ kind: 'run-end', ending: 'failed', accepted: manifest.accepted, report: undefined, ...told });
    return error;
  }

  #write(manifest: Manifest): Promise<void> {
    const { disk, directory } = this.#begin;
    return writeWhole(disk, join(directory, runFiles.manifest), `${JSON.stringify(manifest, undefined, 2)}\n`);
  }

  #manifest(
    ending: Manifest['ending'],
    end: Partial<Omit<End, 'models'>> & { readonly endedAt?: string; readonly models?: Manifest['models'] },
  ): Manifest {
    const { plan, ledger } = this.#begin;
    const { recipe, description, seed, target } = plan.head;
    const pass = this.#pass;
    const cpu = process.cpuUsage();
    return {
      format: RUN_FORMAT,
      synthloom: version(),
      node: process.version,
      recipe,
      ...(description !== undefined && { description }),
      recipeHash: plan.hash,
      seed,
      ending,
      startedAt: this.#earlier?.startedAt ?? this.#startedAt,
      ...(end.endedAt !== undefined && { endedAt: end.endedAt }),
      seconds: (this.#earlier?.seconds ?? 0) + (performance.now() - this.#clock) / 1000,
      cpuSeconds: (this.#earlier?.cpuSeconds ?? 0) + (cpu.user + cpu.system) / 1e6,
      resumptions: this.#earlier === undefined ? 0 : this.#earlier.resumptions + 1,
      models: end.models ?? this.#earlier?.models ?? {},
      ...(target && { target: targetOf(target) }),
      accepted: pass?.admission.accepted ?? 0,
      rounds: this.#rounds,
      counts: pass?.books.counts() ?? [],
      spending: ledger.book.all(),
      ambiguous: { calls: ledger.ambiguous.length, worstUsd: sum(ledger.ambiguous.map((call) => call.worstUsd)) },
      measures: pass?.measures ?? [],
      files: end.files ?? [],
      answersReused: end.engine?.desk.tally.reused ?? 0,
      notes: [...plan.warnings, ...this.notes, ...notesOf(ledger), ...(end.error ? [end.error.message] : [])],
      line: plan.line.map(({ key, step, options }) => ({ key, name: step.name, options: plainOptions(options) })),
    };
  }
}

/** The manifest of a run directory, if it holds one. */
export async function readManifest(disk: Disk, directory: string): Promise<Manifest | undefined> {
  const path = join(resolve(directory), runFiles.manifest);
  if (!(await disk.exists(path))) return undefined;
  return JSON.parse((await readWhole(disk, path)).toString()) as Manifest;
}

const targetOf = ({ accepted, per, min }: NonNullable<Plan['head']['target']>) => ({
  ...(accepted !== undefined && { accepted }),
  ...(per !== undefined && { per }),
  ...(min !== undefined && { min }),
});

const notesOf = (ledger: Ledger) =>
  ledger.damaged === 0
    ? []
    : [`${ledger.damaged} damaged entries of the ledger were skipped; their questions were asked again.`];

const plainOptions = (options: unknown) => JSON.parse(JSON.stringify(options ?? {})) as Record<string, Json>;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
