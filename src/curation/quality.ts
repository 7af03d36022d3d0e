/** Drops texts of low quality by what can be counted: the filters of Gopher, C4 and FineWeb, and faults of model answers. */
import { defineStep, drop, keep, withFlow, withNotes } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import { oncePer } from '../core/prepare.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Notes, Sample } from '../core/sample.ts';
import { writtenTexts } from '../text/written-texts.ts';
import { detectorOf } from './quality/language.ts';
import { type Measures, makeMeter } from './quality/measure.ts';
import { type Options, optionsSchema } from './quality/options.ts';
import { type Plan, planOf } from './quality/plan.ts';
import { promptFinder } from './quality/prompts.ts';

interface QualityFlow extends Flow {
  readonly reads:
    | (this['input'] extends { readonly field: infer F extends string } ? F : 'text')
    | (this['input'] extends { readonly promptFields: readonly (infer P extends string)[] } ? P : never);
  readonly writes: never;
}

export const quality = withFlow<QualityFlow>()(
  defineStep({
    name: 'quality',
    stage: 'curation',
    sees: 'one',
    summary:
      'Drops texts of low quality by what can be counted: the filters of Gopher, C4 and FineWeb, and faults of model answers.',
    sources: [
      'Rae et al. 2021, Scaling Language Models (arXiv 2112.11446), A1.1 and table A1: `gopher`, `repetition`',
      'Raffel et al. 2020, Exploring the Limits of Transfer Learning (JMLR 21/140), §2.2: `c4`',
      'Penedo et al. 2024, The FineWeb Datasets (arXiv 2406.17557), §3.6: `fineweb`',
      'Flesch 1948, A New Readability Yardstick; Björnsson 1968, Läsbarhet: `readability`',
      'Boucher and Anderson 2021, Trojan Source (arXiv 2111.00169): `hidden`',
      'github.com/nitotm/efficient-language-detector-js: `languages`',
    ],
    options: optionsSchema,
    shorthand: 'field',

    touches(options) {
      const { measures } = planOf(options);
      const language = options.languages === undefined ? [] : ['language'];
      return {
        reads: [...new Set([options.field, ...options.promptFields])],
        notes: [...measures, ...language, 'of', 'broke'].map(noteName),
      };
    },

    async *run(sample, { options }) {
      const texts = writtenTexts(sample.data[options.field]).filter((text) => /\S/.test(text));
      if (texts.length === 0) return yield options.drop ? drop(sample, 'empty') : keep(sample);
      const { notes, measures, language } = await lookedAt(sample, texts, options);
      const broke = [...brokenRules(planOf(options), measures), ...wrongLanguage(language, options)];
      const told = withNotes(sample, { ...notes, [noteName('broke')]: broke.join(', ') });
      yield broke.length === 0 || !options.drop ? keep(told) : drop(told, broke[0]!);
    },
  }),
);

const noteName = (name: string) => `quality.${name}`;

interface Looked {
  readonly notes: Notes;
  readonly measures: Measures;
  readonly language: string | undefined;
}

/** The measures of a sample: from its notes where an earlier step measured the same text, or anew. */
async function lookedAt(sample: Sample, texts: readonly string[], options: Options): Promise<Looked> {
  const plan = planOf(options);
  const { promptFields, languages } = options;
  const shown = promptFields.flatMap((field) => writtenTexts(sample.data[field]));
  const of = stampOf(texts, shown, options);
  const known = sample.notes[noteName('of')] === of ? sample.notes : {};
  const names = namesOf(plan);
  const noted = (measure: string) => known[names.get(measure) as string];
  const measures: Measures = plan.measures.every((measure) => typeof noted(measure) === 'number')
    ? Object.fromEntries(plan.measures.map((measure) => [measure, noted(measure) as number]))
    : { ...meterOf(options)(texts), ...(plan.looksForPrompts && { promptWords: promptWords(texts, shown, options) }) };
  const language =
    languages === undefined
      ? undefined
      : String(known[noteName('language')] ?? (await detectorOf(options))(texts.join('\n')));
  const notes: Record<string, Notes[string]> = {};
  for (const measure in measures) notes[names.get(measure) ?? noteName(measure)] = measures[measure] as number;
  notes[noteName('of')] = of;
  if (language !== undefined) notes[noteName('language')] = language;
  return { notes, measures, language };
}

/** Tells whether notes are of these texts, measured in the same way. */
const stampOf = (texts: readonly string[], shown: readonly string[], options: Options): string =>
  hashText(
    [shapeOf(options), texts.length, ...[...texts, ...shown].flatMap((text) => [text.length, text])].join('\n'),
    16,
  );

/** Whatever else the measures depend on. */
const shapeOf = oncePer((options: Options) =>
  canonical({ stopWords: [...planOf(options).stopWords], prompts: options.prompts, promptRun: options.promptRun }),
);

/** Measure → its note. */
const namesOf = oncePer(({ measures }: Plan) => new Map(measures.map((name) => [name, noteName(name)])));
const meterOf = oncePer((options: Options) => makeMeter(planOf(options)));
const finderOf = oncePer(({ prompts, promptRun }: Options) => promptFinder(prompts, promptRun));

const promptWords = (texts: readonly string[], shown: readonly string[], options: Options): number =>
  Math.max(finderOf(options)(texts), shown.length === 0 ? 0 : promptFinder(shown, options.promptRun)(texts));

function brokenRules({ rules, fromWords }: Plan, measures: Measures): string[] {
  const length = (measures.allWords ?? 0) < fromWords ? 'short' : 'long';
  return rules
    .filter(({ measure, side, mark, only }) => {
      if (only !== undefined && only !== length) return false;
      const value = measures[measure] as number;
      return side === 'least' ? value < Number(mark) : value > Number(mark);
    })
    .map(({ reason }) => reason);
}

function wrongLanguage(language: string | undefined, { languages, unsure }: Options): string[] {
  if (language === undefined || languages?.includes(language)) return [];
  if (language !== 'unsure') return ['wrong-language'];
  return unsure === 'drop' ? ['unsure-language'] : [];
}
