/**
 * Rounds until the target is met. Each round runs the line again over all that the rounds so far begin, and the ledger
 * answers whatever was asked before: so the outcome is that of one pass, whichever step sees all and in whatever order.
 */
import type { Ending } from '../core/events.ts';
import type { RoundRecord } from '../core/manifest.ts';
import type { Round } from '../core/step.ts';
import { samplesIn } from '../store/dataset.ts';
import { Admission } from './admission.ts';
import type { Engine } from './engine.ts';
import type { KeptRound } from './feedback.ts';
import { type PassResult, runPass } from './pass.ts';
import { gainOf, isSaturated, mostToBegin, saturationWords } from './saturation.ts';
import type { Scribe } from './scribe.ts';

export interface RoundsResult {
  readonly pass: PassResult;
  readonly ending: Ending;
  readonly records: readonly RoundRecord[];
  /** Why more rounds would bring little, where the run ends for that. */
  readonly note?: string;
}

export async function runRounds(engine: Engine): Promise<RoundsResult> {
  const rounds: KeptRound[] = [firstRound(engine)];
  const records: RoundRecord[] = [];
  let sums: Sums = { grown: 0, ended: 0, repeated: 0 };
  for (;;) {
    const round = rounds.at(-1)!;
    engine.emit({ kind: 'round-start', round: round.number, wanted: round.wanted });
    const pass = await runPass(engine, rounds);
    const record = recordOf(pass.scribe, round, sums);
    sums = sumsOf(pass.scribe);
    engine.progress(pass.scribe.books, 'now');
    engine.emit({ kind: 'round-end', round: round.number, accepted: record.accepted, missing: record.missing });
    records.push(record);
    const ending = endingOf(engine, records);
    if (ending !== undefined) return { pass, ending, records, ...wordsOf(engine, ending, records) };
    rounds.push(await nextRound(engine, pass, { last: round, records }));
    await engine.desk.ledger.catchUp();
    engine.desk.retries.end();
  }
}

interface Before {
  readonly last: Round;
  readonly records: readonly RoundRecord[];
}

async function nextRound(engine: Engine, pass: PassResult, { last, records }: Before): Promise<KeptRound> {
  const { admission, feedback } = pass.scribe;
  const sizing = { idle: idleRounds(records), last, most: mostToBegin(records.at(-1)!) };
  const round = admission.nextRound(last.number + 1, sizing);
  return { ...round, ...(await feedback.forNext(() => samplesIn(engine.disk, pass.accepted.path))) };
}

/** A preview begins its few samples; a target asks for what it needs; else the sources say. */
function firstRound(engine: Engine): Round {
  const round = new Admission(engine.plan).firstRound();
  return engine.limit === undefined ? round : { number: 1, wanted: engine.limit };
}

/** What a pass, which leads the samples of all rounds, adds up to. */
interface Sums {
  /** What growing pools added: they do their work anew in each round. */
  readonly grown: number;
  readonly ended: number;
  readonly repeated: number;
}

const sumsOf = ({ grown, admission, feedback }: Scribe): Sums => ({
  grown,
  ended: admission.ended,
  repeated: feedback.repeats.count,
});

/** @param before the sums when the last round ended. */
function recordOf(scribe: Scribe, { number, wanted }: Round, before: Sums): RoundRecord {
  const { admission, begun } = scribe;
  const sums = sumsOf(scribe);
  const counts = {
    round: number,
    begun: (begun[number - 1] ?? 0) + Math.max(0, sums.grown - before.grown),
    ended: Math.max(0, sums.ended - before.ended),
    repeated: Math.max(0, sums.repeated - before.repeated),
    accepted: admission.accepted,
    missing: admission.missing(),
  };
  return wanted === undefined ? counts : { ...counts, wanted };
}

function endingOf(engine: Engine, records: readonly RoundRecord[]): Ending | undefined {
  const { target } = engine.plan.head;
  const record = records.at(-1)!;
  if (engine.desk.budget.isSpent) return 'budget-spent';
  if (target === undefined || engine.limit !== undefined) return 'done';
  if (Object.keys(record.missing).length === 0) return 'target-met';
  const isOver = record.begun === 0 || isSaturated(records, target.saturation) || record.round >= target.rounds;
  return isOver ? 'saturated' : undefined;
}

/** What there is to say about the end, beside its name. */
function wordsOf(engine: Engine, ending: Ending, records: readonly RoundRecord[]): { readonly note?: string } {
  const { target } = engine.plan.head;
  if (ending !== 'saturated' || target === undefined) return {};
  const note = saturationWords(records, { target, spent: engine.desk.ledger.book.total() });
  engine.emit({ kind: 'model-note', role: 'target', message: note });
  return { note };
}

/** Rounds at the end that brought nothing. */
function idleRounds(records: readonly RoundRecord[]): number {
  const last = records.findLastIndex((_, at) => gainOf(records, at) > 0);
  return records.length - 1 - last;
}
