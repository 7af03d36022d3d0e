/** What each kind of field is, once its options are understood. */
import type { z } from 'zod';
import type { TextModel } from '../../core/model.ts';
import type { Fields, Json } from '../../core/sample.ts';
import type { Round } from '../../core/step.ts';

/** Where a field is drawn. */
export interface Draw {
  /** [0, 1); of this field alone: another field beside it moves nothing here. */
  random(): number;
  /** The sample's fields so far; all that `needs` names is there, or was never written by this step. */
  readonly data: Fields;
  readonly round: Round;
  model(role: string): TextModel;
}

/** A value, with the mending that a model's answer took; or why the sample cannot go on. */
export type Drawn = { readonly value: Json; readonly repairs?: readonly string[] } | { readonly drop: string };

export interface Sampler {
  /** Fields that must be there first: of this step or of earlier ones. */
  readonly needs: readonly string[];
  /** Role of the model it asks. */
  readonly asks?: string;
  /** All values it can give, where they are few. */
  readonly values?: readonly string[];
  draw(at: Draw): Drawn | Promise<Drawn>;
}

/** One kind of field. `prepare` throws the mistakes that a schema cannot see: templates, locales. */
export interface FieldKind<Options = never> {
  readonly options: z.ZodType<Options>;
  prepare(options: Options, field: string): Sampler | Promise<Sampler>;
}

/** A field that needs nothing and always succeeds. */
export const free = (value: (at: Draw) => Json): Sampler => ({ needs: [], draw: (at) => ({ value: value(at) }) });
