/** How the embedded runtime draws tokens: the one place for its defaults. */
import type { SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { Request } from '../../core/model.ts';

/** Used when a question does not say. */
const DEFAULT_TEMPERATURE = 0.8;

/**
 * Tokens less likely than this share of the likeliest are never drawn. It cuts the long tail that a strongly quantised
 * model fills with noise, at any temperature, so top-p is off. Source: arXiv 2407.01082 (min-p).
 */
const MIN_P = 0.1;

/** Saves the sorting of the whole vocabulary, 8 % of the time at 32 sequences; min-p leaves fewer in all but flat cases. */
const TOP_K = 100;

/** Divides the score of tokens already in the answer; 1 would be off. More than 1.1 makes short answers wander. */
const REPEAT_PENALTY = 1.05;

/** How many of the last answer tokens the penalty looks at. */
const REPEAT_WINDOW = 64;

/** Sampling options of one request. `drawn` is read at every token: the answer so far. */
export function samplingOf(request: Request, drawn: readonly Token[]): SequenceEvaluateOptions {
  const plain = { temperature: request.temperature ?? DEFAULT_TEMPERATURE, seed: request.seed, topK: TOP_K, topP: 1 };
  // Under a grammar the marks of JSON must repeat; a penalty would drive the model out of closing its strings.
  if (request.schema !== undefined) return { ...plain, minP: MIN_P };
  return {
    ...plain,
    minP: MIN_P,
    repeatPenalty: {
      punishTokens: () => drawn.slice(-REPEAT_WINDOW),
      maxPunishTokens: REPEAT_WINDOW,
      penalty: REPEAT_PENALTY,
    },
  };
}
