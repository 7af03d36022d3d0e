/** Where a run stands, summed up from its events: what the live and the plain display both tell. */
import type { Event, Spent } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';

/** What the recipe asks for, as far as it says. */
export interface TallyWishes {
  /** Accepted samples in all. */
  readonly wanted?: number | undefined;
  /** Samples that the line begins, where there is no target. */
  readonly size?: number | undefined;
  /** Accepted samples of each group. */
  readonly min?: number | undefined;
}

/** Seconds over which the pace is measured: replayed answers come at once, and must not promise a quick end. */
const PACE_SECONDS = 30;

/** Share of the work before which a guess at the time left is only alarming: the first answers take longest to come. */
const EARLIEST_GUESS = 0.1;

export class Tally {
  recipe = '';
  round = 0;
  /** Answers that the ledger held at the start. */
  answersKept = 0;
  counts: readonly StepCounts[] = [];
  spent: Spent = { calls: 0, reused: 0, inFlight: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  /** In this pass of the line. */
  accepted = 0;
  readonly wishes: TallyWishes;
  /** What each group lacked after the last round; `*` is the whole. */
  #missing: Readonly<Record<string, number>> = {};
  /** Accepted in this pass, by group. */
  #byGroup = new Map<string, number>();
  #wantedOfPass = 0;
  #paces: { readonly at: number; readonly part: number; readonly accepted: number }[] = [];

  constructor(wishes: TallyWishes) {
    this.wishes = wishes;
  }

  /** @param now milliseconds of any steady clock. */
  take(event: Event, now: number): void {
    if (event.kind === 'run-start') {
      this.recipe = event.recipe;
      this.answersKept = event.answersKept;
    } else if (event.kind === 'round-start') this.#begin(event.round, event.wanted);
    else if (event.kind === 'sample-done') this.#accept(event.group);
    else if (event.kind === 'line-progress') {
      this.counts = event.counts;
      this.spent = event.spent;
      this.#pace(now);
    } else if (event.kind === 'round-end') {
      this.accepted = event.accepted;
      this.#missing = event.missing;
      this.#paces = [];
    }
  }

  /** A round runs the line again from its start, over all rounds so far. */
  #begin(round: number, wanted: number | undefined): void {
    this.round = round;
    this.#wantedOfPass += wanted ?? this.wishes.size ?? 0;
    this.accepted = 0;
    this.#byGroup.clear();
    this.#paces = [];
  }

  #accept(group: string | undefined): void {
    this.accepted++;
    if (group !== undefined) this.#byGroup.set(group, (this.#byGroup.get(group) ?? 0) + 1);
  }

  /** Groups below their minimum, the furthest first; as far as they are known. */
  get lacking(): readonly { readonly group: string; readonly got: number }[] {
    const { min } = this.wishes;
    if (min === undefined) return [];
    const lacked = Object.keys(this.#missing).filter((group) => group !== '*');
    const gotOf = (group: string) =>
      this.#byGroup.size > 0 ? (this.#byGroup.get(group) ?? 0) : min - this.#missing[group]!;
    return [...new Set([...lacked, ...this.#byGroup.keys()])]
      .map((group) => ({ group, got: gotOf(group) }))
      .filter(({ got }) => got < min)
      .toSorted((a, b) => a.got - b.got);
  }

  /** What the manifest says in the end. */
  end(counts: readonly StepCounts[]): void {
    if (counts.length > 0) this.counts = counts; // a run that was stopped has none in its manifest
    this.spent = { ...this.spent, inFlight: 0 };
    this.#paces = [];
  }

  #pace(now: number): void {
    this.#paces.push({ at: now, part: this.part ?? 0, accepted: this.accepted });
    while (this.#paces.length > 2 && now - this.#paces[0]!.at > PACE_SECONDS * 1000) this.#paces.shift();
  }

  /** Share of the round's work that is done, 0 to 1; undefined where nothing says how much there is. */
  get part(): number | undefined {
    const steps = this.counts.filter(
      ({ stage, key }) => ['generation', 'curation'].includes(stage) && key !== 'target',
    );
    if (this.#wantedOfPass === 0 || steps.length === 0) return undefined;
    let arriving = Math.max(this.#wantedOfPass, madeBy(this.counts));
    const parts = steps.map((step) => {
      const part = arriving <= 0 ? 1 : Math.min(1, settled(step) / arriving);
      arriving -= lost(step);
      return part;
    });
    return parts.reduce((sum, part) => sum + part, 0) / parts.length;
  }

  /** Seconds until the round is over, at the present pace. */
  get secondsLeft(): number | undefined {
    const [first, last] = [this.#paces[0], this.#paces.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 2000 || last.part <= first.part)
      return undefined;
    if (last.part < EARLIEST_GUESS) return undefined;
    return ((1 - last.part) * (last.at - first.at)) / (last.part - first.part) / 1000;
  }

  /** Samples that came through the slowest step lately, in a second. */
  get perSecond(): number | undefined {
    const [first, last] = [this.#paces[0], this.#paces.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 2000 || this.#wantedOfPass === 0)
      return undefined;
    return ((last.part - first.part) * this.#wantedOfPass) / ((last.at - first.at) / 1000);
  }

  get dropped(): number {
    return this.counts.reduce((sum, { dropped }) => sum + total(dropped), 0);
  }

  get failed(): number {
    return this.counts.reduce((sum, { failed }) => sum + total(failed), 0);
  }
}

export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const lost = ({ dropped, failed }: StepCounts) => total(dropped) + total(failed);
const settled = (step: StepCounts) => Math.min(step.in, step.kept + lost(step));
const madeBy = (counts: readonly StepCounts[]) =>
  counts.reduce((sum, { stage, made }) => (stage === 'source' ? sum + made : sum), 0);
