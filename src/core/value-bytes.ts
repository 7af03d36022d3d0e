/** Values as bytes that are equal exactly where the values are. */
import { canonical } from './recipe.ts';
import type { Json } from './sample.ts';

/** Canonical JSON; of what is missing that of null. */
export const valueBytes = (value: Json | undefined): Buffer => Buffer.from(canonical(value ?? null));
