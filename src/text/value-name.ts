/** Values as names of groups. */

/** A text as it is, all else as JSON: the number 3 and the text “3” are one group, as a target's `per` counts them. */
export const valueName = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** The name of a combination of values, one of each field: a cell of their cross product. */
export const cellName = (data: { readonly [field: string]: unknown }, fields: readonly string[]): string =>
  JSON.stringify(fields.map((field) => valueName(data[field])));
