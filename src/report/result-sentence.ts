/** The whole result of a run in one sentence. */
import type { Manifest } from '../core/manifest.ts';
import { countWords, dollarWords, durationWords, plural } from './numbers.ts';

/** “64 accepted samples of the 64 asked for, in 2 rounds, 3 min 12 s, for $0.00.” */
export function resultSentence(manifest: Manifest, accepted: number, wanted: number | undefined): string {
  const many = accepted === 0 ? 'No accepted samples' : plural(accepted, 'accepted sample');
  const of = wanted === undefined ? '' : ` of the ${countWords(wanted)} asked for`;
  const rounds = manifest.rounds.length > 1 ? `${plural(manifest.rounds.length, 'round')}, ` : '';
  const costUsd = manifest.spending.reduce((sum, item) => sum + item.costUsd, 0);
  return `${many}${of}, in ${rounds}${durationWords(manifest.seconds)}, for ${dollarWords(costUsd)}${endings[manifest.ending]}.`;
}

const endings: Readonly<Record<Manifest['ending'], string>> = {
  done: '',
  'target-met': '',
  saturated: '; it stopped short of the target',
  'budget-spent': '; then the budget was spent',
  interrupted: '; the run was interrupted and can go on',
  failed: '; the run failed',
  running: '; the run has not ended yet',
};
