/** What in one text makes a critic take it for synthetic, as signs that can be read. */
import { type CriticSettings, modelFor, type RealCritic } from './real-critic.ts';
import { signsIn, styleFeatures } from './style-features.ts';

/** Columns that are looked at for each sign that is told: many are parts of one another. */
export const LOOKED_AT = 20;

/** Whether one of two signs stands in the other. */
export function isPart(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a !== '' && b !== '' && (a.includes(b) || b.includes(a));
}

const bare = (sign: string) => sign.replaceAll(/[␣¦·]/g, '').trim();

export interface SignWish {
  /** The text that this one was made from, whose critic judges it. */
  readonly origin: string;
  readonly many: number;
  /** Whether a sign is worth telling; all are when absent. */
  readonly isTold?: (sign: string) => boolean;
  readonly settings: CriticSettings;
}

/** The strongest first; none is part of another. Nothing where no critic is there for the text. */
export async function syntheticSigns(critic: RealCritic, text: string, wish: SignWish): Promise<string[]> {
  const { origin, many, settings, isTold = () => true } = wish;
  const model = modelFor(critic, origin, settings);
  if (model === undefined) return [];
  const { columns, values } = await styleFeatures([text], settings);
  const pulls = [...columns].map((column, k) => ({
    column,
    pull: values[k]! * (model.weights[2 * column]! - model.weights[2 * column + 1]!),
  }));
  const strongest = pulls
    .filter(({ pull }) => pull > 0)
    .sort((a, b) => b.pull - a.pull || a.column - b.column)
    .slice(0, many * LOOKED_AT);
  const named = signsIn(text, settings, new Set(strongest.map(({ column }) => column)));
  const told: string[] = [];
  for (const { column } of strongest) {
    const sign = named.get(column)?.short;
    if (sign !== undefined && isTold(sign) && !told.some((other) => isPart(other, sign))) told.push(sign);
  }
  return told.slice(0, many);
}
