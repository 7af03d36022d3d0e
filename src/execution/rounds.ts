/**
 * Rounds until the target is met. Each round runs the line again over all that the rounds so far begin, and the ledger
 * answers whatever was asked before: so the outcome is that of one pass, whichever step sees all and in whatever order.
 */
import type { Ending } from '../core/events.ts';
import type { RoundRecord } from '../core/manifest.ts';
import type { Round } from '../core/step.ts';
import { Admission } from './admission.ts';
import type { Engine } from './engine.ts';
import { type PassResult, runPass } from './pass.ts';
import type { Scribe } from './scribe.ts';

export interface RoundsResult {
  readonly pass: PassResult;
  readonly ending: Ending;
  readonly records: readonly RoundRecord[];
}

export async function runRounds(engine: Engine): Promise<RoundsResult> {
  const rounds: Round[] = [firstRound(engine)];
  const records: RoundRecord[] = [];
  for (;;) {
    const round = rounds.at(-1)!;
    engine.emit({ kind: 'round-start', round: round.number, wanted: round.wanted });
    const pass = await runPass(engine, rounds);
    const record = recordOf(pass.scribe, round);
    engine.emit({ kind: 'round-end', round: round.number, accepted: record.accepted, missing: record.missing });
    records.push(record);
    const ending = endingOf(engine, records);
    if (ending !== undefined) return { pass, ending, records };
    rounds.push(pass.scribe.admission.nextRound(round.number + 1));
    await engine.desk.ledger.catchUp();
  }
}

/** A preview begins its few samples; a target asks for what it needs; else the sources say. */
function firstRound(engine: Engine): Round {
  const round = new Admission(engine.plan).firstRound();
  return engine.limit === undefined ? round : { number: 1, wanted: engine.limit };
}

function recordOf({ admission, begun }: Scribe, { number, wanted }: Round): RoundRecord {
  const counts = {
    round: number,
    begun: begun[number - 1] ?? 0,
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

/** Rounds that may bring nothing in a row; a small round can have bad luck once or twice. */
const IDLE_ROUNDS = 3;
/** Samples begun before a low gain is called saturation. */
const ENOUGH_BEGUN = 100;

function isSaturated(records: readonly RoundRecord[], least: number): boolean {
  const gains = records.map((record, at) => record.accepted - (records[at - 1]?.accepted ?? 0));
  const isIdle = gains.length >= IDLE_ROUNDS && gains.slice(-IDLE_ROUNDS).every((gain) => gain === 0);
  const [gained, begun] = [sum(gains.slice(-2)), sum(records.slice(-2).map((record) => record.begun))];
  return isIdle || (records.length >= 2 && begun >= ENOUGH_BEGUN && gained < least * begun);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
