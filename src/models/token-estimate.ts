/** Guesses how many tokens a prompt is, for providers that do not say. */
import type { Message } from '../core/model.ts';
import { estimateTokens } from '../text/token-estimate.ts';

/** Tokens that a chat template adds to each message, about. */
const PER_MESSAGE = 4;

/** Tokens of a whole prompt, about. */
export const estimatePrompt = (messages: readonly Message[]): number =>
  messages.reduce((sum, message) => sum + estimateTokens(message.content) + PER_MESSAGE, 0);
