/** The end of the line under a target: who is accepted, what is still missing, and how much to begin next. */
import type { Plan } from '../core/plan.ts';
import type { Head } from '../core/recipe.ts';
import type { Sample } from '../core/sample.ts';
import type { Round } from '../core/step.ts';
import { countUp, sumOf } from '../math/counts.ts';
import { valueName } from '../text/value-name.ts';
import { Yields } from './yields.ts';

type Target = NonNullable<Head['target']>;

/** What the next round is sized by, beside what is missing. */
interface Before {
  /** Rounds at the end that brought nothing. */
  readonly idle?: number;
  /** The round that has just ended. */
  readonly last?: Round;
  /** Samples to begin, about, at most. */
  readonly most?: number;
}

/** Counts what reaches the end; everything is accepted where there is no target. */
export class Admission {
  #target: Target | undefined;
  #groups: readonly string[];
  /** Samples that reach the end for one begun, if nothing is lost. */
  #makes: number;
  #accepted = 0;
  #surplus = 0;
  #byGroup = new Map<string, number>();
  #yields = new Yields();

  constructor(plan: Plan) {
    this.#target = plan.head.target;
    this.#groups = promisedGroups(plan);
    this.#makes = plan.line.reduce((product, { touches }) => product * (touches.makes ?? 1), 1);
  }

  get accepted(): number {
    return this.#accepted;
  }

  /** Whether a synthetic sample is accepted; false for one beyond the target. */
  admit(sample: Sample): boolean {
    const group = groupOf(sample, this.#target?.per);
    this.#yields.arrive(group, sample.origin.round);
    if (this.#isSurplus(group)) {
      this.#surplus++;
      return false;
    }
    this.#accepted++;
    countUp(this.#byGroup, group);
    return true;
  }

  /** Notes that a synthetic sample was dropped or failed on the way; `spared`: because there were enough of its kind. */
  lose(sample: Sample, how: 'unfit' | 'spared' = 'unfit'): void {
    this.#yields.lose(groupOf(sample, this.#target?.per), how);
  }

  /** Synthetic samples whose way has ended, here or before. */
  get ended(): number {
    return this.#yields.ended;
  }

  /** Accepted samples that each group still lacks, and under `*` the whole; empty when the target is met. */
  missing(): Record<string, number> {
    const lacks = this.#groupLacks();
    const rest = (this.#target?.accepted ?? 0) - this.#accepted - sumOf(Object.values(lacks));
    return rest > 0 ? { ...lacks, '*': rest } : lacks;
  }

  #groupLacks(): Record<string, number> {
    const { min = 0, per } = this.#target ?? {};
    const lacks: Record<string, number> = {};
    if (per === undefined) return lacks;
    for (const group of this.#groups.length > 0 ? this.#groups : this.#byGroup.keys()) {
      const lack = min - (this.#byGroup.get(group) ?? 0);
      if (lack > 0) lacks[group] = lack;
    }
    return lacks;
  }

  /**
   * The next round: asks for what is missing over what each group yields, and for twice as much after each round that
   * brought nothing (`idle` so far), since a yield that is guessed from nothing is too high.
   */
  nextRound(number: number, { idle = 0, last, most = Number.POSITIVE_INFINITY }: Before = {}): Round {
    const { per } = this.#target ?? {};
    const lacks = this.missing();
    const ask: Record<string, number> = {};
    for (const [group, lack] of Object.entries(lacks)) {
      const yielded = group === '*' ? this.#yields.ofAll : this.#yields.of(group, last, this.#makes);
      ask[group] = Math.ceil((lack / this.#makes / yielded) * SPARE * 2 ** Math.min(idle, MOST_DOUBLINGS)) + 1;
    }
    const { '*': rest = 0, ...byGroup } = atMost(most, ask);
    const inGroups = sumOf(Object.values(byGroup));
    const isBalanced = per !== undefined && rest === 0 && inGroups > 0;
    return { number, wanted: inGroups + rest, ...(isBalanced && { per, missing: byGroup }) };
  }

  /** The first round begins what would do if nothing were lost, and a little more. */
  firstRound(): Round {
    if (this.#target === undefined) return { number: 1 };
    const { accepted = 0, min = 0 } = this.#target;
    return { number: 1, wanted: Math.ceil((Math.max(accepted, min * this.#groups.length) / this.#makes) * SPARE) };
  }

  #isSurplus(group: string): boolean {
    if (this.#target === undefined || this.#target.surplus === 'keep') return false;
    const { accepted, min, per } = this.#target;
    const groupFull = per === undefined || min === undefined || (this.#byGroup.get(group) ?? 0) >= min;
    return (
      groupFull && (accepted === undefined || this.#accepted + sumOf(Object.values(this.#groupLacks())) >= accepted)
    );
  }
}

/** Begun beyond what the yield calls for, since yields vary: one round more costs a wait at every wall. */
const SPARE = 1.15;
/** Rounds in a row that brought nothing, after which they grow no more. */
const MOST_DOUBLINGS = 5;
/** So that an estimate from a bad first round cannot begin a flood. */
const LARGEST_ROUND = 1_000_000;

/** The same wishes, made smaller alike where they are too many together; each stays at least 1. */
function atMost(most: number, ask: Readonly<Record<string, number>>): Record<string, number> {
  const part = Math.min(1, Math.min(most, LARGEST_ROUND) / sumOf(Object.values(ask)));
  return Object.fromEntries(Object.entries(ask).map(([group, count]) => [group, Math.ceil(count * part)]));
}

/** The value of the target's `per` field, as the name of a group. */
export const groupOf = (sample: Sample, per: string | undefined): string =>
  per === undefined ? '' : valueName(sample.data[per]);

function promisedGroups({ head, line }: Plan): readonly string[] {
  const per = head.target?.per;
  if (per === undefined) return [];
  return [...new Set(line.flatMap((link) => link.touches.values?.[per] ?? []))];
}
