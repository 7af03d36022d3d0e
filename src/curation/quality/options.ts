/** The options of `quality`. */
import { z } from 'zod';
import { STOP_WORDS } from './page-measures.ts';
import {
  answerRules,
  c4Rules,
  finewebRules,
  gopherRules,
  hiddenRules,
  marksShape,
  readabilityRules,
  repetitionRules,
} from './rules.ts';

const gopher = z.strictObject({
  ...marksShape(gopherRules),
  stopWords: z
    .array(z.string().min(1).toLowerCase())
    .min(1)
    .default([...STOP_WORDS])
    .describe('Frequent small words of the language; Gopher’s English ones when absent.'),
});
const repetition = z.strictObject({
  ...marksShape(repetitionRules),
  fromWords: z
    .int()
    .min(0)
    .default(50)
    .describe(
      'Words from which runs of words are held to their marks, in shorter texts nearly every run is a large share; `mostGoesRound` is for those.',
    ),
});

/** Sets of rules, by the filter that they come from. */
export const setSchemas = {
  gopher,
  repetition,
  c4: z.strictObject(marksShape(c4Rules)),
  fineweb: z.strictObject(marksShape(finewebRules)),
  readability: z.strictObject(marksShape(readabilityRules)),
  answer: z.strictObject(marksShape(answerRules)),
  hidden: z.strictObject(marksShape(hiddenRules)),
};
export type SetName = keyof typeof setSchemas;

const either = <S extends z.ZodType>(schema: S, on: boolean, says: string) =>
  z.union([z.boolean(), schema]).default(on).describe(says);

export const optionsSchema = z.strictObject({
  field: z.string().min(1).default('text').describe('Field to look at; of a dialogue, what is said in it.'),
  repetition: either(repetition, true, 'Repeated lines, paragraphs and runs of words, as Gopher has them.'),
  answer: either(setSchemas.answer, true, 'Refusals, talk around the answer, broken-off ends, blanks, template marks.'),
  hidden: either(setSchemas.hidden, true, 'Characters that no reader sees, and words of two scripts.'),
  gopher: either(gopher, false, 'Quality of documents, as for Gopher.'),
  c4: either(setSchemas.c4, false, 'Quality of web pages, as for C4.'),
  fineweb: either(setSchemas.fineweb, false, 'Quality of web pages, as for FineWeb.'),
  readability: either(
    setSchemas.readability,
    false,
    'How hard it is to read: measured, and held to marks that you give.',
  ),
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'write codes of two letters, such as en'))
    .min(1)
    .optional()
    .describe('Languages that a text may be in: codes of ISO 639-1. Not looked at when absent.'),
  unsure: z
    .enum(['keep', 'drop'])
    .default('keep')
    .describe('What becomes of a text that is too short or too mixed to tell its language.'),
  prompts: z
    .array(z.string().min(1))
    .default([])
    .describe('Texts and templates of your prompts: a sample that repeats one of them is dropped.'),
  promptFields: z.array(z.string().min(1)).default([]).describe('Fields of the sample that were part of its prompt.'),
  promptRun: z
    .int()
    .min(4)
    .max(50)
    .default(8)
    .describe('Words in a row that a sample may not share with a prompt; a whole shorter one counts from 5 words.'),
  drop: z.boolean().default(true).describe('`false`: only measure and note.'),
});
export type Options = z.output<typeof optionsSchema>;
