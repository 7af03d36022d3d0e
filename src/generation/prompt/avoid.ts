/** What is there already, shown so that the model writes something else. */
import { z } from 'zod';
import type { Fields } from '../../core/sample.ts';
import type { Round } from '../../core/step.ts';
import { shuffled } from '../../math/random.ts';
import { valueName } from '../../text/value-name.ts';

/** Texts shown in a prompt, when the recipe does not say. */
const SHOTS = 5;

const fieldName = z.string().min(1);
const inFull = z.strictObject({
  field: fieldName.describe('Field of the answer whose repeats are shown.'),
  shots: z.int().min(1).max(50).default(SHOTS).describe('Texts shown in each call, at most; others each time.'),
});

/** A bare field stands for `{ field }`. */
export const avoidOption = z
  .union([fieldName.transform((field) => inFull.parse({ field })), inFull])
  .optional()
  .describe(
    'Field of the answer, or `{ field, shots }`: from the second round of a target on, show texts that the rounds before repeated, as written already.',
  );

export type Avoid = z.output<typeof inFull>;

/**
 * Texts that came up again in the rounds before, each once: first those that answered a question like this one, as told by
 * how many of its fields are the same, and among these the more often repeated the likelier. None in the first round.
 */
export function avoidedFor(
  { repeated }: Round,
  { avoid, data }: { readonly avoid: Avoid; readonly data: Fields },
  random: () => number,
): string[] {
  const known = repeated?.[avoid.field] ?? [];
  if (known.length === 0) return [];
  const alike = shuffled(random, known).map(({ text, asked }) => ({
    text,
    same: Object.entries(asked).filter(([field, value]) => valueName(data[field]) === value).length,
  }));
  alike.sort((a, b) => b.same - a.same);
  return [...new Set(alike.map(({ text }) => text.replace(/\s+/g, ' ').trim()))].slice(0, avoid.shots);
}

/** The texts with what they are shown for, a line each; '' for none. */
export const avoidWords = (texts: readonly string[]): string =>
  texts.length === 0 ? '' : [INSTEAD, ...texts.map((text) => `- ${text}`)].join('\n');

/** Whether an answer says these words again, as weak models do. */
export const quotesAvoidWords = (text: string): boolean => text.toLowerCase().includes(INSTEAD.toLowerCase());

const INSTEAD = 'Written already; write something clearly different from each of these:';
