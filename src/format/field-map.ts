/** Picking and renaming fields, as sources and exports offer it. */
import { z } from 'zod';
import type { Data, Value } from './row.ts';

/** A list picks; a map `{ new: old }` picks and renames. */
export const fieldMapSchema = z.union([
  z.array(z.string().min(1)).min(1),
  z
    .record(z.string().min(1), z.string().min(1))
    .refine((map) => Object.keys(map).length > 0, 'name at least one field'),
]);

export type FieldMap = z.infer<typeof fieldMapSchema>;

/** Pairs of a field's new name and its old one. */
export const fieldPairs = (map: FieldMap): readonly (readonly [string, string])[] =>
  Array.isArray(map) ? map.map((name) => [name, name] as const) : Object.entries(map);

/** Applies a map to a row; a field that the row lacks stays absent. Without a map, the row as it is. */
export function picker(map: FieldMap | undefined): (data: Data) => Data {
  if (map === undefined) return (data) => data;
  const pairs = fieldPairs(map);
  return (data) => {
    const picked: [string, Value][] = [];
    for (const [name, from] of pairs) if (Object.hasOwn(data, from)) picked.push([name, data[from]!]);
    return Object.fromEntries(picked);
  };
}
