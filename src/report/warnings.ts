/** What a reader should know before using the data: computed from the facts, never softened. */
import type { Manifest } from '../core/manifest.ts';
import { lostIn } from './journey.ts';
import { countWords, dollarWords, listWords, percentWords, plural } from './numbers.ts';
import type { Journey, ReportData, ShareTable, TextFacts, Warning, WarningCode } from './report-data.ts';

/** House rules of thumb, except `failures`: about 5 % of production calls fail (Datadog, State of AI Engineering 2026). */
const limits = {
  failures: 0.05,
  yield: 0.5,
  /** Total variation distance, with enough samples that chance alone would hardly reach it. */
  distance: 0.1,
  copies: 0.01,
  opening: 0.1,
  openingSamples: 20,
  repeatedPhrases: 0.5,
  named: 8,
};

export interface WarningFacts {
  readonly manifest: Manifest;
  readonly accepted: number;
  readonly counted: { readonly synthetic: number; readonly real: number; readonly unread: number };
  readonly journey: Journey;
  readonly shares: readonly ShareTable[];
  readonly texts: TextFacts;
  readonly measures: ReportData['measures'];
}

/** All that holds, the gravest first. */
export const warningsOf = (facts: WarningFacts): readonly Warning[] => [
  ...ofEnding(facts),
  ...ofGroups(facts),
  ...ofYield(facts),
  ...ofSameness(facts),
  ...ofBooks(facts),
  ...[...new Set(facts.manifest.notes)].map((note) => warning('run-note', note)),
];

const warning = (code: WarningCode, text: string): Warning => ({ code, text });

function ofEnding({ manifest, accepted }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  if (accepted === 0) found.push(warning('nothing-accepted', 'Nothing was accepted: there is no dataset to use yet.'));
  const said = endings[manifest.ending];
  if (said !== undefined) found.push(warning(...said));
  return found;
}

const endings: { readonly [ending in Manifest['ending']]?: readonly [WarningCode, string] } = {
  running: [
    'still-running',
    'The run was still going on when this was written, or its process was killed. Run the recipe again: it goes on where it stopped.',
  ],
  interrupted: [
    'interrupted',
    'The run was interrupted. Run the recipe again: it goes on where it stopped, and buys no answer twice.',
  ],
  failed: ['failed', 'The run failed before its end. What is here is what was finished by then.'],
  'budget-spent': [
    'budget-spent',
    'The budget was spent before the line was through. Raise it and run again: what was bought is kept.',
  ],
  saturated: [
    'saturated',
    'The target was not met: more rounds would have cost more than they brought, or there were as many as there may be. A note below says which.',
  ],
};

function ofGroups({ manifest, shares, counted }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  for (const { field, total, values, distance, askedBy } of shares) {
    const absent = values.filter((row) => (row.asked ?? 0) > 0 && row.got === 0).map((row) => brief(row.value));
    if (absent.length > 0 && counted.synthetic > 0)
      found.push(warning('class-missing', `Asked for in “${field}” and absent: ${named(absent)}.`));
    const short = askedBy === 'target' ? values.filter((row) => row.got > 0 && row.got < (row.asked ?? 0)) : [];
    if (short.length > 0) {
      const rows = short.map((row) => `${brief(row.value)} (${countWords(row.got)})`);
      found.push(
        warning(
          'group-short',
          `Fewer than the ${countWords(manifest.target?.min ?? 0)} asked for of some values of “${field}”: ${named(rows)}.`,
        ),
      );
    }
    // Chance alone gives about 0.4·√(k/n) for k values and n samples; twice that is not chance.
    const chance = 0.8 * Math.sqrt(values.length / Math.max(1, total));
    if (distance !== undefined && askedBy !== 'target' && distance > Math.max(limits.distance, chance))
      found.push(
        warning(
          'shares-off',
          `“${field}” is not spread as asked: ${percentWords(distance)} of the samples would need another value.`,
        ),
      );
  }
  return found;
}

/** The names of classes can be whole sentences. */
const brief = (name: string): string => (name.length <= 48 ? name : `${name.slice(0, 47).trimEnd().toWellFormed()}…`);

const named = (names: readonly string[]): string =>
  names.length <= limits.named
    ? listWords(names)
    : `${names.slice(0, limits.named).join(', ')} and ${names.length - limits.named} more`;

function ofYield({ journey, manifest }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  const losses = journey.stages.filter((stage) => stage.stage !== 'target').flatMap((stage) => stage.losses);
  const failed = lostIn(losses.filter((loss) => loss.verdict === 'failed'));
  const lost = lostIn(losses);
  const ended = journey.begun - journey.unfinished - journey.replaced;
  if (ended > 0 && 1 - lost / ended < limits.yield)
    found.push(
      warning(
        'low-yield',
        `Low yield: ${countWords(lost)} of ${countWords(ended)} samples were lost on the way (${percentWords(lost / ended)}).`,
      ),
    );
  if (ended > 0 && failed / ended > limits.failures)
    found.push(
      warning(
        'many-failures',
        `${plural(failed, 'sample')} failed (${percentWords(failed / ended)}). Run again with --retry-failed to try them once more.`,
      ),
    );
  const { calls, worstUsd } = manifest.ambiguous;
  if (calls > 0)
    found.push(
      warning(
        'ambiguous-calls',
        `${plural(calls, 'call')} ${calls === 1 ? 'was' : 'were'} in flight when a process died and ${calls === 1 ? 'was' : 'were'} sent again: at worst ${dollarWords(worstUsd)} was billed beyond the cost shown here.`,
      ),
    );
  return found;
}

function ofSameness({ texts, measures }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  if (texts.copies > texts.compared * limits.copies)
    found.push(
      warning(
        'copies',
        `The “${texts.field ?? 'text'}” of ${plural(texts.copies, 'sample')} of ${countWords(texts.compared)} (${percentWords(texts.copies / texts.compared)}) repeats another’s word for word. The step exact-duplicates removes such copies.`,
      ),
    );
  const { opening } = texts;
  if (opening !== undefined && texts.compared >= limits.openingSamples && opening.share >= limits.opening)
    found.push(
      warning('same-opening', `${percentWords(opening.share)} of the samples begin alike, with “${opening.text}”.`),
    );
  for (const { name, value, labels } of measures)
    if (name === 'repeated-phrases' && labels.group === undefined && value > limits.repeatedPhrases)
      found.push(
        warning(
          'repeated-phrases',
          `${percentWords(value)} of the phrases in “${labels.field ?? 'text'}” stand in another sample too: the model writes to a formula.`,
        ),
      );
  return found;
}

function ofBooks({ manifest, counted }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  if (counted.unread > 0)
    found.push(
      warning(
        'unread-lines',
        `${plural(counted.unread, 'line')} of the run directory could not be read and ${counted.unread === 1 ? 'is' : 'are'} left out here.`,
      ),
    );
  const fits = [counted.synthetic, counted.synthetic + counted.real].includes(manifest.accepted);
  if (!fits && manifest.ending !== 'running')
    found.push(
      warning(
        'count-differs',
        `The manifest speaks of ${plural(manifest.accepted, 'accepted sample')}, and ${countWords(counted.synthetic)} were found.`,
      ),
    );
  return found;
}
