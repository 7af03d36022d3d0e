/** Running a recipe: from a checked plan to a directory with a dataset, its measures and its report. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mistake } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import { type Manifest, runFiles } from '../core/manifest.ts';
import type { Embedder } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { Recipe } from '../core/recipe.ts';
import { type Disk, realDisk } from '../store/disk.ts';
import { Ledger } from '../store/ledger.ts';
import { lockRun } from '../store/run-lock.ts';
import { BudgetWall } from './budget.ts';
import { type Engine, StopSwitch } from './engine.ts';
import { EventStream } from './event-stream.ts';
import type { Desk } from './lender.ts';
import { observe } from './observe.ts';
import { type OpenModels, openModels } from './open-models.ts';
import { planFor } from './plan-for.ts';
import { makeProgress } from './progress.ts';
import { rememberedEmbedder } from './remembered-embedder.ts';
import { Retries } from './retries.ts';
import { runRounds } from './rounds.ts';
import { homeOf, type RunOptions } from './run-options.ts';
import { damageOf, type Lent, RunRecord } from './run-record.ts';
import { openRunSandbox, type RunSandbox } from './run-sandbox.ts';
import { secretRandomOf } from './run-secret.ts';

/** A run under way: its events as they come, and its manifest in the end. */
export interface Running extends AsyncIterable<Event> {
  /** The manifest, also of a run that was interrupted or failed on the way; rejects with mistakes and bugs. */
  readonly finished: Promise<Manifest>;
  /** `soon`: finish what is under way and save; `now`: abort. Either way the next run goes on. */
  stop(how: 'soon' | 'now'): void;
}

/** Runs a recipe, or goes on with it where an earlier process stopped. */
export const run = (recipe: Recipe, options: RunOptions = {}): Running => start(recipe, options);

/** Leads a few samples through the line, into `preview/` of the run; the run itself then finds their answers paid for. */
export const preview = (recipe: Recipe, options: RunOptions & { readonly limit: number }): Running =>
  start(recipe, options, options.limit);

function start(recipe: Recipe, options: RunOptions, limit?: number): Running {
  const events = new EventStream();
  const stop = new StopSwitch();
  const finished = work({ recipe, options, limit, events, stop }).finally(() => events.end());
  finished.catch(() => {}); // whoever awaits it is told; whoever only listens is told by the last event
  return {
    finished,
    stop: (how) => (how === 'soon' ? stop.soon() : stop.now()),
    [Symbol.asyncIterator]: () => events[Symbol.asyncIterator](),
  };
}

interface Work {
  readonly recipe: Recipe;
  readonly options: RunOptions;
  readonly limit: number | undefined;
  readonly events: EventStream;
  readonly stop: StopSwitch;
}

async function work({ recipe, options, limit, events, stop }: Work): Promise<Manifest> {
  const plan = await planFor(recipe, options);
  const home = homeOf(plan.head.recipe, options);
  const disk = options.disk ?? realDisk;
  await mustBeOurs(home);
  const unlock = await lockRun(home);
  try {
    const ledger = await Ledger.open(disk, join(home, runFiles.ledger));
    try {
      return await workOn({ plan, recipe, options, home, disk, ledger, limit, events, stop });
    } finally {
      await ledger.close();
    }
  } finally {
    await unlock();
  }
}

interface Opened extends Work {
  readonly plan: Plan;
  readonly home: string;
  readonly disk: Disk;
  readonly ledger: Ledger;
}

async function workOn(opened: Opened): Promise<Manifest> {
  const { plan, recipe, options, home, disk, ledger, limit, events, stop } = opened;
  const directory = limit === undefined ? home : join(home, 'preview');
  const emit = (event: Event) => events.emit(event);
  const record = await RunRecord.open({ disk, directory, plan, recipe, ledger, emit, report: options.report ?? true });
  const { recipe: name } = plan.head;
  emit({ kind: 'run-start', directory, recipe: name, answersKept: ledger.size, edited: record.isEdited });
  for (const message of damageOf(ledger)) emit({ kind: 'model-note', role: 'ledger', message });
  const tally = { calls: 0, reused: 0, inFlight: 0 };
  let models: OpenModels | undefined;
  let sandbox: RunSandbox | undefined;
  try {
    models = await openModels(plan, { options, notes: record.notes, gates: new Map(), tally, stop, emit });
    sandbox = await openRunSandbox(plan, ledger, { consent: options.consent, signal: stop.signal });
    const retries = options.retryFailed ? await Retries.of(disk, directory) : Retries.none();
    const desk = makeDesk({ ...opened, models, sandbox, tally, retries });
    const engine: Engine = {
      plan,
      disk,
      directory,
      desk,
      stop,
      limit,
      window: options.concurrency ?? plan.head.limits.window,
      emit,
      progress: makeProgress(desk, emit),
      secretRandom: secretRandomOf(disk, home),
      watch: (pass) => record.watch(pass, tally),
    };
    return await conduct(engine, record, { models, sandbox });
  } catch (error) {
    return await record.cutShort(error, { models, sandbox });
  } finally {
    await models?.close();
    await sandbox?.close();
  }
}

interface DeskParts extends Opened {
  readonly models: OpenModels;
  readonly sandbox: RunSandbox | undefined;
  readonly tally: Desk['tally'];
  readonly retries: Retries;
}

function makeDesk({ plan, home, disk, ledger, stop, models, sandbox, tally, retries }: DeskParts): Desk {
  const { costUsd, inputTokens, outputTokens, calls } = ledger.book.total();
  const spent = { usd: costUsd, tokens: inputTokens + outputTokens, calls };
  const budget = new BudgetWall(plan.head.budget, spent);
  const embedders = [...models.embedders].map(([role, { embedder, price }]): [string, Embedder] => {
    const isQuick = price?.input === 0 && embedder.isSlow !== true; // made here in less time than a ledger takes
    return [role, isQuick ? embedder : rememberedEmbedder(embedder, { ledger, budget, role, price })];
  });
  return {
    models: models.text,
    media: models.media,
    disk,
    home,
    embedders: new Map(embedders),
    sandbox: sandbox?.lent,
    ledger,
    budget,
    signal: stop.signal,
    isStopping: () => stop.isSoon,
    retries,
    tally,
  };
}

/** Rounds, observers, manifest, report. */
async function conduct(engine: Engine, record: RunRecord, lent: Lent): Promise<Manifest> {
  const { pass, ending, records, note } = await runRounds(engine);
  record.rounds(records);
  if (note !== undefined) record.notes.push(note);
  await observe(pass);
  return await record.end(ending, { files: pass.scribe.files, ...lent });
}

/** A directory that holds something else is left alone. */
async function mustBeOurs(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw mistake('foreign-directory', { directory, reason: 'it is a file' });
  const names = await realDisk.list(directory);
  const isOurs =
    names.length === 0 || [runFiles.manifest, runFiles.ledger, 'preview'].some((name) => names.includes(name));
  if (!isOurs) throw mistake('foreign-directory', { directory, reason: 'it holds files that no run made' });
}
