/** Writes down what happens in one pass of the line: books, quarantine, and what observers will look at. */
import { join } from 'node:path';
import { type Fault, fault } from '../core/errors.ts';
import { type Quarantined, runFiles } from '../core/manifest.ts';
import type { Link } from '../core/plan.ts';
import type { Dataset, Sample } from '../core/sample.ts';
import type { Measure, Round, Scope, WrittenFile } from '../core/step.ts';
import { diskDataset, samplesIn } from '../store/dataset.ts';
import { ReplayFile } from '../store/replay-file.ts';
import { Admission, groupOf } from './admission.ts';
import { Books } from './books.ts';
import type { Engine, Loan } from './engine.ts';
import { Feedback, type KeptRound, roundsFor } from './feedback.ts';
import { makeLender, rolesIn } from './lender.ts';
import { type Lender, makeBirths } from './scope.ts';
import { type Happening, REPLACED } from './travel.ts';

/** The page of the books for samples beyond the target. */
const TARGET_KEY = 'target';
/** A failure rate says little before so many failed. */
const ENOUGH_TO_JUDGE = 10;

/** A file, and the step that made it. */
export interface MadeFile extends WrittenFile {
  readonly step: string;
}

/** A finished file of samples on their way: what stands before a wall, or at the end of the line. */
export interface Spill {
  readonly path: string;
  readonly size: number;
  /** Nothing in it differs from what the last pass or process left there. */
  readonly unchanged: boolean;
}

/** What a fault says, as quarantine keeps it. */
export type Failure = Pick<Fault, 'code' | 'message' | 'raw'>;

export class Scribe {
  readonly engine: Engine;
  readonly rounds: readonly KeptRound[];
  readonly books: Books;
  readonly admission: Admission;
  readonly feedback: Feedback;
  readonly measures: Measure[] = [];
  readonly files: MadeFile[] = [];
  /** Synthetic samples that sources began, by round. */
  readonly begun: number[] = [];
  /** Samples that steps which see all made of those they were shown: what a growing pool adds. */
  grown = 0;
  #begunAll = 0;
  #quarantine: ReplayFile | undefined;
  #taps = new Map<string, ReplayFile>();
  #births = new Map<string, Scope['child']>();
  #lenders = new Map<string, Lender>();
  #links: ReadonlyMap<string, Link>;
  #roundsByStep = new Map<string, readonly Round[]>();
  #files: ReplayFile[] = [];

  constructor(engine: Engine, rounds: readonly KeptRound[]) {
    this.engine = engine;
    this.rounds = rounds;
    this.books = new Books(engine.plan.line);
    this.admission = new Admission(engine.plan);
    this.feedback = new Feedback(engine.plan);
    this.#links = new Map(engine.plan.line.map((link) => [link.key, link]));
    if (this.#dropsSurplus) this.books.open(TARGET_KEY, TARGET_KEY, 'curation');
  }

  get #dropsSurplus(): boolean {
    return this.engine.plan.head.target?.surplus === 'drop';
  }

  /** Opens the quarantine, and a tap for each observer that stands before the end of the line. */
  async open(observers: readonly Link[]): Promise<void> {
    this.#quarantine = await this.openFile(runFiles.quarantine);
    for (const link of observers) this.#taps.set(link.key, await this.openFile(wallFile(link, 'seen')));
  }

  /** Closes a whole pass; gives the spill of each tap by the observer's key. Throws when the books do not balance. */
  async finish(): Promise<Map<string, Spill>> {
    const taps = new Map<string, Spill>();
    for (const [key, tap] of this.#taps)
      taps.set(key, { path: tap.path, unchanged: await tap.finish(), size: tap.lines });
    await this.#quarantine?.finish();
    this.books.mustBalance();
    this.#mustNotFailTooOften(1);
    return taps;
  }

  /** Lets go of every file of a pass that did not come to its end. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#files.map((file) => file.abandon()));
  }

  async openFile(name: string): Promise<ReplayFile> {
    const file = await ReplayFile.open(this.engine.disk, join(this.engine.directory, name));
    this.#files.push(file);
    return file;
  }

  begin(round: number): void {
    this.begun[round - 1] = (this.begun[round - 1] ?? 0) + 1;
    this.#begunAll++;
  }

  grow(samples: number): void {
    this.grown += samples;
    this.#begunAll += samples;
  }

  /** Writes down what happened, in order; `arrive` takes what reached the end of the segment. */
  async commit(happened: readonly Happening[], arrive: (sample: Sample) => Promise<void>): Promise<void> {
    for (const each of happened) {
      if (each.kind === 'count') this.books.add(each.key, each.what);
      else if (each.kind === 'out') await arrive(each.sample);
      else if (each.kind === 'pass') await this.#taps.get(each.key)?.add(JSON.stringify(each.sample));
      else if (each.kind === 'measure') this.measure(each.measure);
      else if (each.kind === 'drop') await this.drop(each.key, each.sample, each.reason);
      else await this.fail(each.key, each.sample, each.fault);
    }
    this.engine.progress(this.books);
  }

  /** At the end of the line: a synthetic sample is accepted, or it is beyond the target. */
  async accept(sample: Sample, out: ReplayFile): Promise<void> {
    const isAdmitted = sample.origin.real || this.admission.admit(sample);
    if (this.#dropsSurplus && !sample.origin.real) this.books.add(TARGET_KEY, 'in');
    if (!isAdmitted) return this.#leave(TARGET_KEY, sample, 'surplus');
    if (this.#dropsSurplus && !sample.origin.real) this.books.add(TARGET_KEY, 'kept');
    await out.add(JSON.stringify(sample));
    if (!sample.origin.real) this.feedback.accept(sample);
    const { per } = this.engine.plan.head.target ?? {};
    const group = per === undefined ? {} : { group: groupOf(sample, per) };
    this.engine.emit({ kind: 'sample-done', id: sample.id, round: sample.origin.round, ...group });
  }

  /** A sample leaves the line for a reason. */
  async drop(key: string, sample: Sample, reason: string): Promise<void> {
    const { repeats, spares } = this.#links.get(key)?.touches ?? {};
    if (repeats?.includes(reason)) this.feedback.repeats.add(sample);
    // one that its children stand for is not lost: they say what became of it
    if (!sample.origin.real && reason !== REPLACED)
      this.admission.lose(sample, spares?.includes(reason) ? 'spared' : 'unfit');
    await this.#leave(key, sample, reason);
  }

  measure(measure: Measure): void {
    this.measures.push(measure);
    this.engine.emit({ kind: 'step-measure', measure });
  }

  async #leave(key: string, sample: Sample, reason: string): Promise<void> {
    this.books.drop(key, reason);
    await this.#quarantined({ sample, step: key, verdict: 'dropped', reason });
    this.engine.emit({ kind: 'sample-drop', id: sample.id, step: key, reason });
  }

  /** The world failed a sample at a step. */
  async fail(key: string, sample: Sample, { code, message, raw }: Failure): Promise<void> {
    this.books.fail(key, code);
    if (!sample.origin.real) this.admission.lose(sample);
    const what = raw === undefined ? { message } : { message, raw };
    await this.#quarantined({ sample, step: key, verdict: 'failed', reason: code, ...what });
    this.engine.emit({ kind: 'sample-fail', id: sample.id, step: key, code, message });
    this.#mustNotFailTooOften(ENOUGH_TO_JUDGE);
  }

  async #quarantined(entry: Quarantined): Promise<void> {
    await this.#quarantine?.add(JSON.stringify(entry));
  }

  #mustNotFailTooOften(least: number): void {
    const { max } = this.engine.plan.head.failures;
    const { failed, codes } = this.books.failures();
    if (failed < least || failed <= (Number.parseFloat(max) / 100) * this.#begunAll) return;
    const words = Object.entries(codes).map(([code, count]) => `${count} ${code}`);
    throw fault('too-many-failures', { failed, of: this.#begunAll, max, codes: words.join(', ') });
  }

  /** What a step is lent for one sample of a round, or for all. */
  loan(link: Link, round: number, real?: Dataset): Loan {
    const { engine, books, measures, files } = this;
    const births = link.step.sees === 'nothing' ? { births: this.#birthsOf(link, round) } : {};
    const rounds = this.roundsFor(link);
    const roundOf = (number: number): Round => rounds[number - 1] ?? { number };
    const lender = this.#lenderOf(link);
    return { engine, link, lender, round: roundOf(round), roundOf, books, measures, files, real, ...births };
  }

  /** All rounds so far, as a step hears of them. */
  roundsFor(link: Link): readonly Round[] {
    const rounds = this.#roundsByStep.get(link.key) ?? roundsFor(link, this.rounds);
    this.#roundsByStep.set(link.key, rounds);
    return rounds;
  }

  #lenderOf({ key, step, touches }: Link): Lender {
    const lender = this.#lenders.get(key) ?? makeLender(this.engine.desk, step.name, rolesIn(touches));
    this.#lenders.set(key, lender);
    return lender;
  }

  /** A source goes on counting from round to round, so that the second round's samples are new ones. */
  #birthsOf(link: Link, round: number): Scope['child'] {
    const place = { seed: this.engine.plan.head.seed, step: link.key, sample: '', round: 1 };
    const births = this.#births.get(link.key) ?? makeBirths(place);
    this.#births.set(link.key, births);
    return (parents, data, birth) => {
      const child = births(parents, data, birth);
      return { ...child, origin: { ...child.origin, round } };
    };
  }

  /** The real samples of a spill. */
  realOf({ path, size }: Spill): Dataset {
    const { disk } = this.engine;
    const real = async function* () {
      for await (const sample of samplesIn(disk, path)) if (sample.origin.real) yield sample;
    };
    return { ...diskDataset(disk, path, size), [Symbol.asyncIterator]: () => real()[Symbol.asyncIterator]() };
  }
}

/** Where a step's samples lie, relative to the run: those it sees, its result, what it said. */
export const wallFile = ({ key }: Link, what: 'seen' | 'kept' | 'said'): string =>
  `${runFiles.walls}/${key.replace(/[^\w#.-]+/g, '_').slice(0, 80)}.${what}.jsonl`;
