/** What a pass dropped because it was there already: a bounded choice by chance, and what was accepted in its stead. */
import type { Plan } from '../core/plan.ts';
import { hashText } from '../core/recipe.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Repeat, Round } from '../core/step.ts';
import { keepSmallestIds } from '../math/smallest-ids.ts';
import { makeBestMatches } from '../text/best-matches.ts';
import { innerText } from '../text/inner-text.ts';
import { valueName } from '../text/value-name.ts';
import { groupOf } from './admission.ts';

/** Samples held for each value of the target's `per` field while a pass goes on. */
const MOST_OF_GROUP = 64;
/** Values of it that are held; of more, those whose hashes are smallest. */
const MOST_GROUPS = 256;
/** Samples that the next round hears of, shared evenly among the values. All rounds keep theirs: some 0.5 MB each, at most. */
const MOST = 512;
/** UTF-16 units of a text: enough to know it by, and so many are paid for in each prompt that shows it. */
const LONGEST_TEXT = 500;
/** A longer value says little about which samples were asked alike. */
const LONGEST_VALUE = 200;

interface Dropped {
  readonly id: string;
  /** By field that a step avoids. */
  readonly texts: Readonly<Record<string, string>>;
  readonly asked: Repeat['asked'];
}

interface Group {
  /** The hash of its name. */
  readonly id: string;
  readonly name: string;
  readonly members: Dropped[];
}

/**
 * Chooses by the smallest ids, which are hashes: what was repeated most often comes most often, and the order in which
 * samples were dropped does not matter.
 */
export class Repeats {
  /** Synthetic samples that were dropped as repeats. */
  count = 0;
  readonly #per: string | undefined;
  readonly #shown: readonly string[];
  readonly #asked: readonly string[];
  #groups = new Map<string, Group>();

  constructor({ head, line }: Plan) {
    const steps = line.filter(({ touches }) => (touches.avoids ?? []).length > 0);
    this.#per = head.target?.per;
    this.#shown = [...new Set(steps.flatMap(({ touches }) => touches.avoids ?? []))];
    const reads = steps.flatMap(({ touches }) => touches.reads ?? []);
    this.#asked = [...new Set([...reads, ...(this.#per === undefined ? [] : [this.#per])])];
  }

  /** A step will show what was repeated. */
  get isWanted(): boolean {
    return this.#shown.length > 0;
  }

  add(sample: Sample): void {
    if (sample.origin.real) return; // what people wrote is shown to no model, not even where it repeats itself
    this.count++;
    if (!this.isWanted) return;
    const { members } = this.#groupFor(groupOf(sample, this.#per));
    members.push({ id: sample.id, texts: textsIn(sample.data, this.#shown), asked: this.#askedOf(sample.data) });
    if (members.length >= 2 * MOST_OF_GROUP) keepSmallestIds(members, MOST_OF_GROUP);
  }

  #groupFor(name: string): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: Group = { id: hashText(name, 16), name, members: [] };
    this.#groups.set(name, group);
    if (this.#groups.size > MOST_GROUPS) {
      // one that is let go is let go again whenever it comes: the others only get smaller
      const last = [...this.#groups.values()].reduce((one, other) => (one.id > other.id ? one : other));
      this.#groups.delete(last.name);
    }
    return group;
  }

  #askedOf(data: Fields): Repeat['asked'] {
    const named = this.#asked.map((field): [string, string] => [field, valueName(data[field])]);
    return Object.fromEntries(
      named.filter(([field, value]) => data[field] !== undefined && value.length <= LONGEST_VALUE),
    );
  }

  /**
   * What the next round may see. Shown is not what was dropped but what was accepted and is nearest to it: it has passed
   * every step, those too that drop copies of real samples and mask what is personal.
   */
  async told(accepted: AsyncIterable<Sample>): Promise<NonNullable<Round['repeated']>> {
    const chosen = this.#chosen();
    if (chosen.length === 0) return {};
    const matches = this.#shown.map((field) => makeBestMatches(chosen.map(({ texts }) => texts[field] ?? '')));
    for await (const { id, data, origin } of accepted)
      if (!origin.real)
        for (const [at, field] of this.#shown.entries()) matches[at]!.offer(beginningOf(innerText(data[field])), id);
    const repeatsOf = (at: number): Repeat[] =>
      matches[at]!.best().flatMap((match, row) =>
        match === undefined ? [] : [{ text: match.text, asked: chosen[row]!.asked }],
      );
    return Object.fromEntries(this.#shown.map((field, at) => [field, repeatsOf(at)]));
  }

  #chosen(): Dropped[] {
    const most = Math.max(1, Math.min(MOST_OF_GROUP, Math.floor(MOST / Math.max(1, this.#groups.size))));
    const chosen = [...this.#groups.values()].flatMap(({ members }) => {
      const own = [...members];
      keepSmallestIds(own, most);
      return own;
    });
    keepSmallestIds(chosen, MOST);
    return chosen;
  }
}

const textsIn = (data: Fields, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, beginningOf(innerText(data[field]))]));

/** Cut between characters. */
function beginningOf(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '')}…`;
}
