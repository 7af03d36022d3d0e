/** Guesses how many tokens a text is, for providers that do not say. */
import type { Message } from '../core/model.ts';

/** Tokens that a chat template adds to each message, about. */
const PER_MESSAGE = 4;

/**
 * Tokens of a text, about: four characters each in ASCII, and one each elsewhere, where tokenisers split finer.
 * Within 25 % for English prose; code and other languages vary more.
 */
export function estimateTokens(text: string): number {
  // Most prompts are plain ASCII, and their bytes are counted faster than their characters are looked at.
  if (Buffer.byteLength(text) === text.length) return Math.ceil(text.length / 4);
  let other = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) other++;
  return Math.ceil((text.length - other) / 4 + other);
}

/** Tokens of a whole prompt, about. */
export const estimatePrompt = (messages: readonly Message[]): number =>
  messages.reduce((sum, message) => sum + estimateTokens(message.content) + PER_MESSAGE, 0);
