/** Values as bytes that are equal exactly where the values are. */
import { canonical } from './recipe.ts';
import type { Json } from './sample.ts';

/** A text as `s` and its UTF-8; all else as `v` and its canonical JSON, what is missing as null. */
export function valueBytes(value: Json | undefined): Buffer {
  if (typeof value === 'string' && value.isWellFormed()) return Buffer.from(`s${value}`);
  return Buffer.from(`v${canonical(value ?? null)}`); // JSON escapes half a pair of surrogates, which UTF-8 cannot hold
}
