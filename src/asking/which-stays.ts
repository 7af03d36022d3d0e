/** Which of samples that are alike stays: the same option and the same measure for every step that looks for duplicates. */
import { z } from 'zod';
import type { Sample } from '../core/sample.ts';
import { innerText } from '../text/inner-text.ts';

export const keepOption = z
  .union([z.enum(['first', 'longest']), z.strictObject({ best: z.string().min(1).describe('Name of the note.') })])
  .default('first')
  .describe(
    'Which of those alike stays: the first, the longest text, or `{ best: <note> }`, the highest score a step noted.',
  );
export type Keep = z.output<typeof keepOption>;

/** Of those alike the highest stays. A sample without the note is less than any that has it. */
export function worthOf(
  { data, notes }: Sample,
  { field, keep }: { readonly field: string; readonly keep: Keep },
): number {
  if (keep === 'first') return 0;
  if (keep === 'longest') return codePoints(innerText(data[field]));
  const score = notes[keep.best];
  return typeof score === 'number' ? score : Number.NEGATIVE_INFINITY;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
