/** Which penalty suits a linear model: the one whose probabilities fit rows left out best. */

import { logLoss } from './calibration.ts';
import { probabilitiesOf, scoresOf } from './classifier.ts';
import { foldRows } from './cross-fit.ts';
import { fitLinear, type LinearModel, type LinearSettings } from './linear.ts';
import { type Rows, takeRows } from './rows.ts';

export interface PenaltySettings extends Pick<LinearSettings, 'classes' | 'rowWeights'> {
  /** The fold of each row; those of fold 0 are left out. */
  readonly folds: ArrayLike<number>;
}

/** From the strongest, which learns least and soonest; each begins where the one before it ended. */
const PENALTIES = [300, 100, 30, 10, 3, 1, 0.3, 0.1];

/**
 * The `l2` for `fitLinear`. It needs no right labels: where wrong ones come by chance, what does best on them does best on
 * the right ones too. 1 where no row is left out, or none remains.
 */
export function choosePenalty(rows: Rows, labels: ArrayLike<number>, settings: PenaltySettings): number {
  const { classes, folds, rowWeights } = settings;
  const { inside, outside } = foldRows(folds, 0);
  if (inside.length === 0 || outside.length === 0) return 1;
  const seen = takeRows(rows, outside);
  const unseen = takeRows(rows, inside);
  const of = (which: Uint32Array) => which.map((row) => labels[row]!);
  const weightsOf = (which: Uint32Array) => Float64Array.from(which, (row) => rowWeights?.[row] ?? 1);
  const [own, asked] = [of(outside), of(inside)];
  const weighed = { classes, rowWeights: weightsOf(outside), tolerance: ROUGHLY };
  let [best, least] = [1, Number.POSITIVE_INFINITY];
  let model: LinearModel | undefined;
  for (const l2 of PENALTIES) {
    model = fitLinear(seen, own, { ...weighed, l2, ...(model === undefined ? {} : { start: model.weights }) });
    const loss = logLoss(probabilitiesOf(scoresOf(model, unseen)), asked, weightsOf(inside));
    if (loss > least * WORSE) break;
    if (loss < least) [best, least] = [l2, loss];
  }
  return best;
}

/** To compare penalties, not to use the weights. */
const ROUGHLY = 1e-2;
/** Beyond it weaker penalties are not tried: the loss has one valley. */
const WORSE = 1.02;
