/** Whether rounds still bring anything new, and what to say when they do not. */
import type { RoundRecord } from '../core/manifest.ts';
import type { Head } from '../core/recipe.ts';
import { sumOf } from '../math/counts.ts';
import { countWords, dollarWords, percentWords, plural } from '../report/numbers.ts';

/** Samples begun before a low gain is called saturation: a small round can have bad luck. */
const ENOUGH_BEGUN = 200;
/** Where nearly all was there already, fewer tell as much: what can be repeated only grows. */
const ENOUGH_REPEATING = 100;
/** Share of repeats from which that is said of rounds. */
const REPEATING = 0.9;

/** Rounds at the end of a run, taken together. */
interface Span {
  readonly gained: number;
  readonly begun: number;
  readonly ended: number;
  readonly repeated: number;
}

/** Whether the last rounds, together large enough to tell, brought less than the recipe's share of what they began. */
export function isSaturated(records: readonly RoundRecord[], least: number): boolean {
  const { gained, begun, isEnough } = lastRounds(records);
  return isEnough && gained < least * begun;
}

/**
 * How many samples the next round may begin. Where most of a round was there already, the next will bring fewer new ones
 * than its yield foretells: it stays as large as that round, so that it is soon heard of.
 */
export const mostToBegin = ({ begun, ended = 0, repeated = 0 }: RoundRecord): number =>
  ended > 0 && repeated >= ended / 2 ? Math.max(begun, ENOUGH_REPEATING) : Number.POSITIVE_INFINITY;

/** As many of the last rounds as it takes to tell; never the first, which has nothing before it. */
function lastRounds(records: readonly RoundRecord[]): Span & { readonly isEnough: boolean } {
  let span: Span = { gained: 0, begun: 0, ended: 0, repeated: 0 };
  for (let at = records.length - 1; at > 0 && !isEnough(span); at--) {
    const { begun, ended = 0, repeated = 0 } = records[at]!;
    span = {
      gained: span.gained + gainOf(records, at),
      begun: span.begun + begun,
      ended: span.ended + ended,
      repeated: span.repeated + repeated,
    };
  }
  return { ...span, isEnough: isEnough(span) };
}

const isEnough = ({ begun, ended, repeated }: Span) =>
  begun >= (ended > 0 && repeated >= REPEATING * ended ? ENOUGH_REPEATING : ENOUGH_BEGUN);

export const gainOf = (records: readonly RoundRecord[], at: number) =>
  records[at]!.accepted - (records[at - 1]?.accepted ?? 0);

interface Facts {
  readonly target: NonNullable<Head['target']>;
  /** Over the whole run. */
  readonly spent: { readonly calls: number; readonly costUsd: number };
}

/** What a run that ends short of its target has to say: what the last round was, how far it came, what more would cost. */
export function saturationWords(records: readonly RoundRecord[], { target, spent }: Facts): string {
  const { round, ended = 0, repeated = 0, accepted, missing } = records.at(-1)!;
  const wanted = target.accepted ?? accepted + sumOf(Object.values(missing));
  const reached = `${countWords(accepted)} of ${countWords(wanted)} reached`;
  if (ended === 0) return `Round ${round} made nothing: its sources have no more. ${reached}. ${KEPT}`;
  const share = percentWords(repeated / ended);
  const lead =
    repeated > 0
      ? `${share} of what round ${round} made was there already`
      : `Of ${plural(ended, 'sample')} that round ${round} made, ${countWords(Math.max(0, gainOf(records, records.length - 1)))} came through`;
  const advice = repeated > ended / 2 ? ' Other prompts, more attributes, `avoid`, or another model or seed may.' : '';
  const limit = round >= target.rounds ? ` The target allows ${plural(target.rounds, 'round')}.` : '';
  return `${lead}: ${reached}; ${priceWords(records, spent)}${limit} ${KEPT}${advice}`;
}

const KEPT = 'All of it is kept.';

/** What a new sample costs at the pace of the last rounds, from what one begun sample cost over the whole run. */
function priceWords(records: readonly RoundRecord[], { calls, costUsd }: Facts['spent']): string {
  const [first] = records;
  const span = records.length === 1 ? { gained: first!.accepted, begun: first!.begun } : lastRounds(records);
  if (span.gained <= 0) return `the last ${plural(span.begun, 'sample')} begun brought nothing new.`;
  const perNew = span.begun / span.gained / Math.max(1, sumOf(records.map(({ begun }) => begun)));
  if (calls === 0)
    return `more rounds would begin about ${plural(span.begun / span.gained, 'sample')} for each new one.`;
  const price = costUsd > 0 ? dollarWords(costUsd * perNew) : plural(Math.max(1, Math.round(calls * perNew)), 'call');
  return `more rounds would cost about ${price} for each new sample.`;
}
