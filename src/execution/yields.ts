/** How many of the samples that are begun arrive at the end of the line, by group: what rounds are sized by. */
import type { Round } from '../core/step.ts';
import { countUp, sumOf } from '../math/counts.ts';

export class Yields {
  #arrived = new Map<string, number>();
  /** Dropped for what they are, or failed. */
  #unfit = new Map<string, number>();
  /** Dropped because there were enough of their kind. */
  #spared = 0;
  /** Arrived, by round and group. */
  #arrivedIn = new Map<string, number>();

  arrive(group: string, round: number): void {
    countUp(this.#arrived, group);
    countUp(this.#arrivedIn, `${round} ${group}`);
  }

  lose(group: string, how: 'unfit' | 'spared'): void {
    if (how === 'spared') this.#spared++;
    else countUp(this.#unfit, group);
  }

  /** Samples whose way has ended, one way or the other. */
  get ended(): number {
    return sumOf(this.#arrived.values()) + sumOf(this.#unfit.values()) + this.#spared;
  }

  /** Of samples that are begun whatever their group: those that were spared were begun in vain too. */
  get ofAll(): number {
    return share(sumOf(this.#arrived.values()), this.ended);
  }

  /**
   * Of samples that are begun for a group.
   * @param last the round before: where it was asked for many of the group and few came, its sources cannot choose.
   * @param makes samples that arrive for one begun, if nothing is lost.
   */
  of(group: string, last: Round | undefined, makes: number): number {
    const arrived = this.#arrived.get(group) ?? 0;
    const ended = arrived + (this.#unfit.get(group) ?? 0);
    const fit = ended < SMALLEST_SAMPLE ? this.#ofFit : share(arrived, ended);
    const asked = (last?.missing?.[group] ?? 0) * makes;
    if (last === undefined || asked < SMALLEST_SAMPLE) return fit;
    const came = this.#arrivedIn.get(`${last.number} ${group}`) ?? 0;
    return Math.min(fit, came < SMALLEST_SAMPLE ? share(came, asked) : came / asked);
  }

  get #ofFit(): number {
    const arrived = sumOf(this.#arrived.values());
    return share(arrived, arrived + sumOf(this.#unfit.values()));
  }
}

/** Fewer of a group than this say little of its yield. */
const SMALLEST_SAMPLE = 4;
/** A group that yielded nothing yet is asked for as if one in ten came through. */
const LEAST_YIELD = 0.1;

const share = (part: number, whole: number) => (whole === 0 ? 1 : Math.max(LEAST_YIELD, Math.min(1, part / whole)));
