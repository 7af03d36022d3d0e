/** Which pieces of texts are compared. */
import { z } from 'zod';
import type { Dataset } from '../../core/sample.ts';
import type { ShingleShape } from '../../kernels/kernels.ts';
import { openKernels } from '../../kernels/open.ts';

/** `auto` takes runs of one and two words below this median, and runs of five from it on. */
const LONG_TEXT_WORDS = 50;
/** Texts that `auto` reads to decide. */
const TEXTS_TO_JUDGE = 1000;

const run = z.int().min(1).max(20);
export const shingleSchema = z.union([
  z.literal('auto'),
  z.strictObject({
    words: z
      .union([run, z.tuple([run, run]).refine(([from, to]) => from <= to, 'from ≤ to')])
      .describe('Words in a run: a number, or the least and the most.'),
  }),
  z.strictObject({ characters: z.int().min(1).max(50).describe('Characters in a run; gaps count as one.') }),
]);

/** What the option stands for in this dataset. */
export async function shapeOf(
  samples: Dataset,
  { field, shingle }: { readonly field: string; readonly shingle: z.infer<typeof shingleSchema> },
): Promise<ShingleShape> {
  if (shingle !== 'auto') {
    if ('characters' in shingle) return shingle;
    return { words: typeof shingle.words === 'number' ? [shingle.words, shingle.words] : shingle.words };
  }
  const words = { words: [1, 1] } as const;
  const lengths: number[] = [];
  const kernels = openKernels();
  for await (const batch of samples.texts(field)) {
    const rows = Math.min(batch.offsets.length - 1, TEXTS_TO_JUDGE - lengths.length);
    for (let row = 0; row < rows; row++) lengths.push(kernels.shingles(batch, row, words).length);
    if (lengths.length === TEXTS_TO_JUDGE) break;
  }
  lengths.sort((a, b) => a - b);
  return { words: (lengths[lengths.length >> 1] ?? 0) < LONG_TEXT_WORDS ? [1, 2] : [5, 5] };
}
