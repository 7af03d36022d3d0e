/** Which pieces of texts are compared, and the texts as rows of bytes. */
import { z } from 'zod';
import type { Dataset, TextBatch } from '../../core/sample.ts';
import { makeShingler, type ShingleShape } from '../../text/shingles.ts';

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
  const wordsOf = makeShingler({ words: [1, 1] });
  const lengths: number[] = [];
  for await (const [utf8, start, end] of rowsOf(samples.texts(field))) {
    lengths.push(wordsOf(utf8, start, end).length);
    if (lengths.length === TEXTS_TO_JUDGE) break;
  }
  lengths.sort((a, b) => a - b);
  return { words: (lengths[lengths.length >> 1] ?? 0) < LONG_TEXT_WORDS ? [1, 2] : [5, 5] };
}

/** Each text as a range of bytes, with its row number. */
export async function* rowsOf(
  batches: AsyncIterable<TextBatch>,
): AsyncIterable<readonly [utf8: Uint8Array, start: number, end: number, row: number]> {
  for await (const { utf8, offsets, firstRow } of batches)
    for (let i = 0; i + 1 < offsets.length; i++)
      yield [utf8, offsets[i] as number, offsets[i + 1] as number, firstRow + i];
}
