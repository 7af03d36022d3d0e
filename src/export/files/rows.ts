/** What of a sample goes into a file: the same choice for every format. */
import { z } from 'zod';
import { mistake } from '../../core/errors.ts';
import type { Dataset, Fields, Json, Sample } from '../../core/sample.ts';
import type { Touches } from '../../core/step.ts';
import { type FieldMap, fieldMapSchema, fieldPairs, picker } from '../../format/field-map.ts';

/** Options that exports of rows share. */
export const rowOptions = {
  fields: fieldMapSchema.optional().describe('Fields to write: a list, or a map `{ new: old }` that renames.'),
  id: z.boolean().default(false).describe('Write each sample’s id too, as `id`.'),
  notes: z
    .union([z.boolean(), z.array(z.string().min(1))])
    .default(false)
    .describe('Write what steps noted (scores, weights) too, as `notes`: all, or those named.'),
  real: z.boolean().default(false).describe('Write real samples too.'),
};

export interface RowChoice {
  readonly fields?: FieldMap | undefined;
  readonly id: boolean;
  readonly notes: boolean | readonly string[];
  readonly real: boolean;
}

export const rowTouches = ({ fields }: RowChoice, by?: string): Touches => ({
  reads: [
    ...new Set([
      ...(fields === undefined ? [] : fieldPairs(fields).map(([, old]) => old)),
      ...(by === undefined ? [] : [by]),
    ]),
  ],
});

/** Real samples only where they are asked for. */
export async function* chosen(samples: Dataset, { real }: { readonly real: boolean }): AsyncGenerator<Sample> {
  for await (const sample of samples) if (real || !sample.origin.real) yield sample;
}

/** Makes the row of a sample. Throws `bad-option` where an added column would hide a field of the same name. */
export function rowMaker(step: string, choice: RowChoice): (sample: Sample) => Fields {
  const pick = picker(choice.fields);
  const { id, notes } = choice;
  if (!id && notes === false) return ({ data }) => pick(data);
  return (sample) => {
    const row = pick(sample.data);
    const added: { [column: string]: Json } = {};
    if (id) added.id = sample.id;
    if (notes !== false) added.notes = notesOf(sample, notes);
    for (const column in added) if (Object.hasOwn(row, column)) throw hidden(step, column);
    return { ...row, ...added };
  };
}

function notesOf(sample: Sample, wanted: true | readonly string[]): Json {
  if (wanted === true) return sample.notes;
  return Object.fromEntries(
    wanted.filter((name) => Object.hasOwn(sample.notes, name)).map((name) => [name, sample.notes[name]!]),
  );
}

const hidden = (step: string, column: string) =>
  mistake('bad-option', {
    step: `\`${step}\``,
    option: column,
    reason: `the samples have a field \`${column}\` of their own; rename it with \`fields\``,
  });
