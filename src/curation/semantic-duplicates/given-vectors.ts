/** Vectors that the samples bring along in a field. */
import type { Reading } from '../../asking/text-vectors.ts';
import { fault } from '../../core/errors.ts';
import { type Int8Vectors, makeInt8Vectors } from '../../math/int8-vectors.ts';

/**
 * The vector of each text with something in it: that of the first sample which has the text. A text whose sample brings no
 * list of numbers, or one of another length than the first, is put among the faults.
 */
export async function givenVectors({ samples, texts, faults, signal }: Reading, field: string): Promise<Int8Vectors> {
  let vectors: Int8Vectors | undefined;
  let row = 0;
  for await (const { data } of samples) {
    if (row % 1024 === 0) signal.throwIfAborted();
    const text = texts.ofRow[row]!;
    if (texts.firstRow[text] !== row++ || texts.isEmpty(text)) continue;
    const value = data[field];
    const reason = whyUnfit(value, vectors?.dimensions);
    if (reason !== undefined) {
      faults.set(text, fault('no-vector', { field, reason }));
      continue;
    }
    vectors ??= makeInt8Vectors(texts.count, (value as readonly number[]).length, { fine: true });
    vectors.set(text, value as readonly number[]);
  }
  return vectors ?? makeInt8Vectors(texts.count, 1, { fine: true });
}

/** What a value lacks to be a vector, and one of so many dimensions. */
export function whyUnfit(value: unknown, dimensions: number | undefined): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return 'is no list of numbers';
  if (!value.every((each) => typeof each === 'number' && Number.isFinite(each))) return 'holds more than numbers';
  if (value.every((each) => each === 0)) return 'is zero everywhere, and so has no direction';
  if (dimensions === undefined || value.length === dimensions) return undefined;
  return `has ${value.length} numbers, and the first one ${dimensions}`;
}
