/** Examples shown with a prompt: from the recipe or from real samples, rotated by the draws, balanced over a label. */
import type { Dataset, Fields, Json } from '../../core/sample.ts';
import { shuffled } from '../../math/random.ts';

export interface Choice {
  readonly shots: number;
  /** Field over whose values the shown examples are spread. */
  readonly per?: string | undefined;
  /** Field whose value an example must share with the sample. */
  readonly match?: string | undefined;
}

/** As many examples as wanted, others at each call, in an order of their own. */
export function pickExemplars(
  random: () => number,
  pool: readonly Fields[],
  choice: Choice & { readonly sample: Fields },
): Fields[] {
  const { match, per, shots, sample } = choice;
  const fitting = match === undefined ? pool : pool.filter((each) => sameValue(each[match], sample[match]));
  if (per === undefined) return shuffled(random, fitting).slice(0, shots);
  const groups = shuffled(random, [...grouped(fitting, per).values()]).map((group) => shuffled(random, group));
  const picked: Fields[] = [];
  for (let turn = 0; picked.length < Math.min(shots, fitting.length); turn++)
    picked.push(...groups.flatMap((group) => group.slice(turn, turn + 1)).slice(0, shots - picked.length));
  return shuffled(random, picked);
}

/**
 * Real samples that can serve as examples, at most `most` for each value of `per`: those with the smallest ids, which is
 * a random choice that does not depend on their order. Samples that lack a field are left out.
 */
export async function gatherReal(
  real: Dataset,
  wish: { needs: readonly string[]; per: string | undefined; most: number },
): Promise<Fields[]> {
  const groups = new Map<string, { id: string; data: Fields }[]>();
  for await (const { id, data } of real) {
    if (wish.needs.some((field) => isBlank(data[field]))) continue;
    const group = groupOf(groups, keyOf(wish.per === undefined ? null : data[wish.per]));
    group.push({ id, data });
    if (group.length >= wish.most * 2) keepSmallest(group, wish.most);
  }
  for (const group of groups.values()) keepSmallest(group, wish.most);
  return [...groups.values()].flat().map(({ data }) => data);
}

function keepSmallest(group: { id: string }[], most: number): void {
  group.sort((a, b) => (a.id < b.id ? -1 : 1));
  group.length = Math.min(group.length, most);
}

function grouped(pool: readonly Fields[], field: string): Map<string, Fields[]> {
  const groups = new Map<string, Fields[]>();
  for (const each of pool) groupOf(groups, keyOf(each[field])).push(each);
  return groups;
}

function groupOf<T>(groups: Map<string, T[]>, key: string): T[] {
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}

const keyOf = (value: Json | undefined) => JSON.stringify(value ?? null);
const sameValue = (a: Json | undefined, b: Json | undefined) => a !== undefined && keyOf(a) === keyOf(b);
const isBlank = (value: Json | undefined) => value === undefined || value === null || value === '';
