/** What the recipe asked of the values of its fields, and how far what came differs. */
import type { Manifest } from '../core/manifest.ts';
import type { Json } from '../core/sample.ts';
import { sharesOf, totalVariation } from '../math/shares.ts';
import type { SamplesRead } from './read-samples.ts';
import type { ShareTable } from './report-data.ts';

/** Rows of a table of shares; the rest are added up. */
const ROWS = 200;

interface Asked {
  readonly by: NonNullable<ShareTable['askedBy']>;
  /** Value → weight; weights need not sum to 1. */
  readonly weights: ReadonlyMap<string, number>;
}

/** Weights asked for, field by field: by measures of `statistics`, else by categories of `fields`. */
export function askedWeights(manifest: Manifest): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const step of manifest.line)
    if (step.name === 'fields')
      for (const [field, weights] of categoriesIn(step.options)) asked.set(field, { by: 'fields', weights });
  const measured = new Map<string, Map<string, number>>();
  for (const { name, labels, value } of manifest.measures) {
    if (name !== 'asked-share' || labels.field === undefined || labels.value === undefined) continue;
    const weights = measured.get(labels.field) ?? new Map<string, number>();
    measured.set(labels.field, weights.set(labels.value, value));
  }
  for (const [field, weights] of measured) asked.set(field, { by: 'measure', weights });
  return asked;
}

/** Fields that `fields` draws as categories: `{ category: [a, b] }` or `{ category: { values: { a: 3, b: 1 } } }`. */
function categoriesIn(options: Json): [string, Map<string, number>][] {
  if (!isObject(options)) return [];
  return Object.entries(options).flatMap(([field, sampler]): [string, Map<string, number>][] => {
    if (!isObject(sampler)) return [];
    if (!('category' in sampler)) return categoriesIn(sampler);
    const given = sampler.category;
    const values = isObject(given) ? (given.values ?? given) : given;
    return [[field, weightsIn(values as Json)]];
  });
}

function weightsIn(values: Json): Map<string, number> {
  if (Array.isArray(values)) return new Map(values.map((value: Json) => [textFor(value), 1]));
  if (!isObject(values)) return new Map();
  return new Map(
    Object.entries(values).flatMap(([value, weight]) => (typeof weight === 'number' ? [[value, weight]] : [])),
  );
}

const textFor = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value that the target's `per` field is known to have. */
export function targetGroups(manifest: Manifest, counts: ReadonlyMap<string, number> | undefined): string[] {
  const per = manifest.target?.per;
  if (per === undefined) return [];
  const promised = askedWeights(manifest).get(per)?.weights.keys() ?? [];
  const missing = manifest.rounds.flatMap((round) => Object.keys(round.missing ?? {}));
  return [...new Set([...promised, ...missing, ...(counts?.keys() ?? [])])];
}

/** Counts of each category beside what was asked, largest first; fields with a wish first. */
export function shareTables(manifest: Manifest, read: SamplesRead): readonly ShareTable[] {
  const asked = askedWeights(manifest);
  const per = manifest.target?.per;
  const counted = new Map(read.shares.map((share) => [share.field, share]));
  const fields = new Set([...(per === undefined ? [] : [per]), ...asked.keys(), ...counted.keys()]);
  return [...fields].flatMap((field) => {
    const { total, counts } = counted.get(field) ?? { total: 0, counts: new Map<string, number>() };
    const wish = field === per ? (targetWish(manifest, counts) ?? asked.get(field)) : asked.get(field);
    if (counts.size === 0 && (wish === undefined || read.synthetic > 0)) return [];
    return [tableOf({ field, total, counts }, wish)];
  });
}

/** With `min`, every group wants the same; without it the categories' own weights stand. */
function targetWish(manifest: Manifest, counts: ReadonlyMap<string, number>): Asked | undefined {
  const min = manifest.target?.min;
  const groups = targetGroups(manifest, counts);
  if (min === undefined || groups.length === 0) return undefined;
  return { by: 'target', weights: new Map(groups.map((group) => [group, min])) };
}

function tableOf({ field, total, counts }: SamplesRead['shares'][number], wish: Asked | undefined): ShareTable {
  const weightSum = [...(wish?.weights.values() ?? [])].reduce((sum, weight) => sum + weight, 0);
  const askedFor = (value: string): number | undefined => {
    if (wish === undefined || weightSum === 0) return undefined;
    const weight = wish.weights.get(value) ?? 0;
    return wish.by === 'target' ? weight : (weight / weightSum) * total;
  };
  const names = [...new Set([...counts.keys(), ...(wish?.weights.keys() ?? [])])];
  const values = names
    .map((value) => ({ value, got: counts.get(value) ?? 0, ...ifKnown('asked', askedFor(value)) }))
    .sort(
      names.every(isNumber)
        ? (a, b) => Number(a.value) - Number(b.value)
        : (a, b) => b.got - a.got || (a.value < b.value ? -1 : 1),
    );
  const distance =
    wish === undefined || total === 0 || weightSum === 0
      ? undefined
      : totalVariation(sharesOf(counts), sharesOf(wish.weights));
  return { field, total, ...ifKnown('askedBy', wish?.by), values: cutRows(values), ...ifKnown('distance', distance) };
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

function cutRows(values: ShareTable['values']): ShareTable['values'] {
  if (values.length <= ROWS) return values;
  const rest = values.slice(ROWS - 1);
  const got = rest.reduce((sum, row) => sum + row.got, 0);
  return [...values.slice(0, ROWS - 1), { value: `${rest.length} other values`, got }];
}

/** A property that is there only when its value is: what `exactOptionalPropertyTypes` wants. */
export const ifKnown = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
