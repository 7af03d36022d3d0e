/** What a pass leaves for the round that follows it, and what of it each step is told. */
import type { Link, Plan } from '../core/plan.ts';
import type { Sample } from '../core/sample.ts';
import type { Round } from '../core/step.ts';
import { countUp, sumOf } from '../math/counts.ts';
import { cellName } from '../text/value-name.ts';
import { Repeats } from './repeats.ts';

/** What the rounds before a round brought. */
export interface Hindsight {
  readonly repeated: NonNullable<Round['repeated']>;
  /** By the names of the fields that are counted together, in one text. */
  readonly accepted: Readonly<Record<string, NonNullable<Round['accepted']>>>;
}

/** A round as the engine keeps it. It stays as it was when it began: its samples are drawn alike in every later pass. */
export interface KeptRound extends Round {
  readonly hindsight?: Hindsight;
}

/** Gathers it while a pass goes on. */
export class Feedback {
  readonly repeats: Repeats;
  readonly #counts: ReadonlyMap<string, { readonly fields: readonly string[]; readonly cells: Map<string, number> }>;

  constructor(plan: Plan) {
    this.repeats = new Repeats(plan);
    const lists = plan.line.flatMap(({ touches }) => (touches.counts === undefined ? [] : [touches.counts]));
    this.#counts = new Map(lists.map((fields) => [nameOf(fields), { fields, cells: new Map() }]));
  }

  accept({ data }: Sample): void {
    for (const { fields, cells } of this.#counts.values()) countUp(cells, cellName(data, fields));
  }

  /** @param accepted what reached the end of the line; not read where no step asks what was repeated. */
  async forNext(accepted: () => AsyncIterable<Sample>): Promise<{ readonly hindsight?: Hindsight }> {
    if (!this.repeats.isWanted && this.#counts.size === 0) return {};
    const counted = [...this.#counts].map(([name, { cells }]) => [name, Object.fromEntries(cells)]);
    const repeated = this.repeats.isWanted ? await this.repeats.told(accepted()) : {};
    return { hindsight: { repeated, accepted: Object.fromEntries(counted) } };
  }
}

const nameOf = (fields: readonly string[]) => JSON.stringify(fields);

/** The rounds as one step hears of them: only what it declared that it uses. */
export function roundsFor({ touches }: Link, rounds: readonly KeptRound[]): Round[] {
  return rounds.map(({ hindsight, ...round }, at) => {
    const wanted = rounds.slice(0, at + 1).map((each) => each.wanted);
    const total = wanted.every((each) => each !== undefined) ? { total: sumOf(wanted) } : {};
    if (hindsight === undefined) return { ...round, ...total };
    const { avoids, counts } = touches;
    const repeated = (avoids ?? []).map((field) => [field, hindsight.repeated[field] ?? []]);
    return {
      ...round,
      ...total,
      ...(avoids !== undefined && { repeated: Object.fromEntries(repeated) }),
      ...(counts !== undefined && { accepted: hindsight.accepted[nameOf(counts)] ?? {} }),
    };
  });
}
