/** What every part of a running recipe shares: the plan, the disk, the models, and the switch that stops it. */
import { resolve } from 'node:path';
import { bug, fault } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import { runFiles } from '../core/manifest.ts';
import type { Link, Plan } from '../core/plan.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Context, Measure, Round, RunFacts, Scope, WrittenFile } from '../core/step.ts';
import { countUp } from '../math/counts.ts';
import type { Disk } from '../store/disk.ts';
import type { Admission } from './admission.ts';
import { roleIn } from './assets.ts';
import type { Books } from './books.ts';
import type { Desk } from './lender.ts';
import { openOutput } from './output.ts';
import type { SecretRandom } from './run-secret.ts';
import { type Lender, makeScope, type Place } from './scope.ts';

export interface Engine {
  readonly plan: Plan;
  readonly disk: Disk;
  /** Where this pass writes: the run directory, or a preview's folder within it. */
  readonly directory: string;
  readonly desk: Desk;
  readonly stop: StopSwitch;
  /** Samples on the line at once. */
  readonly window: number;
  readonly secretRandom: SecretRandom;
  /** Synthetic samples that sources may begin; a preview's few. */
  readonly limit: number | undefined;
  emit(event: Event): void;
  /** Tells how far the line is: now and then, or, at the end of a round, now. */
  progress(books: Books, when?: 'now'): void;
  /** Told of each pass as it begins, so that a run that is cut short can say how far it came. */
  watch(pass: PassView): void;
}

/** A pass as the record of a run sees it. */
export interface PassView {
  readonly books: Books;
  readonly admission: Admission;
  readonly measures: readonly Measure[];
}

/** Stopping soon lets what is under way finish; stopping now aborts it. Either way the next run goes on. */
export class StopSwitch {
  readonly #abort = new AbortController();
  isSoon = false;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  soon(): void {
    this.isSoon = true;
  }

  now(): void {
    this.isSoon = true;
    this.#abort.abort(fault('stopped', { detail: ' while calls were under way' }));
  }

  /** Throws once the run was asked to stop. */
  check(): void {
    if (this.isSoon) throw fault('stopped', { detail: '' });
  }
}

/** Everything a step is lent at one place of one pass. */
export interface Loan {
  readonly engine: Engine;
  readonly link: Link;
  /** Lends what the link declared; the same for all its samples. */
  readonly lender: Lender;
  readonly round: Round;
  roundOf(number: number): Round;
  readonly books: Books;
  readonly measures: readonly Measure[];
  /** Files that exports made so far. */
  readonly files: readonly WrittenFile[];
  /** The real samples before a step that declared that it reads them. */
  readonly real: Dataset | undefined;
  /** Given where ids must go on counting from round to round. */
  readonly births?: Scope['child'];
}

/** The context of a step for one sample, or for all. */
export function makeContext(loan: Loan, sample: Sample | undefined): Context<unknown> {
  const { engine, link, lender, round } = loan;
  const place: Place = {
    seed: engine.plan.head.seed,
    step: link.key,
    sample: sample?.id ?? '',
    // what sees all does its work anew each round, and must then draw and ask as it did before
    round: link.step.sees === 'all' ? 1 : round.number,
    ...(sample !== undefined && { siblings: { family: sample.origin.parents.join(' '), nth: sample.origin.nth } }),
  };
  return {
    ...makeScope(place, lender, loan.births),
    options: link.options,
    signal: engine.stop.signal,
    round,
    roundOf: ({ origin }) => loan.roundOf(origin.round),
    input: (path) => resolve(engine.plan.folder, path),
    secretRandom: (of) => secretRandom(loan, `${link.key} ${of}`),
    real: () => realOf(loan),
    each: (items, work) => eachItem({ items, work, place, lender, engine }),
    output: (path) => openOutput(engine.disk, resolve(engine.directory, runFiles.exports), path),
    facts: () => factsOf(loan),
  };
}

async function secretRandom({ engine, link }: Loan, of: string): Promise<() => number> {
  if (link.touches.secret !== true) throw bug('not-lent', { step: link.step.name, what: 'secret draws' });
  return engine.secretRandom(of);
}

function realOf({ real, link }: Loan): Dataset {
  if (real === undefined) throw bug('not-lent', { step: link.step.name, what: 'the real samples' });
  return real;
}

function factsOf({ engine, books, measures, files }: Loan): RunFacts {
  const { plan, desk } = engine;
  const { recipe, seed, description, licence, language } = plan.head;
  const models = Object.fromEntries([
    ...[...desk.media].map(([name, { backend }]) => [roleIn(name), backend.id]),
    ...[...desk.models].map(([role, { backend }]) => [role, backend.id]),
  ]);
  return {
    recipe,
    recipeHash: plan.hash,
    seed,
    models,
    counts: books.counts(),
    spending: desk.ledger.book.all(),
    measures,
    files,
    language,
    ...(description !== undefined && { description }),
    ...(licence !== undefined && { licence }),
  };
}

interface Each<In, Out> {
  readonly items: Iterable<In> | AsyncIterable<In>;
  readonly work: (item: In, own: Scope) => Promise<Out>;
  readonly place: Place;
  readonly lender: Lender;
  readonly engine: Engine;
}

/** Work on items at once, results in input order; an item's own scope is named by its content, not by its position. */
async function* eachItem<In, Out>({ items, work, place, lender, engine }: Each<In, Out>): AsyncIterable<Out> {
  const { siblings: _, ...alone } = place;
  const underWay: Promise<Out>[] = [];
  const twins = new Map<string, number>();
  for await (const item of items) {
    const name = nameOf(item);
    const twin = countUp(twins, name) - 1;
    const own = makeScope({ ...alone, sample: `${place.sample}/${name}${twin === 0 ? '' : `~${twin}`}` }, lender);
    const begun = work(item, own);
    begun.catch(() => {}); // it is awaited in its turn
    underWay.push(begun);
    if (engine.stop.isSoon) await Promise.allSettled(underWay);
    engine.stop.check();
    if (underWay.length >= engine.window) yield await (underWay.shift() as Promise<Out>);
  }
  for (const begun of underWay) yield await begun;
}

const nameOf = (item: unknown): string => {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : hashText(canonical(item), 16);
};
