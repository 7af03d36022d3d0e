/** Options that many steps have, in the same words and with the same limits. */
import { z } from 'zod';
import type { Question } from '../core/model.ts';

/** The role of a model; `what` as in “the model that answers”. */
export const roleOption = (what: string) => z.string().min(1).describe(`Role of ${what}.`);

export const fieldOption = (what: string) => z.string().min(1).describe(what);

/** Of students that judge texts. */
export const embedderOption = z
  .string()
  .min(1)
  .optional()
  .describe('Role of an embedder; a student then reads meaning beside words, and finds more where texts are few.');

/** Absent: the model's own. */
export const temperatureOption = z.number().min(0).max(2).optional().describe('The model’s own when absent.');

export const maxTokensOption = z.int().min(1).optional().describe('Output tokens of an answer, at most.');

export const styleOption = z
  .enum(['chat', 'text'])
  .default('chat')
  .describe('As a conversation, or as a page that the model continues: better for weak models that run here.');

export const stopOption = z
  .array(z.string().min(1))
  .max(4)
  .optional()
  .describe('Texts at which an answer ends, such as a line break.');

export const refusalsOption = z
  .enum(['drop', 'keep'])
  .default('drop')
  .describe('What becomes of “As an AI language model, I cannot …”; keep it where a refusal may be the right answer.');

/** `what` as in “a rewrite”. */
export const whenCutOption = (what: string) =>
  z
    .enum(['drop', 'sentence'])
    .default('drop')
    .describe(
      `What becomes of ${what} that reached \`maxTokens\`: dropped as \`cut-off\`, or kept up to its last whole sentence.`,
    );

/** `what` as in “a rewrite”, `of` as in “a real text”. */
export const copyLimitOption = (what: string, of: string) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      `Share of its five-word runs, or of its words, that ${what} may have in common with ${of}; beyond it, it is dropped as \`copied\`.`,
    );

/** BM25 as Anserini sets it for BEIR; Lucene's own is 1.2 and 0.75. */
export const bm25Options = {
  k1: z
    .number()
    .min(0)
    .default(0.9)
    .describe('Of BM25: how soon further occurrences stop to count. 0.9 as Anserini, 1.2 as Lucene.'),
  b: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe('Of BM25: how much long texts are held back. 0.4 as Anserini, 0.75 as Lucene.'),
};

/** The part of a question that these options set. */
export const settingsOf = ({
  temperature,
  maxTokens,
  stop,
}: {
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[] | undefined;
}): Pick<Question, 'temperature' | 'maxTokens' | 'stop'> => ({
  ...(temperature === undefined ? {} : { temperature }),
  ...(maxTokens === undefined ? {} : { maxTokens }),
  ...(stop === undefined ? {} : { stop }),
});
