/** What a recipe asks of `quality`: which rules hold with which marks, and what must be measured for them. */
import { oncePer } from '../../core/prepare.ts';
import { type Options, type SetName, setSchemas } from './options.ts';
import { STOP_WORDS } from './page-measures.ts';
import {
  answerRules,
  c4Rules,
  finewebRules,
  gopherRules,
  hiddenRules,
  promptRules,
  type Rule,
  type Rules,
  readabilityRules,
  repetitionRules,
} from './rules.ts';

const sets: Readonly<Record<SetName, Rules>> = {
  ...{ answer: answerRules, hidden: hiddenRules, repetition: repetitionRules, gopher: gopherRules },
  ...{ c4: c4Rules, fineweb: finewebRules, readability: readabilityRules },
};

interface HeldRule extends Rule {
  /** As the quarantine names it. */
  readonly reason: string;
}

export interface Plan {
  readonly sets: ReadonlySet<SetName>;
  /** Those with a mark, in the order in which they are tried. */
  readonly rules: readonly HeldRule[];
  /** Names of all measures, `language` not among them. */
  readonly measures: readonly string[];
  readonly fromWords: number;
  readonly stopWords: ReadonlySet<string>;
  readonly looksForPrompts: boolean;
}

export const planOf = oncePer((options: Options): Plan => {
  const rules: HeldRule[] = [];
  const measures = new Set<string>();
  const on = new Set<SetName>();
  const take = (set: string, of: Rules, marks: Readonly<Record<string, unknown>>) => {
    for (const [option, rule] of Object.entries(of)) {
      measures.add(rule.measure);
      const mark = marks[option] ?? rule.mark;
      if (typeof mark === 'number') rules.push({ ...rule, mark, reason: `${set}-${rule.reason}` });
    }
  };
  for (const set of Object.keys(sets) as SetName[]) {
    if (options[set] === false) continue;
    on.add(set);
    take(set, sets[set], marksOf(options, set));
  }
  const looksForPrompts = options.prompts.length + options.promptFields.length > 0;
  if (looksForPrompts) take('prompt', promptRules, {});
  const repetition = on.has('repetition') ? marksOf(options, 'repetition').fromWords : 0;
  if (on.has('repetition')) measures.add('allWords');
  const stopWords = (on.has('gopher') ? marksOf(options, 'gopher').stopWords : STOP_WORDS) as readonly string[];
  return {
    ...{ sets: on, rules, measures: [...measures], fromWords: Number(repetition) },
    ...{ stopWords: new Set(stopWords), looksForPrompts },
  };
});

/** The marks of a set, the defaults filled in. */
function marksOf(options: Options, set: SetName): Readonly<Record<string, unknown>> {
  const given = options[set];
  return typeof given === 'boolean' ? setSchemas[set].parse({}) : given;
}
